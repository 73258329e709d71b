"""Rates in text: `from 57% to 47%`, `ten percentage points`, `15 percent instead of 25`, `duty-free`.

In: raw text. Out: `Rate`s with their spans, in order, never overlapping each other.

Holds: a number without `percent` is only read where the words about it speak of duties: beside a rate that has it, in a
pair, or after what is paid; zero only as a duty. What a rate means for a measure (total, before, change) is left to
others, which get the words around it as `Rate.hint`.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from detente.model.span import Span
from detente.reading.numbers import DIGITS, NO_NOUN_BEHIND, SPELT, is_rest_of_a_number, number_in


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of percent or of percentage points.

    `hint` is what the words around make of it: `from` and `to` of a pair, `change` (`by 10 points`, `an extra 25
    percent`), `cap` (`up to`, `no more than`), `factor` (`double to`), or None. `value` is unsigned.
    """

    span: Span
    value: Decimal
    points: bool
    hint: str | None


def rates_in(text: str) -> tuple[Rate, ...]:
    """All rates of a text. `10-25 percent` is read as its upper end, hint `cap`; bare `points` need a rate or duty nearby."""
    known = sorted(_with_unit(text), key=_span_of)
    found = list(known)
    for rate in _without_unit(text, known):
        at = bisect(found, rate.span, key=_span_of)
        if not any(rate.span.overlaps(other.span) for other in found[max(at - 1, 0) : at + 1]):
            found.insert(at, rate)
    return tuple(found)


def _start_of(rate: Rate) -> int:
    return rate.span.start


def _span_of(rate: Rate) -> Span:
    return rate.span


_RANGE = r"(?:\s?(?:-|–|to|or)\s?(?:\d+(?:\.\d+)?))?"
_PERCENT = re.compile(
    rf"(?<![\w.,$€£-])(?P<minus>-)?(?P<number>{DIGITS}|{SPELT}){_RANGE}(?:\s?-?\s?)"
    r"(?P<unit>%|percentage[ -]points?\b|per ?cent(?:age)?[ -]points?\b|per ?cent\b|pct\b|p\.c\.|points?\b|pp\b)",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:additional|extra|another|further|added|by|adding|more|reduction of|cut of|increase of|rise of|hike of)\s+"
    r"(?:an?\s+|about\s+|around\s+|some\s+|up to\s+)?$",
    re.I,
)
_CAP_BEFORE = re.compile(
    r"\b(?:up to|as much as|as high as|at most|no more than|no higher than|maximum of|ceiling of|capped at|cap of)\s+$", re.I
)
_FACTOR_BEFORE = re.compile(r"\b(?:doubl|tripl|quadrupl|halv)\w*\s+(?:\S+\s+){0,4}to\s+$", re.I)
_FROM_BEFORE = re.compile(
    r"\b(?:from|instead of|rather than|down from|up from|compared with|against|in place of|not)\s+"
    r"(?:the |its |a |an )?(?:present |current |previous |existing )?$",
    re.I,
)
_TO_BEFORE = re.compile(r"\b(?:to|at|becomes?|now)\s+(?:about |around |just |only )?$", re.I)


def _hint(text: str, start: int, end: int, points: bool) -> str | None:
    before, after = text[max(0, start - 40) : start], text[end : end + 20]
    if _FACTOR_BEFORE.search(before):
        return "factor"
    if _FROM_BEFORE.search(before):
        return "from"
    if points or _CHANGE_BEFORE.search(before) or re.match(r"\s+(?:on top of|more than)\b", after):
        return "change"
    if _CAP_BEFORE.search(before):
        return "cap"
    return "to" if _TO_BEFORE.search(before) else None


_IS_POINTS = re.compile(r"points?$|^pp$", re.I)
# `from 10 to 25 percent`: the first number has no unit of its own.
_SHARED_UNIT = re.compile(r"\b(?:from|between)\s+(?P<first>\d+(?:\.\d+)?)\s+(?:to|and)\s+$", re.I)


def _with_unit(text: str) -> Iterator[Rate]:
    for match in _PERCENT.finditer(text):
        words, unit = match["number"], match["unit"]
        value = number_in(words)
        if (
            value is None
            or is_rest_of_a_number(text, match.start("number"))
            or (unit.lower() in ("point", "points", "pp") and not re.search(r"\b(?:rate|tariff|dut|levy|levies|percent)", text, re.I))
        ):
            continue
        before, points = text[max(0, match.start() - 40) : match.start()], bool(_IS_POINTS.search(unit))
        span = Span(match.start("number"), match.end())
        hint = _hint(text, match.start(), match.end(), points)
        upper = re.search(r"(?:-|–|to|or)\s?(\d+(?:\.\d+)?)$", text[match.end("number") : match.start("unit")].rstrip(" -"))
        if upper:
            ranged = before.lower().rstrip().endswith("from")
            if ranged:
                yield Rate(Span(match.start("number"), match.end("number")), value, points, "from")
            value, hint = Decimal(upper[1]), "to" if ranged else "cap"
            span = Span(match.end("number") + text[match.end("number") : match.end()].index(upper[1]), match.end()) if ranged else span
        elif shared := _SHARED_UNIT.search(before):
            start = match.start() - len(before) + shared.start("first")
            yield Rate(Span(start, start + len(shared["first"])), Decimal(shared["first"]), points, "from")
            hint = "to"
        yield Rate(span, value, points, hint)


_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][\"”’')]*(?=\s+[\"“‘'(]?[A-Z0-9])|(?=\n)|$)")
_DUTY = re.compile(r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|surcharges?|customs|rates?|ta(?:x|xes|riffed|xed))\b", re.I)
_DUTIES = r"(?:(?:any|all|customs|import|export|reciprocal|additional|further|paying)[ -])*(?:dut(?:y|ies)|tariffs?|lev(?:y|ies))"
_NO_DUTY = re.compile(
    rf"(?<![\w-])(?:(?:zero|nil)(?=[ -](?:rates?|{_DUTIES})\b)|(?:duty|tariff|levy)[ -]free\b(?!\s+(?:shop|store|retail|mall|outlet))"
    rf"|(?:free of|without) {_DUTIES}\b(?!\s+(?:relief|cuts?|increases?|changes?))"
    rf"|no {_DUTIES}(?= on\b)|(?:(?<=pay )|(?<=pays )|(?<=paying ))no {_DUTIES}\b)",
    re.I,
)
_ZERO = re.compile(
    r"(?:\b(?:to|at|for)\s+(?P<zero>zero|nil)(?![\w-]|\s+(?:emission|growth|tolerance|carbon|per ?cent))"
    r"|\b(?P<zero_on>zero)(?=\s+(?:on|for)\b))",
    re.I,
)
_ABOUT = r"(?:(?:about|around|just|only|merely|a mere|up to|currently|some|as much as)\s+)?"
_ALONE = r"(?P<number>\d{1,3}(?:\.\d+)?)(?![\w%-]|[.,:/]\d|\s?(?:%|per ?cent|pct|percentage|points?\b)|\s+(?:to|against) the \w+)"
_BESIDE = re.compile(
    rf"[^.;]{{0,60}}?\b(?<!votes )(?:to|from|of|instead of|rather than|against|than|and|then|was|at)\s+{_ABOUT}{_ALONE}{NO_NOUN_BEHIND}",
    re.I,
)
_PAIR = re.compile(rf"\bfrom\s+(?P<first>\d{{1,3}}(?:\.\d+)?)\s+to\s+{_ABOUT}{_ALONE}{NO_NOUN_BEHIND}", re.I)
_PAID = re.compile(rf"\b(?<!votes )(?:pay|pays|paying|paid|charged|charges|faces?|at|to|gets?)\s+{_ABOUT}{_ALONE}{NO_NOUN_BEHIND}", re.I)
_CLOCK = re.compile(r"\bat\s+\d{1,2}\s+(?:on|in)\s+(?:the\s|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)", re.I)


def _without_unit(text: str, known: list[Rate]) -> Iterator[Rate]:
    """Rates whose words leave `percent` to another rate or to the duty that they speak of."""
    for match in _NO_DUTY.finditer(text):
        yield _rate(text, match, 0, Decimal(0))
    before = False
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        of_duty = bool(_DUTY.search(text, start, end))
        beside = known[bisect_left(known, start, key=_start_of) : bisect_left(known, end, key=_start_of)]
        if of_duty or beside or before:
            for match in _ZERO.finditer(text, start, end):
                yield _rate(text, match, match.lastgroup or 0, Decimal(0))
        if of_duty:
            for match in _numbers_alone(text, start, end, beside):
                yield from (_rate(text, match, group, Decimal(match[group])) for group in match.groupdict())
        before = of_duty or bool(beside)


def _numbers_alone(text: str, start: int, end: int, beside: list[Rate]) -> Iterator[re.Match[str]]:
    """Numbers of a sentence about duties: beside a rate, in a pair, after what is paid."""
    for rate in beside:
        if match := _BESIDE.match(text, rate.span.end, end):
            yield match
    yield from _PAIR.finditer(text, start, end)
    yield from (match for match in _PAID.finditer(text, start, end) if not _CLOCK.search(text, match.start(), match.end() + 14))


def _rate(text: str, match: re.Match[str], group: str | int, value: Decimal) -> Rate:
    span = Span(*match.span(group))
    return Rate(span, value, False, "from" if group == "first" else _hint(text, span.start, span.end, False))
