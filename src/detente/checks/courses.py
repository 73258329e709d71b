"""One side says that a measure stays as it is, another that it is eased or tightened.

No conflict: a change that is only considered, or both said by one side; nor what stays where an earlier act has put it.
"""

from collections.abc import Iterator

from detente.checks.scope import same_scope
from detente.checks.time import same_time
from detente.checks.words import both_say
from detente.model.claim import Claim, Measure, MeasureAction, MeasureStatus
from detente.model.conflict import Contradiction

_CHANGES = frozenset({MeasureAction.CUT, MeasureAction.LIFT, MeasureAction.RAISE})

_DECIDED = frozenset({MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE})


def _is_opposed(stays: Measure, changes: Measure) -> bool:
    if stays.action is not MeasureAction.MAINTAIN or changes.action not in _CHANGES or not {stays.status, changes.status} <= _DECIDED:
        return False
    if _has_settled(stays, changes):
        return False
    said, other = stays.attributed_to, changes.attributed_to
    return (said is not None or other is not None) and (said and said.value) != (other and other.value) and same_scope(stays, changes)


def _has_settled(stays: Measure, changes: Measure) -> bool:
    """Whether it stays at the rate to which it was changed: the same rate, or a rise that was reported on an earlier day."""
    if stays.rate and changes.rate and stays.rate.value == changes.rate.value:
        return True
    earlier, later = changes.document.day, stays.document.day
    return changes.action is MeasureAction.RAISE and earlier is not None and later is not None and earlier < later


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """Two claims of a thread of which one says that the measure stays and the other that it changes."""
    if not isinstance(left, Measure) or not isinstance(right, Measure) or not same_time(left, right):
        return
    if _is_opposed(left, right) or _is_opposed(right, left):
        yield Contradiction("action", left, right, both_say(left, left.action, right, right.action))
