"""Two reports of one act, meeting, pledge or deal give different days.

Tolerated: a day and its month or year, an interval and a day in it; of a deadline only its end counts. No conflict:
days of different stages of a matter (announced, then extended), or of acts at different rates.
"""

from collections.abc import Iterator

from detente.checks.rates import TOLERANCE
from detente.checks.scope import same_act
from detente.checks.time import same_time
from detente.checks.words import both_say
from detente.model.claim import (
    Agreement,
    AgreementStatus,
    Claim,
    Commitment,
    CommitmentStatus,
    Encounter,
    EncounterForm,
    EncounterStatus,
    Measure,
)
from detente.model.conflict import Contradiction
from detente.model.edtf import Edtf
from detente.model.sourced import Sourced

_Held = Sourced[Edtf] | None

# Statuses of a meeting whose day is settled enough to be compared.
_DATED = frozenset(
    {EncounterStatus.PROPOSED, EncounterStatus.PLANNED, EncounterStatus.CONFIRMED, EncounterStatus.UNDER_WAY, EncounterStatus.HELD}
)


def _end(value: Edtf) -> Edtf | None:
    """The end of an interval with its own precision, the date itself where it is none, None for an open one."""
    end = value.text.rpartition("/")[2]
    return None if end == ".." else Edtf(end)


def _days_differ(left: Edtf, right: Edtf) -> bool:
    return not left.overlaps(right)


def _ends_differ(left: Edtf, right: Edtf) -> bool:
    a, b = _end(left), _end(right)
    return a is not None and b is not None and not a.overlaps(b)


def _same_rate(left: Measure, right: Measure) -> bool:
    return left.rate is None or right.rate is None or abs(left.rate.value - right.rate.value) <= TOLERANCE


def _same_stage(left: Commitment, right: Commitment) -> bool:
    """What is asked for may have another deadline than what is pledged."""
    return (left.status is CommitmentStatus.SOUGHT) == (right.status is CommitmentStatus.SOUGHT)


def _same_period(left: Commitment, right: Commitment) -> bool:
    """Not where one amount is for all time and the other for every year: those are two parts of a pledge."""
    return left.amount is None or right.amount is None or left.amount.value.per == right.amount.value.per


def _comparable(left: Claim, right: Claim) -> Iterator[tuple[str, _Held, _Held]]:
    """The dates that two claims should agree in."""
    match left, right:
        case Measure(), Measure() if same_act(left, right) and _same_rate(left, right):
            yield "effective", left.effective, right.effective
            yield "expires", left.expires, right.expires
        case Encounter(), Encounter() if {left.status, right.status} <= _DATED and left.form == right.form != EncounterForm.VISIT:
            yield "date", left.date, right.date
        case Commitment(), Commitment() if _same_stage(left, right) and _same_period(left, right):
            yield "deadline", left.deadline, right.deadline
        case Agreement(), Agreement() if left.status == right.status:
            yield "expires", left.expires, right.expires
            if left.status is AgreementStatus.SIGNED:
                yield "date", left.date, right.date
        case _:
            return


def _begin_on_one_day(left: Claim, right: Claim) -> bool:
    """Whether both tell of the act of one day: that has one end, whenever it is told."""
    if not isinstance(left, Measure) or not isinstance(right, Measure):
        return False
    return (
        left.effective is not None
        and left.effective.value.is_day
        and right.effective is not None
        and right.effective.value == left.effective.value
    )


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """Dates of two claims of one thread that cannot both be right."""
    is_now = same_time(left, right)
    for slot, a, b in _comparable(left, right):
        if not is_now and not (slot == "expires" and _begin_on_one_day(left, right)):
            continue
        differ = _ends_differ if slot == "deadline" else _days_differ
        if a is not None and b is not None and differ(a.value, b.value):
            yield Contradiction(slot, left, right, both_say(left, a.value, right, b.value))
