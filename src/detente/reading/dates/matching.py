"""The compiled grammar: tokens to the matches that mean something, none overlapping.

Only stretches of tokens that the grammar knows and that hold a trigger are looked at. Of matches that overlap the
longest wins, then the one whose rule stands first.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.reading.dates.gate import Gate
from detente.reading.dates.grammar import calendar_dates, clock, lengths, references, relative, years
from detente.reading.dates.grammar.categories import CATEGORIES, WORDS
from detente.reading.dates.lexicon import MONTHS, WEEKDAYS
from detente.reading.dates.meaning import Lead, Meaning
from detente.reading.dates.pattern import Found, Notation, Rule
from detente.reading.dates.tokens import Tokens, is_wrapped

_MODULES = (calendar_dates, years, relative, lengths, clock, references)
_NOTATION = Notation(CATEGORIES, WORDS)
_RULES: tuple[tuple[str, Rule, re.Pattern[str]], ...] = tuple(
    (_NOTATION.compiled(family.trigger).pattern, rule, _NOTATION.compiled(rule.pattern))
    for module in _MODULES
    for family in module.FAMILIES
    for rule in family.rules
)
_GATE = Gate(
    _NOTATION.alphabet.words_of(
        "".join(_NOTATION.compiled(family.trigger).pattern for module in _MODULES for family in module.FAMILIES if not family.leads)
    )
)
_TRIGGERS = "|".join(dict.fromkeys(trigger for trigger, _, _ in _RULES))
_KNOWN = "[" + re.escape(_NOTATION.alphabet.all_tags()) + r"12345678oOdecins,.\-'/:%&]"
_STRETCH = re.compile(f"{_KNOWN}*?(?:{_TRIGGERS}){_KNOWN}*")

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


@lru_cache(maxsize=8192)
def _matches(stretch: str) -> tuple[tuple[Rule, re.Match[str]], ...]:
    """All matches of all rules in a stretch of tags, longest first."""
    matches: list[tuple[int, int, Rule, re.Match[str]]] = []
    triggered: dict[str, bool] = {}
    for trigger, rule, pattern in _RULES:
        if trigger not in triggered:
            triggered[trigger] = re.search(trigger, stretch) is not None
        if triggered[trigger]:
            matches += [(match.start() - match.end(), match.start(), rule, match) for match in pattern.finditer(stretch)]
    matches.sort(key=lambda match: match[:2])
    return tuple(match[2:] for match in matches)


def items_in(tokens: Tokens) -> list[Item]:
    """The longest matches that mean something, none overlapping, in the order of the text.

    A lead counts only where an item follows it at once; then it takes the place of what it covers (`the first two weeks` in
    `the first two weeks of March`).
    """
    items: list[Item] = []
    leads: list[Item] = []
    for stretch in _STRETCH.finditer(tokens.tags):
        offset = stretch.start()
        taken = bytearray(len(stretch.group()))
        for rule, match in _matches(stretch.group()):
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
