"""Train the network beside the linear judge.

In: labelled candidates and word vectors. Out: a `Network` that is not yet weighed against the
linear judge. Seeded: the same material gives the same weights on one machine.

Model: see `detente.reading.network`; AdamW on the sum of all tasks' log-losses, dropout over features, word vectors and
hidden layers.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detente.model.slots import CHOICES
from detente.reading.features import CandidateView
from detente.reading.memory import Memory
from detente.reading.network import (
    CLAUSE_COLUMNS,
    CLAUSE_PLACES,
    ROLE_COLUMNS,
    ROLE_PLACES,
    Half,
    Network,
    clause_words,
    is_judged,
    mention_words,
    role_task,
)
from detente.reading.roles import ROLES
from detente.reading.vectors import Floats, WordVectors
from detente.training.labels import LabelledCandidate


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: epochs, candidates a step, learning rate, decay, dropouts, sizes, how often a feature must occur."""

    epochs: int = 5
    step: int = 64
    rate: float = 2e-3
    decay: float = 0.05
    features_dropped: float = 0.15
    vectors_dropped: float = 0.2
    dropped: float = 0.3
    bag: int = 64
    hidden: int = 128
    rare: int = 2
    seed: int = 20_261_126


@dataclass(frozen=True, slots=True, eq=False)
class _Role:
    rows: list[int]
    vectors: Floats
    columns: slice
    truth: list[float]
    asked: list[float]


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    rows: list[int]
    vectors: Floats
    kind: str
    is_claim: bool
    choices: tuple[tuple[str, int], ...]
    roles: tuple[_Role, ...]


def _clause_names(item: LabelledCandidate) -> tuple[str, ...]:
    return (*item.clause_features, f"kind={item.candidate.kind}")


def _vocabulary(lists: Sequence[Sequence[str]], rare: int) -> dict[str, int]:
    counts = Counter(name for names in lists for name in set(names))
    return {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= rare))}


def _known(rows: dict[str, int], names: Sequence[str]) -> list[int]:
    return [row for name in names if (row := rows.get(name)) is not None]


def _roles(item: LabelledCandidate, rows: dict[str, int], vectors: WordVectors) -> tuple[_Role, ...]:
    """Mentions with their labels; outside the sentence only slots are asked for that nothing inside fills."""
    here = item.candidate.sentence
    inside = {slot for mention, _, slots in item.role_examples if mention.sentence == here for slot in slots}
    out = []
    for mention, features, slots in item.role_examples:
        if not is_judged(item.candidate, mention):
            continue
        labels = ROLES[item.candidate.kind, mention.type_]
        task = role_task(item.candidate, mention)
        asked = [float(mention.sentence == here or label not in inside) for label in labels]
        if any(asked):
            places = vectors.at(mention_words(item.prepared.analysis, mention))
            truth = [float(label in slots) for label in labels]
            out.append(_Role(_known(rows, (*features, f"task={task}")), places, ROLE_COLUMNS[task], truth, asked))
    return tuple(out)


def _example(item: LabelledCandidate, clause: dict[str, int], role: dict[str, int], vectors: WordVectors) -> _Example:
    kind = item.candidate.kind
    view = CandidateView(item.prepared.analysis, item.candidate, Memory())
    choices = tuple(
        (f"{kind}.{choice}", [str(v) for v in labels].index(str(item.golds[0][choice])))
        for choice, labels in CHOICES[kind].items()
        if item.golds
    )
    places = vectors.at(clause_words(view))
    return _Example(_known(clause, _clause_names(item)), places, str(kind), bool(item.golds), choices, _roles(item, role, vectors))


class _Trained:
    """The layers of one half while it is trained."""

    def __init__(self, features: int, places: int, below: int, out: int, recipe: Recipe) -> None:
        self.bags = nn.EmbeddingBag(features + 1, recipe.bag, mode="sum", padding_idx=features)
        nn.init.normal_(self.bags.weight, std=0.05)
        self.mix = nn.Linear(recipe.bag, recipe.hidden)
        self.words = nn.Linear(places, recipe.hidden, bias=False)
        self.below = nn.Linear(max(1, below), recipe.hidden, bias=False)
        self.out = nn.Linear(recipe.hidden, out)
        self.dropped, self.vectors_dropped = recipe.dropped, recipe.vectors_dropped

    def parameters(self) -> list[Tensor]:
        """All numbers that are trained."""
        return [number for layer in (self.bags, self.mix, self.words, self.below, self.out) for number in layer.parameters()]

    def run(self, rows: Tensor, starts: Tensor, vectors: Tensor, below: Tensor | None) -> tuple[Tensor, Tensor]:
        """The hidden layer and the scores of a batch, with dropout."""
        active = self.mix(functional.dropout(self.bags(rows, starts), self.dropped))
        active = active + self.words(functional.dropout(vectors, self.vectors_dropped))
        if below is not None:
            active = active + self.below(below)
        hidden = functional.relu(active)
        return hidden, self.out(functional.dropout(hidden, self.dropped))

    def half(self, rows: dict[str, int]) -> Half:
        """The trained numbers for inference."""

        def turned(layer: nn.Linear) -> Floats:
            numbers: Floats = layer.weight.detach().numpy().T.copy()
            return numbers

        return Half(
            rows,
            self.bags.weight.detach().numpy()[:-1].copy(),
            turned(self.mix),
            turned(self.words),
            turned(self.below),
            self.mix.bias.detach().numpy().copy(),
            turned(self.out),
            self.out.bias.detach().numpy().copy(),
        )


def _bagged(lists: Sequence[list[int]], dropped: float, chance: random.Random) -> tuple[Tensor, Tensor]:
    kept = [[row for row in rows if chance.random() >= dropped] for rows in lists]
    starts = np.cumsum([0, *(len(rows) for rows in kept)])[:-1]
    return torch.tensor([row for rows in kept for row in rows], dtype=torch.long), torch.from_numpy(starts)


def _clause_loss(scores: Tensor, batch: Sequence[_Example]) -> Tensor:
    at = torch.tensor([CLAUSE_COLUMNS[f"{e.kind}.claim"].start for e in batch])
    truth = torch.tensor([float(e.is_claim) for e in batch])
    loss = functional.binary_cross_entropy_with_logits(scores[torch.arange(len(batch)), at], truth, reduction="sum")
    asked: dict[str, list[tuple[int, int]]] = {}
    for index, example in enumerate(batch):
        for task, label in example.choices:
            asked.setdefault(task, []).append((index, label))
    for task, pairs in asked.items():
        loss = loss + functional.cross_entropy(
            scores[[i for i, _ in pairs], CLAUSE_COLUMNS[task]], torch.tensor([label for _, label in pairs]), reduction="sum"
        )
    return loss


def _role_loss(scores: Tensor, roles: Sequence[_Role]) -> Tensor:
    truth, asked = torch.zeros_like(scores), torch.zeros_like(scores)
    for index, role in enumerate(roles):
        truth[index, role.columns], asked[index, role.columns] = torch.tensor(role.truth), torch.tensor(role.asked)
    return functional.binary_cross_entropy_with_logits(scores, truth, weight=asked, reduction="sum")


def train(material: Sequence[LabelledCandidate], vectors: WordVectors, recipe: Recipe = Recipe()) -> Network:
    """Train on labelled candidates."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    clause_rows = _vocabulary([_clause_names(item) for item in material], recipe.rare)
    names = [
        (*f, f"task={role_task(item.candidate, m)}") for item in material for m, f, _ in item.role_examples if is_judged(item.candidate, m)
    ]
    role_rows = _vocabulary(names, recipe.rare)
    examples = [_example(item, clause_rows, role_rows, vectors) for item in material]
    size = vectors.pieces.shape[1]
    clause = _Trained(len(clause_rows), CLAUSE_PLACES * size, 0, max(c.stop for c in CLAUSE_COLUMNS.values()), recipe)
    role = _Trained(len(role_rows), ROLE_PLACES * size, recipe.hidden, max(c.stop for c in ROLE_COLUMNS.values()), recipe)
    optimizer = torch.optim.AdamW([*clause.parameters(), *role.parameters()], lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(examples) // recipe.step)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / (0.05 * steps)) * max(0.0, 1 - s / steps))
    for _ in range(recipe.epochs):
        chance.shuffle(examples)
        for start in range(0, len(examples), recipe.step):
            batch = examples[start : start + recipe.step]
            loss = _loss(clause, role, batch, recipe.features_dropped, chance) / len(batch)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_([*clause.parameters(), *role.parameters()], 1.0)
            optimizer.step()
            schedule.step()
    return Network(vectors, clause.half(clause_rows), role.half(role_rows), {})


def _loss(clause: _Trained, role: _Trained, batch: Sequence[_Example], dropped: float, chance: random.Random) -> Tensor:
    rows, starts = _bagged([e.rows for e in batch], dropped, chance)
    hidden, scores = clause.run(rows, starts, torch.from_numpy(np.stack([e.vectors for e in batch])), None)
    loss = _clause_loss(scores, batch)
    roles = [(index, r) for index, e in enumerate(batch) for r in e.roles]
    if roles:
        rows, starts = _bagged([r.rows for _, r in roles], dropped, chance)
        vectors = torch.from_numpy(np.stack([r.vectors for _, r in roles]))
        _, scores = role.run(rows, starts, vectors, hidden[[index for index, _ in roles]])
        loss = loss + _role_loss(scores, [r for _, r in roles])
    return loss
