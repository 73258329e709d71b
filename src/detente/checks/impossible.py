"""Values that cannot be, whatever else is reported: kept, and shown as findings.

An announced act that takes effect before its announcement, an end before its beginning, a rate out of all range, an actor
that acts upon itself.
"""

from collections.abc import Iterator
from decimal import Decimal

from detente.model.claim import Claim, Commitment, Measure, MeasureStatus
from detente.model.finding import Finding, Severity

# Percent. Duties of some hundred percent exist (milk, steel); nobody has imposed a thousandfold.
HIGHEST_RATE = Decimal(1000)


def _finding(code: str, claim: Claim, message: str) -> Finding:
    return Finding(code, Severity.WARNING, f"{claim.document.id}#{claim.id}", message)


def findings(claim: Claim) -> Iterator[Finding]:
    """What cannot be in one claim by itself."""
    yield from _upon_itself(claim)
    if not isinstance(claim, Measure):
        return
    effective, day = claim.effective, claim.document.day
    if claim.status is MeasureStatus.ANNOUNCED and effective and day and effective.value.last and effective.value.last < day:
        yield _finding("effect-before-announcement", claim, f"Announced on {day}, not yet in force, but effective {effective.value}.")
    if (
        claim.expires
        and effective
        and claim.expires.value.last
        and effective.value.first
        and claim.expires.value.last < effective.value.first
    ):
        yield _finding("end-before-beginning", claim, f"Expires {claim.expires.value}, before it takes effect {effective.value}.")
    for held in (claim.rate, claim.rate_from):
        if held and not 0 <= held.value <= HIGHEST_RATE:
            yield _finding("rate-out-of-range", claim, f"A rate of {held.value} percent.")


def _upon_itself(claim: Claim) -> Iterator[Finding]:
    """Who imposes is not the target, who promises is not the promisee: one of the two was read from the wrong words."""
    match claim:
        case Measure():
            acting, acted_upon = claim.imposer, claim.target
        case Commitment():
            acting, acted_upon = claim.promisor, claim.promisee
        case _:
            return
    for code in sorted({held.value.code for held in acting} & {held.value.code for held in acted_upon}):
        yield _finding("actor-on-both-sides", claim, f"{code} acts and is acted upon: one of the two is wrong.")
