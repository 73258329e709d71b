"""Does pressure turn into progress? What became of every threat, by imposer, target and period.

In: threads, the links between them, a day. Out: a `Threat` for each thread that began as one, and counts of outcomes,
every count with its threads.

Holds: a thread began as a threat when a report had it threatened or considered before any had it decided; only acts that
restrict (impose, raise, extend). The outcome comes from the thread's own history alone, by the rules of `views.course`.
What the other side gave is told in two lists that never mix: what a report links to the threat, and what merely followed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import assert_never

from detente.model.claim import Kind, Measure
from detente.model.record import Json, Record, number_to_json
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink, ThreadLinkType
from detente.views.course import Course, Outcome, course_of
from detente.views.gains import Gain, Gains, Given
from detente.views.headline import headline_of

# Groups of threats whose imposer or target no report names.
_NOBODY, _EVERYBODY = "not stated", "all the world"


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a threat: its thread's id, its sides, what became of it, when it began, the days to the outcome.

    `is_answered`: whether a report links to it what the other side gave.
    """

    id: str
    imposer: tuple[str, ...]
    target: tuple[str, ...]
    outcome: Outcome
    began: date | None
    days: int | None
    is_answered: bool

    @property
    def year(self) -> str:
        """The year in which it was first reported; `not stated` where the day is unknown."""
        return str(self.began.year) if self.began else "not stated"

    @property
    def quarter(self) -> str:
        """The same as `2025-Q2`."""
        return f"{self.began.year}-Q{(self.began.month + 2) // 3}" if self.began else "not stated"


@dataclass(frozen=True, slots=True)
class Threat:
    """A thread that began as a threat, and what became of it; `gains` is what the other side did."""

    thread: Thread
    imposer: tuple[str, ...]
    target: tuple[str, ...]
    course: Course
    gains: Gains

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        return self.course.outcome

    @property
    def days(self) -> int | None:
        """Days from the first report of the threat to the outcome; None while it is open or a day is unknown."""
        return self.course.days

    @property
    def last_report(self) -> date | None:
        """The day of the newest report of it, None where no report has a day."""
        return max((claim.document.day for claim in self.thread.claims if claim.document.day), default=None)

    @property
    def counted(self) -> Counted:
        """What is counted of it."""
        course = self.course
        return Counted(self.thread.id, self.imposer, self.target, course.outcome, course.began, course.days, bool(self.gains.linked))


class Breakdown(StrEnum):
    """By what the scoreboard is broken down."""

    ALL = "all"
    IMPOSER = "imposer"
    TARGET = "target"
    PAIR = "pair"
    YEAR = "year"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Cell:
    """One outcome in one group: its threats. `days` is the median from threat to outcome, None where none is known."""

    outcome: Outcome
    threats: tuple[Counted, ...]

    @property
    def days(self) -> float | None:
        """The median of the days that are known."""
        known = [threat.days for threat in self.threats if threat.days is not None]
        return median(known) if known else None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One group: its threats, counted by outcome. A threat against two targets is in the group of each."""

    group: str
    threats: tuple[Counted, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The outcomes in their fixed order, also those that did not occur."""
        return tuple(Cell(outcome, tuple(t for t in self.threats if t.outcome is outcome)) for outcome in Outcome)

    @property
    def answered(self) -> tuple[Counted, ...]:
        """Threats to which a report links a pledge, deal or concession of the other side."""
        return tuple(threat for threat in self.threats if threat.is_answered)


def _codes(claims: Iterable[Measure], slot: Callable[[Measure], Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({code for claim in claims for code in slot(claim)}))


def _imposers(claim: Measure) -> list[str]:
    return [held.value.code for held in claim.imposer]


def _targets(claim: Measure) -> list[str]:
    return [held.value.code for held in claim.target]


def sides_of(thread: Thread) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of all imposers and all targets that reports of a measure name."""
    claims = [claim for claim in thread.claims if isinstance(claim, Measure)]
    return _codes(claims, _imposers), _codes(claims, _targets)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which threats of a scoreboard: of a group (any where empty), with an outcome, those alone to which a report links a gain."""

    by: Breakdown = Breakdown.ALL
    group: str = ""
    outcome: str = ""
    answered: bool = False

    def takes(self, threat: Counted) -> bool:
        """Whether a threat is one of them."""
        return (
            (not self.group or self.group in groups_of(threat, self.by))
            and (not self.outcome or threat.outcome == self.outcome)
            and (not self.answered or threat.is_answered)
        )


ALL_THREATS = Chosen()


def threats_in(
    threads: Sequence[Thread], links: Sequence[ThreadLink], today: date, *, givers: frozenset[str] | None = None
) -> list[Threat]:
    """Every thread that began as a threat, the earliest first; `givers` as of `Given`."""
    given = Given(threads, links, everybody=givers)
    successors = successors_in(threads, links)
    found = []
    for thread in threads:
        course = course_of(thread, today, successor=successors.get(thread.id)) if thread.kind is Kind.MEASURE else None
        if course is not None:
            imposer, target = sides_of(thread)
            until = course.ended or _while_told(thread, today)
            gains = given.towards(thread, imposer=imposer, target=target, since=course.began, until=until)
            found.append(Threat(thread, imposer, target, course, gains))
    return sorted(found, key=lambda threat: (threat.course.began or date.max, threat.thread.id))


# What follows an open threat is looked at for so long after its newest report, and not for ever.
AFTER_LAST_REPORT = timedelta(days=90)


def _while_told(thread: Thread, today: date) -> date:
    days = [claim.document.day for claim in thread.claims if claim.document.day]
    return min(today, max(days) + AFTER_LAST_REPORT) if days else today


def successors_in(threads: Sequence[Thread], links: Iterable[ThreadLink]) -> Mapping[str, Thread]:
    """The thread that took a thread's place, where exactly one did."""
    by_id = {thread.id: thread for thread in threads}
    found: dict[str, list[Thread]] = {}
    for link in links:
        if link.type is ThreadLinkType.SUPERSEDES and link.source in by_id:
            found.setdefault(link.target, []).append(by_id[link.source])
    return {name: held[0] for name, held in found.items() if len(held) == 1}


def groups_of(threat: Counted, by: Breakdown) -> Sequence[str]:
    """The groups that a threat is counted in."""
    match by:
        case Breakdown.ALL:
            return ("all",)
        case Breakdown.IMPOSER:
            return threat.imposer or (_NOBODY,)
        case Breakdown.TARGET:
            return threat.target or (_EVERYBODY,)
        case Breakdown.PAIR:
            return tuple(f"{one} → {other}" for one in threat.imposer or (_NOBODY,) for other in threat.target or (_EVERYBODY,))
        case Breakdown.YEAR:
            return (threat.year,)
        case Breakdown.QUARTER:
            return (threat.quarter,)
        case _:
            assert_never(by)


def scoreboard(threats: Iterable[Counted], by: Breakdown = Breakdown.ALL) -> list[ScoreRow]:
    """The threats by group, the largest group first, groups of time in order of time."""
    groups: dict[str, list[Counted]] = {}
    for threat in threats:
        for group in groups_of(threat, by):
            groups.setdefault(group, []).append(threat)
    rows = [ScoreRow(group, tuple(held)) for group, held in groups.items()]
    if by in (Breakdown.YEAR, Breakdown.QUARTER):
        return sorted(rows, key=lambda row: row.group)
    return sorted(rows, key=lambda row: (-len(row.threats), row.group))


def _gains(gains: Sequence[Gain]) -> list[Json]:
    return [
        {
            "thread": gain.thread.id,
            "matter": headline_of(gain.thread),
            "link": gain.link.type.value if gain.link else None,
            "doc": gain.claim.document.id,
            "claim": gain.claim.id,
            "stated": gain.claim.document.published,
        }
        for gain in gains
    ]


def _number(value: Decimal | None) -> Json:
    return None if value is None else number_to_json(value)


def threat_to_record(threat: Threat) -> Record:
    """The public form of one threat."""
    course = threat.course
    decided = course.decided_by
    imposer: list[Json] = list(threat.imposer)
    target: list[Json] = list(threat.target)
    return {
        "thread": threat.thread.id,
        "matter": headline_of(threat.thread),
        "imposer": imposer,
        "target": target,
        "began": course.began.isoformat() if course.began else None,
        "outcome": course.outcome.value,
        "ended": course.ended.isoformat() if course.ended else None,
        "days": course.days,
        "no_news_since": threat.last_report.isoformat() if threat.last_report else None,
        "rate_threatened": _number(course.rate_threatened),
        "rate_in_force": _number(course.rate_in_force),
        "through": course.through,
        "threat": {"doc": course.threat.document.id, "claim": course.threat.id, "quote": course.threat.quotes[0]},
        "decided_by": {"doc": decided.document.id, "claim": decided.id, "quote": decided.quotes[0]} if decided else None,
        "linked": _gains(threat.gains.linked),
        "followed": _gains(threat.gains.followed),
        "retaliation": _gains(threat.gains.retaliation),
    }


def score_row_to_record(row: ScoreRow) -> Record:
    """The public form of one group: a count, the threads and the median days for each outcome."""
    outcomes: Record = {}
    for cell in row.cells:
        names: list[Json] = [threat.id for threat in cell.threats]
        outcomes[cell.outcome.value] = {"count": len(names), "days": cell.days, "threads": names}
    answered: list[Json] = [threat.id for threat in row.answered]
    return {"group": row.group, "threats": len(row.threats), "outcomes": outcomes, "answered": answered}
