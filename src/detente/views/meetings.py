"""Meetings by place: what the newest report of each encounter that names place and day has.

In: threads, two days. Out: meetings that touch the days between them, by place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model.claim import Encounter
from detente.model.record import Record
from detente.model.thread import Thread
from detente.views.headline import headline_of

# A date that spans more is a period in which one is to meet, not its days.
_LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and when, by `claim`, the newest that tells both."""

    thread: Thread
    claim: Encounter
    place: str
    first: date
    last: date


def meeting_of(thread: Thread) -> Meeting | None:
    """The meeting that a thread tells of; None where no report names a place and days."""
    newest = next((c for c in reversed(thread.claims) if isinstance(c, Encounter) and c.place and c.date), None)
    if newest is None or newest.place is None or newest.date is None:
        return None
    first, last = newest.date.value.first, newest.date.value.last
    if first is None or last is None or last - first >= _LONGEST:
        return None
    return Meeting(thread, newest, newest.place.value, first, last)


def meetings(threads: Iterable[Thread], first: date, last: date) -> list[Meeting]:
    """The meetings that touch the days between two, both included, by place and day."""
    found = [held for thread in threads if (held := meeting_of(thread)) and held.first <= last and first <= held.last]
    return sorted(found, key=lambda held: (held.place, held.first, held.thread.id))


def meeting_to_record(held: Meeting) -> Record:
    """The public form."""
    return {
        "place": held.place,
        "first": held.first.isoformat(),
        "last": held.last.isoformat(),
        "thread": held.thread.id,
        "matter": headline_of(held.thread),
        "status": str(held.claim.status),
    }
