"""Whether two claims of one thread are about the same part of the matter: the same act on the same goods of the same target.

Counter-example: one duty with a rate for each company has as many rates as companies, and no conflict.
"""

from detente.model.claim import Measure, MeasureAction, MeasureStatus
from detente.vocab.phrases import words_of

# Acts that say at which rate a measure stands or will stand.
_SETTING = frozenset({MeasureAction.IMPOSE, MeasureAction.RAISE, MeasureAction.CUT, MeasureAction.MAINTAIN})

# Acts that put an end to a measure, wholly or in part.
_EASING = frozenset({MeasureAction.CUT, MeasureAction.LIFT, MeasureAction.SUSPEND})

_DECIDED = frozenset({MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE})


def _same_targets(left: Measure, right: Measure) -> bool:
    a, b = (frozenset(held.value for held in claim.target) for claim in (left, right))
    return not a or not b or a == b


def _same_goods(left: Measure, right: Measure) -> bool:
    a, b = (frozenset(word for held in claim.products for word in words_of(held.value)) for claim in (left, right))
    if left.document == right.document:
        return a <= b or b <= a if a and b else a == b
    return not a or not b or not a.isdisjoint(b)


def same_scope(left: Measure, right: Measure) -> bool:
    """The same targets, as far as both name them, and the same goods; within one report the goods of one among those of the other."""
    return _same_targets(left, right) and _same_goods(left, right)


def same_act(left: Measure, right: Measure) -> bool:
    """The same action on the same goods, both decided or both at the same stage before that."""
    stages = {left.status, right.status}
    return left.action == right.action and (stages <= _DECIDED or len(stages) == 1) and same_scope(left, right)


def may_share_rate(left: Measure, right: Measure) -> bool:
    """Acts that speak of the rate at which one measure stands after them."""
    return same_act(left, right) or ({left.action, right.action} <= _SETTING and _both_decided(left, right) and same_scope(left, right))


def may_share_old_rate(left: Measure, right: Measure) -> bool:
    """Acts that ease one measure, and so start from the same rate."""
    return {left.action, right.action} <= _EASING and _both_decided(left, right) and same_scope(left, right)


def _both_decided(left: Measure, right: Measure) -> bool:
    return {left.status, right.status} <= _DECIDED
