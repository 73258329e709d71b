"""Text to tokens, each with one character that says what it may be in a time expression.

In: text. Out: `Tokens`: offsets, lower-cased words, and `tags`, a string with one character a token, so that a grammar
over tokens is a regular expression over `tags`.

Holds: a token's words are `text[start:end]`; a token has the same number in `tags` and in the lists.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass

from detente.reading.dates.lexicon import words

_TOKEN = re.compile(
    r"[^\W\d_]+"  # a word
    r"|(?:[0-9]{4}-[0-9][0-9]-[0-9][0-9](?![0-9])|[0-9]+(?:[.,:/][0-9]+)*)(?:(?:st|nd|rd|th|s)(?![^\W_]))?"  # a number
    r"|\n\s*|\S"
)
_SUFFIXED = re.compile(r"(.*?)(st|nd|rd|th|s)?")
_FIRST_WORD_TAG = 0xE000
_REMEMBERED = 50_000
# Nothing longer counts time; dates in digits have ten characters.
_LONGEST_NUMBER = 12

OTHER_WORD, OTHER_NAME, BREAK, DASH, APOSTROPHE, OTHER_MARK = "x", "X", "\n", "-", "'", "?"
D12, D31, D99, HUNDREDS, YEAR, INTEGER, THOUSANDS, DECIMAL = "1", "2", "3", "4", "5", "6", "7", "8"
ORDINAL_DAY, ORDINAL, DECADE, SHORT_DECADE, CLOCK, ISO_DAY, NUMERIC_DAY, SLASH, DEAD = "o", "O", "d", "e", "c", "i", "n", "s", "0"

_DASHES = dict.fromkeys("-‐‑‒–—", DASH)
_APOSTROPHES = dict.fromkeys("'’‘`", APOSTROPHE)
_SENTENCE_MARK = ";"
_MARKS = _DASHES | _APOSTROPHES | {mark: mark for mark in ',.:;/()%&"“”'} | {"!": _SENTENCE_MARK, "?": _SENTENCE_MARK}
_SENTENCE_END = re.compile(r"[.;\n]")
_ABBREVIATIONS = words(
    "mr mrs ms dr gen sen rep gov st jan feb mar apr jun jul aug sept sep oct nov dec inc corp co ltd no vs lt col capt sgt prof"
)
_CURRENCY = frozenset("$€£¥₩₹#№")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, in parallel lists. `day_first`: a date such as 30/10/2025 shows that days stand in front.

    `sentence_ends` are the numbers of the tokens that end a sentence, ascending.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    tags: str
    day_first: bool
    sentence_ends: list[int]

    def glued(self, index: int) -> bool:
        """Whether no space stands in front of a token."""
        return 0 < index < len(self.starts) and self.ends[index - 1] == self.starts[index]

    def sentence(self, first: int, last: int) -> tuple[int, int]:
        """The tokens around `first` to `last` that stand in the same sentence: the first, and the first behind."""
        ends = self.sentence_ends
        before, behind = bisect_left(ends, first), bisect_left(ends, last)
        return ends[before - 1] + 1 if before else 0, ends[behind] if behind < len(ends) else len(self.words)

    def same_sentence(self, first: int, last: int) -> bool:
        """Whether no sentence ends between two tokens."""
        return bisect_left(self.sentence_ends, first) == bisect_left(self.sentence_ends, last)

    def source(self, first: int, last: int) -> str:
        """The text of tokens `first` to `last` (not included)."""
        return self.text[self.starts[first] : self.ends[last - 1]]


class Alphabet:
    """A tag for each word that a grammar knows. Words that the grammar never tells apart share one, so that stretches of tags recur."""

    def __init__(self, kinds: Mapping[str, Hashable]) -> None:
        """`kinds` says of each word what the grammar sees in it."""
        tags = {kind: chr(_FIRST_WORD_TAG + number) for number, kind in enumerate(dict.fromkeys(kinds.values()))}
        self._tags = {word: tags[kind] for word, kind in kinds.items()}
        self._seen: dict[str, tuple[str, str]] = {}

    def tag(self, word: str) -> str:
        """The tag of a word of the grammar."""
        return self._tags[word]

    def tags(self) -> frozenset[str]:
        """The tags of all words."""
        return frozenset(self._tags.values())

    def words_of(self, tags: Container[str]) -> list[str]:
        """The words whose tags are among some."""
        return [word for word, tag in self._tags.items() if tag in tags]

    def tokens(self, text: str, stretches: Iterable[tuple[int, int]], *, wrapped: bool) -> Tokens:
        """Cut stretches of a text into tokens, with a break in front of each."""
        spans: list[tuple[int, int]] = []
        for first, last in stretches:
            spans.append((first, first))
            spans += [match.span() for match in _TOKEN.finditer(text, first, last)]
        if wrapped:
            spans = [(start, end) for start, end in spans if not _is_line_end(text[start:end])]
        seen = self._seen
        entries = [seen.get(text[start:end]) or self._entry(text, start, end) for start, end in spans]
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        lower, tags = [word for word, _ in entries], "".join([tag for _, tag in entries])
        sentence_ends = [match.start() for match in _SENTENCE_END.finditer(tags) if _ends_sentence(lower, tags, match.start())]
        return Tokens(text, starts, ends, lower, tags, NUMERIC_DAY in tags and _DAY_FIRST.search(text) is not None, sentence_ends)

    def _entry(self, text: str, start: int, end: int) -> tuple[str, str]:
        """A token in lower case and its tag; that of a word or mark is remembered, since texts repeat their words."""
        source = text[start:end]
        if source[:1] in "\n":
            return "\n", BREAK
        if "0" <= source[0] <= "9":
            number = _SUFFIXED.fullmatch(source)
            assert number is not None
            return source, _number_tag(text, start, number[1], number[2])
        word = source.lower()
        if source[0].isalpha():
            found = word, self._tags.get(word) or (OTHER_NAME if source[0].isupper() else OTHER_WORD)
        else:
            found = word, _MARKS.get(source, OTHER_MARK)
        if len(self._seen) < _REMEMBERED:
            self._seen[source] = found
        return found


def _ends_sentence(lower: list[str], tags: str, index: int) -> bool:
    """Whether a mark ends a sentence: no full stop of `U.S.` or `Gen.`."""
    if tags[index] != "." or not index:
        return True
    before = lower[index - 1]
    return len(before) > 1 and before not in _ABBREVIATIONS


def _is_line_end(token: str) -> bool:
    return token[:1] == "\n" and token.count("\n") == 1


def is_wrapped(text: str) -> bool:
    """Whether single line feeds are mere line ends inside paragraphs: most of them stand in front of a small letter."""
    single = len(re.findall(r"[^\n]\n(?=[^\n])", text))
    return single > 2 and 2 * len(re.findall(r"[^\n]\n(?=[a-z])", text)) > single


_DAY_FIRST = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])/(?:\d{4}|\d\d)(?![\d/])")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMERIC = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d/\d\d/\d\d")
_SLASH = re.compile(r"\d{1,2}/\d{1,2}|(?:1[5-9]|20)\d\d/\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_COUNTED_LETTERS = re.compile(r"(?<![^\W_])(?:[QqHh]|FY)\Z")


def _number_tag(text: str, start: int, number: str, suffix: str | None) -> str:
    if len(number) > _LONGEST_NUMBER or _belongs_to_word(text, start):
        return DEAD
    if suffix == "s":
        return _decade_tag(number)
    if suffix:
        return ORDINAL_DAY if number.isdigit() and 1 <= int(number) <= 31 else ORDINAL if number.isdigit() else DEAD
    return _plain_tag(number)


def _belongs_to_word(text: str, start: int) -> bool:
    """Whether a number is money or part of a name: `$44`, `A320`, `3.1/2`; `Q3`, `FY26` and `T19:40` are not."""
    before = text[start - 1] if start else " "
    if before in _CURRENCY or before == "_":
        return True
    if before.isalpha():
        return not (_COUNTED_LETTERS.search(text, max(start - 4, 0), start) or (before == "T" and start > 1 and text[start - 2].isdigit()))
    return before in "./+" and start > 1 and text[start - 2].isalnum() and not text[start - 2].isalpha()


def _decade_tag(number: str) -> str:
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
    for shape, tag in ((_CLOCK, CLOCK), (_ISO, ISO_DAY), (_NUMERIC, NUMERIC_DAY), (_SLASH, SLASH), (_THOUSANDS, THOUSANDS)):
        if shape.fullmatch(number):
            return tag
    return DECIMAL if number.count(".") == 1 and not set("/:,") & set(number) else DEAD
