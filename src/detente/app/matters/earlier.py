"""What reports had stated by an earlier day, made of what they have stated by now.

In: claims as they stand, their threads as stored and as told; what stood by the day. Out: all threads of that day.

Holds: they are the threads that the claims of the day make by themselves. Claims that hang together pair by pair, of which none
is of a later day and none was decided upon, make the same threads then as now; only the others are joined anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.ledger.effect import Effect
from detente.model.claim import Kind
from detente.model.identity import claim_key
from detente.model.projection import StoredThread
from detente.model.thread import Thread
from detente.threads.joining import least_crowd
from detente.threads.order import place_of
from detente.threads.threads import threads_of


@dataclass(frozen=True, slots=True)
class Present:
    """All that a ledger holds; `threads` are the stored ones, told."""

    effect: Effect
    stored: Sequence[StoredThread]
    threads: Sequence[Thread]


def stated_by(present: Present, day: date) -> Effect:
    """The claims of a ledger without decisions that reports had stated by the end of a day."""
    entries = (entry for entry in present.effect.claims if entry.claim.document.day is not None)
    return replace(present.effect, claims=tuple(entry for entry in entries if (entry.claim.document.day or date.max) <= day))


def _may_be_crowded(present: Present) -> bool:
    """Whether an actor may be in so many claims that fewer pairs of them are compared now than then; of measures they never are."""
    counted = Counter(entry.claim.kind for entry in present.effect.claims)
    return any(count >= least_crowd() for kind, count in counted.items() if kind is not Kind.MEASURE)


def earlier_threads(present: Present, then: Effect) -> list[Thread]:
    """All threads of the claims that stood by an earlier day, in order of their earliest claim."""
    claims = {claim_key(entry.claim): entry.claim for entry in then.claims}
    now = {claim_key(entry.claim): entry.claim for entry in present.effect.claims}
    if _may_be_crowded(present) or not claims.keys() <= now.keys():
        return threads_of(claims.values(), then.ties)
    decided = {key for tie in (*then.ties.joined, *then.ties.parted) for key in (tie.left, tie.right)}
    steady = {key for key, claim in claims.items() if claim is now[key] or claim == now[key]} - decided
    cut = {held.component for held in present.stored if not steady.issuperset(held.claims)}
    told = {claim_key(thread.claims[0]): thread for thread in present.threads}
    whole = [held for held in present.stored if held.component not in cut]
    kept = {key for held in whole for key in held.claims}
    rest = threads_of((claim for key, claim in claims.items() if key not in kept), then.ties)
    return sorted([*rest, *(told[held.claims[0]] for held in whole)], key=lambda thread: place_of(thread.claims[0]))
