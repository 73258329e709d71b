"""Text to time expressions: cuts it into tokens, matches the grammar, keeps the longest matches, and resolves them in order.

Holds: spans do not overlap and stand in the order of the text; the same text and day give the same expressions.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from detente.model.span import Span
from detente.reading.dates.expression import TimeExpression
from detente.reading.dates.grammar import calendar_dates, relative
from detente.reading.dates.grammar.categories import CATEGORIES, WORDS
from detente.reading.dates.lexicon import words
from detente.reading.dates.meaning import Meaning, Range
from detente.reading.dates.pattern import Found, Notation, Rule
from detente.reading.dates.period import Period
from detente.reading.dates.resolution import Context, Resolved, resolve
from detente.reading.dates.tense import tense_at
from detente.reading.dates.tokens import Tokens

_PREPOSITIONS = words("on by from until till since within before after between for in at during through throughout to over around about")


@dataclass(frozen=True, slots=True)
class _Compiled:
    trigger: re.Pattern[str]
    rules: tuple[tuple[Rule, re.Pattern[str]], ...]


_NOTATION = Notation(CATEGORIES, WORDS)
_FAMILIES = tuple(
    _Compiled(_NOTATION.compiled(family.trigger), tuple((rule, _NOTATION.compiled(rule.pattern)) for rule in family.rules))
    for module in (calendar_dates, relative)
    for family in module.FAMILIES
)


def expressions_in(text: str, published: date | datetime | None) -> tuple[TimeExpression, ...]:
    """Every time expression of a text, resolved against the day of `published` (its own local day) where that is known."""
    day = published.date() if isinstance(published, datetime) else published
    tokens = _NOTATION.alphabet.tokens(text)
    expressions: list[TimeExpression] = []
    period: Period | None = None
    for rule, found, meaning in _chosen(tokens):
        context = Context(day, period, tense_at(tokens, found.first, found.last))
        resolved = resolve(meaning, context)
        period = resolved.period or period
        expressions.append(_expression(tokens, rule, (found.first, found.last), resolved, _ends(tokens, rule, meaning, context)))
    return tuple(expressions)


def _candidates(tokens: Tokens) -> list[tuple[int, int, Rule, re.Match[str]]]:
    candidates = []
    for family in _FAMILIES:
        if family.trigger.search(tokens.tags):
            for rule, pattern in family.rules:
                candidates += [(match.start(), match.end(), rule, match) for match in pattern.finditer(tokens.tags)]
    candidates.sort(key=lambda candidate: (candidate[0] - candidate[1], candidate[0]))
    return candidates


def _chosen(tokens: Tokens) -> list[tuple[Rule, Found, Meaning]]:
    """The longest matches that mean something, none overlapping, in the order of the text."""
    taken = bytearray(len(tokens.words))
    chosen: list[tuple[int, Rule, Found, Meaning]] = []
    for _, _, rule, match in _candidates(tokens):
        found = Found(tokens, match)
        first, last = found.first, found.last
        if any(taken[first:last]):
            continue
        meaning = rule.read(found)
        if meaning is not None:
            taken[first:last] = b"\1" * (last - first)
            chosen.append((first, rule, found, meaning))
    chosen.sort(key=lambda choice: choice[0])
    return [choice[1:] for choice in chosen]


def _ends(tokens: Tokens, rule: Rule, meaning: Meaning, context: Context) -> tuple[TimeExpression, ...]:
    if not isinstance(meaning, Range):
        return ()
    ends = ((meaning.start, meaning.start_tokens), (meaning.end, meaning.end_tokens))
    return tuple(_expression(tokens, rule, place, resolve(end, context), ()) for end, place in ends)


def _expression(
    tokens: Tokens, rule: Rule, place: tuple[int, int], resolved: Resolved, parts: tuple[TimeExpression, ...]
) -> TimeExpression:
    first, last = place
    before = tokens.words[first - 1] if first else ""
    return TimeExpression(
        span=Span(tokens.starts[first], tokens.ends[last - 1]),
        type=resolved.type,
        value=resolved.value,
        edtf=resolved.edtf,
        anchor=resolved.anchor,
        rule=f"{rule.name}:{resolved.how}",
        preposition=before if before in _PREPOSITIONS else None,
        mod=resolved.mod,
        quant=resolved.quant,
        freq=resolved.freq,
        event=resolved.event,
        parts=parts,
    )
