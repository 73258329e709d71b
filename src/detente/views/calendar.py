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
from detente.model.record import Record
from detente.model.slots import values_of
from detente.model.thread import Thread
from detente.views.headline import headline_of

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


def items_of(thread: Thread) -> Iterator[CalendarItem]:
    """All of one thread that has a day, or lies within days that are known."""
    for slot, what in _SLOTS[thread.kind]:
        found = _newest(thread, slot)
        if found is not None:
            claim, when = found
            for day in _days(when, what):
                if day is not None or (when.first and when.last):
                    yield CalendarItem(thread, what, day, when, claim)


def span_of(item: CalendarItem) -> tuple[date, date]:
    """The day of an item; of one without a day the first and the last that its date may mean."""
    return (item.day or item.when.first or date.min), (item.day or item.when.last or date.max)


def _is_between(item: CalendarItem, first: date, last: date) -> bool:
    begins, ends = span_of(item)
    return first <= begins and ends <= last


def calendar_items(threads: Iterable[Thread], first: date, last: date) -> list[CalendarItem]:
    """What happens between two days, both included: in order of day, what has no day last."""
    return in_order(item for thread in threads for item in items_of(thread) if _is_between(item, first, last))


def calendar_item_to_record(item: CalendarItem) -> Record:
    """The public form."""
    day = item.day.isoformat() if item.day else None
    return {"day": day, "when": str(item.when), "what": item.what, "thread": item.thread.id, "matter": headline_of(item.thread)}


def in_order(items: Iterable[CalendarItem]) -> list[CalendarItem]:
    """In order of day, what has no day last."""
    return sorted(items, key=lambda item: (item.day or date.max, item.what, item.thread.id))
