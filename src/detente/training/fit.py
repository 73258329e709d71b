"""Fit the judge's tasks to labelled candidates.

In: labelled candidates. Out: a `Judge`. Seeded; the same material gives the same weights.

Model: see `detente.reading.judge`; weights minimise log-loss plus an L2 penalty (scikit-learn's liblinear and lbfgs).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from detente.model.claim import Kind
from detente.model.slots import CHOICES
from detente.reading import links
from detente.reading.judge import Judge, Task
from detente.reading.merge import SAME_MATTER
from detente.reading.roles import ROLES
from detente.training.labels import LabelledCandidate
from detente.training.link_examples import link_examples
from detente.training.matters import matter_examples

_SEED = 20_261_126
_SMALLEST_WEIGHT = 0.01
_RARE = 2
# Cross-validation of the bar from which a label is said: folds, fewest examples, and the log-odds tried.
_FOLDS = 4
_ENOUGH = 12
_BARS = (-1.4, 0.4, 19)
# Links are rare among pairs: their bar lies lower.
_LINK_BARS = (-3.2, 0.4, 37)
# That bar is found among gold claims; among claims as read, some of them wrong, it lies higher.
_LINK_SHIFT = 0.3
# How much of the way to that bar the bias is moved: a filler that is wrong costs more than one that is missing.
_SHIFT = 0.5


class _Examples:
    """Feature lists of one task with their labels."""

    def __init__(self) -> None:
        self.features: list[Sequence[str]] = []
        self.labels: list[object] = []

    def add(self, features: Sequence[str], label: object) -> None:
        self.features.append(features)
        self.labels.append(label)


def _matrix(features: Sequence[Sequence[str]]) -> tuple[csr_matrix, dict[str, int]]:
    counts = Counter(name for names in features for name in set(names))
    rows = {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= _RARE))}
    indices: list[int] = []
    starts = [0]
    for names in features:
        indices += sorted({rows[name] for name in names if name in rows})
        starts.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, starts), shape=(len(features), max(1, len(rows))))
    return matrix, rows


def _pruned(labels: tuple[str, ...], rows: dict[str, int], weights: NDArray[np.float64], bias: NDArray[np.float64]) -> Task:
    kept = [(name, row) for name, row in rows.items() if np.abs(weights[row]).max() >= _SMALLEST_WEIGHT]
    chosen = weights[[row for _, row in kept]] if kept else np.zeros((0, len(labels)))
    return Task(labels, {name: index for index, (name, _) in enumerate(kept)}, chosen.astype(np.float32), bias.astype(np.float32))


def _binary(matrix: csr_matrix, truth: NDArray[np.bool_], strength: float) -> tuple[NDArray[np.float64], float]:
    if truth.all() or not truth.any():
        return np.zeros(matrix.shape[1]), 6.0 if truth.all() else -6.0
    model = LogisticRegression(C=strength, solver="liblinear", random_state=_SEED, max_iter=300)
    model.fit(matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def _best_bar(matrix: csr_matrix, truth: NDArray[np.bool_], strength: float, tried: tuple[float, float, int]) -> float:
    """The log-odds from which on saying yes gives the best F1, by cross-validation; 0 where there is too little to tell."""
    if not _ENOUGH <= truth.sum() <= len(truth) - _ENOUGH:
        return 0.0
    odds = np.zeros(len(truth))
    for train, test in KFold(_FOLDS).split(matrix):
        weights, bias = _binary(matrix[train], truth[train], strength)
        odds[test] = matrix[test] @ weights + bias
    bars = np.linspace(*tried)
    said = odds[None, :] >= bars[:, None]
    f1 = 2 * (said & truth).sum(axis=1) / (said.sum(axis=1) + truth.sum())
    return float(bars[int(f1.argmax())])


def fit_independent(
    examples: _Examples,
    labels: tuple[str, ...],
    strength: float = 0.3,
    *,
    calibrated: bool = True,
    bars: tuple[float, float, int] = _BARS,
    shift: float = _SHIFT,
) -> Task:
    """A task whose labels are independent; each example's label is the set of those that hold.

    The bias is moved so that a probability of one half is where saying yes pays in F1.
    """
    matrix, rows = _matrix(examples.features)
    fitted = []
    for label in labels:
        truth = np.array([label in truth for truth in examples.labels])  # type: ignore[operator]
        weights, bias = _binary(matrix, truth, strength)
        fitted.append((weights, bias - (_best_bar(matrix, truth, strength, bars) * shift if calibrated else 0.0)))
    return _pruned(labels, rows, np.stack([w for w, _ in fitted], axis=1), np.array([b for _, b in fitted]))


def fit_exclusive(examples: _Examples, labels: tuple[str, ...], strength: float = 0.3) -> Task:
    """A task of whose labels exactly one holds."""
    matrix, rows = _matrix(examples.features)
    present = [label for label in labels if label in set(examples.labels)]
    weights, bias = np.zeros((matrix.shape[1], len(labels))), np.full(len(labels), -20.0)
    if len(present) == 1:
        bias[labels.index(present[0])] = 0.0
        return _pruned(labels, rows, weights, bias)
    model = LogisticRegression(C=strength, solver="lbfgs", max_iter=400, random_state=_SEED)
    model.fit(matrix, np.array(examples.labels))
    coefficients, intercepts = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients, intercepts = np.vstack([-coefficients[0], coefficients[0]]), np.array([-intercepts[0], intercepts[0]])
    for row, label in enumerate(model.classes_):
        column = labels.index(str(label))
        weights[:, column], bias[column] = coefficients[row], intercepts[row]
    return _pruned(labels, rows, weights, bias)


@dataclass(frozen=True, slots=True)
class Strengths:
    """Inverse strength of the L2 penalty for each sort of task."""

    claim: float = 0.3
    choice: float = 0.3
    role: float = 0.3
    far: float = 0.3
    link: float = 0.15
    matter: float = 0.3


def fit(material: Sequence[LabelledCandidate], *, name: str = "trained", strengths: Strengths = Strengths()) -> Judge:
    """Fit all tasks."""
    accept: dict[str, _Examples] = defaultdict(_Examples)
    choices: dict[tuple[Kind, str], _Examples] = defaultdict(_Examples)
    roles: dict[str, _Examples] = defaultdict(_Examples)
    far: dict[str, _Examples] = defaultdict(_Examples)
    for item in material:
        kind = item.candidate.kind
        clause = list(item.clause_features)
        accept[kind].add(clause, {"claim"} if item.golds else set())
        if not item.golds:
            continue
        for choice in CHOICES[kind]:
            choices[kind, choice].add(clause, item.golds[0][choice])
        inside = {slot for mention, _, slots in item.role_examples if mention.sentence == item.candidate.sentence for slot in slots}
        for mention, features, slots in item.role_examples:
            if mention.sentence == item.candidate.sentence:
                roles[f"{kind}.{mention.type_}"].add(list(features), slots)
                continue
            for slot in ROLES[kind, mention.type_]:
                if slot not in inside:
                    far[f"{kind}.{slot}.far"].add(list(features), {slot} & slots)
    tasks: dict[str, Task] = {
        f"{kind}.claim": fit_independent(examples, ("claim",), strengths.claim, calibrated=False)
        for kind, examples in sorted(accept.items())
    }
    for (kind, choice), examples in sorted(choices.items()):
        tasks[f"{kind}.{choice}"] = fit_exclusive(examples, tuple(str(value) for value in CHOICES[kind][choice]), strengths.choice)
    for (kind, type_), labels in ROLES.items():
        if labels and (name_ := f"{kind}.{type_}") in roles:
            tasks[name_] = fit_independent(roles[name_], labels, strengths.role)
    for name_, examples in sorted(far.items()):
        tasks[name_] = fit_independent(examples, (name_.split(".")[1],), strengths.far)
    matters: dict[Kind, _Examples] = defaultdict(_Examples)
    for matter, names, same in matter_examples(material):
        matters[matter].add(names, same)
    for matter, examples in sorted(matters.items()):
        tasks[f"{matter}.{SAME_MATTER}"] = fit_independent(examples, (SAME_MATTER,), strengths.matter, calibrated=False)
    pairs = _Examples()
    for tied, types in link_examples(material):
        pairs.add(tied, types)
    tasks[links.TASK] = fit_independent(pairs, links.LABELS, strengths.link, bars=_LINK_BARS, shift=_LINK_SHIFT)
    return Judge(name, tasks)
