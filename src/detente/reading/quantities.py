"""Amounts in text: `US$34bn`, `12 million metric tons a year`.

In: raw text. Out: `Quantity`s with their spans, in order, never overlapping each other.

Holds: an amount is only read where its unit stands with it, or is the only currency of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from detente.model.amount import Amount
from detente.model.span import Span
from detente.reading.numbers import DIGITS, NO_NOUN_BEHIND, SPELT, is_rest_of_a_number, number_in
from detente.vocab.units import units


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit."""

    span: Span
    amount: Amount


@cache
def _money() -> re.Pattern[str]:
    forms = units().currencies
    signs = sorted((f for f in forms if not f[-1].islower() or f in ("Rs", "Rs.")), key=len, reverse=True)
    words = sorted((f for f in forms if f[-1].islower() and f not in ("Rs", "Rs.")), key=len, reverse=True)
    codes = sorted((f for f in forms if f.isupper() and len(f) == 3), key=len)
    scale = "|".join(sorted(units().scales, key=len, reverse=True))
    number = rf"(?:{DIGITS}|(?i:{SPELT}))"
    upper = rf"(?:\s?(?:-|–|to)\s?(?:{DIGITS}))?"
    return re.compile(
        rf"(?<![\w.])(?:(?P<sign>{'|'.join(map(re.escape, signs))})\s?(?P<n1>{DIGITS}|half a){upper}(?:[\s-]?(?P<s1>{scale})(?![a-z]))?"
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
        rf"(?<![\w.,$€£-])(?P<number>{DIGITS}|(?i:{SPELT}))(?:[\s-]?(?P<scale>{scale}|m)(?![a-z]))?[\s-]"
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


# Signs that mean money only before millions and more: `R1.4 billion`, while an R1 is a motorway.
_SHORT_SIGNS = frozenset("R")
_VAGUE = frozenset(("a", "an", "half", "half a", "half an", "one"))


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """All amounts of a text; `hundreds of billions` and other vague ones are left out.

    `150 billion` without a currency is money of the only currency that the text names, if it names one only.
    """
    found = list(_money_in(text))
    for quantity in (*_counted_in(text), *_millions_in(text, {known.amount.unit for known in found})):
        if not any(known.span.overlaps(quantity.span) for known in found):
            found.append(quantity)
    return tuple(sorted(found, key=lambda q: q.span))


def _money_in(text: str) -> Iterator[Quantity]:
    for match in _money().finditer(text):
        words, scale = match["n1"] or match["n2"], match["s1"] or match["s2"]
        value = _scaled(words, scale)
        is_vague = match["n2"] and words.lower() in _VAGUE and not scale
        is_other = match["sign"] in _SHORT_SIGNS and not scale
        if value is None or is_vague or is_other or is_rest_of_a_number(text, match.start()):
            continue
        yield Quantity(
            Span(*match.span()),
            Amount(value, units().currencies[match["sign"] or match["word"]], _per(text[match.end() : match.end() + 40])),
        )


def _counted_in(text: str) -> Iterator[Quantity]:
    for match in _counted().finditer(text):
        value, noun = _scaled(match["number"], match["scale"]), match["noun"]
        is_vague = match["number"].lower() in _VAGUE - {"one"} and not match["scale"]
        is_model = noun in _AIRLINERS and match["number"] in _MODELS
        if value is None or is_vague or is_model or is_rest_of_a_number(text, match.start()):
            continue
        per = "day" if noun in ("bpd", "b/d") else _per(text[match.end() : match.end() + 40])
        yield Quantity(Span(*match.span()), Amount(value, units().counted[noun], per))


_MILLIONS = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>{DIGITS}|{SPELT})[ -](?P<scale>million|billion|trillion|bn|tn)\b{NO_NOUN_BEHIND}", re.IGNORECASE
)


def _millions_in(text: str, currencies: set[str]) -> Iterator[Quantity]:
    """Numbers of millions that count nothing named, in a text with one currency."""
    money = currencies & _currency_codes()
    if len(money) == 1:
        (unit,) = money
        for match in _MILLIONS.finditer(text):
            value = _scaled(match["number"], match["scale"])
            if value is not None and not is_rest_of_a_number(text, match.start()):
                yield Quantity(Span(*match.span()), Amount(value, unit, _per(text[match.end() : match.end() + 40])))


def is_without_currency(words: str) -> bool:
    """Whether the words are a number of millions alone: the currency is named elsewhere."""
    return bool(_MILLIONS.fullmatch(words))


@cache
def _currency_codes() -> frozenset[str]:
    return frozenset(units().currencies.values())
