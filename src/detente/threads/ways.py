"""By what threads find those that they are linked with, where not all of them are at hand.

In: a claim. Out: marks that it shares with every claim through which its thread may be linked to another by comparing.

Holds: two threads that `links` would link by comparing (tours, signings, successions) have claims that share a mark; so do all
threads that stand in the way of such a link by being equally good.
"""

from detente.model.claim import Agreement, Claim, Commitment, Encounter, EncounterForm, Measure
from detente.threads.successors import scope_of


def ways_of(claim: Claim) -> frozenset[str]:
    """The marks of a claim: who travels, on which day one meets or signs, in which scope a measure acts."""
    match claim:
        case Encounter(date=date):
            day = {f"day {date.value.text}"} if date and date.value.is_day else set()
            travels = claim.form is EncounterForm.VISIT
            return frozenset(day | {f"traveller {held.value}" for held in claim.participants if travels and held.value.person})
        case Agreement(date=date):
            return frozenset({f"day {date.value.text}"} if date and date.value.is_day else ())
        case Measure():
            instrument, *sides = scope_of(claim)
            return frozenset({f"scope {instrument} {' | '.join(' '.join(sorted(side)) for side in sides)}"})
        case Commitment():
            return frozenset()
