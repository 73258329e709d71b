"""A candidate heard by the linear judge and the network together.

In: a candidate's view and the mentions in its reach with their features. Out: probabilities.

Model: for label l of a task, s(l) = a(l) linear(l) + b(l) network(l) + c(l), over log-odds where labels are independent
and over log-shares where exactly one holds; a, b and c are fitted by `detente.training.blending` on stories that
neither had learned from. Without a network the linear judge decides alone.
"""

from collections.abc import Sequence

import numpy as np

from detente.reading.features import CandidateView
from detente.reading.judge import Judge
from detente.reading.mentions import Mention
from detente.reading.network import CLAUSE_COLUMNS, Clause, Network, is_judged, role_task
from detente.reading.roles import ROLES
from detente.reading.vectors import Floats


def log_shares(scores: Floats) -> Floats:
    """Logarithms of the probabilities of labels of which exactly one holds."""
    raised = scores - scores.max()
    out: Floats = raised - np.log(np.exp(raised).sum())
    return out


def linear_role_odds(judge: Judge, view: CandidateView, mention: Mention, features: Sequence[str]) -> dict[str, float]:
    """The linear judge's log-odds of the slots that a mention may fill, where it has a task for them."""
    kind, here = view.candidate.kind, view.candidate.sentence
    if mention.sentence == here:
        task = judge.tasks.get(f"{kind}.{mention.type_}")
        return dict(zip(task.labels, task.scores(features).tolist(), strict=True)) if task else {}
    tasks = {slot: judge.tasks.get(f"{kind}.{slot}.far") for slot in ROLES[kind, mention.type_]}
    return {slot: float(task.scores(features)[0]) for slot, task in tasks.items() if task}


class Hearing:
    """One candidate; the network, if there is one, looks at it once."""

    def __init__(self, view: CandidateView, judge: Judge, network: Network | None) -> None:
        self._view, self._judge, self._network = view, judge, network
        self._clause: Clause | None = network.clause(view) if network else None

    def _both(self, task: str, linear: Floats, other: Floats | None) -> Floats:
        shares = self._network.shares.get(task) if self._network else None
        if shares is None or other is None:
            return linear
        out: Floats = shares[0] * linear + shares[1] * other + shares[2]
        return out

    def _heard(self, task: str) -> tuple[Floats, Floats | None]:
        linear = self._judge.tasks[task].scores(self._view.clause_features)
        return linear, self._clause.odds[CLAUSE_COLUMNS[task]] if self._clause else None

    @property
    def claim(self) -> float:
        """The probability that the candidate is a claim."""
        task = f"{self._view.candidate.kind}.claim"
        return float(1 / (1 + np.exp(-self._both(task, *self._heard(task))[0])))

    def choice(self, name: str) -> str:
        """The likeliest label of a closed list: status, action, instrument or form."""
        task = f"{self._view.candidate.kind}.{name}"
        linear, other = self._heard(task)
        scores = self._both(task, log_shares(linear), None if other is None else log_shares(other))
        return self._judge.tasks[task].labels[int(scores.argmax())]

    def fillers(self, mentions: Sequence[tuple[Mention, Sequence[str]]]) -> list[dict[str, float]]:
        """For each mention, given with its features, the probability of each slot that it may fill."""
        others = self._network_odds(mentions)
        out = []
        for (mention, features), other in zip(mentions, others, strict=True):
            slots = ROLES[self._view.candidate.kind, mention.type_]
            linear = linear_role_odds(self._judge, self._view, mention, features)
            both = self._both(
                role_task(self._view.candidate, mention), np.array([linear.get(slot, -20.0) for slot in slots], np.float32), other
            )
            out.append({slot: float(1 / (1 + np.exp(-odds))) for slot, odds in zip(slots, both, strict=True) if slot in linear})
        return out

    def _network_odds(self, mentions: Sequence[tuple[Mention, Sequence[str]]]) -> list[Floats | None]:
        out: list[Floats | None] = [None] * len(mentions)
        if self._network is None or self._clause is None:
            return out
        at = [index for index, (mention, _) in enumerate(mentions) if is_judged(self._view.candidate, mention)]
        for index, odds in zip(at, self._network.roles(self._view, self._clause, [mentions[index] for index in at]), strict=True):
            out[index] = odds
        return out
