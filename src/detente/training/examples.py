"""Labelled candidates as numbers for the network.

In: labelled candidates, those of a document in a row. Out: a `Example` each document: pieces, and for each candidate and
mention the rows of its pieces, its features and what should be said of it.

Holds: a mention outside the candidate's sentence is asked only about slots that nothing inside fills.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from tokenizers import Tokenizer

from detente.model.slots import CHOICES
from detente.model.span import Span
from detente.reading.encoder import Chunk, chunks_of, pieces_at
from detente.reading.features import CandidateView
from detente.reading.memory import Memory
from detente.reading.network import clause_spans, distance, role_task
from detente.reading.roles import ROLES
from detente.reading.sorts import sorts_of
from detente.training.labels import LabelledCandidate


@dataclass(frozen=True, slots=True, eq=False)
class RoleExample:
    """A mention of a candidate: rows of pieces and of features, distance, task; `asked` and `truth` hold a number a slot."""

    pieces: list[int]
    features: list[int]
    distance: int
    task: str
    truth: list[float]
    asked: list[float]


@dataclass(frozen=True, slots=True, eq=False)
class ClauseExample:
    """A candidate: rows of pieces of main trigger, triggers, verb and sentence, rows of features; its truth by task."""

    pieces: tuple[list[int], list[int], list[int], list[int]]
    features: list[int]
    kind: int
    is_claim: bool
    choices: tuple[tuple[str, int], ...]
    roles: tuple[RoleExample, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A document; rows of pieces count through its chunks, opening and closing pieces included."""

    chunks: tuple[Chunk, ...]
    clauses: tuple[ClauseExample, ...]

    @property
    def size(self) -> int:
        """How many pieces it has."""
        return sum(len(chunk.pieces) for chunk in self.chunks)

    @property
    def longest(self) -> int:
        """How many pieces its longest chunk has."""
        return max((len(chunk.pieces) for chunk in self.chunks), default=0)


def vocabulary(lists: Iterable[Sequence[str]], *, rare: int) -> dict[str, int]:
    """Rows of the features that stand in at least so many of the lists."""
    counts = Counter(name for names in lists for name in set(names))
    return {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= rare))}


def known(rows: Mapping[str, int], names: Sequence[str]) -> list[int]:
    """The rows of those features that have one."""
    return [row for name in names if (row := rows.get(name)) is not None]


class _Places:
    """Where the words of a document stand among its pieces."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        starts, ends = (np.concatenate([getattr(chunk, name) for chunk in chunks]) for name in ("starts", "ends"))
        self._rows = np.flatnonzero(starts >= 0)
        self._starts, self._ends = starts[self._rows], ends[self._rows]

    def of(self, spans: Sequence[Span]) -> list[int]:
        """The pieces that touch any of the spans; the opening one where none does."""
        pieces, _ = pieces_at(self._starts, self._ends, spans)
        return self._rows[pieces].tolist() or [0]


def _roles(item: LabelledCandidate, rows: Mapping[str, int], places: _Places) -> tuple[RoleExample, ...]:
    here, kind = item.candidate.sentence, item.candidate.kind
    inside = {slot for mention, _, slots in item.role_examples if mention.sentence == here for slot in slots}
    out = []
    for mention, features, slots in item.role_examples:
        labels = ROLES[kind, mention.type_]
        asked = [float(mention.sentence == here or label not in inside) for label in labels]
        if any(asked):
            truth = [float(label in slots) for label in labels]
            away = distance(item.candidate, mention)
            task = role_task(item.candidate, mention)
            out.append(RoleExample(places.of([mention.span]), known(rows, features), away, task, truth, asked))
    return tuple(out)


def _clause(
    item: LabelledCandidate, clause_rows: Mapping[str, int], role_rows: Mapping[str, int], kinds: Sequence[str], places: _Places
) -> ClauseExample:
    kind = item.candidate.kind
    view = CandidateView(item.prepared.analysis, item.candidate, Memory())
    main, all_, verb, around = clause_spans(view)
    choices = tuple(
        (f"{kind}.{choice}", [str(value) for value in labels].index(str(item.golds[0][choice])))
        for choice, labels in CHOICES[kind].items()
        if item.golds
    )
    return ClauseExample(
        (places.of(main), places.of(all_), places.of(verb), places.of(around)),
        known(clause_rows, item.clause_features),
        kinds.index(kind),
        bool(item.golds),
        choices,
        _roles(item, role_rows, places),
    )


def examples_of(
    material: Sequence[LabelledCandidate],
    tokenizer: Tokenizer,
    clause_rows: Mapping[str, int],
    role_rows: Mapping[str, int],
    kinds: Sequence[str],
) -> list[Example]:
    """The documents in order."""
    out = []
    for _, group in groupby(material, key=lambda item: id(item.prepared)):
        items = list(group)
        prepared = items[0].prepared
        chunks = tuple(chunks_of(prepared.analysis.sentences, sorts_of(prepared.analysis, prepared.candidates), tokenizer))
        places = _Places(chunks)
        out.append(Example(chunks, tuple(_clause(item, clause_rows, role_rows, kinds, places) for item in items)))
    return out
