"""Which sentences can hold a time expression at all: one pass of many patterns over the raw text.

In: text. Out: stretches of text, each a sentence or a few, in order and apart from each other, that hold a word or a shape of
number without which no rule matches. Everything else is never cut into tokens.
"""

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

_SHAPES = re.compile(r"\d(?:\d{3}|[:/]\d|(?:st|nd|rd|th|s)\b|\s?[AaPp]\.?[Mm]\b)")
_WITH_MARKS = ("a.m", "p.m", "a. m", "p. m", "b.c", "q1", "q2", "q3", "q4", "h1", "h2", "1q", "2q", "3q", "4q", "1h", "2h", "fy")
_SENTENCE_START = re.compile(r"[\s\"'“”‘’(]*[A-Z\"“(\[]")


class Gate:
    """Finds stretches by a list of words, lower case; single letters are left to the shapes."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = AhoCorasick([*_WITH_MARKS, *sorted(word for word in words if len(word) > 1)], matchkind=MatchKind.LeftmostLongest)

    def stretches(self, text: str, *, wrapped: bool) -> list[tuple[int, int]]:
        """Start and end of each stretch. `wrapped`: a single line feed is no more than a space."""
        found: list[tuple[int, int]] = []
        reached = 0
        for hit in self._hits(text):
            if hit < reached:
                continue
            start, reached = _start_of(text, hit, reached, wrapped), _end_of(text, hit, wrapped)
            found.append((start, reached))
        return found

    def _hits(self, text: str) -> list[int]:
        lower = _lower(text)
        hits = [match.start() for match in _SHAPES.finditer(text)]
        last = len(text) - 1
        for _, start, end in self._words.find_matches_as_indexes(lower):
            if not (start and lower[start - 1].isalpha()) and not (end <= last and lower[end].isalpha()):
                hits.append(start)
        hits.sort()
        return hits


def _lower(text: str) -> str:
    """Lower case, character by character where that would change the length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _start_of(text: str, hit: int, floor: int, wrapped: bool) -> int:
    """Behind the sentence end or line end in front of a place."""
    line = text.rfind("\n\n" if wrapped else "\n", floor, hit) + 1 or floor
    place = hit
    while (place := text.rfind(". ", line, place)) > line:
        if _ends_sentence(text, place):
            return place + 1
    return line


def _end_of(text: str, hit: int, wrapped: bool) -> int:
    line = text.find("\n\n" if wrapped else "\n", hit)
    line = len(text) if line < 0 else line
    place = hit
    while (place := text.find(". ", place, line)) >= 0:
        if _ends_sentence(text, place):
            return place + 1
        place += 1
    return line


def _ends_sentence(text: str, place: int) -> bool:
    """Whether the full stop at a place ends a sentence: behind a word of some length, in front of a capital letter."""
    return text[max(place - 4, 0) : place].isalpha() and _SENTENCE_START.match(text, place + 2, place + 8) is not None
