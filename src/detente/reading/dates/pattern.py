"""The notation of the grammar: a rule is a line of words and categories, compiled to a regular expression over tags.

`the? (last|past) n:COUNT UNITS` reads: a lower-case word is that word, an upper-case name is a category of the lexicon (or a
phrase built from others), `name:` keeps what follows under a name, and `( ) | ? * +` are what they are in a
regular expression. `, . - ' / : % &` stand for themselves.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.reading.dates.meaning import Meaning
from detente.reading.dates.tokens import Alphabet, Tokens

_TERM = re.compile(r"(?P<keep>[a-z]\w*):|(?P<name>[A-Z][A-Z0-9_]*)|(?P<word>[a-z]+)|(?P<group>\()|(?P<operator>[)|?*+])|(?P<mark>\S)")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule matched: tokens `first` to `last` (not included), and the kept parts.

    A rule that looks at words beside the expression keeps the expression itself under `core`.
    """

    tokens: Tokens
    match: re.Match[str]

    @property
    def first(self) -> int:
        """The number of its first token."""
        return self.match.start("core") if self.has("core") else self.match.start()

    @property
    def last(self) -> int:
        """The number of the first token behind it."""
        return self.match.end("core") if self.has("core") else self.match.end()

    def has(self, name: str) -> bool:
        """Whether the part was there."""
        return self._span(name)[0] >= 0

    def _span(self, name: str) -> tuple[int, int]:
        return self.match.span(name) if name in self.match.re.groupindex else (-1, -1)

    def words(self, name: str) -> list[str]:
        """The words of a kept part, lower case; empty where it is missing."""
        start, end = self._span(name)
        return self.tokens.words[start:end] if start >= 0 else []

    def word(self, name: str) -> str:
        """The first word of a kept part, or an empty string."""
        start = self._span(name)[0]
        return self.tokens.words[start] if start >= 0 else ""

    def number(self, name: str) -> int:
        """The kept part, a token of digits, as a number."""
        return int("".join(filter(str.isdigit, self.word(name))))

    def source(self, index: int) -> str:
        """The words of a token as the text has them; empty outside the text."""
        tokens = self.tokens
        return tokens.text[tokens.starts[index] : tokens.ends[index]] if 0 <= index < len(tokens.words) else ""

    def glued(self, index: int) -> bool:
        """Whether no space stands in front of a token."""
        return 0 < index < len(self.tokens.starts) and self.tokens.ends[index - 1] == self.tokens.starts[index]

    def before(self, distance: int = 1) -> str:
        """The lower-case word `distance` tokens in front of it."""
        index = self.first - distance
        return self.tokens.words[index] if index >= 0 else ""

    def after(self, distance: int = 1) -> str:
        """The lower-case word `distance` tokens behind it."""
        index = self.last + distance - 1
        return self.tokens.words[index] if index < len(self.tokens.words) else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the grammar and what it means; `read` gives None where the words are no time expression after all."""

    name: str
    pattern: str
    read: Callable[[Found], Meaning | None]


@dataclass(frozen=True, slots=True)
class Family:
    """Rules that share the words without which none of them can match."""

    trigger: str
    rules: tuple[Rule, ...]


class Notation:
    """Compiles patterns for one alphabet."""

    def __init__(self, categories: Mapping[str, str], words: Mapping[str, tuple[str, ...]]) -> None:
        """`categories` are phrases in this notation or `[tags]`; `words` are lists of words."""
        self.alphabet = Alphabet()
        self._categories = dict(categories)
        self._words = {name: self._one_of(tuple(self.alphabet.tag(word) for word in entries)) for name, entries in words.items()}

    @staticmethod
    def _one_of(tags: tuple[str, ...]) -> str:
        return "[" + "".join(sorted(set(tags))) + "]"

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern as a regular expression over tags."""
        return re.compile(self._regex(pattern))

    def _regex(self, pattern: str) -> str:
        out: list[str] = []
        keep = ""
        for term in _TERM.finditer(pattern):
            piece = self._piece(term)
            if term["keep"]:
                keep = term["keep"]
            elif term["group"]:
                out.append(f"(?P<{keep}>" if keep else "(?:")
                keep = ""
            else:
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
        if not term["name"]:
            return ""
        name = term["name"]
        if name in self._words:
            return self._words[name]
        definition = self._categories[name]
        return definition if definition.startswith("[") else f"(?:{self._regex(definition)})"
