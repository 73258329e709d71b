"""Rates and amounts in text: `from 57% to 47%`, `ten percentage points`, `US$34bn`, `12 million metric tons a year`.

In: raw text. Out: `Rate`s and `Quantity`s with their spans, in order, never overlapping each other.

Holds: a number is only read where its unit stands with it; what a rate means for a measure (total, before, change) is
left to the frames, which get the words around it as `Rate.hint`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from detente.model.amount import Amount
from detente.model.span import Span
from detente.vocab.units import units

_SMALL = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {word: 10 * (number + 2) for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_WORD = "|".join(sorted([*_SMALL, *_TENS], key=len, reverse=True))
_SPELT = rf"(?:(?:{_WORD}|a|half a)(?:[ -](?:{_WORD}))?(?:[ -](?:and a half))?)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_RANGE = r"(?:\s?(?:-|–|to|or)\s?(?:\d+(?:\.\d+)?))?"


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


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit."""

    span: Span
    amount: Amount


def number_in(text: str) -> Decimal | None:
    """A number in digits or words: `1,500`, `12.5`, `twenty-five`, `half a`; None where it is none."""
    bare = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", bare):
        return Decimal(bare)
    if bare == "half a":
        return Decimal("0.5")
    half = bare.endswith("and a half")
    parts = [p for p in re.split(r"[ -]", bare.removesuffix("and a half").strip(" -")) if p]
    if not parts or any(p not in _SMALL and p not in _TENS and p != "a" for p in parts) or len(parts) > 2:
        return None
    values = [1 if p == "a" else _SMALL.get(p, _TENS.get(p, 0)) for p in parts]
    if len(values) == 2 and not (parts[0] in _TENS and parts[1] in _SMALL and 0 < values[1] < 10):
        return None
    return Decimal(sum(values)) + (Decimal("0.5") if half else 0)


_PERCENT = re.compile(
    rf"(?<![\w.,$€£-])(?P<minus>-)?(?P<number>{_DIGITS}|{_SPELT}|a hundred|one hundred){_RANGE}(?:\s?-?\s?)"
    r"(?P<unit>%|percentage[ -]points?\b|per ?cent(?:age)?[ -]points?\b|per ?cent\b|pct\b|p\.c\.|points?\b|pp\b)",
    re.IGNORECASE,
)
_BARE_SECOND = re.compile(r"(\d+(?:\.\d+)?)\s*$")
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


def _hint(before: str, after: str, points: bool) -> str | None:
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


def rates_in(text: str) -> tuple[Rate, ...]:
    """All rates of a text. `10-25 percent` is read as its upper end, hint `cap`; bare `points` need a rate or duty nearby."""
    found: list[Rate] = []
    for match in _PERCENT.finditer(text):
        words, unit = match["number"], match["unit"]
        value = Decimal(100) if words.lower() in ("a hundred", "one hundred") else number_in(words)
        if value is None or (
            unit.lower() in ("point", "points", "pp") and not re.search(r"\b(?:rate|tariff|dut|levy|levies|percent)", text, re.I)
        ):
            continue
        before, points = text[max(0, match.start() - 40) : match.start()], bool(_IS_POINTS.search(unit))
        span = Span(match.start("number"), match.end())
        hint = _hint(before, text[match.end() : match.end() + 20], points)
        upper = re.search(r"(?:-|–|to|or)\s?(\d+(?:\.\d+)?)$", text[match.end("number") : match.start("unit")].rstrip(" -"))
        if upper:
            ranged = before.lower().rstrip().endswith("from")
            if ranged:
                found.append(Rate(Span(match.start("number"), match.end("number")), value, points, "from"))
            value, hint = Decimal(upper[1]), "to" if ranged else "cap"
            span = Span(match.end("number") + text[match.end("number") : match.end()].index(upper[1]), match.end()) if ranged else span
        elif shared := _SHARED_UNIT.search(before):
            start = match.start() - len(before) + shared.start("first")
            found.append(Rate(Span(start, start + len(shared["first"])), Decimal(shared["first"]), points, "from"))
            hint = "to"
        found.append(Rate(span, value, points, hint))
    return tuple(found)


@cache
def _money() -> re.Pattern[str]:
    forms = units().currencies
    signs = sorted((f for f in forms if not f[-1].islower() or f in ("Rs", "Rs.")), key=len, reverse=True)
    words = sorted((f for f in forms if f[-1].islower() and f not in ("Rs", "Rs.")), key=len, reverse=True)
    codes = sorted((f for f in forms if f.isupper() and len(f) == 3), key=len)
    scale = "|".join(sorted(units().scales, key=len, reverse=True))
    number = rf"(?:{_DIGITS}|{_SPELT})"
    upper = rf"(?:\s?(?:-|–|to)\s?(?:{_DIGITS}))?"
    return re.compile(
        rf"(?<![\w.])(?:(?P<sign>{'|'.join(map(re.escape, signs))})\s?(?P<n1>{_DIGITS}|half a){upper}(?:[\s-]?(?P<s1>{scale})(?![a-z]))?"
        rf"|(?P<n2>{number}|hundreds of|several|tens of){upper}(?:[\s-]?(?P<s2>{scale})(?![a-z]))?"
        rf"[\s-]?(?P<word>{'|'.join(map(re.escape, words + codes))})\b)"
    )


# `737 jets` counts nothing: the number is the type of the aircraft.
_MODELS = frozenset("220 320 321 330 350 380 707 717 727 737 747 757 767 777 787".split())
_AIRLINERS = frozenset(("jets", "aircraft", "planes", "airliners", "jetliners", "airplanes", "aeroplanes"))


@cache
def _counted() -> re.Pattern[str]:
    scale = "|".join(s for s in sorted(units().scales, key=len, reverse=True) if len(s) > 1)
    nouns = "|".join(map(re.escape, sorted(units().counted, key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w.,$€£-])(?P<number>{_DIGITS}|{_SPELT})(?:[\s-]?(?P<scale>{scale}|m)(?![a-z]))?[\s-]"
        r"(?:(?:[A-Z][\w-]*|new|more|additional|wide-body|narrow-body|civil|commercial|passenger|military|combat|electric|\d{3}\w*)\s){0,3}"
        rf"(?P<noun>{nouns})\b"
    )


_PER = re.compile(
    r"\s*(?:(?:of\s+)?(?:[\w-]+\s+){0,4}?)?(?P<per>(?:a|per|each|every|/)\s?(?P<unit>year|month|week|day)|annually|yearly|daily|monthly|(?P<bpd>bpd|b/d))\b",
    re.I,
)
_ADVERB = {"annually": "year", "yearly": "year", "daily": "day", "monthly": "month"}


def _per(after: str) -> str | None:
    match = _PER.match(after)
    if not match:
        return None
    return (match["unit"] or _ADVERB.get(match["per"].lower(), "day")).lower()


def _scaled(words: str, scale: str | None) -> Decimal | None:
    value = number_in(words)
    return None if value is None else value * units().scales.get((scale or "").lower(), 1)


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """All amounts of a text; `hundreds of billions` and other vague ones are left out."""
    found: list[Quantity] = []
    for match in _money().finditer(text):
        unit = units().currencies[match["sign"] or match["word"]]
        value = _scaled(match["n1"] or match["n2"], match["s1"] or match["s2"])
        spelt_plainly = match["n2"] and match["n2"].lower() in ("a", "one") and not match["s2"]
        if value is not None and not spelt_plainly:
            found.append(Quantity(Span(*match.span()), Amount(value, unit, _per(text[match.end() : match.end() + 40]))))
    for match in _counted().finditer(text):
        value = _scaled(match["number"], match["scale"])
        noun = match["noun"]
        span = Span(*match.span())
        is_vague = match["number"].lower() in ("a", "half a") and not match["scale"]
        is_model = noun in _AIRLINERS and match["number"] in _MODELS
        if value is None or is_vague or is_model or any(q.span.overlaps(span) for q in found):
            continue
        per = "day" if noun in ("bpd", "b/d") else _per(text[match.end() : match.end() + 40])
        found.append(Quantity(span, Amount(value, units().counted[noun], per)))
    return tuple(sorted(found, key=lambda q: q.span))
