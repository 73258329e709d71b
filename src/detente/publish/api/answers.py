"""The lists that the API gives: each a name, what it is, and how it is answered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar, overload

from detente.model.record import Record
from detente.model.recorded import recorded_decision_to_record, recorded_document_to_record
from detente.model.thread import Thread, thread_to_record
from detente.model.thread_link import thread_link_to_record
from detente.publish.api.asked import Answer, Asked
from detente.publish.shelf import Known, Shelf
from detente.views.changes import change_to_record
from detente.views.conflicts import conflict_row_to_record
from detente.views.coverage import coverage_to_record
from detente.views.findings import finding_to_record
from detente.views.headline import headline_of
from detente.views.measures import measure_row_to_record
from detente.views.review import doubt_to_record
from detente.views.scoreboard import threat_to_record
from detente.views.threads import claim_row_to_record
from detente.views.tours import tour_to_record


@dataclass(frozen=True, slots=True)
class Listing:
    """`path` is below `/api/v1`."""

    path: str
    summary: str
    answer: Answer


_Row = TypeVar("_Row")


class Records(Sequence[Record], Generic[_Row]):
    """Rows in their public form; made of those that are asked for, as they are read from a large ledger."""

    def __init__(self, rows: Sequence[_Row], to_record: Callable[[_Row], Record]) -> None:
        self._rows = rows
        self._to_record = to_record

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        if isinstance(index, slice):
            return [self._to_record(row) for row in self._rows[index]]
        return self._to_record(self._rows[index])

    def __iter__(self) -> Iterator[Record]:
        return map(self._to_record, self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def thread_row(thread: Thread) -> Record:
    """A thread with its headline."""
    return {"matter": headline_of(thread), **thread_to_record(thread)}


def _threads(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.threads(asked.search.selection), thread_row)


def _claims(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.claims(asked.search.selection), claim_row_to_record)


def _documents(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.documents(), recorded_document_to_record)


def _decisions(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.decisions(), recorded_decision_to_record)


def _changes(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.changes(asked.search.selection), change_to_record)


def _conflicts(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.conflicts(asked.search.selection), conflict_row_to_record)


def _findings(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.findings(asked.search.selection), finding_to_record)


def _links(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.thread_links(), thread_link_to_record)


def _coverage(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.coverage(), coverage_to_record)


def _doubts(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.doubts(asked.search.selection), doubt_to_record)


def _tours(known: Known, asked: Asked) -> Sequence[Record]:
    return Records(known.answers.tours(), tour_to_record)


def today_for(shelf: Shelf, asked: Asked) -> date:
    """The day that counts as today: the one named, else that of what is known, else the machine's."""
    return asked.on or asked.known or shelf.today()


def listings(shelf: Shelf) -> tuple[Listing, ...]:
    """All lists that take the shared parameters alone."""

    def threats(known: Known, asked: Asked) -> Sequence[Record]:
        found = known.answers.threats(asked.search.selection, today=today_for(shelf, asked))
        return Records(found, threat_to_record)

    def measures(known: Known, asked: Asked) -> Sequence[Record]:
        found = known.answers.measures(asked.search.selection, on=today_for(shelf, asked))
        return Records(found, measure_row_to_record)

    def sources(known: Known, asked: Asked) -> Sequence[Record]:
        return shelf.sources()

    return (
        Listing("/threads", "Matters, each once, the newest first", _threads),
        Listing("/claims", "What each report says, with its quote", _claims),
        Listing("/documents", "All versions of all documents", _documents),
        Listing("/changes", "What was stated anew or otherwise, the newest first", _changes),
        Listing("/conflicts", "Who contradicts whom", _conflicts),
        Listing("/findings", "What cannot be: impossible steps and values", _findings),
        Listing("/links", "How matters hang together", _links),
        Listing("/threats", "Every matter that began as a threat, and what became of it", threats),
        Listing("/measures", "Measures in force or suspended on a day", measures),
        Listing("/tours", "Tours with their stops, plan against outcome", _tours),
        Listing("/coverage", "What was read, from whom, and when last", _coverage),
        Listing("/sources", "How the sources that are followed stand now: last success, next due, items, claims, errors", sources),
        Listing("/doubts", "What a person should look at, doubtful joins first", _doubts),
        Listing("/decisions", "What reviewers decided", _decisions),
    )
