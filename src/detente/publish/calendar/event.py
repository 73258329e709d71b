"""Days that matters have before or behind them, each with how often it was moved.

In: threads. Out: events, at most one for each date slot of each thread.

Holds: an event keeps its name while its day moves, and its sequence never falls: it counts the moves that the reports tell,
and a step for each decision, for a decision may take moves away. What fell away (cancelled, dropped, denied, collapsed, or
postponed to no new day) is cancelled, not forgotten. The ledger knows days, not hours: an event is of whole days and so of
no time zone. What is known to the month or year is on its last day, as in `due`, but for meetings, which span what was said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from detente.model.claim import AgreementStatus as A
from detente.model.claim import Claim, Kind, Measure, MeasureAction, Status
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import EncounterStatus as E
from detente.model.claim import MeasureStatus as M
from detente.model.edtf import Edtf
from detente.model.identity import claim_key
from detente.model.slots import values_of
from detente.model.thread import Thread
from detente.views.saved import revised_at

_SLOTS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.ENCOUNTER: (("date", "meeting"),),
    Kind.MEASURE: (("effective", "takes effect"), ("expires", "expires")),
    Kind.COMMITMENT: (("deadline", "deadline"),),
    Kind.AGREEMENT: (("date", "conclusion"), ("expires", "expires")),
}

_FELL: frozenset[Status] = frozenset(
    {E.CANCELLED, E.RULED_OUT, M.DROPPED, M.BLOCKED, M.RULED_OUT, C.BROKEN, C.DENIED, A.COLLAPSED, A.REJECTED}
)
_FIRM: frozenset[Status] = frozenset(
    {E.CONFIRMED, E.UNDER_WAY, E.HELD, M.ANNOUNCED, M.IN_FORCE, C.PLEDGED, C.UNDER_WAY, C.FULFILLED, A.SIGNED, A.IN_FORCE, A.EXTENDED}
)

# A meeting "in 2026" is no event of a year's length.
_LONGEST_DAYS = 31
# More than the moves that a decision can take away from one thread.
_A_DECISION = 1_000


class Standing(StrEnum):
    """Whether the day stands, in the words of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """`first` and `last` are both included; `claim` is the newest that states the day, `told` the newest of the matter."""

    thread: Thread
    slot: str
    what: str
    when: Edtf
    first: date
    last: date
    standing: Standing
    sequence: int
    claim: Claim
    told: Claim
    modified: datetime

    @property
    def uid(self) -> str:
        """The event's name, the same while the matter is the same."""
        return f"{self.thread.id}-{self.slot}@detente"


def _stated(claim: Claim, slot: str) -> Edtf | None:
    return next((held.value for held in values_of(claim, slot) if isinstance(held.value, Edtf)), None)


def _days(when: Edtf, slot: str, kind: Kind) -> tuple[date, date] | None:
    first, last = when.first, when.last
    if first and last and kind is Kind.ENCOUNTER and (last - first).days <= _LONGEST_DAYS:
        return first, last
    day = last or first
    return (day, day) if day else None


def _standing(claim: Claim, slot: str, *, says_day: bool) -> Standing:
    if claim.status in _FELL or (claim.status is E.POSTPONED and not says_day):
        return Standing.CANCELLED
    if isinstance(claim, Measure) and slot == "expires" and claim.action is MeasureAction.LIFT and claim.status is M.IN_FORCE:
        return Standing.CANCELLED
    return Standing.CONFIRMED if claim.status in _FIRM else Standing.TENTATIVE


@dataclass(frozen=True, slots=True)
class _State:
    when: Edtf
    standing: Standing
    claim: Claim

    def moves_to(self, other: "_State") -> int:
        """One for another day, one for falling away or coming back: so no way with a stop more is ever shorter."""
        fell = (self.standing is Standing.CANCELLED) != (other.standing is Standing.CANCELLED)
        return (self.when != other.when) + fell


def _states(thread: Thread, slot: str) -> Iterator[_State]:
    """What was known of the day after each claim, from the first that states it on."""
    when: Edtf | None = None
    by: Claim | None = None
    for claim in thread.claims:
        said = _stated(claim, slot)
        if said is not None:
            when, by = said, claim
        if when is not None and by is not None:
            yield _State(when, _standing(claim, slot, says_day=said is not None), by)


def _event(thread: Thread, slot: str, what: str, recorded: Mapping[str, datetime], decisions: int) -> Event | None:
    states = list(_states(thread, slot))
    days = _days(states[-1].when, slot, thread.kind) if states else None
    if days is None:
        return None
    moves = sum(before.moves_to(after) for before, after in pairwise(states))
    known = [revised_at(claim, recorded[key]) for claim in thread.claims if (key := claim_key(claim)) in recorded]
    if not known:
        return None
    newest, told = states[-1], thread.claims[-1]
    sequence = moves + decisions * _A_DECISION
    return Event(thread, slot, what, newest.when, *days, newest.standing, sequence, newest.claim, told, max(known))


def events_of(threads: Iterable[Thread], recorded: Mapping[str, datetime], *, decisions: int) -> list[Event]:
    """The events of the threads in order of day. `recorded` tells when claims were; `decisions` how many the ledger holds."""
    found = [
        event
        for thread in threads
        for slot, what in _SLOTS[thread.kind]
        if (event := _event(thread, slot, what, recorded, decisions)) is not None
    ]
    return sorted(found, key=lambda event: (event.first, event.uid))
