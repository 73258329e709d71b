"""Pairs of drafts with the gold's word on whether they tell of one matter.

In: labelled candidates, those of a document in a row. Out: for each kind examples of pair features with `same-matter` or nothing.

Holds: the drafts are filled from the gold labels; of each number of a document only what one claim holds is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby

import numpy as np

from detente.model.claim import Kind
from detente.model.slots import CHOICES, CORE, SLOTS, SlotType
from detente.reading.drafts import Draft, Filler, has_core
from detente.reading.encoder import Floats
from detente.reading.merge import SAME_MATTER, contradict, pair_features, parts_of
from detente.training.labels import LabelledCandidate

_MANY = (SlotType.ACTORS, SlotType.PHRASES)


def gold_draft(item: LabelledCandidate) -> Draft:
    """The draft that a perfect judge would make of a candidate; mentions outside its sentence only for the actors it needs."""
    kind = item.candidate.kind
    slots: dict[str, list[Filler]] = defaultdict(list)
    for mention, _, filled in item.role_examples:
        for slot in filled:
            slots[slot].append(Filler(mention, 1.0))
    kept: dict[str, tuple[Filler, ...]] = {}
    for slot, fillers in slots.items():
        near = tuple(f for f in fillers if f.mention.sentence == item.candidate.sentence)
        far = tuple(fillers) if slot in CORE[kind] or slot not in SLOTS[kind] else ()
        chosen = near or far[:2]
        kept[slot] = chosen if SLOTS[kind].get(slot) in _MANY else chosen[:1]
    chances = {choice: _certain(labels, str(item.golds[0][choice])) for choice, labels in CHOICES[kind].items()}
    return Draft(item.candidate, 1.0, chances, kept)


def _certain(labels: Iterable[object], label: str) -> Floats:
    return np.array([0.0 if str(other) == label else -np.inf for other in labels], dtype=np.float32)


def matter_examples(material: Sequence[LabelledCandidate]) -> Iterator[tuple[Kind, list[str], set[str]]]:
    """Pairs of drafts of one kind in one document that do not contradict each other."""
    for _, group in groupby(material, key=lambda item: item.prepared.analysis.document.id):
        told = [(gold_draft(item), item) for item in group if item.golds]
        parts = [(part, item) for draft, item in told if has_core(draft) for part in parts_of(draft)]
        for (one, first), (other, second) in combinations(parts, 2):
            if one.kind is other.kind and first is not second and not contradict(one, other):
                same = {gold["id"] for gold in first.golds} & {gold["id"] for gold in second.golds}
                yield one.kind, pair_features(first.prepared.analysis, one, other), {SAME_MATTER} if same else set()
