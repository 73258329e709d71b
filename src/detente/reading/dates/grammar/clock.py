"""Times of day: `2:30 p.m.`, `1400 GMT`, `10:57`, `noon`, `this morning`, `overnight`, `the early hours of`."""

import re

from detente.reading.dates.expression import TimexType
from detente.reading.dates.lexicon import NUMBERS, PARTS_OF_DAY, words
from detente.reading.dates.meaning import Base, Clock, Lead, Meaning, Step, Symbol
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Size

_IN_FRONT_OF_PARTS = words("in by since until during all through every of")
_IN_FRONT_OF_CLOCK = words("at by until from around about since before after past to till between and shortly")


def _value(hour: int, minute: int, meridiem: str = "") -> str | None:
    if meridiem and not 1 <= hour <= 12:
        return None
    if meridiem.startswith("p") and hour < 12:
        hour += 12
    if meridiem.startswith("a") and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _at(value: str | None) -> Meaning | None:
    return None if value is None else Clock(value)


def _hour_minute(word: str) -> tuple[int, int]:
    pieces = re.split(r"[:.]", word)
    return int(pieces[0]), int(pieces[1]) if len(pieces) > 1 else 0


def _meridiem(found: Found) -> Meaning | None:
    word = found.word("time")
    hour, minute = (NUMBERS[word], 0) if word in NUMBERS else _hour_minute(word)
    return _at(_value(hour, minute, found.word("meridiem")))


def _military(found: Found) -> Meaning | None:
    digits = found.word("time")
    return _at(_value(int(digits[:2]), int(digits[2:]))) if len(digits) == 4 else None


def _plain(found: Found) -> Meaning | None:
    """`10:57` is a time with a zone, behind `at`, `until`, …, or at the start of a line of a live report."""
    start_of_line = not found.tokens.text[: found.tokens.starts[found.first]].rpartition("\n")[2].strip(" \t-–—•*([")
    led = found.before() in _IN_FRONT_OF_CLOCK or found.has("zone") or found.before() in ("published", "updated", "posted")
    if not led and not (start_of_line and (found.tag_after() in ("-", "", "\n", ":", ")", ".") or found.has("zone"))):
        return None
    return _at(_value(*_hour_minute(found.word("time"))))


def _o_clock(found: Found) -> Meaning | None:
    word = found.word("time")
    return _at(_value(NUMBERS[word] if word in NUMBERS else int(word), 0))


def _named(found: Found) -> Meaning | None:
    return Clock({"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}[found.word("time")])


def _part(found: Found) -> Meaning | None:
    part, which = "T" + PARTS_OF_DAY[found.word("part")], found.word("which")
    mod = {"early": "START", "late": "END", "mid": "MID"}.get(found.word("when"))
    match which:
        case "last":
            return Clock(part, Step(Size.DAY, -1, Base.PUBLISHED), mod)
        case "this":
            return Clock(part, Step(Size.DAY, 0, Base.PUBLISHED), mod)
        case "next" | "following":
            return Clock(part, Step(Size.DAY, 1, Base.TEXT), mod)
        case "previous":
            return Clock(part, Step(Size.DAY, -1, Base.TEXT), mod)
        case "that" | "same":
            return Clock(part, Step(Size.DAY, 0, Base.TEXT), mod)
        case "one":
            return Symbol(TimexType.TIME, "XXXX-XX-XX" + part)
        case _:
            return _bare_part(found, part, mod)


def _bare_part(found: Found, part: str, mod: str | None) -> Meaning | None:
    if found.has("around"):
        step = {"before": -1, "after": 1}[found.word("around")]
        return Clock(part, Step(Size.DAY, step, Base.TEXT), mod)
    if found.before() == "at" and not found.has("the"):
        return Symbol(TimexType.TIME, "XXXX-XX-XX" + part, mod=mod)
    if found.has("the") or found.before() in _IN_FRONT_OF_PARTS:
        return Clock(part, None, mod) if found.after() not in ("of", "when", "that", "stalker", "'") else None
    return None


def _overnight(_: Found) -> Meaning | None:
    return Clock("TNI")


def _night_of(found: Found) -> Lead | None:
    return Lead(time="T" + PARTS_OF_DAY[found.word("part")])


def _hours_of(found: Found) -> Lead | None:
    return Lead(time="TNI" if "late" in found.tokens.words[found.first : found.last] else "TMO")


FAMILIES = (
    Family(
        "(m|am|pm)",
        (Rule("clock", "time:(SMALL|CLOCK|DECIMAL|NUMBER) meridiem:MERIDIEM (zone:ZONE)?", _meridiem),),
    ),
    Family(
        "(ZONE_WORD|time|hours|hrs)",
        (Rule("military", "time:FOUR (-? hours|hrs)? zone:ZONE", _military), Rule("military", "time:FOUR (hours|hrs)", _military)),
    ),
    Family("CLOCK", (Rule("clock", "time:CLOCK (zone:ZONE|hrs|hours)?", _plain),)),
    Family("clock", (Rule("clock", "time:(SMALL|NUMBER) o ' clock", _o_clock),)),
    Family("TIME_OF_DAY", (Rule("clock", "time:TIME_OF_DAY (zone:ZONE)?", _named),)),
    Family("overnight", (Rule("overnight", "overnight", _overnight),)),
    Family(
        "PART",
        (
            Rule(
                "part-of-day",
                "(the:the)? (when:(early|late|mid) -?)? (which:(this|last|next|following|that|same|previous|one))? part:PART"
                " (around:(before|after))?",
                _part,
            ),
            Rule("part-of-day", "(when:(early|late)) in the part:PART", _part),
            Rule("night-of", "the? early? part:PART hours? of", _night_of),
        ),
    ),
    Family("hours", (Rule("hours-of", "the? (early|small|late) hours of", _hours_of),), leads=True),
)
