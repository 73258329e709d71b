"""Join claims of one matter.

In: claims, in any order. Out: groups of claims, each with the joins that made it and their reasons.

Holds: every claim is in exactly one group; the groups do not depend on the order of arrival; doubt keeps apart: two
groups are joined only while their claims, on average, are more likely of one matter than not. Claims are never
compared unless they are of one kind and sort and the actors of one are among the actors of the other, so a new claim
can only change the groups of its own block (`blocks_of`).
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from detente.model.claim import Claim, Kind
from detente.model.thread import Join, Reason
from detente.threads.compare import compare, levels
from detente.threads.keys import Keys, keys_of
from detente.threads.order import in_order
from detente.threads.weights import weights
from detente.vocab.phrases import with_broader

# In a block of more claims than this, only claims that share a telling value are compared. Measures always are compared
# so: without such a value no two of them can reach a score above 0.
_LARGE = 1500

_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one matter in order of time; `joins` refer to them by index."""

    claims: tuple[Claim, ...]
    joins: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Claims that could be of one matter: one kind, one sort (a measure's instrument, a commitment's action), the same actors."""

    kind: str
    sort: str
    core: tuple[str, ...]


def block_of(keys: Keys) -> Block:
    """The block of a claim."""
    sort = keys.form if keys.kind in (Kind.MEASURE, Kind.COMMITMENT) else ""
    return Block(keys.kind, sort, tuple(sorted(keys.core)))


def _related(blocks: Iterable[Block]) -> Iterator[tuple[Block, Block]]:
    """Pairs of blocks where the actors of the first are all among those of the second, each block with itself too."""
    by_actor: dict[tuple[str, str, str], list[Block]] = defaultdict(list)
    every = sorted(blocks)
    for block in every:
        for actor in block.core:
            by_actor[block.kind, block.sort, actor].append(block)
    for block in every:
        yield block, block
        if block.core:
            candidates = min((by_actor[block.kind, block.sort, actor] for actor in block.core), key=len)
            yield from ((block, other) for other in candidates if other != block and set(block.core) <= set(other.core))


def _anchors(keys: Keys) -> Iterator[tuple[str, str]]:
    """The telling values of a claim, one of which two claims in a large block must share to be compared."""
    yield from (("word", word) for word in with_broader(keys.words))
    yield from (("rate", str(rate.normalize())) for rate in (keys.rates.after, keys.rates.before, keys.rates.change) if rate is not None)
    if keys.when is not None:
        yield "month", str(keys.when.last // 31)
    if keys.amount is not None:
        yield "amount", f"{keys.amount.value:.2g} {keys.amount.unit}"
    if not keys.phrases and keys.other:
        yield from (("target", code) for code in keys.other)


def _pairs_by_anchor(left: Sequence[int], right: Sequence[int], keys: Sequence[Keys]) -> set[_Pair]:
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in right:
        for anchor in _anchors(keys[index]):
            held[anchor].append(index)
    return {
        (min(index, other), max(index, other))
        for index in left
        for anchor in _anchors(keys[index])
        for other in held.get(anchor, ())
        if other != index
    }


def _candidates(keys: Sequence[Keys]) -> Iterator[_Pair]:
    members: dict[Block, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        members[block_of(key)].append(index)
    for block, other in _related(members):
        left, right = members[block], members[other]
        if block.kind == Kind.MEASURE or len(left) + len(right) > _LARGE:
            yield from _pairs_by_anchor(left, right, keys)
        elif block == other:
            yield from combinations(left, 2)
        else:
            yield from ((min(pair), max(pair)) for pair in product(left, right))


def _score(left: Keys, right: Keys) -> float:
    return weights()[left.kind].score(levels(left, right))


def _may_join(left: Keys, right: Keys) -> bool:
    return block_of(left).sort == block_of(right).sort and (left.core <= right.core or right.core <= left.core)


def _components(count: int, likely: Iterable[_Pair]) -> Iterator[list[int]]:
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for left, right in likely:
        a, b = sorted((root(left), root(right)))
        parent[b] = a
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(count):
        members[root(index)].append(index)
    yield from members.values()


@dataclass(slots=True)
class _Clusters:
    """Clusters of one component, by their lowest index; `sums` holds the sum of pair scores between two, None where they may never join."""

    members: dict[int, list[int]]
    sums: dict[_Pair, float | None]
    joins: list[tuple[int, int, float]] = field(default_factory=list)

    def mean(self, pair: _Pair) -> float | None:
        """The mean score between two clusters."""
        total = self.sums[pair]
        return None if total is None else total / (len(self.members[pair[0]]) * len(self.members[pair[1]]))

    def merge(self, pair: _Pair) -> Iterator[_Pair]:
        """Put the second cluster into the first; gives the pairs whose mean has changed."""
        low, high = pair
        self.members[low] += self.members.pop(high)
        for other in self.members:
            if other != low:
                kept, gone = (min(low, other), max(low, other)), (min(high, other), max(high, other))
                a, b = self.sums[kept], self.sums.pop(gone)
                self.sums[kept] = None if a is None or b is None else a + b
                yield kept


def _best_pair(left: Sequence[int], right: Sequence[int], scores: Mapping[_Pair, float]) -> tuple[int, int, float]:
    value, i, j = max((scores[min(a, b), max(a, b)], -min(a, b), -max(a, b)) for a in left for b in right)
    return -i, -j, value


def _agglomerate(indices: Sequence[int], scores: Mapping[_Pair, float]) -> _Clusters:
    """Average-linkage clustering; the likeliest two clusters are joined first, ties in order of time."""
    clusters = _Clusters({index: [index] for index in indices}, {pair: scores.get(pair) for pair in combinations(sorted(indices), 2)})
    heap = [
        (-value, pair, 1, 1) for pair, value in ((pair, clusters.mean(pair)) for pair in clusters.sums) if value is not None and value > 0
    ]
    heapq.heapify(heap)
    while heap:
        _, (low, high), *sizes = heapq.heappop(heap)
        if [len(clusters.members.get(low, ())), len(clusters.members.get(high, ()))] != sizes:
            continue
        clusters.joins.append(_best_pair(clusters.members[low], clusters.members[high], scores))
        for pair in clusters.merge((low, high)):
            mean = clusters.mean(pair)
            if mean is not None and mean > 0:
                heapq.heappush(heap, (-mean, pair, len(clusters.members[pair[0]]), len(clusters.members[pair[1]])))
    return clusters


def _all_scores(indices: Sequence[int], keys: Sequence[Keys], known: Mapping[_Pair, float]) -> dict[_Pair, float]:
    scores = {}
    for pair in combinations(sorted(indices), 2):
        left, right = keys[pair[0]], keys[pair[1]]
        if pair in known:
            scores[pair] = known[pair]
        elif _may_join(left, right):
            scores[pair] = _score(left, right)
    return scores


def groups_of(claims: Iterable[Claim]) -> list[Group]:
    """The claims grouped by matter, groups in order of their earliest claim."""
    ordered = in_order(claims)
    keys = [keys_of(claim) for claim in ordered]
    likely = {pair: value for pair in _candidates(keys) if (value := _score(keys[pair[0]], keys[pair[1]])) > 0}
    groups = []
    for indices in _components(len(ordered), likely):
        clusters = _agglomerate(indices, _all_scores(indices, keys, likely))
        for members in clusters.members.values():
            inside = sorted(members)
            place = {index: position for position, index in enumerate(inside)}
            joins = tuple((place[a], place[b], score) for a, b, score in clusters.joins if a in place)
            groups.append(Group(tuple(ordered[index] for index in inside), joins))
    return groups


def reasons(left: Claim, right: Claim) -> tuple[Reason, ...]:
    """What spoke for and against two claims being of one matter."""
    table = weights()[left.kind]
    return tuple(Reason(c.slot, c.level, table.of(c)) for c in compare(keys_of(left), keys_of(right)))


def explained(group: Group, claim_keys: Sequence[str]) -> tuple[Join, ...]:
    """The joins of a group with their reasons; `claim_keys` are the keys of its claims."""
    return tuple(Join(claim_keys[a], claim_keys[b], score, reasons(group.claims[a], group.claims[b])) for a, b, score in group.joins)
