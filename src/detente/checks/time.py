"""When two claims of one thread speak of the same state of the matter, so that a difference is no change over time."""

from detente.model.claim import Claim

# Reports further apart than this may tell of a change that nobody reported.
SAME_TIME_DAYS = 7


def same_report(left: Claim, right: Claim) -> bool:
    """Whether both are from one document."""
    return left.document == right.document


def same_time(left: Claim, right: Claim) -> bool:
    """Whether both were stated in one report, or within a week of each other."""
    if same_report(left, right):
        return True
    a, b = left.document.day, right.document.day
    return a is not None and b is not None and abs((a - b).days) <= SAME_TIME_DAYS


def same_voice(left: Claim, right: Claim) -> bool:
    """Whether one report says both and names the same source, or none, for both."""
    said, other = left.attributed_to, right.attributed_to
    return same_report(left, right) and (said and said.value) == (other and other.value)
