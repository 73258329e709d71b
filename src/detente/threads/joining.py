"""Join claims of one matter.

In: claims as members, in any order. Out: groups of members, each with the joins that made it.

Holds: every claim is in exactly one group; the groups do not depend on the order of arrival; doubt keeps apart: two
groups are joined only while their claims, on average, are more likely of one matter than not. Claims are never
compared unless they are of one kind and sort and the actors of one are among the actors of the other (`block_of`); so a new claim
changes only the groups that it, or a claim which is more likely than not of one matter with it, belongs to (`reach`). What was
decided stands above all scores: claims tied together are of one group, whatever else they have; claims set apart never
are. A group that was tied together is compared with others by those of its claims that can be compared.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import inf
from typing import Self

from detente.model.claim import Claim, Kind
from detente.model.thread import Join, Reason
from detente.model.ties import NO_TIES, Tie, Ties
from detente.threads.compare import compare, levels
from detente.threads.keys import Keys, keys_of
from detente.threads.members import Member
from detente.threads.weights import weights
from detente.vocab.phrases import with_broader

# Of an actor in more claims of one kind and sort than this, only those claims are compared that share a telling value.
# Measures always are compared so: without such a value no two of them can reach a score above 0.
CROWD = 1500

# The slot of a reason that a decision gives.
DECIDED = "decision"

_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one matter in order of time; `joins` refer to them by index.

    `component` is the key of the earliest of all claims that hang together with these, pair by pair; some were left apart.
    """

    members: tuple[Member, ...]
    joins: tuple[tuple[int, int, float], ...]
    component: str


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


@dataclass(frozen=True, slots=True, order=True)
class Company:
    """All claims of one kind and sort in which one actor acts; of those in which nobody does, the actor is empty."""

    kind: str
    sort: str
    actor: str


def companies_of(block: Block) -> tuple[Company, ...]:
    """The companies that the claims of a block are in."""
    return tuple(Company(block.kind, block.sort, actor) for actor in block.core or ("",))


Crowded = Callable[[Company], bool]


def least_crowd() -> int:
    """From how many claims on a company is a crowd."""
    return CROWD + 1


def crowds_in(members: Iterable[Member]) -> Crowded:
    """Which companies are crowds, where all claims are at hand."""
    counted = Counter(company for member in members for company in companies_of(block_of(member.keys)))
    return lambda company: counted[company] >= least_crowd()


def goes_by_marks(block: Block, crowded: Crowded) -> bool:
    """Whether the claims of a block are only compared with those that share a telling value with them."""
    return block.kind == Kind.MEASURE or any(crowded(company) for company in companies_of(block))


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


def _values(keys: Keys) -> Iterator[tuple[str, str]]:
    yield from (("word", word) for word in with_broader(keys.words))
    yield from (("rate", str(rate.normalize())) for rate in (keys.rates.after, keys.rates.before, keys.rates.change) if rate is not None)
    if keys.when is not None:
        yield "month", str(keys.when.last // 31)
    if keys.amount is not None:
        yield "amount", f"{keys.amount.value:.2g} {keys.amount.unit}"
    if not keys.phrases and keys.other:
        yield from (("target", code) for code in keys.other)


def marks_of(keys: Keys) -> frozenset[str]:
    """The telling values of a claim, one of which two claims of a crowd must share to be compared."""
    return frozenset(f"{name} {value}" for name, value in _values(keys))


def _pairs_by_mark(left: Sequence[int], right: Sequence[int], keys: Sequence[Keys]) -> set[_Pair]:
    held: dict[str, list[int]] = defaultdict(list)
    for index in right:
        for mark in marks_of(keys[index]):
            held[mark].append(index)
    return {
        (min(index, other), max(index, other))
        for index in left
        for mark in marks_of(keys[index])
        for other in held.get(mark, ())
        if other != index
    }


def _by_block(keys: Sequence[Keys], indices: Iterable[int]) -> dict[Block, list[int]]:
    members: dict[Block, list[int]] = defaultdict(list)
    for index in indices:
        members[block_of(keys[index])].append(index)
    return members


def candidates(keys: Sequence[Keys], crowded: Crowded) -> Iterator[_Pair]:
    """Pairs of claims, by index, that are worth comparing; those within a block, and between blocks where one's actors are the other's."""
    members = _by_block(keys, range(len(keys)))
    for block, other in _related(members):
        yield from _pairs(block, other, members[block], members[other], keys, crowded)


def _pairs(
    block: Block, other: Block, left: Sequence[int], right: Sequence[int], keys: Sequence[Keys], crowded: Crowded
) -> Iterable[_Pair]:
    if goes_by_marks(block, crowded) or goes_by_marks(other, crowded):
        return _pairs_by_mark(left, right, keys)
    if block == other and left is right:
        return combinations(left, 2)
    return ((min(pair), max(pair)) for pair in product(left, right) if pair[0] != pair[1])


def reach(given: Sequence[Member], around: Sequence[Member], crowded: Crowded) -> frozenset[str]:
    """The keys of those `around` that are, by themselves, more likely than not of one matter with one of the `given`."""
    keys = [member.keys for member in (*given, *around)]
    mine, others = _by_block(keys, range(len(given))), _by_block(keys, range(len(given), len(keys)))
    found: set[int] = set()
    for block, other in _related({*mine, *others}):
        for one, two in {(block, other), (other, block)}:
            if one in mine and two in others:
                pairs = _pairs(one, two, mine[one], others[two], keys, crowded)
                found.update(high for low, high in pairs if high not in found and _score(keys[low], keys[high]) > 0)
    return frozenset(around[index - len(given)].key for index in found)


def _score(left: Keys, right: Keys) -> float:
    return weights()[left.kind].score(levels(left, right))


def _may_join(left: Keys, right: Keys) -> bool:
    return block_of(left).sort == block_of(right).sort and (left.core <= right.core or right.core <= left.core)


def score_of(left: Keys, right: Keys) -> float | None:
    """Log odds that two claims are of one matter; None where they may never join by themselves."""
    return _score(left, right) if left.kind is right.kind and _may_join(left, right) else None


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


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of the scores of `count` pairs of claims; minus infinity where two of them were set apart."""

    total: float
    count: int


@dataclass(slots=True)
class _Clusters:
    """Clusters of one component, by their lowest index; `sums` holds what the pairs between two score, None where they may never join.

    `tied` are the clusters that hold claims of a decision: with them, pairs that cannot be compared count for nothing.
    """

    members: dict[int, list[int]]
    sums: dict[_Pair, _Sum | None]
    tied: set[int]
    joins: list[tuple[int, int, float]] = field(default_factory=list)

    def mean(self, pair: _Pair) -> float | None:
        """The mean score between two clusters."""
        held = self.sums[pair]
        return held.total / held.count if held and held.count else None

    def merge(self, pair: _Pair) -> Iterator[_Pair]:
        """Put the second cluster into the first; gives the pairs whose mean has changed."""
        low, high = pair
        self.members[low] += self.members.pop(high)
        if high in self.tied:
            self.tied.add(low)
        for other in self.members:
            if other != low:
                kept, gone = (min(low, other), max(low, other)), (min(high, other), max(high, other))
                self.sums[kept] = self._added(self.sums[kept], self.sums.pop(gone), lenient=low in self.tied or other in self.tied)
                yield kept

    def _added(self, left: _Sum | None, right: _Sum | None, *, lenient: bool) -> _Sum | None:
        if lenient and (left is None or right is None):
            return left or right
        return None if left is None or right is None else _Sum(left.total + right.total, left.count + right.count)


def _sum_between(left: Sequence[int], right: Sequence[int], scores: Mapping[_Pair, float]) -> _Sum | None:
    known = [scores[pair] for pair in ((min(a, b), max(a, b)) for a in left for b in right) if pair in scores]
    return _Sum(sum(known), len(known)) if known else None


def _clusters(bound: Sequence[Sequence[int]], scores: Mapping[_Pair, float]) -> _Clusters:
    """The clusters to begin with: each claim alone, or with those it is tied to."""
    members = {min(group): sorted(group) for group in bound}
    sums = {pair: _sum_between(members[pair[0]], members[pair[1]], scores) for pair in combinations(sorted(members), 2)}
    return _Clusters(members, sums, {low for low, group in members.items() if len(group) > 1})


def _best_pair(left: Sequence[int], right: Sequence[int], scores: Mapping[_Pair, float]) -> tuple[int, int, float]:
    pairs = ((min(a, b), max(a, b)) for a in left for b in right)
    value, i, j = max((scores[pair], -pair[0], -pair[1]) for pair in pairs if pair in scores)
    return -i, -j, value


def _agglomerate(bound: Sequence[Sequence[int]], scores: Mapping[_Pair, float]) -> _Clusters:
    """Average-linkage clustering; the likeliest two clusters are joined first, ties in order of time."""
    clusters = _clusters(bound, scores)
    heap = list(_likely(clusters, clusters.sums))
    heapq.heapify(heap)
    while heap:
        _, (low, high), *sizes = heapq.heappop(heap)
        if [len(clusters.members.get(low, ())), len(clusters.members.get(high, ()))] != sizes:
            continue
        clusters.joins.append(_best_pair(clusters.members[low], clusters.members[high], scores))
        for entry in _likely(clusters, list(clusters.merge((low, high)))):
            heapq.heappush(heap, entry)
    return clusters


def _likely(clusters: _Clusters, pairs: Iterable[_Pair]) -> Iterator[tuple[float, _Pair, int, int]]:
    """The pairs of clusters that are more likely of one matter than not, with their sizes; the likeliest sorts first."""
    for pair in pairs:
        mean = clusters.mean(pair)
        if mean is not None and mean > 0:
            yield -mean, pair, len(clusters.members[pair[0]]), len(clusters.members[pair[1]])


def _all_scores(indices: Sequence[int], keys: Sequence[Keys], known: Mapping[_Pair, float]) -> dict[_Pair, float]:
    scores = {}
    for pair in combinations(sorted(indices), 2):
        left, right = keys[pair[0]], keys[pair[1]]
        if pair in known:
            scores[pair] = known[pair]
        elif _may_join(left, right):
            scores[pair] = _score(left, right)
    return scores


@dataclass(frozen=True, slots=True)
class _Bonds:
    """Ties as pairs of indices into the claims, by the lower of the two."""

    joined: Mapping[int, Sequence[_Pair]]
    parted: Mapping[int, Sequence[_Pair]]

    @classmethod
    def of(cls, ties: Ties, members: Sequence[Member]) -> Self:
        """The ties between these claims; those that name others are left out."""
        if ties == NO_TIES:
            return cls({}, {})
        place = {member.key: index for index, member in enumerate(members)}
        return cls(_by_lower(ties.joined, place), _by_lower(ties.parted, place))

    def of_all(self, indices: Iterable[int]) -> tuple[list[_Pair], list[_Pair]]:
        """The pairs that are tied, and those that are set apart, among these claims."""
        inside = sorted(indices)
        within = set(inside) if self.parted else frozenset()
        joined = [pair for index in inside for pair in self.joined.get(index, ())]
        return joined, [pair for index in inside for pair in self.parted.get(index, ()) if pair[1] in within]


def _by_lower(held: Iterable[Tie], place: Mapping[str, int]) -> dict[int, list[_Pair]]:
    pairs: dict[int, list[_Pair]] = defaultdict(list)
    for tie in held:
        if tie.left in place and tie.right in place:
            low, high = sorted((place[tie.left], place[tie.right]))
            pairs[low].append((low, high))
    return pairs


def _group(members: Sequence[int], ordered: Sequence[Member], joins: Iterable[tuple[int, int, float]], component: str) -> Group:
    inside = sorted(members)
    place = {index: position for position, index in enumerate(inside)}
    own = tuple((place[a], place[b], score) for a, b, score in joins if a in place)
    return Group(tuple(ordered[index] for index in inside), own, component)


def groups_of(members: Iterable[Member], ties: Ties = NO_TIES, crowded: Crowded | None = None) -> list[Group]:
    """The claims grouped by matter, groups in order of their earliest claim.

    `crowded` tells of all claims that there are, where only a part of them is given: one that nothing outside of it reaches.
    """
    ordered = sorted(members, key=lambda member: member.place)
    keys = [member.keys for member in ordered]
    bonds = _Bonds.of(ties, ordered)
    worth = candidates(keys, crowded or crowds_in(ordered))
    likely = {pair: value for pair in worth if (value := _score(keys[pair[0]], keys[pair[1]])) > 0}
    groups = []
    for indices in _components(len(ordered), [*likely, *(pair for pairs in bonds.joined.values() for pair in pairs)]):
        joined, parted = bonds.of_all(indices)
        scores = _all_scores(indices, keys, likely) | dict.fromkeys(parted, -inf)
        clusters = _agglomerate(_bound(indices, joined), scores)
        decided = [(*pair, scores.get(pair, 0.0)) for pair in joined]
        component = ordered[min(indices)].key
        groups += [_group(inside, ordered, [*decided, *clusters.joins], component) for inside in clusters.members.values()]
    return sorted(groups, key=lambda group: group.members[0].place)


def _bound(indices: Sequence[int], tied: Sequence[_Pair]) -> list[list[int]]:
    """The claims in sets that decisions tie together, most of them alone."""
    if not tied:
        return [[index] for index in indices]
    place = {index: position for position, index in enumerate(indices)}
    return [[indices[i] for i in group] for group in _components(len(indices), [(place[a], place[b]) for a, b in tied])]


def _reasons(left: Keys, right: Keys) -> tuple[Reason, ...]:
    table = weights()[left.kind]
    return tuple(Reason(c.slot, c.level, table.of(c)) for c in compare(left, right))


def reasons(left: Claim, right: Claim) -> tuple[Reason, ...]:
    """What spoke for and against two claims being of one matter."""
    return _reasons(keys_of(left), keys_of(right))


def explained(group: Group, ties: Ties = NO_TIES) -> tuple[Join, ...]:
    """The joins of a group with their reasons."""
    decided = {frozenset((tie.left, tie.right)): Reason(DECIDED, tie.why, 0.0) for tie in ties.joined}

    def told(left: Member, right: Member) -> tuple[Reason, ...]:
        decision = decided.get(frozenset((left.key, right.key)))
        compared = _reasons(left.keys, right.keys) if _may_join(left.keys, right.keys) else ()
        return compared if decision is None else (decision, *compared)

    pairs = ((group.members[a], group.members[b], score) for a, b, score in group.joins)
    return tuple(Join(left.key, right.key, score, told(left, right)) for left, right, score in pairs)
