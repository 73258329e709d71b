"""Score predicted claims, links and threads against the gold.

In: stories, and predictions by document. Out: `Scores`.

Holds: within each document gold and predicted claims are aligned one to one so that most fillers agree; every filled
slot of an aligned pair is a hit or a miss, every slot of an unaligned gold claim is missed, every slot of an
unaligned predicted claim is spurious (MUC-4). The figures equal those of the corpus' own scorer to the last digit.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from detente.evaluate.corpus import Entry, Story
from detente.evaluate.fillers import KINDS, ScoredClaim, hits, scored
from detente.model.claim import Kind

# Measures of these statuses are not reality yet; told as in force they are the worst mistake.
_UNREALISED = ("sought", "considered", "threatened")


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean, 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Tally:
    """Counts of hits, of what was predicted and of what the gold has."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, *, hit: int = 0, predicted: int = 0, gold: int = 0) -> None:
        """Count more."""
        self.hit += hit
        self.predicted += predicted
        self.gold += gold

    @property
    def rate(self) -> Rate:
        """Precision and recall, 0 where nothing was there to count."""
        return Rate(self.hit / self.predicted if self.predicted else 0.0, self.hit / self.gold if self.gold else 0.0)


@dataclass(slots=True)
class Scores:
    """All figures over a set of stories. `b_cubed` holds precision and recall of the cluster of each gold claim."""

    slots: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    claims: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)
    status_right: int = 0
    grounded: int = 0
    unrealised: int = 0
    unrealised_told_in_force: int = 0
    b_cubed: list[tuple[float, float]] = field(default_factory=list)

    @property
    def template(self) -> Rate:
        """The headline: micro precision and recall over all fillers."""
        total = Tally()
        for tally in self.slots.values():
            total.add(hit=tally.hit, predicted=tally.predicted, gold=tally.gold)
        return total.rate

    @property
    def threads(self) -> Rate:
        """B-cubed precision and recall over all gold claims; a claim that was not found counts 0."""
        count = len(self.b_cubed) or 1
        return Rate(sum(p for p, _ in self.b_cubed) / count, sum(r for _, r in self.b_cubed) / count)


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the predicted one it is aligned with. `is_found`: at least half of their fillers agree."""

    gold: ScoredClaim
    predicted: ScoredClaim
    agreed: Counter[str]

    @property
    def is_found(self) -> bool:
        """Whether the matter itself was found (Dice over fillers of at least 0.5)."""
        return 2 * sum(self.agreed.values()) / (len(self.gold.fillers) + len(self.predicted.fillers)) >= 0.5


def scored_claims(entry: Entry | None) -> list[ScoredClaim]:
    """The claims of an entry that are of one of the four kinds."""
    return [scored(record) for record in entry.claims if record.get("kind") in KINDS] if entry else []


def align(golds: Sequence[ScoredClaim], others: Sequence[ScoredClaim]) -> list[Pair]:
    """Optimal one-to-one pairs among claims of the same kind that share an actor of the core slots."""
    if not golds or not others:
        return []
    worth = np.zeros((len(golds), len(others)))
    for i, gold in enumerate(golds):
        for j, other in enumerate(others):
            if gold.kind == other.kind and (gold.core & other.core or not gold.core):
                worth[i, j] = sum(hits(gold.fillers, other.fillers).values())
    rows, columns = linear_sum_assignment(-worth)
    return [
        Pair(golds[i], others[j], hits(golds[i].fillers, others[j].fillers))
        for i, j in zip(rows.tolist(), columns.tolist())
        if worth[i, j] > 0
    ]


def _count_fillers(scores: Scores, golds: Sequence[ScoredClaim], others: Sequence[ScoredClaim]) -> None:
    for claim in golds:
        for filler in claim.fillers:
            scores.slots[filler.slot].add(gold=1)
            scores.kinds[claim.kind].add(gold=1)
    for claim in others:
        for filler in claim.fillers:
            scores.slots[filler.slot].add(predicted=1)
            scores.kinds[claim.kind].add(predicted=1)


def _count_pair(scores: Scores, pair: Pair) -> None:
    for slot, count in pair.agreed.items():
        scores.slots[slot].add(hit=count)
        scores.kinds[pair.gold.kind].add(hit=count)
    if pair.is_found:
        scores.claims.add(hit=1)
        scores.status_right += pair.gold.status == pair.predicted.status
        if pair.gold.kind == Kind.MEASURE and pair.gold.status in _UNREALISED:
            scores.unrealised += 1
            scores.unrealised_told_in_force += pair.predicted.status == "in_force"


def _count_links(scores: Scores, gold: Entry, mine: Entry | None, gold_of: Mapping[str, str]) -> None:
    links = mine.links if mine else ()
    want = {(str(k["from"]), k["type"], str(k["to"])) for k in gold.links}
    have = {(gold_of.get(str(k.get("from"))), k.get("type"), gold_of.get(str(k.get("to")))) for k in links}
    scores.links.add(hit=len(want & have), predicted=len(links), gold=len(want))


_Key = tuple[str, str]


def _b_cubed(gold_thread: Mapping[_Key, str], our_thread: Mapping[_Key, str | None]) -> list[tuple[float, float]]:
    ours_by: dict[str, set[_Key]] = defaultdict(set)
    theirs_by: dict[str, set[_Key]] = defaultdict(set)
    for key, label in our_thread.items():
        if label is not None:
            ours_by[label].add(key)
    for key, label in gold_thread.items():
        theirs_by[label].add(key)
    figures = []
    for key, thread in gold_thread.items():
        label = our_thread.get(key)
        ours = ours_by[label] if label is not None else {key} & our_thread.keys()
        theirs = theirs_by[thread]
        figures.append((len(ours & theirs) / len(ours) if ours else 0.0, len(ours & theirs) / len(theirs)))
    return figures


def _score_document(scores: Scores, story: Story, gold: Entry, mine: Entry | None) -> list[Pair]:
    golds, others = scored_claims(gold), scored_claims(mine)
    whole = story.documents[gold.doc].whole
    scores.claims.add(predicted=len(others), gold=len(golds))
    scores.grounded += sum(bool(claim.evidence) and all(run in whole for run in claim.evidence) for claim in others)
    _count_fillers(scores, golds, others)
    pairs = align(golds, others)
    for pair in pairs:
        _count_pair(scores, pair)
    _count_links(scores, gold, mine, {pair.predicted.id: pair.gold.id for pair in pairs if pair.is_found})
    return pairs


def score(stories: Sequence[Story], predictions: Mapping[str, Entry]) -> Scores:
    """Score predictions, by document id, against the gold of all stories together."""
    scores = Scores()
    for story in stories:
        gold_thread: dict[_Key, str] = {}
        our_thread: dict[_Key, str | None] = {}
        for doc, gold in story.gold.items():
            pairs = _score_document(scores, story, gold, predictions.get(doc))
            our_thread.update({(doc, pair.gold.id): pair.predicted.thread for pair in pairs if pair.is_found})
            gold_thread.update({(doc, claim.id): str(claim.thread) for claim in scored_claims(gold)})
        if story.has_threads:
            scores.b_cubed += _b_cubed(gold_thread, our_thread)
    return scores
