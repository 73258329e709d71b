"""Actors and pairs of them."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from detente.model.claim import Kind
from detente.model.thread import Thread
from detente.publish.web.draw.balance import balance_bars
from detente.publish.web.shell import Shell
from detente.views.actor import actor_to_record
from detente.views.dyad import Dyad, dyad_to_record

PAIRS = 40


def _table(held: Dyad) -> list[tuple[Kind, list[tuple[str, list[Thread]]]]]:
    """The threads by kind and state, the most frequent state first."""
    found: dict[Kind, dict[str, list[Thread]]] = {}
    for thread in held.threads:
        found.setdefault(thread.kind, {}).setdefault(str(thread.state), []).append(thread)
    return [(kind, sorted(found[kind].items(), key=lambda item: (-len(item[1]), item[0]))) for kind in Kind if kind in found]


def router(shell: Shell) -> APIRouter:
    """`/actors`, `/actor/{code}`, `/dyad/{left}/{right}`."""
    routes = APIRouter()

    @routes.get("/actors")
    def actors(request: Request) -> Response:
        asked = shell.asked(request)
        return shell.page(asked, "actors.html", actors=asked.answers.actors(), pairs=asked.answers.pairs(PAIRS))

    @routes.get("/actor/{name:path}")
    def actor(request: Request, name: str) -> Response:
        asked = shell.asked(request)
        code = shell.desk.actor_code(name.removesuffix(".json"))
        page = asked.answers.actor(code, today=asked.today)
        if name.endswith(".json"):
            return JSONResponse(actor_to_record(page))
        return shell.page(asked, "actor.html", page=page, kinds=tuple(Kind))

    @routes.get("/dyad/{left}/{right}")
    def dyad(request: Request, left: str, right: str) -> Response:
        asked = shell.asked(request)
        one, other = shell.desk.actor_code(left), shell.desk.actor_code(right.removesuffix(".json"))
        held = asked.answers.dyad(one, other)
        if right.endswith(".json"):
            return JSONResponse(dyad_to_record(held))
        return shell.page(asked, "dyad.html", dyad=held, table=_table(held), bars=balance_bars(held.months))

    return routes
