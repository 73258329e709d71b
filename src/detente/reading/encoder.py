"""A small language model over a document: a vector for each piece of a word, in the light of the sentences around it.

In: the sentences of a document and the sorts of its words. Out: `States`: vectors with the characters that they stand for.

Model: the four lower layers of MiniLM (all-MiniLM-L6-v2, Apache-2.0), tuned by `detente.training.encoder`, weights in 8
bits. Sentences are put together in chunks of at most 160 pieces, so that each is read with its neighbours.

Holds: one document's vectors do not depend on other documents; one thread, so that processes share a machine fairly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.model.span import Span
from detente.reading.sentences import Sentence
from detente.reading.sorts import SORTS, Sorts

ENCODER_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Pieces in a chunk, its opening and closing piece included; a single sentence may have more, up to what the model was made for.
CHUNK = 160
WIDTH = 384
_LONGEST = 256
_OPENING, _CLOSING = 101, 102

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Pieces of neighbouring sentences: their numbers in the vocabulary, and the characters of the document they stand for.

    The opening and closing piece stand for none: their offsets are -1. `sorts` (pieces x `SORTS`) is 1 where a piece has a sort, else 0.
    """

    pieces: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sorts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Vectors of pieces, one a row, in order of `starts`; `starts` and `ends` are offsets into the document."""

    vectors: Floats
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def means(self, places: Sequence[Sequence[Span]]) -> Floats:
        """For each place, given by its spans, the mean vector of the pieces that touch any of them; zeros where there is none."""
        out = np.zeros((len(places), self.vectors.shape[1]), dtype=np.float32)
        pieces, touched = pieces_at(self.starts, self.ends, [span for place in places for span in place])
        owners = np.repeat(np.arange(len(places)), [len(place) for place in places])
        counts = np.bincount(owners, weights=touched, minlength=len(places)).astype(np.intp)
        if len(pieces):
            held = counts > 0
            sums = np.add.reduceat(self.vectors.take(pieces, axis=0), (np.cumsum(counts) - counts)[held], axis=0)
            out[held] = sums / counts[held, None].astype(np.float32)
        return out


def pieces_at(starts: NDArray[np.int64], ends: NDArray[np.int64], spans: Sequence[Span]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pieces that touch each span, those of one span behind each other, and how many each span has."""
    places = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(ends, places[:, 0], side="right")
    counts = np.maximum(np.searchsorted(starts, places[:, 1], side="left") - first, 0)
    return np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum()), counts


def chunks_of(sentences: Sequence[Sentence], sorts: Sorts, tokenizer: Tokenizer) -> Iterator[Chunk]:
    """The sentences of a document in chunks, in order, with their sorts."""
    places = np.array(sorted((span.start, span.end, column) for span, column in sorts), dtype=np.int64).reshape(-1, 3)
    encoded = tokenizer.encode_batch([sentence.text for sentence in sentences], add_special_tokens=False)
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []
    for sentence, pieces in zip(sentences, encoded, strict=True):
        if ids and len(ids) + len(pieces.ids) > CHUNK - 2:
            yield _chunk(ids, offsets, places)
            ids, offsets = [], []
        ids += pieces.ids
        offsets += [(sentence.span.start + start, sentence.span.start + end) for start, end in pieces.offsets]
    if ids:
        yield _chunk(ids, offsets, places)


def _chunk(ids: Sequence[int], offsets: Sequence[tuple[int, int]], sorts: NDArray[np.int64]) -> Chunk:
    pieces = np.array([_OPENING, *ids[: _LONGEST - 2], _CLOSING], dtype=np.int64)
    places = np.array([(-1, -1), *offsets[: _LONGEST - 2], (-1, -1)], dtype=np.int64)
    return Chunk(pieces, places[:, 0], places[:, 1], _sorts_of_pieces(places, sorts))


def _sorts_of_pieces(places: NDArray[np.int64], sorts: NDArray[np.int64]) -> Floats:
    """A row for each piece; the opening and closing piece, which stand for no characters, have no sort. `sorts` are in order."""
    out = np.zeros((len(places), len(SORTS)), dtype=np.float32)
    low, high = np.searchsorted(sorts[:, 0], (places[1, 0], places[-2, 1]))
    sorts = sorts[low:high]
    firsts = np.searchsorted(places[1:-1, 1], sorts[:, 0], side="right") + 1
    lasts = np.searchsorted(places[1:-1, 0], sorts[:, 1], side="left") + 1
    for first, last, column in zip(firsts.tolist(), lasts.tolist(), sorts[:, 2].tolist(), strict=True):
        out[first:last, column] = 1
    return out


class Encoder:
    """The model and its tokenizer; can be sent to another process."""

    def __init__(self, graph: bytes, vocabulary: str) -> None:
        self.graph, self.vocabulary = graph, vocabulary
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self.tokenizer = plain_tokenizer(vocabulary)

    def __reduce__(self) -> tuple[type["Encoder"], tuple[bytes, str]]:
        return Encoder, (self.graph, self.vocabulary)

    def states(self, sentences: Sequence[Sentence], sorts: Sorts) -> States:
        """The vectors of a document's pieces."""
        chunks = list(chunks_of(sentences, sorts, self.tokenizer))
        if not chunks:
            return States(np.zeros((0, WIDTH), dtype=np.float32), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        vectors = [self._run(chunk)[1:-1] for chunk in chunks]
        return States(
            np.concatenate(vectors), np.concatenate([c.starts[1:-1] for c in chunks]), np.concatenate([c.ends[1:-1] for c in chunks])
        )

    def _run(self, chunk: Chunk) -> Floats:
        fed = {"ids": chunk.pieces[None], "mask": np.ones((1, len(chunk.pieces)), dtype=np.float32), "sorts": chunk.sorts[None]}
        vectors: Floats = self._session.run(["states"], fed)[0][0]
        return vectors


def plain_tokenizer(vocabulary: str) -> Tokenizer:
    """The tokenizer without the limits that are stored with it."""
    tokenizer = Tokenizer.from_str(vocabulary)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def trained_encoder() -> Encoder:
    """The encoder that ships with the package."""
    folder = files("detente.reading") / "weights"
    return Encoder((folder / ENCODER_FILE).read_bytes(), (folder / TOKENIZER_FILE).read_text(encoding="utf-8"))
