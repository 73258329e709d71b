"""Two reports of one act give different rates.

Tolerated: half a percentage point, since reports round. No conflict: a rate that the other act starts from, or acts
that take effect on different days: that is a change. Nor two rates that one report gives in one voice: those are of
different goods or companies, however it words them.
"""

from collections.abc import Iterator
from decimal import Decimal

from detente.checks.scope import may_share_old_rate, may_share_rate, same_act
from detente.checks.time import same_time, same_voice
from detente.checks.words import both_say
from detente.model.claim import Claim, Measure
from detente.model.conflict import Contradiction
from detente.model.sourced import Sourced

TOLERANCE = Decimal("0.5")

_Rate = Sourced[Decimal] | None


def _differ(left: _Rate, right: _Rate) -> bool:
    return left is not None and right is not None and abs(left.value - right.value) > TOLERANCE


def _agree(left: _Rate, right: _Rate) -> bool:
    return left is not None and right is not None and abs(left.value - right.value) <= TOLERANCE


def _on_other_days(left: Measure, right: Measure) -> bool:
    a, b = left.effective, right.effective
    return a is not None and b is not None and not a.value.overlaps(b.value)


def _starts_where_other_ended(left: Measure, right: Measure) -> bool:
    return _agree(left.rate, right.rate_from) or _agree(right.rate, left.rate_from)


def _comparable(left: Measure, right: Measure) -> Iterator[str]:
    """The slots in which two acts should agree."""
    if _on_other_days(left, right) or same_voice(left, right):
        return
    if may_share_rate(left, right) and not _starts_where_other_ended(left, right):
        yield "rate"
    if may_share_old_rate(left, right):
        yield "rate_from"
    if same_act(left, right):
        yield "rate_change"


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """Rates of two claims of one thread that cannot both be right."""
    if not isinstance(left, Measure) or not isinstance(right, Measure) or not same_time(left, right):
        return
    for slot in _comparable(left, right):
        a, b = getattr(left, slot), getattr(right, slot)
        if _differ(a, b):
            yield Contradiction(slot, left, right, both_say(left, f"{a.value} percent", right, f"{b.value} percent"))
