"""One side says that a thing is so, another denies it.

No conflict: the same side on both (it changed its mind), or somebody's wish that is refused.
"""

from collections.abc import Iterator

from detente.checks.time import same_report, same_time
from detente.checks.words import both_say
from detente.model.claim import AgreementStatus as A
from detente.model.claim import Claim, Kind, Status
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import EncounterStatus as E
from detente.model.claim import MeasureStatus as M
from detente.model.conflict import Contradiction

# What each status says is not so. By kind: the same word is a status of several kinds.
DENIES: dict[Kind, dict[Status, frozenset[Status]]] = {
    Kind.ENCOUNTER: {E.RULED_OUT: frozenset({E.PLANNED, E.CONFIRMED, E.UNDER_WAY, E.HELD, E.CANCELLED})},
    Kind.MEASURE: {M.RULED_OUT: frozenset({M.CONSIDERED, M.ANNOUNCED, M.IN_FORCE})},
    Kind.COMMITMENT: {C.DENIED: frozenset({C.EXPECTED, C.PLEDGED, C.UNDER_WAY, C.FULFILLED})},
    Kind.AGREEMENT: {A.REJECTED: frozenset({A.IN_PRINCIPLE, A.SIGNED, A.IN_FORCE, A.EXTENDED})},
}

# The same, where only a single report is known to tell both of one time: an end is not the denial of a beginning, nor is
# a meeting that is put off, or was asked for, denied by what is said of it a few days later.
DENIES_WITHIN_A_REPORT: dict[Kind, dict[Status, frozenset[Status]]] = {
    Kind.ENCOUNTER: {E.RULED_OUT: frozenset({E.PROPOSED}), E.CANCELLED: frozenset({E.POSTPONED, E.PLANNED, E.CONFIRMED})},
    Kind.MEASURE: {},
    Kind.COMMITMENT: {},
    Kind.AGREEMENT: {A.COLLAPSED: frozenset({A.NEGOTIATING}), A.SUSPENDED: frozenset({A.NEGOTIATING})},
}


def _source(claim: Claim) -> str | None:
    return None if claim.attributed_to is None else str(claim.attributed_to.value)


def _side(claim: Claim) -> str | None:
    source = _source(claim)
    return None if source is None else source.split("/")[0]


def _is_denied(denial: Claim, other: Claim) -> bool:
    if other.status in DENIES[denial.kind].get(denial.status, ()):
        return True
    return same_report(denial, other) and other.status in DENIES_WITHIN_A_REPORT[denial.kind].get(denial.status, ())


def _denies(denial: Claim, other: Claim) -> bool:
    if not _is_denied(denial, other) or getattr(denial, "action", None) != getattr(other, "action", None):
        return False
    # Days apart one side may have changed its mind; within one report two of its voices disagree.
    return _source(denial) != _source(other) if same_report(denial, other) else _side(denial) != _side(other)


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """What one of two claims of a thread says and the other denies."""
    if same_time(left, right) and (_denies(left, right) or _denies(right, left)):
        yield Contradiction("status", left, right, both_say(left, left.status, right, right.status))
