"""The compiled grammar: tokens to the matches that mean something, none overlapping.

Only stretches of tokens that the grammar knows and that hold a trigger are looked at. Of matches that overlap the
longest wins, then the one whose rule stands first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detente.reading.dates.gate import Gate
from detente.reading.dates.grammar import calendar_dates, clock, lengths, references, relative, seasons, years
from detente.reading.dates.grammar.categories import CATEGORIES, WORDS
from detente.reading.dates.lexicon import MONTHS, WEEKDAYS
from detente.reading.dates.meaning import Lead, Meaning
from detente.reading.dates.pattern import Found, Notation, Rule
from detente.reading.dates.tokens import Tokens, is_wrapped

_FAMILIES = tuple(family for module in (calendar_dates, years, relative, seasons, lengths, clock, references) for family in module.FAMILIES)
_NOTATION = Notation(
    CATEGORIES, WORDS, [pattern for family in _FAMILIES for pattern in (family.trigger, *(rule.pattern for rule in family.rules))]
)
_SHAPES, _MARKS = "12345678oOdecins", ",.-'/:%&"
_RULES = tuple(
    (_NOTATION.openers(family.trigger, _SHAPES), tuple((rule, _NOTATION.compiled(rule.pattern)) for rule in family.rules))
    for family in _FAMILIES
)
_GATE = Gate(_NOTATION.alphabet.words_of(frozenset[str]().union(*(_RULES[n][0] for n, family in enumerate(_FAMILIES) if not family.leads))))


def _one_of(tags: Iterable[str]) -> str:
    return "[" + re.escape("".join(sorted(tags))) + "]"


_KNOWN = frozenset((*_NOTATION.alphabet.tags(), *_SHAPES, *_MARKS))
_OPENERS = frozenset[str]().union(*(openers for openers, _ in _RULES))
# A run of known tags with an opener among them, else (so that no tag is looked at again and again) one without.
_STRETCH = re.compile(f"({_one_of(_KNOWN - _OPENERS)}*+{_one_of(_OPENERS)}{_one_of(_KNOWN)}*+)|{_one_of(_KNOWN - _OPENERS)}++")

# Names in full: a full stop behind them ends the sentence and is no mark of an abbreviation.
_WITHOUT_DOT = {name for name in (*MONTHS, *WEEKDAYS) if len(name) > 5} | {"march", "april", "may", "june", "july"}


@dataclass(slots=True)
class Item:
    """A match that means something: its tokens `first` to `last` (not included). `parts` are those that it was put together from."""

    first: int
    last: int
    rule: str
    meaning: Meaning | Lead
    parts: tuple["Item", ...] = ()


def tokens_of(text: str) -> Tokens:
    """The tokens of those sentences that can hold a time expression, in the alphabet of the grammar."""
    wrapped = is_wrapped(text)
    return _NOTATION.alphabet.tokens(text, _GATE.stretches(text, wrapped=wrapped), wrapped=wrapped)


def _matches(stretch: str) -> tuple[tuple[Rule, re.Match[str]], ...]:
    """All matches of all rules in a stretch of tags, longest first."""
    matches: list[tuple[int, int, Rule, re.Match[str]]] = []
    tags = set(stretch)
    for openers, rules in _RULES:
        if not openers.isdisjoint(tags):
            for rule, pattern in rules:
                matches += [(match.start() - match.end(), match.start(), rule, match) for match in pattern.finditer(stretch)]
    matches.sort(key=lambda match: match[:2])
    return tuple(match[2:] for match in matches)


# Short stretches recur from text to text; long ones do not, and would fill the memory.
_remembered = lru_cache(maxsize=8192)(_matches)
_SHORT = 40


def items_in(tokens: Tokens) -> list[Item]:
    """The longest matches that mean something, none overlapping, in the order of the text.

    A lead counts only where an item follows it at once; then it takes the place of what it covers (`the first two weeks` in
    `the first two weeks of March`).
    """
    items: list[Item] = []
    leads: list[Item] = []
    for stretch in _STRETCH.finditer(tokens.tags):
        if stretch[1] is None:
            continue
        offset = stretch.start()
        tags = stretch.group()
        taken = bytearray(len(tags))
        for rule, match in _remembered(tags) if len(tags) <= _SHORT else _matches(tags):
            found = Found(tokens, match, offset)
            first, last = found.first - offset, found.last - offset
            if last <= first or any(taken[first:last]):
                continue
            meaning = rule.read(found)
            if isinstance(meaning, Lead):
                leads.append(Item(first + offset, last + offset, rule.name, meaning))
            elif meaning is not None:
                if tokens.words[last + offset - 1] == "." and tokens.words[last + offset - 2] in _WITHOUT_DOT:
                    last -= 1
                taken[first:last] = b"\1" * (last - first)
                items.append(Item(first + offset, last + offset, rule.name, meaning))
    for lead in sorted(leads, key=lambda lead: lead.first - lead.last):
        items = _led(items, lead)
    items.sort(key=lambda item: item.first)
    return items


def _led(items: list[Item], lead: Item) -> list[Item]:
    """The items with a lead in its place, or as they were where it leads to nothing or cuts through another."""
    if not any(item.first == lead.last for item in items):
        return items
    covered = [item for item in items if item.first < lead.last and lead.first < item.last]
    if any(isinstance(item.meaning, Lead) or item.first < lead.first or item.last > lead.last for item in covered):
        return items
    return [item for item in items if item not in covered] + [lead]
