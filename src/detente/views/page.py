"""All of one thread for one page: where it stands with its sources, its links, its conflicts, what it has before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from detente.model.finding import Finding
from detente.model.record import Json, Record
from detente.model.thread import Thread, thread_to_record
from detente.model.thread_link import ThreadLink, thread_link_to_record
from detente.threads.lifecycle import impossible_steps
from detente.views.conflicts import ConflictRow, conflict_row_to_record, conflict_rows
from detente.views.due import DueItem, due, due_to_record
from detente.views.headline import headline_of
from detente.views.independence import Sources, sources_of_claims, sources_to_record
from detente.views.standing import Standing, standing, standing_to_record

_EVER = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of the thread and the thread at its other end. `outgoing`: the thread is the one that the link starts from."""

    link: ThreadLink
    other: Thread
    outgoing: bool


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`sources` are the independent sources of the whole matter; `findings` the steps of its history that cannot be."""

    thread: Thread
    standing: tuple[Standing, ...]
    sources: Sources
    links: tuple[LinkRow, ...]
    conflicts: tuple[ConflictRow, ...]
    findings: tuple[Finding, ...]
    due: tuple[DueItem, ...]


def links_of(thread: Thread, threads: Sequence[Thread], links: Sequence[ThreadLink]) -> tuple[LinkRow, ...]:
    """The links of one thread, those that start from it first."""
    by_id = {held.id: held for held in threads}
    mine = [link for link in links if thread.id in (link.source, link.target)]
    mine.sort(key=lambda link: link.source != thread.id)
    ends = [(link, link.target if link.source == thread.id else link.source) for link in mine]
    return tuple(LinkRow(link, by_id[end], link.source == thread.id) for link, end in ends if end in by_id)


def thread_page(thread: Thread, threads: Sequence[Thread], links: Sequence[ThreadLink], today: date) -> ThreadPage:
    """All of one thread as of a day."""
    return ThreadPage(
        thread=thread,
        standing=tuple(standing(thread)),
        sources=sources_of_claims(thread.claims),
        links=links_of(thread, threads, links),
        conflicts=tuple(conflict_rows([thread])),
        findings=tuple(impossible_steps(thread.id, thread.history)),
        due=tuple(due([thread], today, within=_EVER)),
    )


def page_to_record(page: ThreadPage, *, why: bool = False) -> Record:
    """The public form of the thread, and with it its headline, standing, sources, links, conflicts and findings."""
    links: list[Json] = [thread_link_to_record(row.link) | {"matter": headline_of(row.other)} for row in page.links]
    conflicts: list[Json] = [conflict_row_to_record(row) for row in page.conflicts]
    findings: list[Json] = [{"code": f.code, "severity": f.severity.value, "message": f.message} for f in page.findings]
    dues: list[Json] = [due_to_record(item) for item in page.due]
    return thread_to_record(page.thread, why=why) | {
        "matter": headline_of(page.thread),
        "standing": cast(Json, standing_to_record(list(page.standing))),
        "sources": sources_to_record(page.sources),
        "links": links,
        "conflicts": conflicts,
        "findings": findings,
        "due": dues,
    }
