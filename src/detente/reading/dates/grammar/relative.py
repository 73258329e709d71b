"""Dates by their distance or place: `Friday`, `last week`, `three years ago`, `within 60 days`, `the month's end`."""

from detente.reading.dates.expression import TimexType
from detente.reading.dates.lexicon import PARTS_OF_DAY, PLURAL_UNITS, UNITS, WEEKDAYS
from detente.reading.dates.meaning import Base, Clock, Direction, Meaning, Portion, Step, Symbol, Weekday
from detente.reading.dates.numbers import count_of
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Size

_LETTERS = UNITS | PLURAL_UNITS
_SIZES = {"D": Size.DAY, "W": Size.WEEK, "M": Size.MONTH, "Q": Size.QUARTER, "Y": Size.YEAR, "WE": Size.WEEKEND, "HY": Size.HALF,
          "DE": Size.DECADE, "CE": Size.CENTURY, "FN": Size.WEEK}  # fmt: skip
_BASES = {
    "ago": (Base.PUBLISHED, -1),
    "earlier": (Base.TEXT, -1),
    "before": (Base.TEXT, -1),
    "later": (Base.TEXT, 1),
    "after": (Base.TEXT, 1),
}


def size_of(word: str) -> Size | None:
    """The size that a unit's word names."""
    return _SIZES.get(_LETTERS[word]) if word in _LETTERS else None


def length_of(count: str, word: str) -> str:
    """A TIMEX3 duration: `P3M`, `PXW`, `PT2H`."""
    letters = {"hour": "TH", "hours": "TH", "minute": "TM", "minutes": "TM", "second": "TS", "seconds": "TS"} | _LETTERS
    letter = letters.get(word, "D")
    if letter == "FN":
        letter, count = "W", count if count == "X" else f"{float(count) * 2:g}"
    if letter == "WE":
        return f"P{count}WE"
    return f"PT{count}{letter[1:]}" if letter[0] == "T" and len(letter) == 2 else f"P{count}{letter}"


def _ago(found: Found) -> Meaning | None:
    count, size = count_of(found.words("n")), size_of(found.word("unit"))
    if size is None:
        return Symbol(TimexType.DATE, "PAST_REF")
    base, sign = _BASES[found.word("where")]
    factor = 2 if "fortnight" in found.word("unit") else 1
    number = None if "X" in count else sign * round(float(count) * factor)
    return Step(size, number, base, sign=sign, duration=length_of(count, found.word("unit")))


def _within(found: Found) -> Meaning | None:
    count, size = count_of(found.words("n")), size_of(found.word("unit"))
    if size is None or "X" in count:
        return Symbol(TimexType.DURATION, length_of(count, found.word("unit")))
    return Step(size, round(float(count)), Base.PUBLISHED, sign=1, to_day=True, duration=length_of(count, found.word("unit")))


def _from_event(found: Found) -> Meaning | None:
    event = found.tokens.text[found.tokens.starts[found.match.start("event")] : found.tokens.ends[found.last - 1]]
    duration = length_of(count_of(found.words("n")), found.word("unit"))
    return Step(Size.DAY, None, Base.EVENT, sign=-1 if found.word("where") == "before" else 1, event=event, duration=duration)


_WHICH = {
    "last": (Base.PUBLISHED, -1), "past": (Base.PUBLISHED, -1), "previous": (Base.TEXT, -1), "preceding": (Base.TEXT, -1),
    "this": (Base.PUBLISHED, 0), "current": (Base.PUBLISHED, 0), "next": (Base.PUBLISHED, 1), "coming": (Base.PUBLISHED, 1),
    "following": (Base.TEXT, 1), "same": (Base.TEXT, 0), "that": (Base.TEXT, 0),
}  # fmt: skip
_PARTS = {"beginning": "start", "start": "start", "end": "end", "middle": "mid", "early": "early", "late": "late", "mid": "mid"}


def _which(found: Found) -> Meaning | None:
    size = size_of(found.word("unit"))
    if size is None:
        return None
    base, step = _WHICH[found.word("which")] if found.has("which") else (Base.PUBLISHED, 0)
    meaning: Meaning = Step(size, step, base, sign=step)
    part = _PARTS.get(found.word("part"))
    return Portion(meaning, part) if part else meaning


def _weekday(found: Found) -> Meaning | None:
    word = found.word("weekday")
    if not found.source(found.match.start("weekday"))[0].isupper():
        return None
    direction = {"last": Direction.LAST, "next": Direction.NEXT, "this": Direction.OPEN, "following": Direction.TEXT_AFTER}
    meaning: Meaning = Weekday(WEEKDAYS[word], direction.get(found.word("which"), Direction.OPEN), weeks=1 if found.has("week") else 0)
    if found.has("part"):
        return Clock("T" + PARTS_OF_DAY[found.word("part")], meaning)
    return meaning


_TODAY = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _today(found: Found) -> Meaning | None:
    meaning = Step(Size.DAY, _TODAY[found.word("day")], Base.PUBLISHED)
    return Clock("T" + PARTS_OF_DAY[found.word("part")], meaning) if found.has("part") else meaning


def _tonight(found: Found) -> Meaning | None:
    return Clock("TNI")


def _part_of_day(found: Found) -> Meaning | None:
    day = Step(Size.DAY, -1 if found.word("which") == "last" else 0, Base.PUBLISHED)
    return Clock("T" + PARTS_OF_DAY[found.word("part")], day)


def _length(found: Found) -> Meaning | None:
    count = count_of(found.words("n"))
    return Symbol(TimexType.DURATION, length_of(count, found.word("unit")))


def _reference(value: str) -> Rule:
    words = {
        "PRESENT_REF": "(now|currently|at present|nowadays|presently|at the moment|at this time|right now)",
        "PAST_REF": "(recently|previously|formerly|lately|in the past|the past|once)",
        "FUTURE_REF": "(the future|the near future|the coming days)",
    }[value]
    return Rule(value.lower().replace("_", "-"), words, lambda _: Symbol(TimexType.DATE, value))


_WHICH_UNIT = (
    "(part:(early|late|mid|beginning|start|end|middle) (-|of)?)? the?"
    " which:(last|past|previous|preceding|this|current|next|coming|following|same|that) unit:UNIT1"
)
FAMILIES = (
    Family("WEEKDAY", (Rule("weekday", "(which:(last|next|this|following))? weekday:WEEKDAY (part:PART|week:week)?", _weekday),)),
    Family(
        "TIME_UNIT",
        (
            Rule("ago", "n:COUNT -? unit:TIME_UNIT where:(ago|earlier|later|before|after)", _ago),
            Rule("which-unit", _WHICH_UNIT, _which),
            Rule("portion-of-unit", "the? part:(beginning|start|end|middle) of (the|this) unit:UNIT1", _which),
            Rule("within", "n:COUNT unit:UNIT from (now|today)", _within),
            Rule("within", "(within|in) core:(n:COUNT unit:UNIT)", _within),
            Rule("from-event", "n:COUNT unit:UNIT where:(after|before|from|of) event:(the? WORD+)", _from_event),
            Rule("length", "n:COUNT -? unit:TIME_UNIT", _length),
        ),
    ),
    Family("TODAY", (Rule("today", "day:TODAY (part:PART)?", _today), Rule("tonight", "tonight", _tonight))),
    Family("PART", (Rule("part-of-day", "which:(this|last) part:PART", _part_of_day),)),
    Family("REFERENCE", tuple(_reference(value) for value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"))),
)
