"""A thread: where it stands, its life-cycle, every claim with its quote, what contradicts, why it is one; a claim in its full text."""

from collections.abc import Iterator, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from detente.errors import NotInLedger
from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.slots import CHOICES, SLOTS
from detente.model.span import Span
from detente.model.thread import Thread
from detente.publish.web.draw.lifecycle import lifecycle
from detente.publish.web.shell import Shell
from detente.views.changes import SlotChange, changes
from detente.views.page import page_to_record


def _changed(thread: Thread) -> dict[str, Sequence[SlotChange]]:
    """The slot values that each claim changed, by claim key."""
    return {claim_key(change.claim): change.slots for change in changes([thread])}


def runs(claim: Claim) -> Iterator[tuple[str, bool]]:
    """The whole text in runs, each with whether it is part of the quote."""
    whole, at = claim.document.text, 0
    before = len(claim.document.title) + 1
    for span in sorted(claim.evidence):
        start, end = max(span.start - before, at), span.end - before
        if end > start:
            yield whole[at:start], False
            yield whole[start:end], True
            at = end
    yield whole[at:], False


def title_runs(claim: Claim) -> Iterator[tuple[str, bool]]:
    """The same of the title."""
    title, at = claim.document.title, 0
    for span in sorted(claim.evidence):
        if span.start < len(title):
            held = Span(span.start, min(span.end, len(title)))
            yield title[at : held.start], False
            yield title[held.start : held.end], True
            at = held.end
    yield title[at:], False


def _claim_of(thread: Thread, key: str) -> Claim:
    for claim in thread.claims:
        if claim_key(claim) == key:
            return claim
    raise NotInLedger("no such claim in this thread", where=key, hint="the thread's page lists its claims")


def _joins(thread: Thread) -> list[tuple[Claim, Claim, float, str]]:
    by_key = {claim_key(claim): claim for claim in thread.claims}
    return [
        (
            by_key[join.left],
            by_key[join.right],
            join.score,
            ", ".join(f"{r.slot.replace('_', ' ')} {r.level} {r.weight:+.1f}" for r in join.reasons),
        )
        for join in thread.joins
        if join.left in by_key and join.right in by_key
    ]


def router(shell: Shell) -> APIRouter:
    """`/thread/{id}` and what is below it."""
    routes = APIRouter()

    @routes.get("/thread/{name}.json")
    def as_json(request: Request, name: str) -> Response:
        asked = shell.asked(request)
        return JSONResponse(page_to_record(asked.answers.page(name, today=asked.today), why=True))

    @routes.get("/thread/{name}")
    def thread(request: Request, name: str) -> Response:
        asked = shell.asked(request)
        page = asked.answers.page(name, today=asked.today)
        return shell.page(
            asked,
            "thread.html",
            page=page,
            thread=page.thread,
            drawing=lifecycle(page, asked.today),
            changed=_changed(page.thread),
            key=claim_key,
            joins=_joins(page.thread),
            slots=(*CHOICES[page.thread.kind], *SLOTS[page.thread.kind]),
        )

    @routes.get("/thread/{name}/claim/{key}")
    def claim(request: Request, name: str, key: str) -> Response:
        asked = shell.asked(request)
        found = asked.answers.thread(name)
        held = _claim_of(found, key)
        return shell.page(asked, "claim.html", thread=found, claim=held, title_runs=list(title_runs(held)), runs=list(runs(held)))

    return routes
