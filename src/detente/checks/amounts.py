"""Two reports of one pledge or one measure give different amounts.

Tolerated: 5 percent, since reports round, and amounts in units that do not compare (tons and dollars). Two currencies
do compare: the same pledge is made in one of them. No conflict: what was asked for beside what was pledged.
"""

from collections.abc import Iterator
from decimal import Decimal

from detente.checks.scope import same_act
from detente.checks.time import same_time
from detente.checks.words import both_say
from detente.model.amount import Amount
from detente.model.claim import Claim, Commitment, CommitmentStatus, Measure
from detente.model.conflict import Contradiction
from detente.model.sourced import Sourced

TOLERANCE = Decimal("0.05")

_Held = Sourced[Amount] | None


def _is_money(amount: Amount) -> bool:
    return len(amount.unit) == 3 and amount.unit.isupper()


def _differ(left: Amount, right: Amount) -> bool:
    if left.per != right.per:
        return False
    if left.unit != right.unit:
        return _is_money(left) and _is_money(right)
    return abs(left.value - right.value) > TOLERANCE * max(abs(left.value), abs(right.value))


def _comparable(left: Claim, right: Claim) -> tuple[str, _Held, _Held] | None:
    match left, right:
        case Commitment(), Commitment() if CommitmentStatus.SOUGHT not in (left.status, right.status) and left.action == right.action:
            return "amount", left.amount, right.amount
        case Measure(), Measure() if same_act(left, right):
            return "trade_value", left.trade_value, right.trade_value
        case _:
            return None


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """Amounts of two claims of one thread that cannot both be right."""
    is_now = same_time(left, right)
    # The trade that an act covers does not change with time, but only like can be compared with like after a while.
    found = _comparable(left, right) if is_now or isinstance(left, Measure) else None
    if found:
        slot, a, b = found
        if a is not None and b is not None and (is_now or a.value.unit == b.value.unit) and _differ(a.value, b.value):
            yield Contradiction(slot, left, right, both_say(left, a.value, right, b.value))
