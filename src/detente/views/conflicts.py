"""Who contradicts whom: both values, both sources with their classes, and which later report settled it.

Holds: nothing is averaged and nobody is declared right; a conflict is settled when every report of the time after it that
fills the field gives one and the same of the values in dispute.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from detente.checks.conflicts import conflicts_of
from detente.model.claim import Claim
from detente.model.conflict import Conflict, value_in
from detente.model.record import Json, Record
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.views.independence import class_of
from detente.views.threads import select_threads
from detente.vocab.publishers import PublisherClass


@dataclass(frozen=True, slots=True)
class Side:
    """What one claim says in the field in dispute; `said_by` is whom the report names for it."""

    claim: Claim
    value: Json

    @property
    def kind(self) -> PublisherClass:
        """The class of who published it."""
        return class_of(self.claim.document)

    @property
    def said_by(self) -> str | None:
        """Who says so according to the report."""
        return None if self.claim.attributed_to is None else str(self.claim.attributed_to.value)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict, its sides in order of statement, and the first later claim that settled it, None while it stands."""

    conflict: Conflict
    thread: Thread
    sides: tuple[Side, ...]
    settled_by: Side | None


def _day(claim: Claim) -> date | None:
    return claim.document.day


def _settling(thread: Thread, conflict: Conflict) -> Side | None:
    days = [day for claim in conflict.claims if (day := _day(claim))]
    if not days:
        return None
    in_dispute = [value_in(claim, conflict.field) for claim in conflict.claims]
    later = [Side(c, value_in(c, conflict.field)) for c in thread.claims if (day := _day(c)) and day > max(days)]
    filled = [side for side in later if side.value not in (None, [], "")]
    agreed = filled and filled[0].value in in_dispute and all(side.value == filled[0].value for side in filled)
    return filled[0] if agreed else None


def row_of(conflict: Conflict, thread: Thread) -> ConflictRow:
    """A conflict with its sides and its resolution."""
    sides = tuple(Side(claim, value_in(claim, conflict.field)) for claim in conflict.claims)
    return ConflictRow(conflict, thread, sides, _settling(thread, conflict))


def conflict_rows(threads: Iterable[Thread]) -> Iterator[ConflictRow]:
    """The conflicts within threads, and between them, in order of threads."""
    held = list(threads)
    by_id = {thread.id: thread for thread in held}
    return (row_of(conflict, by_id[conflict.thread]) for conflict in conflicts_of(held))


def conflicts(threads: Iterable[Thread], selection: Selection) -> list[ConflictRow]:
    """The conflicts of the selected threads, those with the newest reports first."""
    return list(conflict_rows(select_threads(threads, selection)))


def is_told_in(row: ConflictRow, days: Selection) -> bool:
    """Whether a side was stated in the days of a selection."""
    return any(days.has_day(side.claim.document.day) for side in row.sides)


def _side_to_record(side: Side) -> Record:
    document = side.claim.document
    return {
        "doc": document.id,
        "claim": side.claim.id,
        "value": side.value,
        "quote": side.claim.quotes[0],
        "stated": document.published,
        "publisher": document.publisher,
        "class": side.kind.value,
        "said_by": side.said_by,
        "url": document.url,
    }


def conflict_row_to_record(row: ConflictRow) -> Record:
    """The form of a corpus' `conflicts.json`, its values with quote, source and class, and the claim that settled it."""
    values: list[Json] = [_side_to_record(side) for side in row.sides]
    settled: Json = _side_to_record(row.settled_by) if row.settled_by else None
    return {"thread": row.conflict.thread, "field": row.conflict.field, "values": values, "why": row.conflict.why, "settled_by": settled}
