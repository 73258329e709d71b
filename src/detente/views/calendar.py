"""Every dated happening of a month, done and still ahead: meetings, days of effect, deadlines, ends.

In: threads, a first and a last day. Out: items in order of day.

Holds: of each thread and date slot only the newest stated value counts; only days that are known to the day are on a day, what
is known to the month is on none. Leaves to `due`: what is ahead of a matter, and what passed without news.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model.claim import Claim, Kind
from detente.model.edtf import Edtf
from detente.model.slots import values_of
from detente.model.thread import Thread

_SLOTS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.ENCOUNTER: (("date", "meeting"),),
    Kind.MEASURE: (("effective", "takes effect"), ("expires", "expires")),
    Kind.COMMITMENT: (("deadline", "deadline"),),
    Kind.AGREEMENT: (("date", "agreement"), ("expires", "expires")),
}

# What lasts longer is a period in which something is to happen, not its days.
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """A matter on a day; `day` is None where the month alone is known. `claim` is the newest that states it."""

    thread: Thread
    what: str
    day: date | None
    when: Edtf
    claim: Claim


def _newest(thread: Thread, slot: str) -> tuple[Claim, Edtf] | None:
    for claim in reversed(thread.claims):
        for held in values_of(claim, slot):
            if isinstance(held.value, Edtf):
                return claim, held.value
    return None


def _days(when: Edtf, what: str) -> list[date | None]:
    first, last = when.first, when.last
    points = [point for point in when.text.split("/") if point != ".."]
    if any(len(point) < 10 for point in points):
        return [None]
    if what == "meeting" and first and last and (last - first).days < _LONGEST:
        return [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return [last if what in ("deadline", "expires") and last else first or last]


def _items(thread: Thread, first: date, last: date) -> Iterator[CalendarItem]:
    for slot, what in _SLOTS[thread.kind]:
        found = _newest(thread, slot)
        if found is not None:
            claim, when = found
            for day in _days(when, what):
                touches = (when.last or date.max) >= first and (when.first or date.min) <= last
                within = _is_in_month(when, first, last) if day is None else first <= day <= last
                if touches and within:
                    yield CalendarItem(thread, what, day, when, claim)


def _is_in_month(when: Edtf, first: date, last: date) -> bool:
    """Whether a date that is no day lies wholly between two days."""
    return when.first is not None and when.last is not None and first <= when.first and when.last <= last


def calendar_items(threads: Iterable[Thread], first: date, last: date) -> list[CalendarItem]:
    """What happens between two days, both included: in order of day, what has no day last."""
    found = [item for thread in threads for item in _items(thread, first, last)]
    return sorted(found, key=lambda item: (item.day or date.max, item.what, item.thread.id))
