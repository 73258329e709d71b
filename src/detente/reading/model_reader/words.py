"""Where words that a reply copied stand in the text: exactly, or but for typography and white space.

In: a text, a stretch of it to look in, the words. Out: `Found`, or None. Holds: what is found differs from the words in nothing but the
forms of quotation marks, apostrophes, dashes and dots, invisible characters, and runs of white space; case and letters are the same.
It never begins or ends inside a word of the text.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from detente.model.span import Span

_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Found:
    """`is_exact` is false where typography or white space had to be repaired."""

    span: Span
    is_exact: bool


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without differences of typography, and for each of its characters the offset that it comes from."""
    out: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        if letter in _INVISIBLE:
            continue
        folded = "..." if letter == "…" else _SAME.get(letter) or unicodedata.normalize("NFKC", letter)
        for piece in " " if folded.isspace() else folded:
            if piece == " " and out and out[-1] == " ":
                continue
            out.append(piece)
            offsets.append(offset)
    return "".join(out), offsets


@lru_cache(maxsize=32)
def _plain_text(text: str) -> tuple[str, list[int]]:
    return _plain(text)


def _is_whole(text: str, span: Span) -> bool:
    starts = span.start == 0 or not (text[span.start - 1].isalnum() and text[span.start].isalnum())
    return starts and (span.end == len(text) or not (text[span.end - 1].isalnum() and text[span.end].isalnum()))


def find_words(text: str, within: Span, words: str) -> Found | None:
    """The first place inside `within`."""
    bare = words.strip()
    start = text.find(bare, within.start, within.end) if bare else -1
    while start >= 0:
        span = Span(start, start + len(bare))
        if _is_whole(text, span):
            return Found(span, True)
        start = text.find(bare, start + 1, within.end)
    return _find_nearly(text, within, bare)


def _find_nearly(text: str, within: Span, bare: str) -> Found | None:
    plain, offsets = _plain_text(text)
    wanted = _plain(bare)[0].strip()
    place = plain.find(wanted) if wanted else -1
    while place >= 0:
        span = Span(offsets[place], offsets[place + len(wanted) - 1] + 1)
        if within.contains(span) and _is_whole(text, span):
            return Found(span, False)
        place = plain.find(wanted, place + 1)
    return None


def nearest(text: str, within: Span, words: str, near: tuple[Span, ...]) -> Found | None:
    """Inside the first of the spans that has the words, else the occurrence in `within` that is nearest to the first span."""
    for span in near:
        if found := find_words(text, span, words):
            return found
    best: Found | None = None
    start = within.start
    while start < within.end and (found := find_words(text, Span(start, within.end), words)):
        if best is None or _distance(found.span, near) < _distance(best.span, near):
            best = found
        start = found.span.start + 1
    return best


def _distance(span: Span, near: tuple[Span, ...]) -> int:
    return abs(span.start - near[0].start) if near else span.start
