"""Text to time expressions: tokens, matches, what stands side by side, and then, in the order of the text, dates.

Holds: spans do not overlap and stand in the order of the text; the same text and day give the same expressions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from detente.model.span import Span
from detente.reading.dates.composing import composed
from detente.reading.dates.context import Context, Mention, Resolved
from detente.reading.dates.expression import Anchor, TimeExpression
from detente.reading.dates.lexicon import words
from detente.reading.dates.matching import Item, items_in, tokens_of
from detente.reading.dates.meaning import Base, Clock, Exact, Lead, Range, Step, Symbol, Weekday
from detente.reading.dates.pairs import paired
from detente.reading.dates.period import Period
from detente.reading.dates.resolution import range_ends, resolve
from detente.reading.dates.tense import Clause, Tense, clause_at
from detente.reading.dates.tokens import Tokens

_PREPOSITIONS = words(
    "on by from until till since within before after between for in at during through throughout to over around about past of into under"
    " starting beginning effective ending"
)
# How many characters a date of the text stands for what others are counted from: about three sentences of a news report.
_REACH = 400
_KEPT_MENTIONS = 6
# So many dates of earlier years, and three for each date counted from publication, make a text a narrative of the past.
_EARLIER_DATES = 4
_NO_CLAUSE = Clause(None, False)


def expressions_in(text: str, published: date | datetime | None) -> tuple[TimeExpression, ...]:
    """Every time expression of a text, resolved against the day of `published` (its own local day) where that is known.

    A range is one expression, its ends are `parts`; so are days, months or years that follow each other (`Monday and Tuesday`).
    `dates` gives the parts instead.
    """
    return paired(_single_expressions(text, published), text)


def dates(text: str, published: date | datetime | None) -> tuple[TimeExpression, ...]:
    """Every time expression as TIMEX3 has them: a range as its two ends, each of which knows the range in `within`."""
    return tuple(flattened(expressions_in(text, published)))


def flattened(expressions: tuple[TimeExpression, ...]) -> Iterator[TimeExpression]:
    """Ranges and other composed expressions as their parts."""
    for expression in expressions:
        if expression.parts:
            yield from (replace(part, within=expression.edtf) for part in expression.parts)
        else:
            yield expression


@dataclass(slots=True)
class _Story:
    """What the text has told so far: its dates (end token, period, whether complete in itself), and where its last clause looked."""

    day: date | None
    narrative: bool
    told: list[tuple[int, Period, bool]]
    clause: Clause = _NO_CLAUSE
    clause_end: int = 0


def _single_expressions(text: str, published: date | datetime | None) -> tuple[TimeExpression, ...]:
    day = published.date() if isinstance(published, datetime) else published
    tokens = tokens_of(text)
    items = composed(tokens, items_in(tokens))
    story = _Story(day, _is_narrative(items, day), [])
    expressions: list[TimeExpression] = []
    for item in items:
        context = _context(tokens, item, story)
        assert not isinstance(item.meaning, Lead)
        resolved = resolve(item.meaning, context)
        expressions.append(_expression(tokens, item, resolved, _parts(tokens, item, context)))
        if resolved.period is not None and not (story.narrative and resolved.anchor is Anchor.PUBLISHED):
            story.told.append((item.last, resolved.period, resolved.anchor is None))
    return tuple(expressions)


def _is_narrative(items: list[Item], day: date | None) -> bool:
    """Whether a text tells a story of the past: many explicit dates of earlier years, few that count from publication."""
    earlier = counted = 0
    for item in items:
        match item.meaning:
            case Exact(period) if day is None or period.first.year < day.year:
                earlier += 1
            case Weekday() | Clock(day=Step()) | Step(base=Base.PUBLISHED):
                counted += 1
            case _:
                continue
    return earlier >= _EARLIER_DATES + 3 * counted


def _context(tokens: Tokens, item: Item, story: _Story) -> Context:
    """What an item is read against; tense and earlier dates only where its meaning can depend on them."""
    preposition = _preposition(tokens, item.first)
    if isinstance(item.meaning, Exact | Symbol):
        return Context(story.day, (), _NO_CLAUSE, preposition, story.narrative)
    clause = clause_at(tokens, item.first, item.last, preposition=preposition)
    if clause.tense is not None:
        story.clause, story.clause_end = clause, tokens.ends[item.last - 1]
    elif isinstance(item.meaning, Weekday) and story.clause.tense is Tense.FUTURE and _near(tokens, item, story.clause_end):
        clause = Clause(Tense.FUTURE, False)
    return Context(story.day, _mentions(tokens, item, story), clause, preposition, story.narrative)


def _near(tokens: Tokens, item: Item, end: int) -> bool:
    return tokens.starts[item.first] - end <= _REACH


def _mentions(tokens: Tokens, item: Item, story: _Story) -> tuple[Mention, ...]:
    found: list[Mention] = []
    near, behind = True, item.first
    for place, period, explicit in reversed(story.told[-_KEPT_MENTIONS:]):
        if not story.narrative and not _near(tokens, item, tokens.ends[place - 1]):
            break
        near = near and tokens.same_sentence(place, behind)
        behind = place
        found.append(Mention(period, explicit, near))
    return tuple(found)


def _preposition(tokens: Tokens, first: int) -> str | None:
    before = tokens.words[first - 1] if first else ""
    if before == "the" and first > 1:
        before = tokens.words[first - 2]
    if before == "of" and first > 1 and tokens.words[first - 2] == "as":
        return "as of"
    return before if before in _PREPOSITIONS else None


def _parts(tokens: Tokens, item: Item, context: Context) -> tuple[TimeExpression, ...]:
    meaning = item.meaning
    if isinstance(meaning, Range):
        ends = zip((meaning.start_tokens, meaning.end_tokens), (meaning.start, meaning.end), range_ends(meaning, context))
        if meaning.start_tokens == meaning.end_tokens:
            return ()
        return tuple(_expression(tokens, Item(*place, item.rule, end), resolved, ()) for place, end, resolved in ends)
    parts: list[TimeExpression] = []
    for part in item.parts:
        assert not isinstance(part.meaning, Lead)
        parts.append(_expression(tokens, part, resolve(part.meaning, context), ()))
    return tuple(parts)


def _expression(tokens: Tokens, item: Item, resolved: Resolved, parts: tuple[TimeExpression, ...]) -> TimeExpression:
    return TimeExpression(
        span=Span(tokens.starts[item.first], tokens.ends[item.last - 1]),
        type=resolved.type,
        value=resolved.value,
        edtf=resolved.edtf,
        anchor=resolved.anchor,
        rule=f"{item.rule}:{resolved.how}",
        preposition=_preposition(tokens, item.first),
        mod=resolved.mod,
        quant=resolved.quant,
        freq=resolved.freq,
        event=resolved.event,
        parts=parts,
    )
