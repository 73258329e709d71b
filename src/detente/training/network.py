"""Train the network beside the linear judge, and the encoder below it.

In: labelled candidates and a pretrained encoder. Out: a `Network` that is not yet weighed against the linear judge.
Seeded: the same material gives the same weights on one machine.

Model: see `detente.reading.network`; AdamW on the sum of all tasks' log-losses, with dropout over features and hidden
layers, the rate rising over the first tenth of the steps and falling to nothing.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detente.reading.encoder import WIDTH, Floats, plain_tokenizer
from detente.reading.network import CLAUSE_COLUMNS, FAR, KINDS, ROLE_COLUMNS, Network
from detente.reading.sorts import SORTS
from detente.training.encoder import LAYERS, Base, TunedEncoder, shipped_form
from detente.training.examples import ClauseExample, Example, RoleExample, examples_of, vocabulary
from detente.training.labels import LabelledCandidate


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: epochs, pieces a step, learning rates, decay, dropouts, sizes of layers, how often a feature must occur."""

    epochs: int = 6
    step: int = 1100
    encoder_rate: float = 3e-4
    rate: float = 2e-3
    decay: float = 0.02
    features_dropped: float = 0.3
    dropped: float = 0.2
    bag: int = 32
    hidden: int = 160
    kind: int = 32
    distance: int = 16
    rare: int = 4
    layers: int = LAYERS
    # What a choice or a slot weighs beside the question whether a candidate is a claim.
    minor: float = 0.7
    # How slowly the running mean of the weights, which is what is kept, forgets earlier steps.
    averaged: float = 0.98
    # Documents that batches of like length are made from, so that little is padded.
    pool: int = 160
    seed: int = 20_261_126


class _Heads(nn.Module):
    """The layers above the encoder; see `detente.reading.network` for what each does."""

    def __init__(self, clause_features: int, role_features: int, recipe: Recipe) -> None:
        super().__init__()
        self.clause_bag = nn.EmbeddingBag(clause_features + 1, recipe.bag, mode="sum")
        self.role_bag = nn.EmbeddingBag(role_features + 1, recipe.bag, mode="sum")
        for bag in (self.clause_bag, self.role_bag):
            nn.init.normal_(bag.weight, std=0.05)
        self.kind, self.distance = nn.Embedding(len(KINDS), recipe.kind), nn.Embedding(2 * FAR + 1, recipe.distance)
        self.c1 = nn.Linear(4 * WIDTH + recipe.bag + recipe.kind, recipe.hidden)
        self.c2 = nn.Linear(recipe.hidden, max(columns.stop for columns in CLAUSE_COLUMNS.values()))
        self.mention, self.trigger = nn.Linear(WIDTH, recipe.hidden), nn.Linear(WIDTH, recipe.hidden)
        self.r1 = nn.Linear(2 * recipe.hidden + WIDTH + recipe.bag + recipe.distance + recipe.kind, recipe.hidden)
        self.r2 = nn.Linear(recipe.hidden, max(columns.stop for columns in ROLE_COLUMNS.values()))

    def numbers(self) -> dict[str, Floats]:
        """The trained numbers as inference wants them: linear layers turned, embeddings plain."""
        out: dict[str, Floats] = {}
        for name, layer in self.named_children():
            weight = layer.weight.detach().numpy()
            if isinstance(layer, nn.Linear):
                out[f"{name}.weight"], out[f"{name}.bias"] = weight.T.copy(), layer.bias.detach().numpy()
            else:
                out[name] = weight
        return out


class _Run:
    """Encoder and heads over a batch of documents."""

    def __init__(self, encoder: TunedEncoder, heads: _Heads, recipe: Recipe) -> None:
        self.encoder, self.heads, self.recipe = encoder, heads, recipe

    def _states(self, batch: Sequence[Example]) -> Tensor:
        """All pieces of the batch in a row."""
        chunks = [chunk for example in batch for chunk in example.chunks]
        longest = max(len(chunk.pieces) for chunk in chunks)
        ids, mask = np.zeros((len(chunks), longest), np.int64), np.zeros((len(chunks), longest), np.float32)
        sorts = np.zeros((len(chunks), longest, len(SORTS)), np.float32)
        for row, chunk in enumerate(chunks):
            ids[row, : len(chunk.pieces)], mask[row, : len(chunk.pieces)] = chunk.pieces, 1
            sorts[row, : len(chunk.pieces)] = chunk.sorts
        told = torch.from_numpy(mask)
        states: Tensor = self.encoder(torch.from_numpy(ids), told, torch.from_numpy(sorts))
        return states[told.bool()]

    def _dropped(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        return [[row for row in group if random.random() > self.recipe.features_dropped] for group in rows]

    def _dropout(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.recipe.dropped)

    def scores(self, batch: Sequence[Example]) -> tuple[Tensor, Tensor | None]:
        """The scores of all candidates and of all their mentions."""
        states, heads = self._states(batch), self.heads
        clauses = [(base, clause) for base, example in _placed(batch) for clause in example.clauses]
        parts = [_pooled(states, [[base + row for row in clause.pieces[i]] for base, clause in clauses]) for i in range(4)]
        kinds = heads.kind(torch.tensor([clause.kind for _, clause in clauses]))
        bags = _bagged(heads.clause_bag, self._dropped([clause.features for _, clause in clauses]))
        active = torch.cat([self._dropout(torch.cat(parts, 1)), bags, kinds], 1)
        hidden = functional.gelu(heads.c1(active))
        scores = heads.c2(self._dropout(hidden))
        roles = [(base, owner, role) for owner, (base, clause) in enumerate(clauses) for role in clause.roles]
        return scores, self._role_scores(states, roles, hidden, heads.trigger(parts[1]), kinds) if roles else None

    def _role_scores(
        self, states: Tensor, roles: Sequence[tuple[int, int, RoleExample]], hidden: Tensor, turned: Tensor, kinds: Tensor
    ) -> Tensor:
        heads = self.heads
        owners = torch.tensor([owner for _, owner, _ in roles])
        vectors = _pooled(states, [[base + row for row in role.pieces] for base, _, role in roles])
        bags = _bagged(heads.role_bag, self._dropped([role.features for _, _, role in roles]))
        away = heads.distance(torch.tensor([role.distance for _, _, role in roles]))
        seen = self._dropout(torch.cat([hidden[owners], heads.mention(vectors) * turned[owners], vectors], 1))
        active = functional.gelu(heads.r1(torch.cat([seen, bags, away, kinds[owners]], 1)))
        out: Tensor = heads.r2(self._dropout(active))
        return out

    def loss(self, batch: Sequence[Example]) -> Tensor:
        """The mean log-loss a candidate, over all its tasks."""
        scores, role_scores = self.scores(batch)
        clauses = [clause for example in batch for clause in example.clauses]
        loss = _claim_loss(scores, clauses) + self.recipe.minor * _choice_loss(scores, clauses)
        if role_scores is not None:
            loss = loss + self.recipe.minor * _role_loss(role_scores, [role for clause in clauses for role in clause.roles])
        return loss / len(clauses)


def _placed(batch: Sequence[Example]) -> Iterator[tuple[int, Example]]:
    """Each document with the row of its first piece."""
    base = 0
    for example in batch:
        yield base, example
        base += example.size


def _bagged(layer: nn.EmbeddingBag, rows: Sequence[Sequence[int]]) -> Tensor:
    flat = torch.tensor([row for group in rows for row in group], dtype=torch.long)
    bags: Tensor = layer(flat, _starts(rows))
    return bags


def _pooled(states: Tensor, rows: Sequence[Sequence[int]]) -> Tensor:
    flat = torch.tensor([row for group in rows for row in group], dtype=torch.long)
    return functional.embedding_bag(flat, states, _starts(rows), mode="mean")


def _starts(rows: Sequence[Sequence[int]]) -> Tensor:
    return torch.tensor(np.cumsum([0, *map(len, rows[:-1])]))


def _claim_loss(scores: Tensor, clauses: Sequence[ClauseExample]) -> Tensor:
    columns = torch.tensor([CLAUSE_COLUMNS[f"{KINDS[clause.kind]}.claim"].start for clause in clauses])
    truth = torch.tensor([float(clause.is_claim) for clause in clauses])
    return functional.binary_cross_entropy_with_logits(scores[torch.arange(len(clauses)), columns], truth, reduction="sum")


def _choice_loss(scores: Tensor, clauses: Sequence[ClauseExample]) -> Tensor:
    rows: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, list[int]] = defaultdict(list)
    for row, clause in enumerate(clauses):
        for task, label in clause.choices:
            rows[task].append(row)
            labels[task].append(label)
    loss = torch.zeros(())
    for task, its_rows in rows.items():
        shown = scores[torch.tensor(its_rows)][:, CLAUSE_COLUMNS[task]]
        loss = loss + functional.cross_entropy(shown, torch.tensor(labels[task]), reduction="sum")
    return loss


def _role_loss(scores: Tensor, roles: Sequence[RoleExample]) -> Tensor:
    truth, asked = np.zeros(scores.shape, np.float32), np.zeros(scores.shape, np.float32)
    for row, role in enumerate(roles):
        truth[row, ROLE_COLUMNS[role.task]], asked[row, ROLE_COLUMNS[role.task]] = role.truth, role.asked
    losses = functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(truth), reduction="none")
    return (losses * torch.from_numpy(asked)).sum()


def _batches(examples: Sequence[Example], recipe: Recipe) -> list[list[Example]]:
    order = random.sample(examples, len(examples))
    out: list[list[Example]] = []
    for start in range(0, len(order), recipe.pool):
        size = recipe.step
        for example in sorted(order[start : start + recipe.pool], key=lambda example: example.longest):
            if size >= recipe.step:
                out.append([])
                size = 0
            out[-1].append(example)
            size += example.size
    return random.sample(out, len(out))


def _rate(step: int, steps: int) -> float:
    return min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)


def trained(
    material: Sequence[LabelledCandidate], base: Base, recipe: Recipe = Recipe(), *, on_epoch: Callable[[int, float], None] | None = None
) -> Network:
    """Fit encoder and heads; `on_epoch` hears of each epoch's mean loss."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    clause_rows = vocabulary((item.clause_features for item in material), rare=recipe.rare)
    role_rows = vocabulary((features for item in material for _, features, _ in item.role_examples), rare=recipe.rare)
    examples = examples_of(material, plain_tokenizer(base.vocabulary), clause_rows, role_rows, KINDS)
    encoder, heads = TunedEncoder(base, recipe.layers), _Heads(len(clause_rows), len(role_rows), recipe)
    _fit(_Run(encoder, heads, recipe), examples, recipe, on_epoch)
    return Network(shipped_form(encoder, base), clause_rows, role_rows, heads.numbers(), {})


class _Mean:
    """A running mean of all trained weights; short at first, so that the untrained ones are soon forgotten."""

    def __init__(self, numbers: Sequence[nn.Parameter], slowness: float) -> None:
        self._numbers, self._slowness, self._steps = numbers, slowness, 0
        self._means = [number.detach().clone() for number in numbers]

    def add(self) -> None:
        """Take in the weights as they are now."""
        self._steps += 1
        share = 1 - min(self._slowness, self._steps / (self._steps + 10))
        torch._foreach_lerp_(self._means, [number.detach() for number in self._numbers], share)

    def keep(self) -> None:
        """Put the mean in place of the weights."""
        for number, mean in zip(self._numbers, self._means, strict=True):
            number.data.copy_(mean)


def _fit(run: _Run, examples: Sequence[Example], recipe: Recipe, on_epoch: Callable[[int, float], None] | None) -> None:
    tuned = [number for name, number in run.encoder.named_parameters() if number.requires_grad and not name.startswith("sorts")]
    heads = [*run.heads.parameters(), *run.encoder.sorts.parameters()]
    optimizer = torch.optim.AdamW([{"params": tuned}, {"params": heads}], weight_decay=recipe.decay, fused=True)
    mean = _Mean([*tuned, *heads], recipe.averaged)
    step, steps = 0, recipe.epochs * len(_batches(examples, recipe))
    run.encoder.train()
    for epoch in range(recipe.epochs):
        losses = []
        for batch in _batches(examples, recipe):
            step += 1
            for group, rate in zip(optimizer.param_groups, (recipe.encoder_rate, recipe.rate), strict=True):
                group["lr"] = rate * _rate(step, steps)
            optimizer.zero_grad()
            loss = run.loss(batch)
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            mean.add()
            losses.append(float(loss))
        if on_epoch:
            on_epoch(epoch, sum(losses) / len(losses))
    mean.keep()
