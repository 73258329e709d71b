"""How much each task heeds the linear judge and how much the network.

In: candidates of stories that neither had learned from, labelled, with both. Out: the `shares` of `Network`.

Model: see `detente.reading.hearing`. The two weights are shared by all kinds (logistic regression, or least log-loss where
one label holds); the number to be added is moved for each label half of the way to where saying yes gives the best F1.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from detente.model.slots import CHOICES
from detente.reading.encoder import Floats
from detente.reading.features import CandidateView
from detente.reading.hearing import linear_role_odds, log_shares
from detente.reading.judge import Judge
from detente.reading.memory import Memory
from detente.reading.network import CLAUSE_COLUMNS, Clause, Listener, Network, role_task
from detente.reading.roles import ROLES
from detente.training.labels import LabelledCandidate

_FARTHEST = 12.0
_ENOUGH = 12
_BARS = np.linspace(-1.4, 0.4, 19)
_SHIFT = 0.5

Heard = tuple[Judge, Network, Sequence[LabelledCandidate]]


@dataclass(frozen=True, slots=True)
class _Odds:
    """One yes or no question: both log-odds and the truth; `task` and `label` say which."""

    task: str
    label: int
    linear: float
    network: float
    truth: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """One choice among labels: both log-shares and the truth."""

    task: str
    linear: Floats
    network: Floats
    truth: int


def _view(item: LabelledCandidate) -> CandidateView:
    return CandidateView(item.prepared.analysis, item.candidate, Memory(), item.prepared.beside(item.candidate))


def _heard(material: Iterable[Heard]) -> tuple[list[_Odds], list[_Choice]]:
    odds: list[_Odds] = []
    choices: list[_Choice] = []
    for judge, network, items in material:
        for _, group in groupby(items, key=lambda item: id(item.prepared)):
            document = list(group)
            listener = Listener(network, document[0].prepared)
            views = [_view(item) for item in document]
            for item, view, clause in zip(document, views, listener.clauses(views), strict=True):
                task = f"{item.candidate.kind}.claim"
                linear = float(judge.tasks[task].scores(item.clause_features)[0])
                odds.append(_Odds(task, 0, linear, float(clause.odds[CLAUSE_COLUMNS[task]][0]), bool(item.golds)))
                if item.golds:
                    choices += _choices(judge, item, clause)
                    odds += _roles(judge, listener, item, view, clause)
    return odds, choices


def _choices(judge: Judge, item: LabelledCandidate, clause: Clause) -> list[_Choice]:
    out = []
    for name in CHOICES[item.candidate.kind]:
        task = f"{item.candidate.kind}.{name}"
        linear = log_shares(judge.tasks[task].scores(item.clause_features))
        truth = judge.tasks[task].labels.index(str(item.golds[0][name]))
        out.append(_Choice(task, linear, log_shares(clause.odds[CLAUSE_COLUMNS[task]]), truth))
    return out


def _roles(judge: Judge, listener: Listener, item: LabelledCandidate, view: CandidateView, clause: Clause) -> Iterator[_Odds]:
    here = item.candidate.sentence
    inside = {slot for mention, _, slots in item.role_examples if mention.sentence == here for slot in slots}
    rows = listener.roles(view, clause, [(mention, features) for mention, features, _ in item.role_examples])
    for (mention, features, slots), row in zip(item.role_examples, rows, strict=True):
        linear = linear_role_odds(judge, view, mention, features)
        if linear is None:
            continue
        for label, slot in enumerate(ROLES[item.candidate.kind, mention.type_]):
            if mention.sentence == here or slot not in inside:
                yield _Odds(role_task(item.candidate, mention), label, float(linear[label]), float(row[label]), slot in slots)


def _group(task: str) -> str:
    """What is weighed together: the same sort of task in all kinds."""
    return task.split(".", 1)[1]


def _best_bar(odds: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    if not _ENOUGH <= truth.sum() <= len(truth) - _ENOUGH:
        return 0.0
    said = odds[None, :] >= _BARS[:, None]
    return float(_BARS[int((2 * (said & truth).sum(axis=1) / (said.sum(axis=1) + truth.sum())).argmax())])


def _weighed(group: Sequence[_Odds]) -> dict[str, Floats]:
    """The shares of all tasks of a group; none where there is too little to weigh."""
    truth = np.array([o.truth for o in group])
    if not _ENOUGH <= truth.sum() <= len(truth) - _ENOUGH:
        return {}
    pairs = np.clip(np.array([(o.linear, o.network) for o in group]), -_FARTHEST, _FARTHEST)
    model = LogisticRegression(C=10).fit(pairs, truth)
    both = model.decision_function(pairs)
    out = {}
    for task in sorted({o.task for o in group}):
        labels = _labels_of(task)
        shares = np.tile(np.array([[*model.coef_[0], model.intercept_[0]]], np.float32).T, (1, labels))
        for label in range(labels) if not task.endswith(".claim") else ():
            at = [index for index, o in enumerate(group) if o.task == task and o.label == label]
            shares[2, label] -= _SHIFT * _best_bar(both[at], truth[at])
        out[task] = shares
    return out


def _labels_of(task: str) -> int:
    if task in CLAUSE_COLUMNS:
        return int(CLAUSE_COLUMNS[task].stop) - int(CLAUSE_COLUMNS[task].start)
    return next(len(slots) for (kind, type_), slots in ROLES.items() if task.removesuffix(".far") == f"{kind}.{type_}")


def _chosen(group: Sequence[_Choice]) -> dict[str, Floats]:
    def loss(weights: NDArray[np.float64]) -> float:
        return -sum(float(log_shares((weights[0] * c.linear + weights[1] * c.network).astype(np.float32))[c.truth]) for c in group)

    best = minimize(loss, np.array([0.5, 0.5]), method="Nelder-Mead", options={"maxiter": 60}).x
    shares = np.array([[best[0], best[1], 0.0]], np.float32).T
    return {task: np.tile(shares, (1, _labels_of(task))) for task in sorted({c.task for c in group})}


def blended(network: Network, material: Iterable[Heard]) -> Network:
    """The network with its shares fitted; each part of the material comes with a judge and a network that never saw it."""
    odds, choices = _heard(material)
    grouped: dict[str, list[_Odds]] = defaultdict(list)
    for o in odds:
        grouped[_group(o.task)].append(o)
    chosen: dict[str, list[_Choice]] = defaultdict(list)
    for c in choices:
        chosen[_group(c.task)].append(c)
    shares: dict[str, Floats] = {}
    for group in grouped.values():
        shares |= _weighed(group)
    for choice_group in chosen.values():
        shares |= _chosen(choice_group)
    return replace(network, shares=shares)
