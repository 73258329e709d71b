"""A small network beside the linear judge: features and word vectors through one hidden layer, shared by all tasks.

In: a candidate's view and the mentions in its reach. Out: log-odds for the labels of the judge's tasks.

Model: with F the features of a candidate, p its word places (trigger, governing verb, neighbours ...) and e(w) the
vector of a word, u = relu(A sum over F of a(f) + sum over p of B(p) e(p) + b); claim and choices read C u + c. With G
the features of a mention for that candidate and q its word places, v = relu(A' sum over G of a'(f) + sum over q of
B'(q) e(q) + D u + b'); slots read C' v + c'. The word vectors are those of a pretrained encoder's word pieces, turned
onto their main axes; the rest is trained by `detente.training.network`. The network is weighed against the linear
judge by `detente.reading.hearing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import IO

import numpy as np
from numpy.typing import NDArray

from detente.model.claim import Kind
from detente.model.slots import CHOICES
from detente.reading.candidates import Candidate
from detente.reading.features import CandidateView
from detente.reading.mentions import Analysis, Mention, MentionType
from detente.reading.parse import Syntax
from detente.reading.roles import ROLES
from detente.reading.vectors import Floats, Places, WordVectors, word_vectors

NETWORK_FILE = "network.npz"
_NEAR = 8
_LONGEST_SPAN = 8
_SKIPPED = frozenset(("PUNCT", "DET", "NUM", "SPACE"))
CLAUSE_PLACES = 12
ROLE_PLACES = 7


def _columns() -> tuple[dict[str, slice], dict[str, slice]]:
    """Which columns of the two outputs hold which task: `measure.claim`, `measure.status`; `measure.actor`, `measure.actor.far`."""
    clause: dict[str, slice] = {}
    roles: dict[str, slice] = {}
    at = 0
    for kind in Kind:
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


def is_judged(candidate: Candidate, mention: Mention) -> bool:
    """Whether the network has a say: who acts from outside the sentence is a matter of memory, which words tell nothing of."""
    return mention.sentence == candidate.sentence or mention.type_ is not MentionType.ACTOR


def _kid(tree: Syntax, token: int, deps: tuple[str, ...]) -> int | None:
    return next((child for child in tree.children[token] if tree.deps[child] in deps), None)


def _placed(tree: Syntax, places: Sequence[int | None]) -> Places:
    return tuple((tree.lower[place],) if place is not None and 0 <= place < len(tree) else () for place in places)


def clause_words(view: CandidateView) -> Places:
    """The words at the places of a candidate that the network looks at; the last place holds the content words around."""
    tree, main, verb = view.tree, view.candidate.main, view.governor
    above = next((t for t in tree.ancestors(verb) if tree.pos[t] in ("VERB", "AUX")), None)
    places = (
        main,
        verb,
        tree.heads[main],
        above,
        main - 1,
        main + 1,
        _kid(tree, verb, ("nsubj", "nsubjpass")),
        _kid(tree, verb, ("dobj", "attr", "prep")),
        _kid(tree, main, ("amod", "compound", "nmod", "advmod")),
        _kid(tree, main, ("prep", "dobj", "agent")),
        view.candidate.tokens[1] if len(view.candidate.tokens) > 1 else None,
    )
    around = range(max(0, main - _NEAR), min(len(tree), main + _NEAR + 1))
    return (*_placed(tree, places), tuple(tree.lower[t] for t in around if tree.pos[t] not in _SKIPPED))


def mention_words(analysis: Analysis, mention: Mention) -> Places:
    """The words at the places of a mention; the last place holds its own words. Empty where its sentence was not parsed."""
    tree, token = analysis.trees[mention.sentence], mention.token
    if tree is None or token is None:
        return ((),) * ROLE_PLACES
    base = analysis.sentences[mention.sentence].span.start
    first, last = tree.token_at(mention.span.start - base), tree.token_at(mention.span.end - base - 1)
    head = tree.heads[token]
    places = (token, head, tree.heads[head], first - 1, last + 1, _kid(tree, head, ("dobj", "pobj", "nsubj")))
    return (*_placed(tree, places), tuple(tree.lower[first : last + 1][:_LONGEST_SPAN]))


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """One hidden layer: over features `rows`/`embedding`, word vectors `words` and, for slots, the candidate's hidden layer `below`."""

    rows: Mapping[str, int]
    embedding: Floats
    mix: Floats
    words: Floats
    below: Floats
    bias: Floats
    out: Floats
    out_bias: Floats

    def hidden(self, features: Sequence[Sequence[str]], vectors: Floats, below: Floats | None) -> Floats:
        """The hidden layer of several examples, one a row."""
        rows = self.rows
        bags = np.stack([self.embedding[[row for f in names if (row := rows.get(f)) is not None]].sum(axis=0) for names in features])
        active = bags @ self.mix + vectors @ self.words + self.bias
        if below is not None:
            active += below @ self.below
        return np.maximum(active, 0.0)

    def scores(self, hidden: Floats) -> Floats:
        """Log-odds of all columns."""
        return hidden @ self.out + self.out_bias


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What the network makes of a candidate: its hidden layer and the log-odds of its tasks."""

    hidden: Floats
    odds: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Both halves, the word vectors that they share, and how much each task heeds them.

    `shares` holds for each task a row for the linear judge's log-odds, one for the network's and one to be added; a
    column a label.
    """

    vectors: WordVectors
    clause_half: Half
    role_half: Half
    shares: Mapping[str, Floats]

    def clause(self, view: CandidateView) -> Clause:
        """Judge a candidate."""
        names = (*view.clause_features, f"kind={view.candidate.kind}")
        hidden = self.clause_half.hidden([names], self.vectors.at(clause_words(view))[None], None)
        return Clause(hidden, self.clause_half.scores(hidden)[0])

    def roles(self, view: CandidateView, clause: Clause, mentions: Sequence[tuple[Mention, Sequence[str]]]) -> list[Floats]:
        """The log-odds of each mention's slots, in the order of `ROLES`; `mentions` come with their features."""
        if not mentions:
            return []
        tasks = [role_task(view.candidate, mention) for mention, _ in mentions]
        names = [(*features, f"task={task}") for (_, features), task in zip(mentions, tasks, strict=True)]
        vectors = np.stack([self.vectors.at(mention_words(view.analysis, mention)) for mention, _ in mentions])
        scores = self.role_half.scores(self.role_half.hidden(names, vectors, clause.hidden))
        return [row[ROLE_COLUMNS[task]] for row, task in zip(scores, tasks, strict=True)]

    def save(self, target: IO[bytes]) -> None:
        """Write all but the word vectors, halved to 16 bits."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, half in (("clause", self.clause_half), ("role", self.role_half)):
            arrays |= {f"{name}/{part}": getattr(half, part).astype(np.float16) for part in _PARTS}
            arrays[f"{name}/features"] = np.frombuffer("\n".join(half.rows).encode(), dtype=np.uint8)
        arrays |= {f"shares/{task}": numbers for task, numbers in self.shares.items()}
        np.savez_compressed(target, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, source: IO[bytes], vectors: WordVectors) -> "Network":
        """Read what `save` wrote."""
        with np.load(source) as archive:
            halves = [_half_in(archive, name) for name in ("clause", "role")]
            shares = {name.removeprefix("shares/"): archive[name] for name in archive.files if name.startswith("shares/")}
        return cls(vectors, halves[0], halves[1], shares)


_PARTS = ("embedding", "mix", "words", "below", "bias", "out", "out_bias")


def _half_in(archive: Mapping[str, NDArray[np.generic]], name: str) -> Half:
    features = archive[f"{name}/features"].tobytes().decode().split("\n")
    numbers = {part: archive[f"{name}/{part}"].astype(np.float32) for part in _PARTS}
    return Half({feature: row for row, feature in enumerate(features)}, **numbers)


@cache
def trained_network() -> Network:
    """The weights that ship with the package."""
    return Network.load(BytesIO((files("detente.reading") / "weights" / NETWORK_FILE).read_bytes()), word_vectors())
