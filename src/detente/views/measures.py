"""Measures in force on a day, with their rates as reported and what these stand on.

In: threads, a day. Out: a row a measure, those that stack (one imposer, one target, one instrument) beside each other.

Holds: rates are never added up: each row has its own as its report gives it, with the base that the report names. An
announced act is in force from the day for which it is announced; one without a day, only when a report says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from detente.model.claim import Claim, Kind, Measure
from detente.model.claim import MeasureAction as Act
from detente.model.claim import MeasureStatus as M
from detente.model.edtf import Edtf
from detente.model.record import Json, Record, claim_to_record
from detente.model.thread import Thread
from detente.views.headline import headline_of, percent
from detente.views.independence import Sources, sources_of_claims, sources_to_record

_ONE_DAY = timedelta(days=1)


class Force(StrEnum):
    """How a measure stands on a day. A suspension that ran out without news is told as that."""

    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    SUSPENSION_OVER = "suspension over, no news"


Stack = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """`claim` is the newest that brought it in force or changed it, `rated` the newest that gives a rate.

    `since` is the day from which that holds, None where it is not known to the day; `since_when` is what is known of it.
    """

    thread: Thread
    force: Force
    since_when: Edtf | None
    claim: Measure
    rated: Measure | None
    exempted: bool
    sources: Sources

    @property
    def rate(self) -> str:
        """The rate with its base in words, `not stated` where no report gives one."""
        return "not stated" if self.rated is None else rate_with_base(self.rated)

    @property
    def stack(self) -> Stack:
        """Imposer, target and instrument: measures with the same stand on top of each other."""
        claim = self.claim
        imposer = "–".join(held.value.code for held in claim.imposer)
        return imposer, "–".join(held.value.code for held in claim.target), claim.instrument.value

    @property
    def since(self) -> date | None:
        """The day from which it holds, where it is known to the day."""
        return self.since_when.first if self.since_when is not None and self.since_when.is_day else None

    @property
    def expires(self) -> Edtf | None:
        """The newest stated end that is not before what holds now began: an earlier act may have ended before."""
        begun = self.since_when.last if self.since_when else None
        for claim in reversed(self.thread.claims):
            end = claim.expires.value if isinstance(claim, Measure) and claim.expires else None
            if end is not None and (begun is None or end.last is None or end.last > begun):
                return end
        return None


def rate_with_base(claim: Measure) -> str:
    """`25 % (as reported)`, `10 % (before: 20 %)`, `+10 points on top of 20 %`; never a number alone."""
    rate, before, change = (held.value if held else None for held in (claim.rate, claim.rate_from, claim.rate_change))
    if rate is not None:
        base = f"before: {percent(before)}" if before is not None else "as reported, base not stated"
        added = f", {change.normalize():+f} points" if change is not None else ""
        return f"{percent(rate)} ({base}{added})"
    if change is not None:
        on = f"on top of {percent(before)}" if before is not None else "on top of a base that is not stated"
        return f"{change.normalize():+f} points {on}"
    return f"before: {percent(before)}" if before is not None else "not stated"


_EASES = frozenset({Act.LIFT, Act.SUSPEND})


def _begins(claim: Measure) -> date | None:
    """The day from which an act certainly holds, None where it is not decided or not known; a month counts from its end."""
    when = claim.effective.value if claim.effective else None
    known = None if when is None else when.last or when.first
    stated = claim.document.day
    if claim.status is M.IN_FORCE:
        return known if known and (stated is None or known <= stated) else stated
    return known if claim.status is M.ANNOUNCED else None


def _since_when(claim: Measure, begun: date) -> Edtf:
    """What is known of the beginning: as reported, else the day of the report that has it in force."""
    when = claim.effective.value if claim.effective else None
    return when if when is not None and begun in (when.last, when.first) else Edtf.of(begun)


def _ends(claim: Measure, day: date) -> bool:
    return bool(claim.expires and claim.expires.value.last and claim.expires.value.last < day)


def _acts_by(thread: Thread, day: date) -> list[tuple[date, Measure]]:
    """What has begun by the day, in order of its beginning; of one day, in order of statement."""
    found = [(begun, claim) for claim in thread.claims if isinstance(claim, Measure) and (begun := _begins(claim)) and begun <= day]
    return sorted(found, key=lambda item: item[0])


def _is_annulled(thread: Thread, act: Measure, day: date) -> bool:
    """Whether the newest report, told by the day and behind the act's own, has the measure dropped or blocked."""
    newest = thread.newest
    stated = newest.document.day
    is_end = isinstance(newest, Measure) and newest.status in (M.DROPPED, M.BLOCKED) and newest.action not in _EASES
    return is_end and newest is not act and (stated is None or stated <= day)


def measure_on(thread: Thread, day: date, *, weighed: Callable[[Iterable[Claim]], Sources] = sources_of_claims) -> MeasureRow | None:
    """The row of a measure, None where it is not in force on the day, nor suspended; `weighed` gives the sources of claims."""
    acts = _acts_by(thread, day)
    if not acts or _is_annulled(thread, acts[-1][1], day):
        return None
    since, claim = acts[-1]
    restricting = [held for _, held in acts if held.action not in _EASES]
    if claim.action is Act.LIFT or not restricting or (claim.action is not Act.SUSPEND and _ends(claim, day)):
        return None
    is_suspended = claim.action is Act.SUSPEND
    force = Force.IN_FORCE if not is_suspended else Force.SUSPENSION_OVER if _ends(claim, day) else Force.SUSPENDED
    rated = [held for held in restricting if held.rate or held.rate_change]
    return MeasureRow(
        thread=thread,
        force=force,
        since_when=_since_when(claim, since),
        claim=claim,
        rated=rated[-1] if rated else None,
        exempted=any(held.action is Act.EXEMPT for _, held in acts),
        sources=weighed(held for _, held in acts),
    )


def turns_of(thread: Thread) -> set[date]:
    """The days on which it may begin to be told otherwise whether a measure is in force."""
    acts = [claim for claim in thread.claims if isinstance(claim, Measure)]
    begun = {day for claim in acts if (day := _begins(claim))}
    ended = {last + _ONE_DAY for claim in acts if claim.expires and (last := claim.expires.value.last) and last < date.max}
    return begun | ended | ({thread.newest.document.day} if thread.newest.document.day else set())


def height_of(row: MeasureRow) -> float:
    """The rate by which measures that stack are sorted, -1 where none is given."""
    held = row.rated.rate or row.rated.rate_change if row.rated else None
    return float(held.value) if held else -1.0


def measures(threads: Iterable[Thread], day: date) -> list[MeasureRow]:
    """All measures in force or suspended on a day, those that stack beside each other, the highest rate first."""
    rows = [row for thread in threads if thread.kind is Kind.MEASURE and (row := measure_on(thread, day))]
    return sorted(rows, key=lambda row: (row.stack, -height_of(row), row.thread.id))


def stack_sizes(rows: Iterable[MeasureRow]) -> dict[Stack, int]:
    """How many measures stand on one imposer, target and instrument."""
    return dict(Counter(row.stack for row in rows))


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state or body: how many measures in force or suspended it imposes, and how many are against it."""

    code: str
    imposed: int
    against: int


def states_in(rows: Iterable[MeasureRow]) -> list[StateRow]:
    """Who imposes and who is hit, most hit first."""
    imposed, against = Counter[str](), Counter[str]()
    for row in rows:
        imposed.update({held.value.code for held in row.claim.imposer})
        against.update({held.value.code for held in row.claim.target})
    return states_from(imposed, against)


def states_from(imposed: Mapping[str, int], against: Mapping[str, int]) -> list[StateRow]:
    """The same from counts by code."""
    found = (StateRow(code, imposed.get(code, 0), against.get(code, 0)) for code in imposed.keys() | against.keys())
    return sorted(found, key=lambda row: (-row.against, -row.imposed, row.code))


def measure_row_to_record(row: MeasureRow) -> Record:
    """The public form; slots as the newest report that fills them gives them."""
    record = claim_to_record(row.claim)
    rated = claim_to_record(row.rated) if row.rated else {}
    products: Json = next((held for c in reversed(row.thread.claims) if (held := claim_to_record(c)["products"])), [])
    return {
        "thread": row.thread.id,
        "matter": headline_of(row.thread),
        "force": row.force.value,
        "since": str(row.since_when) if row.since_when else None,
        "instrument": record["instrument"],
        "imposer": record["imposer"],
        "target": record["target"],
        "products": products,
        "rate": rated.get("rate"),
        "rate_from": rated.get("rate_from"),
        "rate_change": rated.get("rate_change"),
        "rate_words": row.rate,
        "exempted": row.exempted,
        "expires": str(row.expires) if row.expires else None,
        "doc": row.claim.document.id,
        "claim": row.claim.id,
        "quote": row.claim.quotes[0],
        "sources": sources_to_record(row.sources),
    }
