"""Two threads that tell one thing but for one value: the joining kept them apart because of what they contradict each other in.

A measure: same imposer, target, goods, act and stage, told within a week by different reports, at two rates. A meeting: the
same persons on one day in two cities. No conflict: acts of which either report names no goods or target, since one may be
part of the other; calls, which have no place; visits, whose stops are many.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations

from detente.checks import places, rates
from detente.checks.time import same_report, same_time
from detente.model.claim import Claim, Encounter, EncounterForm, Measure, MeasureStatus
from detente.model.conflict import Conflict, Contradiction
from detente.model.thread import Thread
from detente.vocab.phrases import words_of

_DECIDED = frozenset({MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE})

_WITHOUT_PLACE = frozenset({EncounterForm.VISIT, EncounterForm.CALL})


def _key_of_act(claim: Measure) -> Hashable | None:
    imposer, target = (frozenset(held.value.code for held in side) for side in (claim.imposer, claim.target))
    goods = frozenset(word for held in claim.products for word in words_of(held.value))
    if claim.status not in _DECIDED or claim.rate is None or not (imposer and target and goods):
        return None
    return "act", claim.instrument, claim.action, imposer, target, goods


def _key_of_meeting(claim: Encounter) -> Hashable | None:
    people = frozenset(held.value for held in claim.participants)
    is_of_persons = len(people) > 1 and all(person.person for person in people)
    if not is_of_persons or claim.form in _WITHOUT_PLACE or claim.place is None or claim.date is None or not claim.date.value.is_day:
        return None
    return "meeting", people, claim.date.value


def key_of(claim: Claim) -> Hashable | None:
    """What a claim of another thread would have to share to contradict this one; None where none can."""
    match claim:
        case Measure():
            return _key_of_act(claim)
        case Encounter():
            return _key_of_meeting(claim)
        case _:
            return None


def _against(left: Claim, right: Claim) -> Iterator[Contradiction]:
    if same_report(left, right) or not same_time(left, right):
        return
    yield from (found for found in rates.contradictions(left, right) if found.field == "rate")
    yield from places.contradictions(left, right)


def conflicts_between(threads: Iterable[Thread]) -> Iterator[Conflict]:
    """A conflict for each two threads that contradict each other, named by the thread with the earlier claim."""
    twins: dict[Hashable, list[tuple[int, Thread, Claim]]] = defaultdict(list)
    for place, thread in enumerate(threads):
        for claim in thread.claims:
            if (key := key_of(claim)) is not None:
                twins[key].append((place, thread, claim))
    told: set[tuple[str, str, str]] = set()
    for held in twins.values():
        for (_, one, left), (_, other, right) in combinations(sorted(held, key=lambda entry: entry[0]), 2):
            for found in _against(left, right) if one.id != other.id else ():
                if (one.id, other.id, found.field) not in told:
                    told.add((one.id, other.id, found.field))
                    yield Conflict(one.id, found.field, (left, right), found.why)
