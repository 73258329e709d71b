"""Text to tokens, each with one character that says what it may be in a time expression.

In: text. Out: `Tokens`: offsets, lower-cased words, and `tags`, a string with one character a token, so that a grammar
over tokens is a regular expression over `tags`.

Holds: a token's words are `text[start:end]`; a token's number in `tags` and in the lists is the same.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<word>[^\W\d_]+)
    |(?P<number>\d+(?:[.,:/]\d+|-\d\d(?=-\d\d(?!\d))(?<=\d{4}-\d\d)|(?<=\d{4}-\d\d)-\d\d(?!\d))*)(?P<suffix>(?:st|nd|rd|th|s)\b)?
    |(?P<gap>\n[ \t\r]*)+
    |(?P<other>\S)""",
    re.VERBOSE,
)

_FIRST_WORD_TAG = 0xE000

OTHER_WORD, OTHER_NAME, BREAK, DASH, APOSTROPHE = "x", "X", "\n", "-", "'"
D12, D31, D99, HUNDREDS, YEAR, INTEGER, THOUSANDS, DECIMAL = "1", "2", "3", "4", "5", "6", "7", "8"
ORDINAL_DAY, ORDINAL, DECADE, SHORT_DECADE, CLOCK, ISO_DAY, NUMERIC_DAY, DEAD = "o", "O", "d", "e", "c", "i", "n", "0"

_DASHES = dict.fromkeys("-‐‑‒–—", DASH)
_MARKS = {**_DASHES, "'": APOSTROPHE, "’": APOSTROPHE, "‘": APOSTROPHE, "`": APOSTROPHE} | {mark: mark for mark in ',.:;/()%&"“”+'}
_CURRENCY = frozenset("$€£¥₩₹#№")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, in parallel lists."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    tags: str


class Alphabet:
    """One tag for each word that the grammar knows; grows while the grammar is built, then only looked up."""

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}

    def tag(self, word: str) -> str:
        """The tag of a word, given out at its first use."""
        return self._tags.setdefault(word, chr(_FIRST_WORD_TAG + len(self._tags)))

    def tokens(self, text: str) -> Tokens:
        """Cut a text into tokens."""
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        tags: list[str] = []
        known = self._tags
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            word = match.group()
            start = match.start()
            if kind == "word":
                word = word.lower()
                tag = known.get(word) or (OTHER_NAME if text[start].isupper() else OTHER_WORD)
            elif kind == "other":
                tag = _MARKS.get(word, "?")
            elif kind == "gap":
                tag = BREAK
            else:
                tag = _number_tag(text, start, match["number"], match["suffix"])
            starts.append(start)
            ends.append(match.end())
            words.append(word)
            tags.append(tag)
        return Tokens(text, starts, ends, words, "".join(tags))


_CLOCK = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMERIC = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d\d/\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def _number_tag(text: str, start: int, number: str, suffix: str | None) -> str:
    before = text[start - 1] if start else " "
    if before in _CURRENCY or before.isalpha() or (before in "./" and start > 1 and text[start - 2].isalnum()):
        return DEAD
    if suffix == "s":
        return _decade_tag(number, before)
    if suffix:
        return ORDINAL_DAY if number.isdigit() and 1 <= int(number) <= 31 else ORDINAL if number.isdigit() else DEAD
    return _plain_tag(number)


def _decade_tag(number: str, before: str) -> str:
    if re.fullmatch(r"1\d\d0|20\d0", number):
        return DECADE
    return SHORT_DECADE if re.fullmatch(r"[1-9]0", number) else DEAD


def _plain_tag(number: str) -> str:
    if number.isdigit():
        size, length = int(number), len(number)
        if length <= 2:
            return D12 if 1 <= size <= 12 else D31 if 13 <= size <= 31 else D99
        if length == 4:
            return YEAR if 1000 <= size <= 2199 else INTEGER
        return HUNDREDS if length == 3 else INTEGER
    for shape, tag in ((_CLOCK, CLOCK), (_ISO, ISO_DAY), (_NUMERIC, NUMERIC_DAY), (_THOUSANDS, THOUSANDS)):
        if shape.fullmatch(number):
            return tag
    return DECIMAL if number.count(".") == 1 and "/" not in number and ":" not in number and "," not in number else DEAD
