"""A network beside the linear judge: the encoder's vectors and the judge's features through two hidden layers.

In: a candidate's view, the mentions in its reach, the document's `States`. Out: log-odds for the labels of the judge's tasks.

Model: with m, t, g, s the mean vectors of a candidate's main trigger, all its triggers, the verb above it and its sentence, F its
features and k its kind,

    u = gelu(A [m; t; g; s; sum over F of a(f); e(k)] + b)         claim and choices read C u + c

and with v the mean vector of a mention, G its features, d the sentences between it and the candidate (-4 to 4),

    w = gelu(A' [u; (P v) * (Q t); v; sum over G of a'(f); e'(d); e(k)] + b')        slots read C' w + c'

All of it is trained together with the encoder by `detente.training.network`; `detente.reading.hearing` weighs it against
the linear judge.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import IO

import numpy as np
from numpy.typing import NDArray

from detente.model.claim import Kind
from detente.model.slots import CHOICES
from detente.model.span import Span
from detente.reading.analysis import Prepared
from detente.reading.candidates import Candidate
from detente.reading.encoder import Encoder, Floats, States, trained_encoder
from detente.reading.features import CandidateView
from detente.reading.judge import rows_in
from detente.reading.mentions import Mention
from detente.reading.roles import ROLES
from detente.reading.sorts import sorts_of

NETWORK_FILE = "network.npz"
# The farthest that a mention's sentence is told apart from others.
FAR = 4
KINDS = tuple(Kind)


def _columns() -> tuple[dict[str, slice], dict[str, slice]]:
    """Which columns of the two outputs hold which task: `measure.claim`, `measure.status`; `measure.actor`, `measure.actor.far`."""
    clause: dict[str, slice] = {}
    roles: dict[str, slice] = {}
    at = 0
    for kind in KINDS:
        for task, size in (("claim", 1), *((choice, len(labels)) for choice, labels in CHOICES[kind].items())):
            clause[f"{kind}.{task}"] = slice(at, at := at + size)
    at = 0
    for (kind, type_), slots in ROLES.items():
        for end in ("", ".far"):
            roles[f"{kind}.{type_}{end}"] = slice(at, at := at + len(slots))
    return clause, roles


CLAUSE_COLUMNS, ROLE_COLUMNS = _columns()


def role_task(candidate: Candidate, mention: Mention) -> str:
    """The task that judges a mention: another one outside the candidate's sentence."""
    return f"{candidate.kind}.{mention.type_}" + ("" if mention.sentence == candidate.sentence else ".far")


def distance(candidate: Candidate, mention: Mention) -> int:
    """How many sentences behind the candidate's a mention stands, counted from 0 for the farthest before it."""
    return max(-FAR, min(FAR, mention.sentence - candidate.sentence)) + FAR


def clause_spans(view: CandidateView) -> tuple[list[Span], list[Span], list[Span], list[Span]]:
    """The words of a candidate that the network looks at: main trigger, all triggers, the verb above, the whole sentence."""
    tree, sentence = view.tree, view.analysis.sentences[view.candidate.sentence].span

    def spans(tokens: Sequence[int]) -> list[Span]:
        return [Span(sentence.start + tree.starts[token], sentence.start + tree.ends[token]) for token in tokens]

    return spans(view.candidate.tokens[:1]), spans(view.candidate.tokens), spans([view.governor]), [sentence]


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What the network makes of a candidate: the log-odds of its tasks, and what it brings into those of its mentions."""

    odds: Floats
    turned: Floats
    active: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The trained numbers by name (`c1.weight`, as in the model above), and the rows of the features.

    `shares` says for each task how much the linear judge's log-odds count, how much the network's, and what is added;
    a column a label.
    """

    encoder: Encoder
    clause_rows: Mapping[str, int]
    role_rows: Mapping[str, int]
    numbers: Mapping[str, Floats]
    shares: Mapping[str, Floats]

    def states(self, prepared: Prepared) -> States:
        """The encoder's vectors of a document."""
        return self.encoder.states(prepared.analysis.sentences, sorts_of(prepared.analysis, prepared.candidates))

    def layer(self, name: str, x: Floats) -> Floats:
        """One linear layer."""
        out: Floats = x @ self.numbers[f"{name}.weight"] + self.numbers[f"{name}.bias"]
        return out

    def role_part(self, name: str) -> Floats:
        """The rows of the layer over mentions that take in one part of what it sees."""
        hidden, width = self.numbers["c1.weight"].shape[1], self.numbers["mention.weight"].shape[0]
        sizes = {
            "candidate": hidden,
            "compared": hidden,
            "mention": width,
            "features": self.numbers["role_bag"].shape[1],
            "distance": self.numbers["distance"].shape[1],
            "kind": self.numbers["kind"].shape[1],
        }
        start = sum(size for part, size in sizes.items() if list(sizes).index(part) < list(sizes).index(name))
        return self.numbers["r1.weight"][start : start + sizes[name]]

    def save(self, target: IO[bytes]) -> None:
        """Write all but the encoder, halved to 16 bits."""
        arrays: dict[str, NDArray[np.generic]] = {f"numbers/{name}": values.astype(np.float16) for name, values in self.numbers.items()}
        arrays |= {f"shares/{task}": values.astype(np.float32) for task, values in self.shares.items()}
        for name, rows in (("clause", self.clause_rows), ("role", self.role_rows)):
            arrays[f"features/{name}"] = np.frombuffer("\n".join(rows).encode(), dtype=np.uint8)
        np.savez_compressed(target, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, source: IO[bytes], encoder: Encoder) -> "Network":
        """Read what `save` wrote."""
        with np.load(source) as archive:
            held = {
                part: {name.split("/", 1)[1]: archive[name].astype(np.float32) for name in archive.files if name.startswith(f"{part}/")}
                for part in ("numbers", "shares")
            }
            clause, role = (rows_in(archive[f"features/{name}"]) for name in ("clause", "role"))
        return cls(encoder, clause, role, held["numbers"], held["shares"])


class Listener:
    """The network over one document: its mentions and candidates are looked at together.

    `states` are the encoder's for its sentences, where they are known already.
    """

    def __init__(self, network: Network, prepared: Prepared, states: States | None = None) -> None:
        self.network = network
        self._states = states or network.states(prepared)
        self._parts = {name: network.role_part(name) for name in ("candidate", "compared", "mention", "features", "distance", "kind")}
        mentions = [mention for row in prepared.analysis.mentions for mention in row]
        self._rows = {mention: row for row, mention in enumerate(mentions)}
        self._away = network.numbers["distance"] @ self._parts["distance"]
        vectors = self._states.means([[mention.span] for mention in mentions])
        self._turned, self._words = network.layer("mention", vectors), vectors @ self._parts["mention"]

    def clauses(self, views: Sequence[CandidateView], bags: Floats | None = None) -> list[Clause]:
        """Judge candidates; `bags` are the sums over their features, where they are known already."""
        network, numbers = self.network, self.network.numbers
        places = zip(*map(clause_spans, views), strict=True)
        main, all_, verb, around = np.split(self._states.means([spans for part in places for spans in part]), 4)
        kinds = numbers["kind"][[KINDS.index(view.candidate.kind) for view in views]]
        if bags is None:
            bags = _bags(numbers["clause_bag"], network.clause_rows, [view.clause_features for view in views])
        hidden = _gelu(network.layer("c1", np.concatenate([main, all_, verb, around, bags, kinds], axis=1)))
        active = hidden @ self._parts["candidate"] + kinds @ self._parts["kind"] + numbers["r1.bias"]
        return [Clause(*rows) for rows in zip(network.layer("c2", hidden), network.layer("trigger", all_), active, strict=True)]

    def roles(self, view: CandidateView, clause: Clause, mentions: Sequence[tuple[Mention, Sequence[str]]]) -> list[Floats]:
        """The log-odds of each mention's slots, in the order of `ROLES`; `mentions` come with their features."""
        if not mentions:
            return []
        bags = _bags(self.network.numbers["role_bag"], self.network.role_rows, [features for _, features in mentions])
        scores = self.scores(view, clause, [mention for mention, _ in mentions], bags)
        return [row[ROLE_COLUMNS[role_task(view.candidate, mention)]] for row, (mention, _) in zip(scores, mentions, strict=True)]

    def scores(self, view: CandidateView, clause: Clause, mentions: Sequence[Mention], bags: Floats) -> Floats:
        """The log-odds of all slots, a row for each mention; `bags` are the sums over their features."""
        at = [self._rows[mention] for mention in mentions]
        away = self._away[[distance(view.candidate, mention) for mention in mentions]]
        active = clause.active + (self._turned[at] * clause.turned) @ self._parts["compared"] + self._words[at]
        active += bags @ self._parts["features"] + away
        out: Floats = self.network.layer("r2", _gelu(active))
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """Rows of a table, several for each list of features: the rows of list i begin at `starts[i]`.

    Each list begins with the table's last row, which is of no feature and zero: it keeps the sums apart where a list is empty.
    """

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Picked":
        """Put lists of row numbers side by side."""
        flat: list[int] = []
        starts: list[int] = []
        for numbers in lists:
            starts.append(len(flat))
            flat.append(-1)
            flat += numbers
        return cls(np.array(flat, dtype=np.intp), np.array(starts, dtype=np.intp))

    def sums(self, table: Floats) -> Floats:
        """For each list the sum of its rows; those that the table does not have count nothing."""
        out: Floats = np.add.reduceat(table.take(np.minimum(self.rows, len(table) - 1), axis=0), self.starts, axis=0)
        return out


def _bags(embedding: Floats, rows: Mapping[str, int], lists: Sequence[Sequence[str]]) -> Floats:
    """The sum of the rows of each list's features. The last row of the embedding is the spare one, and is taken off again."""
    picked = Picked.of([row for feature in features if (row := rows.get(feature)) is not None] for features in lists)
    sums: Floats = picked.sums(embedding) - embedding[-1]
    return sums


# Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: of the error function, off by less than 1.5e-7.
_ERF = tuple(np.float32(number) for number in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
_ERF_STEEPNESS = np.float32(0.3275911)


def _erf(x: Floats) -> Floats:
    """The error function; scipy's takes a third of a second to load."""
    size = np.abs(x)
    t = 1 / (1 + _ERF_STEEPNESS * size)
    power = np.zeros_like(t)
    for number in _ERF:
        power = (power + number) * t
    out: Floats = np.copysign(1 - power * np.exp(-size * size), x)
    return out


def _gelu(x: Floats) -> Floats:
    out: Floats = 0.5 * x * (1.0 + _erf(x / np.sqrt(np.float32(2.0))))
    return out


@cache
def trained_network() -> Network:
    """The weights that ship with the package."""
    return Network.load(BytesIO((files("detente.reading") / "weights" / NETWORK_FILE).read_bytes()), trained_encoder())
