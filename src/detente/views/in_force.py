"""What is in force in the world on a day, by what is known: measures, and agreements.

Holds: doubt is no: a deal that is signed and not said to be in force is not told as in force, and a date with the precision
of a month counts from its last day. A suspended measure is not in force. What has ended is in force until the day of its end.
"""

from collections.abc import Iterator
from datetime import date

from detente.model.claim import Agreement, Kind
from detente.model.claim import AgreementStatus as A
from detente.model.thread import Thread
from detente.views.measures import Force, measure_on

_HOLDS = frozenset({A.IN_FORCE, A.EXTENDED})
_ENDS = frozenset({A.SUSPENDED, A.COLLAPSED, A.REJECTED})


def _turns(thread: Thread) -> Iterator[tuple[date, Agreement]]:
    """The days on which an agreement came into force, was prolonged or ended."""
    for claim in thread.claims:
        if isinstance(claim, Agreement) and claim.status in _HOLDS | _ENDS:
            day = (claim.date.value.last if claim.date else None) or claim.document.day
            if day:
                yield day, claim


def _agreement_holds(thread: Thread, day: date) -> bool:
    turns = sorted((turn for turn in _turns(thread) if turn[0] <= day), key=lambda turn: turn[0])
    if not turns or turns[-1][1].status in _ENDS:
        return False
    ends = [claim.expires.value.last for _, claim in turns if claim.expires]
    return not ends or ends[-1] is None or day <= ends[-1]


def is_in_force(thread: Thread, day: date) -> bool:
    """Whether a measure or an agreement is in force on a day; meetings and pledges never are."""
    match thread.kind:
        case Kind.MEASURE:
            row = measure_on(thread, day)
            return row is not None and row.force is Force.IN_FORCE
        case Kind.AGREEMENT:
            return _agreement_holds(thread, day)
        case Kind.ENCOUNTER | Kind.COMMITMENT:
            return False
