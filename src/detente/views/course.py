"""The course of one threat: when it began, what became of it, by which report.

In: a thread of a measure, the thread that superseded it where there is one, a day. Out: its course, None where it did
not begin as a threat.

Holds: every claim moves the course by the table in `_move`, in order of statement; the outcome is where it stands in
the end, with the claim that brought it there. An announced act is not carried out before a report has it in force.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum, auto

from detente.model.claim import Measure
from detente.model.claim import MeasureAction as Act
from detente.model.claim import MeasureStatus as M
from detente.model.thread import Thread


class Outcome(StrEnum):
    """What became of a threat."""

    IN_FULL = "carried out in full"
    IN_PART = "carried out in part"
    THEN_WITHDRAWN = "imposed and later withdrawn"
    WITHDRAWN = "withdrawn before"
    BLOCKED = "blocked"
    PENDING = "still pending"
    LAPSED = "deadline passed without news"
    INVESTIGATED = "under investigation"


OPEN = frozenset({Outcome.PENDING, Outcome.LAPSED, Outcome.INVESTIGATED})

# Reports round rates; what differs by less is the rate that was threatened.
TOLERANCE = Decimal("0.5")

_RESTRICTS = frozenset({Act.IMPOSE, Act.RAISE, Act.EXTEND})
_EASES = frozenset({Act.LIFT, Act.SUSPEND})
_REDUCES = frozenset({Act.CUT, Act.EXEMPT})
_THREATENS = frozenset({M.THREATENED, M.CONSIDERED})
_DECIDES = frozenset({M.ANNOUNCED, M.IN_FORCE})

_INVESTIGATION = re.compile(
    r"\b(?:investigat\w+|probes?|inquir\w+|section (?:232|301|122)|anti-?dumping|reviewing|under review)\b", re.IGNORECASE
)


class _Stand(Enum):
    OPEN = auto()
    IN_FORCE = auto()
    SUSPENDED = auto()
    WITHDRAWN = auto()
    BLOCKED = auto()


@dataclass(frozen=True, slots=True)
class Course:
    """`threat` is the claim that it began with, `decided_by` the one that brought the outcome (None while it is open).

    `began` is when the threat was first reported, `ended` the day of the outcome. Rates in percent, the highest one
    threatened and the newest one in force. `through` is the thread that took its place, where the outcome is that one's.
    """

    outcome: Outcome
    threat: Measure
    began: date | None
    decided_by: Measure | None
    ended: date | None
    rate_threatened: Decimal | None
    rate_in_force: Decimal | None
    through: str | None

    @property
    def days(self) -> int | None:
        """Days from the first report of the threat to the outcome."""
        return None if self.began is None or self.ended is None else (self.ended - self.began).days


def _denied_by_another(claim: Measure) -> bool:
    """A denial that does not come from the imposer withdraws nothing."""
    said = claim.attributed_to
    return said is not None and str(said.value).split("/")[0] not in {held.value.code for held in claim.imposer}


def _has_begun(claim: Measure, today: date) -> bool:
    """Whether an act is done by that day: in force, or announced for a day that has come."""
    first = claim.effective.value.first if claim.effective else None
    return claim.status is M.IN_FORCE or (claim.status is M.ANNOUNCED and first is not None and first <= today)


def _move(stand: _Stand, claim: Measure, today: date) -> _Stand:
    """Where a claim leaves the threat."""
    if claim.status is M.BLOCKED and claim.action not in _EASES:
        return _Stand.BLOCKED
    if claim.action in _EASES:
        is_done = _has_begun(claim, today) or (claim.status is M.ANNOUNCED and stand is not _Stand.IN_FORCE)
        return (_Stand.SUSPENDED if claim.action is Act.SUSPEND else _Stand.WITHDRAWN) if is_done else stand
    if claim.status is M.DROPPED or (claim.status is M.RULED_OUT and stand is not _Stand.IN_FORCE and not _denied_by_another(claim)):
        return _Stand.WITHDRAWN
    if claim.status is M.IN_FORCE:
        return _Stand.IN_FORCE
    return _Stand.OPEN if stand in (_Stand.WITHDRAWN, _Stand.SUSPENDED) and claim.status in _THREATENS | _DECIDES else stand


def _beginning(claims: list[Measure]) -> int | None:
    for index, claim in enumerate(claims):
        if claim.action in _RESTRICTS and claim.status in _THREATENS:
            return index
        if claim.action in _RESTRICTS | _REDUCES and claim.status in _DECIDES:
            return None
    return None


@dataclass(slots=True)
class _Track:
    """What has been seen of a threat so far."""

    stand: _Stand = _Stand.OPEN
    decided_by: Measure | None = None
    was_in_force: bool = False
    is_reduced: bool = False
    threatened: Decimal | None = None
    in_force: Decimal | None = None

    def take(self, claim: Measure, today: date) -> None:
        """Move on by one claim."""
        after = _move(self.stand, claim, today)
        if after is not self.stand:
            self.stand, self.decided_by = after, claim if after is not _Stand.OPEN else None
        if claim.status is M.IN_FORCE and claim.action not in _EASES:
            self.was_in_force = True
            self.is_reduced |= claim.action in _REDUCES
            self.in_force = claim.rate.value if claim.rate else self.in_force
        elif claim.status in _THREATENS and claim.action in _RESTRICTS and claim.rate and not self.was_in_force:
            self.threatened = max(self.threatened or claim.rate.value, claim.rate.value)

    @property
    def is_partial(self) -> bool:
        """Whether less is in force than was threatened."""
        lower = self.threatened is not None and self.in_force is not None and self.in_force < self.threatened - TOLERANCE
        return self.is_reduced or lower


def _is_silent_since(claims: list[Measure], day: date | None, today: date) -> bool:
    """Whether a day is over and no report of that day or later tells of the matter."""
    return day is not None and day < today and all(claim.document.day is None or claim.document.day <= day for claim in claims)


def _deadline(claims: list[Measure], slot: str) -> date | None:
    for claim in reversed(claims):
        held = getattr(claim, slot)
        if held is not None:
            last: date | None = held.value.last
            return last
    return None


def _while_open(claims: list[Measure], today: date) -> Outcome:
    if _is_silent_since(claims, _deadline(claims, "effective"), today):
        return Outcome.LAPSED
    is_considered = all(claim.status not in (M.THREATENED, *_DECIDES) for claim in claims[-1:])
    if is_considered and any(_INVESTIGATION.search(quote) for claim in claims for quote in claim.quotes):
        return Outcome.INVESTIGATED
    return Outcome.PENDING


def _outcome(track: _Track, claims: list[Measure], today: date) -> Outcome:
    match track.stand:
        case _Stand.OPEN:
            return Outcome.PENDING if track.was_in_force else _while_open(claims, today)
        case _Stand.IN_FORCE:
            return Outcome.IN_PART if track.is_partial else Outcome.IN_FULL
        case _Stand.BLOCKED:
            return Outcome.BLOCKED
        case _Stand.SUSPENDED if not track.was_in_force and (end := _deadline(claims, "expires")):
            return Outcome.LAPSED if _is_silent_since(claims, end, today) else Outcome.PENDING
        case _Stand.WITHDRAWN | _Stand.SUSPENDED:
            return Outcome.THEN_WITHDRAWN if track.was_in_force else Outcome.WITHDRAWN


def _day_of(claim: Measure, began: date | None) -> date | None:
    """The day of an act in force where a report gives it to the day, else the day of the report."""
    stated = claim.document.day
    effective = claim.effective.value if claim.effective else None
    if claim.status is M.IN_FORCE and effective is not None and effective.is_day:
        day = effective.first
        if day and (began is None or day >= began) and (stated is None or day <= stated):
            return day
    return stated


def course_of(thread: Thread, today: date, *, successor: Thread | None = None) -> Course | None:
    """The course of a threat as of a day; None for a thread that did not begin as one."""
    claims = [claim for claim in thread.claims if isinstance(claim, Measure)]
    start = _beginning(claims)
    if start is None:
        return None
    track = _Track()
    for claim in claims[start:]:
        track.take(claim, today)
    return _course(claims[start:], track, today, successor)


def turns_of(thread: Thread) -> set[date]:
    """The days that may, once they count as today, make another course of a thread."""
    found = set()
    for claim in (claim for claim in thread.claims if isinstance(claim, Measure)):
        for held in (claim.effective, claim.expires):
            if held is not None:
                found |= {held.value.first, held.value.last + timedelta(days=1) if held.value.last and held.value.last < date.max else None}
    return {day for day in found if day is not None}


def _course(claims: list[Measure], track: _Track, today: date, successor: Thread | None) -> Course:
    outcome, decided_by, through = _outcome(track, claims, today), track.decided_by, None
    in_force = track.in_force
    if successor is not None and not track.was_in_force and (outcome is Outcome.WITHDRAWN or outcome in OPEN):
        taken = _in_force_below(successor, track.threatened)
        if taken is not None and taken.rate is not None:
            outcome, decided_by, through, in_force = Outcome.IN_PART, taken, successor.id, taken.rate.value
    began = claims[0].document.day
    is_open = outcome in OPEN
    return Course(
        outcome=outcome,
        threat=claims[0],
        began=began,
        decided_by=None if is_open else decided_by,
        ended=None if is_open or decided_by is None else _day_of(decided_by, began),
        rate_threatened=track.threatened,
        rate_in_force=in_force,
        through=through,
    )


def _in_force_below(thread: Thread, rate: Decimal | None) -> Measure | None:
    """The first claim that has the thread's act in force at less than that rate."""
    for claim in thread.claims:
        if isinstance(claim, Measure) and claim.status is M.IN_FORCE and claim.rate and rate and claim.rate.value < rate - TOLERANCE:
            return claim
    return None
