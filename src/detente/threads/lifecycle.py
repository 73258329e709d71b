"""What stage a matter has reached, and which stage may follow which.

In: the claims of a thread in order of time. Out: its history, a step for every change of status, and findings for
steps that cannot be: kept and shown, never corrected.

Holds: the state is the newest stated status. A report that only repeats the status adds no step.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from detente.model.claim import AgreementStatus as A
from detente.model.claim import Claim, Kind, Measure, Status
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import EncounterStatus as E
from detente.model.claim import MeasureStatus as M
from detente.model.finding import Finding, Severity
from detente.model.thread import Step

# Which status may follow which; a status may always be stated again. Reports come late and look back, so the tables
# forbid only what cannot be: what was held is not planned any more, what was signed is not sought.
FOLLOWS: dict[Kind, dict[Status, frozenset[Status]]] = {
    Kind.ENCOUNTER: {
        E.PROPOSED: frozenset(E),
        E.PLANNED: frozenset(E),
        E.CONFIRMED: frozenset(E),
        E.UNDER_WAY: frozenset({E.HELD, E.CANCELLED}),
        E.HELD: frozenset(),
        E.POSTPONED: frozenset(E) - {E.UNDER_WAY},
        E.CANCELLED: frozenset({E.PROPOSED, E.PLANNED, E.CONFIRMED, E.POSTPONED, E.RULED_OUT, E.HELD}),
        E.RULED_OUT: frozenset(E),
    },
    Kind.MEASURE: {
        M.SOUGHT: frozenset(M),
        M.CONSIDERED: frozenset(M),
        M.THREATENED: frozenset(M),
        M.ANNOUNCED: frozenset(M) - {M.SOUGHT, M.CONSIDERED},
        M.IN_FORCE: frozenset(M) - {M.SOUGHT},
        M.DROPPED: frozenset(M),
        M.BLOCKED: frozenset(M),
        M.RULED_OUT: frozenset(M),
    },
    Kind.COMMITMENT: {
        C.SOUGHT: frozenset(C),
        C.EXPECTED: frozenset(C),
        C.PLEDGED: frozenset(C) - {C.SOUGHT, C.EXPECTED},
        C.UNDER_WAY: frozenset({C.FULFILLED, C.BROKEN, C.PLEDGED}),
        C.FULFILLED: frozenset({C.BROKEN}),
        C.BROKEN: frozenset({C.PLEDGED, C.UNDER_WAY, C.FULFILLED, C.SOUGHT}),
        C.DENIED: frozenset(C),
    },
    Kind.AGREEMENT: {
        A.SOUGHT: frozenset(A),
        A.NEGOTIATING: frozenset(A),
        A.IN_PRINCIPLE: frozenset(A) - {A.SOUGHT},
        A.SIGNED: frozenset({A.IN_FORCE, A.EXTENDED, A.SUSPENDED, A.COLLAPSED, A.REJECTED}),
        A.IN_FORCE: frozenset({A.EXTENDED, A.SUSPENDED, A.COLLAPSED, A.NEGOTIATING}),
        A.EXTENDED: frozenset({A.IN_FORCE, A.SUSPENDED, A.COLLAPSED, A.NEGOTIATING, A.SIGNED}),
        A.SUSPENDED: frozenset({A.IN_FORCE, A.EXTENDED, A.COLLAPSED, A.NEGOTIATING}),
        A.COLLAPSED: frozenset(A),
        A.REJECTED: frozenset(A),
    },
}


def may_follow(kind: Kind, earlier: Status, later: Status) -> bool:
    """Whether a matter that had the earlier status can have the later one."""
    return earlier == later or later in FOLLOWS[kind][earlier]


def _action(claim: Claim) -> str | None:
    return claim.action.value if isinstance(claim, Measure) else None


def history_of(claims: Sequence[Claim]) -> tuple[Step, ...]:
    """The steps of a matter, from its claims in order of time."""
    steps: list[Step] = []
    for claim in claims:
        if not steps or (steps[-1].status, steps[-1].action) != (claim.status, _action(claim)):
            steps.append(Step(claim.document.day, claim.status, _action(claim), claim))
    return tuple(steps)


def impossible_steps(thread: str, history: Sequence[Step]) -> Iterator[Finding]:
    """A finding for every step that cannot follow the one before; what one report tells has no order of time."""
    for earlier, later in pairwise(history):
        if earlier.claim.document != later.claim.document and not may_follow(later.claim.kind, earlier.status, later.status):
            yield Finding(
                "impossible-step",
                Severity.WARNING,
                thread,
                f"{later.claim.document.id} says {later.status} after {earlier.claim.document.id} said {earlier.status}.",
            )
