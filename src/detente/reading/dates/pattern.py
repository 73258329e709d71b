"""The notation of the grammar: a rule is a line of words and categories, compiled to a regular expression over tags.

`the? (last|past) n:COUNT UNITS` reads: a lower-case word is that word, an upper-case name is a category (a list of words, a
shape of number, or a phrase built from others), `name:` keeps what follows under a name, and `( ) | ? * +` are what they
are in a regular expression. Marks such as `, . - ' / :` stand for themselves.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detente.reading.dates.lexicon import SURE_NAMES
from detente.reading.dates.meaning import Lead, Meaning
from detente.reading.dates.tokens import Alphabet, Tokens

_TERM = re.compile(r"(?P<keep>[a-z]\w*):|(?P<name>[A-Z][A-Z0-9_]*)|(?P<word>[a-z]+)|(?P<group>\()|(?P<operator>[)|?*+])|(?P<mark>\S)")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule matched: its tokens, and the kept parts.

    The match is in a string of tags that begins `offset` tokens into the text. A rule that looks at words beside the
    expression keeps the expression itself under `core`.
    """

    tokens: Tokens
    match: re.Match[str]
    offset: int

    def span(self, name: str) -> tuple[int, int]:
        """The first token of a kept part and the first behind it; (-1, -1) where it is missing."""
        if name not in self.match.re.groupindex:
            return -1, -1
        start, end = self.match.span(name)
        return (start + self.offset, end + self.offset) if start >= 0 else (-1, -1)

    @property
    def first(self) -> int:
        """The number of its first token."""
        return self.span("core")[0] if self.has("core") else self.match.start() + self.offset

    @property
    def last(self) -> int:
        """The number of the first token behind it."""
        return self.span("core")[1] if self.has("core") else self.match.end() + self.offset

    def has(self, name: str) -> bool:
        """Whether the part was there."""
        return name in self.match.re.groupindex and self.match.start(name) >= 0

    def words(self, name: str) -> list[str]:
        """The words of a kept part, lower case; empty where it is missing."""
        start, end = self.span(name)
        return self.tokens.words[start:end] if start >= 0 else []

    def word(self, name: str) -> str:
        """The first word of a kept part, or an empty string."""
        start = self.span(name)[0]
        return self.tokens.words[start] if start >= 0 else ""

    def number(self, name: str) -> int:
        """The kept part, a token of digits, as a number."""
        return int("".join(filter(str.isdigit, self.word(name))))

    def capital(self, name: str) -> bool:
        """Whether a kept part begins with a capital letter."""
        start = self.span(name)[0]
        return start >= 0 and self.tokens.text[self.tokens.starts[start]].isupper()

    def named(self, name: str) -> bool:
        """Whether a kept part is the name of a month or weekday: with a capital letter, unless nothing else is spelled so."""
        return self.capital(name) or self.word(name) in SURE_NAMES

    def before(self, distance: int = 1) -> str:
        """The lower-case word `distance` tokens in front of it; empty outside the text."""
        index = self.first - distance
        return self.tokens.words[index] if index >= 0 else ""

    def after(self, distance: int = 1) -> str:
        """The lower-case word `distance` tokens behind it; empty outside the text."""
        index = self.last + distance - 1
        return self.tokens.words[index] if index < len(self.tokens.words) else ""

    def tag_after(self) -> str:
        """The tag of the next token; empty at the end of the text."""
        return self.tokens.tags[self.last : self.last + 1]

    def tag_before(self) -> str:
        """The tag of the token in front; empty at the start of the text."""
        return self.tokens.tags[self.first - 1] if self.first else ""


Read = Callable[[Found], Meaning | Lead | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the grammar and what it means; `read` gives None where the words are no time expression after all."""

    name: str
    pattern: str
    read: Read


@dataclass(frozen=True, slots=True)
class Family:
    """Rules that share words without one of which none of them can match: `trigger` is a pattern of one token.

    `leads`: they need another expression behind them, so that their own words open no gate.
    """

    trigger: str
    rules: tuple[Rule, ...]
    leads: bool = False


class Notation:
    """Compiles patterns for one alphabet."""

    def __init__(self, phrases: Mapping[str, str], words: Mapping[str, tuple[str, ...]], patterns: Iterable[str]) -> None:
        """`phrases` are in this notation, or `[tags]` for shapes of numbers; `words` are lists; `patterns` all that will be compiled."""
        self._phrases = dict(phrases)
        texts = [*patterns, *(phrase for phrase in phrases.values() if not phrase.startswith("["))]
        literal = {term["word"] for text in texts for term in _TERM.finditer(text) if term["word"]}
        every = literal.union(*words.values())
        self.alphabet = Alphabet(
            {word: (word if word in literal else "", *(name for name in words if word in words[name])) for word in sorted(every)}
        )
        self._words = {name: "[" + "".join(sorted({self.alphabet.tag(word) for word in entries})) + "]" for name, entries in words.items()}

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern as a regular expression over tags."""
        return re.compile(self._regex(pattern))

    def openers(self, trigger: str, shapes: str) -> frozenset[str]:
        """The tags, of words and of `shapes`, that a pattern of one token takes."""
        pattern = self.compiled(trigger)
        return frozenset(tag for tag in (*self.alphabet.tags(), *shapes) if pattern.fullmatch(tag))

    def _regex(self, pattern: str) -> str:
        out: list[str] = []
        keep = ""
        for term in _TERM.finditer(pattern):
            if term["keep"]:
                keep = term["keep"]
                continue
            if term["group"]:
                out.append(f"(?P<{keep}>" if keep else "(?:")
            else:
                piece = self._piece(term)
                out.append(f"(?P<{keep}>{piece})" if keep else piece)
            keep = ""
        return "".join(out)

    def _piece(self, term: re.Match[str]) -> str:
        if term["word"]:
            return re.escape(self.alphabet.tag(term["word"]))
        if term["mark"]:
            return re.escape(term["mark"])
        if term["operator"]:
            return term["operator"]
        name = term["name"]
        if name in self._words:
            return self._words[name]
        definition = self._phrases[name]
        return definition if definition.startswith("[") else f"(?:{self._regex(definition)})"
