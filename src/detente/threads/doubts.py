"""Where the joining was in doubt: matters that were nearly joined, and claims that were nearly left apart.

In: threads, and the ties that they were made with. Out: doubts, the score nearest to 0 first.

Holds: the score is what joining goes by, the mean over all pairs of claims of the two sides; above 0 they are one matter. What
was decided is no doubt.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from detente.model.claim import Claim
from detente.model.thread import Reason, Thread
from detente.model.ties import NO_TIES, Ties
from detente.threads.joining import candidates, crowds_in, reasons, score_of
from detente.threads.members import member_of

# Log odds. A mean of -0.7 is one chance in three that two matters are one; of 0.5, two in five that a claim is in the wrong thread.
NEARLY_JOINED = -0.7
NEARLY_APART = 0.5


@dataclass(frozen=True, slots=True)
class JoiningDoubt:
    """`claim` and `other` are the pair that scores best; `thread` and `other_thread` are the same where they were joined."""

    thread: Thread
    other_thread: Thread
    claim: Claim
    other: Claim
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_joined(self) -> bool:
        """Whether the two were joined."""
        return self.thread.id == self.other_thread.id


class _Scored:
    """All claims of the threads with their keys, and the pairs of them that a decision is about."""

    def __init__(self, threads: Sequence[Thread], ties: Ties) -> None:
        self.threads = threads
        self.home = [place for place, thread in enumerate(threads) for _ in thread.claims]
        self.claims = [claim for thread in threads for claim in thread.claims]
        held = [member_of(claim) for claim in self.claims]
        self.keys = [member.keys for member in held]
        self.crowded = crowds_in(held)
        self._names = [member.key for member in held]
        self.members: dict[int, list[int]] = defaultdict(list)
        for index, place in enumerate(self.home):
            self.members[place].append(index)
        self._decided = {frozenset((tie.left, tie.right)) for tie in (*ties.joined, *ties.parted)}

    def is_decided(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether a decision is about a pair between the two sides."""
        if not self._decided:
            return False
        return any(frozenset((self._names[a], self._names[b])) in self._decided for a, b in product(left, right))

    def between(self, left: Sequence[int], right: Sequence[int]) -> tuple[float, tuple[int, int]] | None:
        """The mean score and the best pair; None where two claims may never join."""
        total, best = 0.0, (float("-inf"), (0, 0))
        for a, b in product(left, right):
            score = score_of(self.keys[a], self.keys[b])
            if score is None:
                return None
            total, best = total + score, max(best, (score, (a, b)))
        return total / (len(left) * len(right)), best[1]

    def doubt(self, score: float, pair: tuple[int, int]) -> JoiningDoubt:
        """A doubt about a pair."""
        a, b = pair
        left, right = self.claims[a], self.claims[b]
        return JoiningDoubt(self.threads[self.home[a]], self.threads[self.home[b]], left, right, score, reasons(left, right))


def _near_misses(held: _Scored) -> Iterator[JoiningDoubt]:
    pairs = {(min(x, y), max(x, y)) for a, b in candidates(held.keys, held.crowded) if (x := held.home[a]) != (y := held.home[b])}
    for x, y in sorted(pairs):
        left, right = held.members[x], held.members[y]
        found = held.between(left, right)
        if found and NEARLY_JOINED < found[0] <= 0 and not held.is_decided(left, right):
            yield held.doubt(*found)


def _weak(held: _Scored) -> Iterator[JoiningDoubt]:
    for members in held.members.values():
        for index in members[1:]:
            others = [other for other in members if other != index]
            found = held.between(others, [index])
            if found and found[0] < NEARLY_APART and not held.is_decided(others, [index]):
                yield held.doubt(*found)


def joining_doubts(threads: Sequence[Thread], ties: Ties = NO_TIES) -> list[JoiningDoubt]:
    """What the joining was in doubt about."""
    held = _Scored(threads, ties)
    return sorted([*_near_misses(held), *_weak(held)], key=lambda doubt: (abs(doubt.score), doubt.thread.id, doubt.other_thread.id))
