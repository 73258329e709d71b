"""A candidate heard by the linear judge and the network together.

In: a candidate's view and the mentions in its reach with their features. Out: probabilities.

Model: for label l of a task, s(l) = a linear(l) + b network(l) + c(l), over log-odds where labels are independent and
over log-shares where exactly one holds; a, b and c are fitted by `detente.training.blending` on stories that neither had
learned from. Without a network the linear judge decides alone.
"""

from collections.abc import Sequence

import numpy as np

from detente.reading.encoder import Floats
from detente.reading.features import CandidateView
from detente.reading.judge import Judge
from detente.reading.mentions import Mention
from detente.reading.network import CLAUSE_COLUMNS, Clause, Listener, role_task
from detente.reading.roles import ROLES

# The log-odds of a slot that the linear judge was never asked about.
_NEVER = -20.0


def log_shares(scores: Floats) -> Floats:
    """Logarithms of the probabilities of labels of which exactly one holds."""
    raised = scores - scores.max()
    out: Floats = raised - np.log(np.exp(raised).sum())
    return out


def linear_role_odds(judge: Judge, view: CandidateView, mention: Mention, features: Sequence[str]) -> Floats | None:
    """The linear judge's log-odds of the slots that a mention may fill, in the order of `ROLES`; None where it has no task for them."""
    kind, slots = view.candidate.kind, ROLES[view.candidate.kind, mention.type_]
    if mention.sentence == view.candidate.sentence:
        task = judge.tasks.get(f"{kind}.{mention.type_}")
        return task.scores(features) if task else None
    known = tuple(name for slot in slots if (name := f"{kind}.{slot}.far") in judge.tasks)
    if not known:
        return None
    joined = judge.joined(known)
    odds = dict(zip(joined.labels, joined.scores(features).tolist(), strict=True))
    return np.array([odds.get(slot, _NEVER) for slot in slots], dtype=np.float32)


class Hearing:
    """One candidate; the network, if there is one, looks at it once."""

    def __init__(self, view: CandidateView, judge: Judge, heard: tuple[Listener, Clause] | None) -> None:
        self._view, self._judge = view, judge
        self._listener: Listener | None = heard[0] if heard else None
        self._clause: Clause | None = heard[1] if heard else None

    def _both(self, task: str, linear: Floats, other: Floats | None) -> Floats:
        shares = self._listener.shares.get(task) if self._listener else None
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

    def choice(self, name: str) -> Floats:
        """Logarithms of the probabilities of a closed list's labels, in its order: status, action, instrument or form."""
        task = f"{self._view.candidate.kind}.{name}"
        linear, other = self._heard(task)
        return log_shares(self._both(task, log_shares(linear), None if other is None else log_shares(other)))

    def fillers(self, mentions: Sequence[Mention]) -> list[dict[str, float]]:
        """For each mention the probability of each slot that it may fill."""
        heard = [(mention, self._view.role_features(mention)) for mention in mentions]
        others: Sequence[Floats | None] = [None] * len(heard)
        if self._listener and self._clause:
            others = self._listener.roles(self._view, self._clause, heard)
        out: list[dict[str, float]] = []
        for (mention, features), other in zip(heard, others, strict=True):
            linear = linear_role_odds(self._judge, self._view, mention, features)
            if linear is None:
                out.append({})
                continue
            chances = 1 / (1 + np.exp(-self._both(role_task(self._view.candidate, mention), linear, other)))
            slots = ROLES[self._view.candidate.kind, mention.type_]
            out.append({slot: chance for slot, chance, odds in zip(slots, chances.tolist(), linear, strict=True) if odds > _NEVER})
        return out
