"""What falls due: deadlines, days of effect and expiry, planned meetings; and what passed without news.

Holds: for each thread and date slot only the newest stated value counts. A date with the precision of a month falls
due on its last day. What ended (held, fulfilled, dropped, collapsed) is not due. Passed without news: the day is over
and no later report tells of the matter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from detente.model.claim import AgreementStatus as A
from detente.model.claim import Claim, Kind, Status
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import EncounterStatus as E
from detente.model.claim import MeasureStatus as M
from detente.model.edtf import Edtf
from detente.model.record import Record
from detente.model.slots import values_of
from detente.model.thread import Thread
from detente.views.headline import headline_of


class DueKind(StrEnum):
    """What happens on the day."""

    MEETING = "meeting"
    TAKES_EFFECT = "takes effect"
    EXPIRES = "expires"
    DEADLINE = "deadline"
    CONCLUSION = "conclusion"


# Which slot of which kind falls due as what, and in which states of the thread.
_SLOTS: tuple[tuple[Kind, str, DueKind, frozenset[Status]], ...] = (
    (Kind.ENCOUNTER, "date", DueKind.MEETING, frozenset({E.PROPOSED, E.PLANNED, E.CONFIRMED, E.POSTPONED})),
    (Kind.MEASURE, "effective", DueKind.TAKES_EFFECT, frozenset({M.SOUGHT, M.CONSIDERED, M.THREATENED, M.ANNOUNCED})),
    (Kind.MEASURE, "expires", DueKind.EXPIRES, frozenset({M.ANNOUNCED, M.IN_FORCE})),
    (Kind.COMMITMENT, "deadline", DueKind.DEADLINE, frozenset({C.SOUGHT, C.EXPECTED, C.PLEDGED, C.UNDER_WAY})),
    (Kind.AGREEMENT, "date", DueKind.CONCLUSION, frozenset({A.SOUGHT, A.NEGOTIATING, A.IN_PRINCIPLE})),
    (Kind.AGREEMENT, "expires", DueKind.EXPIRES, frozenset({A.IN_PRINCIPLE, A.SIGNED, A.IN_FORCE, A.EXTENDED})),
)


@dataclass(frozen=True, slots=True)
class DueItem:
    """A day that a matter has before it, or behind it without news; `claim` is the newest that states the date."""

    thread: Thread
    kind: DueKind
    when: Edtf
    day: date
    passed: bool
    claim: Claim

    @property
    def no_news_since(self) -> date | None:
        """The day of the newest report of the matter, None where no report has a day."""
        last = _last_report(self.thread)
        return None if last == date.min else last


def _newest(thread: Thread, slot: str) -> tuple[Claim, Edtf] | None:
    for claim in reversed(thread.claims):
        for held in values_of(claim, slot):
            if isinstance(held.value, Edtf):
                return claim, held.value
    return None


def _last_report(thread: Thread) -> date:
    return max((claim.document.day for claim in thread.claims if claim.document.day), default=date.min)


def _items(thread: Thread, today: date) -> Iterator[DueItem]:
    for kind, slot, due, states in _SLOTS:
        found = _newest(thread, slot) if thread.kind is kind and thread.state in states else None
        day = found[1].last if found else None
        if found and day:
            passed = day < today
            if not passed or _last_report(thread) <= day:
                yield DueItem(thread, due, found[1], day, passed, found[0])


def dues_of(thread: Thread) -> Iterator[tuple[DueItem, bool]]:
    """All that a thread has on a day, each with whether it is told of after that day, as long as no news comes."""
    for item in _items(thread, date.min):
        yield item, _last_report(thread) <= item.day


def due(threads: Iterable[Thread], today: date, *, within: timedelta) -> list[DueItem]:
    """What falls due in the time from `today` on, and what passed in the same time before it without news; in order of day."""
    earliest, latest = days_within(today, within)
    found = [item for thread in threads for item in _items(thread, today) if earliest <= item.day <= latest]
    return sorted(found, key=lambda item: (item.day, item.thread.id, item.kind))


def days_within(today: date, within: timedelta) -> tuple[date, date]:
    """The first and the last day that are so near."""
    return _shifted(today, -within), _shifted(today, within)


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def due_to_record(item: DueItem) -> Record:
    """The public form."""
    return {
        "day": item.day.isoformat(),
        "when": str(item.when),
        "what": item.kind.value,
        "passed": item.passed,
        "no_news_since": item.no_news_since.isoformat() if item.no_news_since else None,
        "thread": item.thread.id,
        "kind": item.thread.kind.value,
        "matter": headline_of(item.thread),
        "state": str(item.thread.state),
        "doc": item.claim.document.id,
        "claim": item.claim.id,
        "quote": item.claim.quotes[0],
    }
