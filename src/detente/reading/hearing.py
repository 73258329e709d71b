"""A candidate heard by the linear judge and the network together.

In: a candidate's view and the mentions in its reach with their features. Out: probabilities.

Model: for label l of a task, s(l) = a linear(l) + b network(l) + c(l), over log-odds where labels are independent and
over log-shares where exactly one holds; a, b and c are fitted by `detente.training.blending` on stories that neither had
learned from. Without a network the linear judge decides alone.
"""

from collections.abc import Sequence

import numpy as np

from detente.reading.analysis import Prepared
from detente.reading.encoder import Floats, States
from detente.reading.features import CandidateView, sentence_features
from detente.reading.judge import Judge
from detente.reading.mentions import Mention
from detente.reading.network import CLAUSE_COLUMNS, ROLE_COLUMNS, Clause, Listener, Network, Picked, role_task
from detente.reading.roles import ROLES
from detente.reading.tables import CLAUSES_OF, NEVER, ROLES_OF, tables_of, within
from detente.reading.value_features import value_features


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
    return np.array([odds.get(slot, NEVER) for slot in slots], dtype=np.float32)


# The numbers of what the features say of a mention in the eyes of a sentence's candidates, whichever it is.
Known = dict[tuple[Mention, int], list[int]]


class Hearing:
    """One candidate; the network, if there is one, looks at it once.

    `numbers` are those of the candidate's features, where they are known already; hearings of one document share what is `known`
    of its mentions.
    """

    def __init__(
        self,
        view: CandidateView,
        judge: Judge,
        heard: tuple[Listener, Clause] | None,
        numbers: Sequence[int] | None = None,
        known: Known | None = None,
    ) -> None:
        self._view = view
        self._listener: Listener | None = heard[0] if heard else None
        self._clause: Clause | None = heard[1] if heard else None
        self._tables = tables_of(judge, self._listener.network if self._listener else None)
        self._known: Known = {} if known is None else known
        table = self._tables.clause
        held = table.numbers_of(view.clause_features) if numbers is None else numbers
        self._linear = table.linear(view.candidate.kind, Picked.of([held]))[0]

    def _parts(self, name: str) -> tuple[Floats, Floats | None, Floats]:
        """What the judge says of a task's labels, what the network says, and how much they count."""
        kind = self._view.candidate.kind
        place = CLAUSE_COLUMNS[f"{kind}.{name}"]
        columns = within(place, CLAUSES_OF[kind])
        other = self._clause.odds[place] if self._clause else None
        return self._linear[columns], other, self._tables.clause.shares[kind][:, columns]

    @property
    def claim(self) -> float:
        """The probability that the candidate is a claim."""
        linear, other, shares = self._parts("claim")
        odds = linear if other is None else shares[0] * linear + shares[1] * other + shares[2]
        return float(1 / (1 + np.exp(-odds[0])))

    def choice(self, name: str) -> Floats:
        """Logarithms of the probabilities of a closed list's labels, in its order: status, action, instrument or form."""
        linear, other, shares = self._parts(name)
        if other is None:
            return log_shares(log_shares(linear))
        return log_shares(shares[0] * log_shares(linear) + shares[1] * log_shares(other) + shares[2])

    def fillers(self, mentions: Sequence[Mention]) -> list[dict[str, float]]:
        """For each mention the probability of each slot that it may fill."""
        if not mentions:
            return []
        view, table, kind = self._view, self._tables.role, self._view.candidate.kind
        picked = Picked.of([[*self._fixed(mention), *table.numbers_of(view.tie_features(mention))] for mention in mentions])
        linear = odds = table.linear(kind, picked)
        if self._listener and self._clause:
            other = self._listener.scores(view, self._clause, mentions, picked.sums(table.bag))
            odds = table.both(kind, linear, other[:, ROLES_OF[kind]])
        rows = zip(mentions, linear.tolist(), (1 / (1 + np.exp(-odds))).tolist(), strict=True)
        return [self._named(mention, *row) for mention, *row in rows]

    def _fixed(self, mention: Mention) -> list[int]:
        """The numbers of those features that all candidates of the sentence share."""
        place = mention, self._view.candidate.sentence
        numbers = self._known.get(place)
        if numbers is None:
            table, view = self._tables.role, self._view
            numbers = self._known[place] = table.numbers_of([*value_features(mention, view.analysis), *view.place_features(mention)])
        return numbers

    def _named(self, mention: Mention, linear: Sequence[float], chances: Sequence[float]) -> dict[str, float]:
        """The chances of a mention's own slots out of a row of those of all slots of the kind."""
        kind = self._view.candidate.kind
        first = ROLE_COLUMNS[role_task(self._view.candidate, mention)].start - ROLES_OF[kind].start
        slots = ROLES[kind, mention.type_]
        return {slot: chances[column] for column, slot in enumerate(slots, first) if linear[column] > NEVER}


def hearings(
    prepared: Prepared, views: Sequence[CandidateView], judge: Judge, network: Network | None = None, states: States | None = None
) -> list[Hearing]:
    """The candidates of one document; with a network, heard by both. `states` are its encoder's, where they are known already."""
    table, known = tables_of(judge, network).clause, Known()
    around = {i: table.numbers_of(sentence_features(prepared.analysis, i)) for i in {view.candidate.sentence for view in views}}
    numbers = [table.numbers_of(view.own_features()) + around[view.candidate.sentence] for view in views]
    heard: Sequence[tuple[Listener, Clause] | None] = [None] * len(views)
    if network and views:
        listener = Listener(network, prepared, states)
        heard = [(listener, clause) for clause in listener.clauses(views, Picked.of(numbers).sums(table.bag))]
    return [Hearing(*row, known) for row in zip(views, [judge] * len(views), heard, numbers, strict=True)]
