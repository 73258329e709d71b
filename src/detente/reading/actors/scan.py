"""Spellings of the gazetteer in a text, by one pass of a many-pattern automaton.

In: raw text. Out: `Hit`s in order, never overlapping, the longest at each place.

Holds: a hit is a whole word; names match with their capitals, titles in any case.
Leaves to `mentions`: which of several meanings a hit has.
"""

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.span import Span
from detente.vocab.actors import ActorName, actor_names, lookalikes
from detente.vocab.officials import officials, plain
from detente.vocab.places import Place, places
from detente.vocab.titles import Title, titles


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling found in a text; `names`, `persons` and `surnames` (full names), `titles`, `places` hold what it may mean."""

    span: Span
    text: str
    names: tuple[ActorName, ...]
    persons: tuple[str, ...]
    surnames: tuple[str, ...]
    titles: tuple[Title, ...]
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Entry:
    names: list[ActorName]
    persons: list[str]
    surnames: list[str]
    titles: list[Title]
    places: list[Place]
    is_lookalike: bool = False

    @property
    def means_something(self) -> bool:
        return bool(self.names or self.persons or self.surnames or self.titles or self.places)


@cache
def _entries() -> dict[str, _Entry]:
    table: dict[str, _Entry] = {}

    def entry(text: str) -> _Entry:
        return table.setdefault(text, _Entry([], [], [], [], []))

    for name in actor_names():
        entry(name.text).names.append(name)
        if name.text.startswith("the "):
            entry("The " + name.text[4:]).names.append(name)
    for official in officials():
        for spelling in {official.name, plain(official.name), *(a for a in official.aliases if " " in a)}:
            if official.name not in (persons := entry(spelling).persons):
                persons.append(official.name)
        for spelling in {official.family_name, plain(official.family_name), *(a for a in official.aliases if " " not in a)}:
            if official.name not in (surnames := entry(spelling).surnames):
                surnames.append(official.name)
    for title in titles():
        for text in {title.text, title.text.title().replace(" Of ", " of ").replace("'S", "'s"), title.text.capitalize()}:
            for form in (text, _plural(text)):
                entry(form).titles.append(title)
    for place in places():
        entry(place.name).places.append(place)
    for text in lookalikes():
        entry(text).is_lookalike = True
    return table


def _plural(text: str) -> str:
    head, sep, rest = text.partition(" of ")
    plural = head[:-1] + "ies" if head.endswith("y") else head + "s"
    return plural + sep + rest


@cache
def _automaton() -> tuple[AhoCorasick, tuple[_Entry, ...]]:
    table = _entries()
    return AhoCorasick(list(table), matchkind=MatchKind.Standard), tuple(table.values())


def _is_whole_word(text: str, start: int, end: int) -> bool:
    return not (start and (text[start - 1].isalnum() or text[start - 1] == "_")) and not (end < len(text) and text[end].isalnum())


def hits_in(text: str) -> tuple[Hit, ...]:
    """All spellings in a text; phrases that only look like an actor are passed over."""
    automaton, entries = _automaton()
    matches = [
        (start, -end, index)
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
        if _is_whole_word(text, start, end)
    ]
    out: list[Hit] = []
    position = 0
    for start, minus_end, index in sorted(matches):
        if start < position:
            continue
        position, entry = -minus_end, entries[index]
        if not entry.is_lookalike and entry.means_something:
            span = Span(start, position)
            held = (tuple(entry.names), tuple(entry.persons), tuple(entry.surnames), tuple(entry.titles))
            out.append(Hit(span, text[start:position], *held, tuple(entry.places)))
    return tuple(out)
