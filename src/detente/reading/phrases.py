"""Noun phrases of a sentence: what products, objects and topics are made of.

In: a sentence with its tree, and where names, dates and numbers stand in it. Out: `Phrase`s, the head of each, and what
sort of phrase it is; a phrase may lie inside a longer one.

Holds: no phrase begins with a determiner or a vague word; none but a `NAME` overlaps a date, a number or, outside its
complement, a name. In a sentence without a tree only a heading gives a phrase.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.model.span import Span
from detente.reading.parse import Syntax
from detente.reading.sentences import Sentence


class Shape(StrEnum):
    """How a phrase is cut."""

    PLAIN = "plain"
    """A noun with what stands before it."""
    MODIFIER = "modifier"
    """The nouns before another noun: `rare-earth` of `rare-earth controls`."""
    LIST = "list"
    """Nouns joined by commas and `and`: `rice and beef`."""
    LONG = "long"
    """A noun with the prepositional phrase behind it: `trade in fentanyl precursors`."""
    NAME = "name"
    """A state or place that something goes into: `in the United States`."""
    HEADING = "heading"
    """What stands before the comma, colon or stop of a heading: `CARS` of `CARS, KOREA.`"""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase; `token` is its head, None without a tree. As text it is its words, in lower case but for abbreviations."""

    words: str
    span: Span
    token: int | None
    shape: Shape

    def __str__(self) -> str:
        return self.words

    @property
    def telling(self) -> frozenset[str]:
        """Its words in the singular, without those that only join others."""
        return frozenset(key_of(self).replace(",", "").split()) - _JOINING

    @property
    def is_general(self) -> bool:
        """Whether it names no product among others: what is laid on `goods` is laid on all of them."""
        return self.words.lower() in _GENERAL


_VAGUE = frozenset(
    """
    all some any new other more many most several various certain few further additional extra such same own current present
    previous latest existing total entire whole half first second third last next much little least both those these this that its
    their his her our key main major big large larger small huge massive vast tremendous sweeping broad wide so-called called
    retaliatory reciprocal direct amount amounts number numbers kind kinds range value worth share part parts bulk volume volumes
    sort sorts lot series set""".split()
)
_KEPT_LEFT = ("amod", "compound", "nmod", "npadvmod", "punct", "quantmod")
_NO_PHRASE = frozenset(
    """
    percent per cent % year month week day time date way percentage point rate today tomorrow yesterday monday tuesday wednesday
    thursday friday saturday sunday side dollar euro yuan yen billion million trillion thing one people man something what which
    who that mr mrs ms dr""".split()
)
_GENERAL = frozenset(("goods", "products", "imports", "exports", "items", "merchandise", "things", "trade"))
_JOINING = frozenset(("a", "an", "the", "and", "or", "of", "for", "in", "on", "to", "from", "into", "against", "with", "by", "at"))
_NOUNS = ("NOUN", "PROPN")
_COMPLEMENT_PREPOSITIONS = frozenset(("of", "for", "in", "on", "to", "from", "into", "against", "with", "by", "at"))
_INTO = ("in", "into")
_LONGEST = 9
_HEADING = re.compile(r"[\s\-–—•*·\d.()]*([^\W\d][\w\- ]{1,40}?)(?=[,:.;]|$)")
_LONGEST_HEADING = 4


def phrases_in(sentence: Sentence, tree: Syntax | None, taken: Sequence[tuple[bool, Span]]) -> list[Phrase]:
    """The phrases of a sentence. `taken` holds whether something is a name, and its span."""
    if tree is None:
        return list(_heading(sentence, taken))
    return list(_Cutter(sentence, tree, taken).phrases())


def _heading(sentence: Sentence, taken: Sequence[tuple[bool, Span]]) -> Iterator[Phrase]:
    found = _HEADING.match(sentence.text)
    if found is None or len(found[1].split()) > _LONGEST_HEADING or len(sentence.text) > 80:
        return
    span = Span(sentence.span.start + found.start(1), sentence.span.start + found.end(1))
    if not any(other.overlaps(span) for _, other in taken):
        yield Phrase(found[1].lower(), span, None, Shape.HEADING)


class _Cutter:
    """One sentence, its tree and what is taken in it."""

    def __init__(self, sentence: Sentence, tree: Syntax, taken: Sequence[tuple[bool, Span]]) -> None:
        self.sentence = sentence
        self.tree = tree
        base = sentence.span.start
        self.in_name, self.in_number = [False] * len(tree), [False] * len(tree)
        for name, span in taken:
            held = self.in_name if name else self.in_number
            for token in range(bisect_right(tree.ends, span.start - base), bisect_left(tree.starts, span.end - base)):
                held[token] = True
        self.names = [span for name, span in taken if name]

    def phrases(self) -> Iterator[Phrase]:
        """All phrases, those of one head behind each other."""
        plain: dict[int, int] = {}
        for head in range(len(self.tree)):
            if self._is_head(head) and (first := self._first(head)) is not None:
                plain[head] = first
        for head, first in plain.items():
            yield self._phrase(first, head, head, Shape.PLAIN)
            if (end := self._list_end(head, plain)) is not None:
                yield self._phrase(first, end, head, Shape.LIST)
            if (end := self._complement_end(head)) is not None:
                yield self._phrase(first, end, head, Shape.LONG)
        yield from self._modifiers()
        yield from self._named()

    def _is_head(self, token: int) -> bool:
        tree = self.tree
        return (
            tree.pos[token] in _NOUNS
            and tree.deps[token] not in ("compound", "nmod")
            and tree.lemmas[token] not in _NO_PHRASE
            and tree.lower[token] not in _VAGUE
            and tree.words[token][0].isalnum()
            and len(tree.words[token]) > 1
            and not self.in_name[token]
            and not self.in_number[token]
        )

    def _first(self, head: int) -> int | None:
        first = head
        while first > 0 and self._extends(first - 1, head):
            first -= 1
        return self._trimmed(first, head)

    def _trimmed(self, first: int, last: int) -> int | None:
        """Where a phrase begins once names, numbers and vague words in front are left out; None where some are inside."""
        tree = self.tree
        while first < last and (tree.lower[first] in _VAGUE or self.in_name[first] or self.in_number[first] or tree.pos[first] == "PUNCT"):
            first += 1
        return None if any(self.in_name[t] or self.in_number[t] for t in range(first, last + 1)) else first

    def _extends(self, left: int, head: int) -> bool:
        tree = self.tree
        above = tree.heads[left]
        return (
            tree.deps[left] in _KEPT_LEFT
            and (above == head or (left < above <= head and tree.deps[above] in _KEPT_LEFT))
            and tree.pos[left] != "NUM"
        )

    def _modifiers(self) -> Iterator[Phrase]:
        """Nouns that stand before another noun, with what stands before them in turn."""
        tree = self.tree
        for token in range(len(tree) - 1):
            if tree.deps[token] not in ("compound", "nmod") or tree.pos[token] not in _NOUNS or tree.lower[token + 1] == "-":
                continue
            if tree.words[token][0].isalpha() and tree.lower[token] not in _VAGUE and tree.lemmas[token] not in _NO_PHRASE:
                first = self._first(token)
                if first is not None:
                    yield self._phrase(first, token, token, Shape.MODIFIER)

    def _list_end(self, head: int, plain: dict[int, int]) -> int | None:
        """The last noun of a list that a head begins."""
        end, todo = None, [head]
        while todo:
            token = todo.pop()
            for child in self.tree.children[token]:
                if self.tree.deps[child] == "conj" and child > token and child in plain:
                    end = max(child, end or 0)
                    todo.append(child)
        return end if end is not None and end - head <= 2 * _LONGEST and not any(self.in_number[head:end]) else None

    def _complement_end(self, head: int) -> int | None:
        """The end of the prepositional phrase right behind a head."""
        tree = self.tree
        prep = head + 1
        if prep >= len(tree) or tree.deps[prep] != "prep" or tree.heads[prep] != head or tree.lower[prep] not in _COMPLEMENT_PREPOSITIONS:
            return None
        last = prep
        for token in tree.subtree(prep):
            if token > last + 1 or token - head > _LONGEST or tree.deps[token] in ("relcl", "acl", "advcl") or self.in_number[token]:
                break
            if tree.pos[token] == "PUNCT" and tree.lower[token] != "-":
                break
            last = token
        while last > prep and tree.pos[last] not in _NOUNS:
            last -= 1
        return last if last > prep else None

    def _named(self) -> Iterator[Phrase]:
        """Names of places that something goes into."""
        tree, base = self.tree, self.sentence.span.start
        for span in self.names:
            first, last = tree.token_at(span.start - base), tree.token_at(span.end - base - 1)
            while first < last and tree.pos[first] == "DET":
                first += 1
            token = next((t for t in range(first, last + 1) if not first <= tree.heads[t] <= last), last)
            if tree.deps[token] == "pobj" and tree.lower[tree.heads[token]] in _INTO and tree.pos[token] == "PROPN":
                words = self.sentence.text[tree.starts[first] : tree.ends[last]]
                yield Phrase(words, Span(base + tree.starts[first], base + tree.ends[last]), token, Shape.NAME)

    def _phrase(self, first: int, last: int, head: int, shape: Shape) -> Phrase:
        tree, base = self.tree, self.sentence.span.start
        words = self.sentence.text[tree.starts[first] : tree.ends[last]]
        if shape is Shape.MODIFIER:
            words = re.sub(r"(?<=[a-z])-(?=[a-z]+$)", " ", words)
        keep = {self.sentence.text[tree.starts[t] : tree.ends[t]] for t in range(first, last + 1) if self.in_name[t]}
        return Phrase(_decapitalised(words, keep), Span(base + tree.starts[first], base + tree.ends[last]), head, shape)


def _decapitalised(words: str, keep: set[str]) -> str:
    return " ".join(
        word if re.search(r"[A-Z].*[A-Z]|\d", word) or re.sub(r"\W+$", "", word) in keep else word.lower() for word in words.split()
    )


def key_of(phrase: Phrase) -> str:
    """What phrases of the same words share, in the singular or plural."""
    return " ".join(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in phrase.words.lower().replace("-", " ").split())
