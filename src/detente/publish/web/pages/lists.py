"""Lists whose filters are the address: search, conflicts, sources; each also as CSV and JSON."""

import json
from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.errors import NotInLedger
from detente.model.claim import Kind
from detente.model.record import Record
from detente.model.slots import CHOICES
from detente.model.thread import thread_to_record
from detente.publish.api.export import MEDIA_TYPES, Form, csv_bytes
from detente.publish.web.asked import PAGE
from detente.publish.web.shell import Shell
from detente.views.conflicts import conflict_row_to_record
from detente.views.coverage import coverage_to_record
from detente.views.headline import headline_of
from detente.views.search import hit_to_record

STATUSES = tuple(dict.fromkeys(str(status) for choices in CHOICES.values() for status in choices["status"]))


# What needs a look comes first.
_WORST = ("dead", "gone", "failing", "silent", "ok", "new", "unverified", "disabled")


def records_as(records: Sequence[Record], ending: str) -> Response:
    """Records as JSON, or as CSV, flat."""
    if ending not in ("csv", "json"):
        raise NotInLedger("there is no such form of this page", where=ending, hint="csv or json")
    if ending == "json":
        return Response(json.dumps(records, ensure_ascii=False, indent=1), media_type=MEDIA_TYPES[Form.JSON])
    return Response(csv_bytes(records), media_type=MEDIA_TYPES[Form.CSV], headers={"Content-Disposition": "attachment"})


def router(shell: Shell) -> APIRouter:
    """`/search`, `/conflicts`, `/sources` and their forms for machines."""
    routes = APIRouter()

    @routes.get("/search")
    def search(request: Request) -> Response:
        asked = shell.asked(request)
        hits = asked.answers.search(asked.text, asked.selection) if asked.text else ()
        threads = () if asked.text else asked.answers.threads(asked.selection)
        return shell.page(
            asked,
            "search.html",
            hits=hits[asked.start : asked.start + PAGE],
            threads=threads[asked.start : asked.start + PAGE],
            total=len(hits) or len(threads),
            size=PAGE,
            kinds=tuple(Kind),
            statuses=STATUSES,
        )

    @routes.get("/search.{ending}")
    def search_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        if asked.text:
            return records_as([hit_to_record(hit) for hit in asked.answers.search(asked.text, asked.selection)], ending)
        threads = asked.answers.threads(asked.selection)
        matters: list[Record] = [{"matter": headline_of(thread), **thread_to_record(thread)} for thread in threads]
        return records_as(matters, ending)

    @routes.get("/conflicts")
    def conflicts(request: Request) -> Response:
        asked = shell.asked(request)
        standing, settled = (asked.answers.conflicts(asked.selection, standing=stands) for stands in (True, False))
        start, stop = asked.start, asked.start + PAGE
        return shell.page(
            asked,
            "conflicts.html",
            standing=standing[start:stop],
            standing_count=len(standing),
            settled=settled[max(start - len(standing), 0) : max(stop - len(standing), 0)],
            settled_count=len(settled),
            size=PAGE,
        )

    @routes.get("/conflicts.{ending}")
    def conflicts_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        return records_as([conflict_row_to_record(row) for row in asked.answers.conflicts(asked.selection)], ending)

    @routes.get("/sources")
    def sources(request: Request) -> Response:
        held = shell.desk.sources()
        everything = bool(request.query_params.get("all"))
        shown = [one for one in held if everything or one["asked"]]
        counts = Counter(str(one["standing"]) for one in shown)
        return shell.page(
            shell.asked(request),
            "sources.html",
            rows=shell.desk.answers(None).coverage(),
            sources=sorted(shown, key=lambda one: (_WORST.index(str(one["standing"])), str(one["name"]))),
            counts=[(standing, counts[standing]) for standing in _WORST if counts[standing]],
            hidden=len(held) - len(shown),
            everything=everything,
        )

    @routes.get("/sources.{ending}")
    def sources_as(ending: str) -> Response:
        return records_as(shell.desk.sources(), ending)

    @routes.get("/coverage.{ending}")
    def coverage_as(ending: str) -> Response:
        return records_as([coverage_to_record(row) for row in shell.desk.answers(None).coverage()], ending)

    return routes
