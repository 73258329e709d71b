"""Vectors of words: what a pretrained encoder knows of a word by itself, small enough to ship.

In: a lower-cased word. Out: its vector, the mean of its word pieces' vectors.

Holds: no word is without a vector; letters that no piece covers end the cutting, and nothing covered gives zeros.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import IO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# The words at each of several places; a place may hold none.
Places = Sequence[Sequence[str]]

WORDS_FILE = "words.npz"
_MOST_PIECES = 4


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """Vectors of word pieces; a word's vector is the mean of its pieces' (longest match first, `##` inside a word)."""

    rows: Mapping[str, int]
    pieces: Floats
    _known: dict[str, Floats] = field(default_factory=dict)

    def of(self, word: str) -> Floats:
        """The vector of one word."""
        known = self._known.get(word)
        if known is None:
            rows = self._cut(word)
            known = self._known[word] = self.pieces[rows].mean(axis=0) if rows else np.zeros(self.pieces.shape[1], np.float32)
        return known

    def _cut(self, word: str) -> list[int]:
        rows: list[int] = []
        start = 0
        while start < len(word) and len(rows) < _MOST_PIECES:
            mark = "##" if start else ""
            end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in self.rows), start)
            if end == start:
                break
            rows.append(self.rows[mark + word[start:end]])
            start = end
        return rows

    def at(self, places: Places) -> Floats:
        """The vectors at several places, one after the other; the mean where a place holds several words."""
        size = self.pieces.shape[1]
        out = np.zeros(len(places) * size, np.float32)
        for index, words in enumerate(places):
            if len(words) == 1:
                out[index * size : (index + 1) * size] = self.of(words[0])
            elif words:
                out[index * size : (index + 1) * size] = np.mean([self.of(word) for word in words], axis=0)
        return out

    def save(self, target: IO[bytes]) -> None:
        """Write the pieces and their vectors, each row in 8 bits with its own scale."""
        scales = np.abs(self.pieces).max(axis=1, keepdims=True) / 127
        small = np.round(self.pieces / np.maximum(scales, 1e-9)).astype(np.int8)
        names = np.frombuffer("\n".join(self.rows).encode(), dtype=np.uint8)
        np.savez_compressed(target, pieces=small, scales=scales.astype(np.float16), names=names)

    @classmethod
    def load(cls, source: IO[bytes]) -> "WordVectors":
        """Read what `save` wrote."""
        with np.load(source) as archive:
            pieces = archive["pieces"].astype(np.float32) * archive["scales"].astype(np.float32)
            names = archive["names"].tobytes().decode().split("\n")
        return cls({name: row for row, name in enumerate(names)}, pieces)


@cache
def word_vectors() -> WordVectors:
    """The vectors that ship with the package."""
    return WordVectors.load(BytesIO((files("detente.reading") / "weights" / WORDS_FILE).read_bytes()))
