"""Claims as recorded and decisions about them, for tests."""

from datetime import UTC, datetime, timedelta

from detente.model.decision import Acceptance, Correction, Decision, Joining, Parting, Retraction, Undoing, reference_to
from detente.model.recorded import RecordedClaim, RecordedDecision

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def recorded(*claims, hours=0):
    return [RecordedClaim(claim, at(hours)) for claim in claims]


def decided(act, hours=1, by="Ana", why="as the annex says"):
    return RecordedDecision(Decision(act, by, why), at(hours))


def correct(claim, slot, value, hours=1):
    return decided(Correction(reference_to(claim), slot, value, "null"), hours)


def retract(claim, hours=1):
    return decided(Retraction(reference_to(claim)), hours)


def join(*claims, hours=1):
    return decided(Joining(tuple(map(reference_to, claims))), hours)


def part(left, right, hours=1):
    return decided(Parting(tuple(map(reference_to, left)), tuple(map(reference_to, right))), hours)


def accept(*claims, doubt="joining", hours=1):
    return decided(Acceptance(tuple(map(reference_to, claims)), doubt), hours)


def undo(decision, hours=2):
    return decided(Undoing(decision.id), hours)
