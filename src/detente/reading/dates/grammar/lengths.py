"""Lengths of time, and what comes again: `a 90-day pause`, `within 60 days`, `the past three years`, `every Tuesday`, `twice a year`."""

from detente.reading.dates.expression import TimexType
from detente.reading.dates.lexicon import (
    ALL_UNITS,
    FREQUENCIES,
    MONTHS,
    ORDINALS,
    PARTS_OF_DAY,
    PLURAL_CLOCK_UNITS,
    PLURAL_UNITS,
    PLURAL_WEEKDAYS,
    SEASONS,
    WEEKDAYS,
    words,
)
from detente.reading.dates.meaning import Deadline, Lead, Meaning, Symbol
from detente.reading.dates.numbers import count_of, length_of, size_of, steps_of, whole_number
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Size

_MODS = {
    "more": "MORE_THAN", "over": "MORE_THAN", "well": "MORE_THAN", "less": "LESS_THAN", "fewer": "LESS_THAN", "under": "LESS_THAN",
    "up": "EQUAL_OR_LESS", "nearly": "APPROX", "almost": "APPROX", "about": "APPROX", "around": "APPROX", "some": "APPROX",
    "roughly": "APPROX", "approximately": "APPROX", "close": "APPROX",
}  # fmt: skip
_MODS_OF_TWO = {"at least": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS", "no more": "EQUAL_OR_LESS", "no less": "EQUAL_OR_MORE",
                "just over": "MORE_THAN", "just under": "LESS_THAN"}  # fmt: skip


def _mod(found: Found) -> str | None:
    said = found.words("approx")
    return _MODS_OF_TWO.get(" ".join(said[:2])) or (_MODS.get(said[0]) if said else None)


def _is_fraction(found: Found) -> bool:
    """`three quarters of`, `a quarter`, `some quarters`, `a second attack` tell no time."""
    unit, said = found.word("unit"), found.words("n")
    if unit == "quarter":
        return True
    if unit == "quarters":
        return found.after() in ("of", "the", "majority") or (
            said[:1] in (["some"], ["many"], ["three"]) and found.after() not in ("in", ".", ",")
        )
    return (unit == "second" and (said[-1:] in (["a"], ["one"]) or not found.words("n"))) or (unit == "minutes" and found.after() == "of")


def _length(found: Found) -> Meaning | None:
    if _is_fraction(found) or (found.words("n") in (["a"], ["an"]) and found.word("unit") in PLURAL_UNITS):
        return None
    said, unit = found.words("n"), found.word("unit")
    return Symbol(TimexType.DURATION, length_of(count_of(said), unit), mod=_mod(found), event=_event(found))


def _and_half(found: Found) -> Meaning | None:
    return Symbol(TimexType.DURATION, length_of("1.5", found.word("unit")))


_EVENT_END = words('. , ; : ) ? ! and but or while \n " ” he she they it in on with')
_PLACES_OF_EVENT = words("after of following from before")


def _event(found: Found) -> str | None:
    """The words behind `15 days after`, up to the end of their phrase."""
    if found.after() not in _PLACES_OF_EVENT or (found.after() == "of" and found.before() != "within"):
        return None
    tokens = found.tokens
    first = last = found.last + 1
    while last < len(tokens.words) and last - first < 8 and tokens.words[last] not in _EVENT_END and tokens.tags[last] != "\n":
        last += 1
    return tokens.source(first, last) if last > first else None


def _deadline(found: Found) -> Meaning | None:
    """`within 60 days` ends 60 days on, unless an event is named from which it runs."""
    plain = _length(found)
    if not isinstance(plain, Symbol) or plain.event is not None:
        return plain
    unit = found.word("unit")
    size, count = size_of(unit), whole_number(count_of(found.words("n")))
    if size is None or count is None or found.after() in ("after", "of", "before"):
        return plain
    return Deadline(plain.value, size, count * steps_of(unit), sure=found.word("how") == "within", mod=plain.mod)


_BEHIND_THE_UNITS = words("ahead since after following before leading")
_LONG_TIMES = words("months years decades centuries")
_NEVER_BARE = words("quarters seconds weekends nights min mins secs hrs yrs")
_NO_TIME_IN_FRONT = words("light leap per man glory '")
_BEFORE_BARE = words("after for in within")
_OVER = words("over through throughout down")


def _bare(found: Found) -> Meaning | None:
    """Units without a number: `for years`, `decades of talks`; not `light years`, nor `minutes of the meeting`."""
    unit = found.word("unit")
    if unit in _NEVER_BARE or found.before() in _NO_TIME_IN_FRONT:
        return None
    if found.before() == "the" and found.after() not in _BEHIND_THE_UNITS and not (unit in _LONG_TIMES and found.before(2) in _OVER):
        return None
    if unit in ("minutes", "days", "hours") and found.after() == "of" and found.before() not in _BEFORE_BARE:
        return None
    return Symbol(TimexType.DURATION, length_of("X", unit))


def _long(found: Found) -> Meaning | None:
    return Symbol(TimexType.DURATION, length_of("1", found.word("unit")))


def _several(found: Found) -> Meaning | None:
    """`the past three years`, `the next few weeks`: lengths that touch the present."""
    if found.word("unit") not in ALL_UNITS:
        return None
    return Symbol(TimexType.DURATION, length_of(count_of(found.words("n")), found.word("unit")))


def _first_units(found: Found) -> Lead | None:
    """`the first three months of`, `the last week of`, `the third week of`."""
    unit = found.word("unit")
    size = size_of(unit)
    if size is None or (unit == "quarter" and not found.has("n")):
        return None
    count = count_of(found.words("n")) if found.has("n") else "1" if unit in ("day", "week", "month", "weekend") else "X"
    number = whole_number(count) or 1
    spelled = found.word("which")
    first = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "last": -number, "final": -number, "closing": -number}[spelled]
    if count == "X":
        return Lead(part="start" if first == 1 else "end")
    return Lead(size=size, first=first, count=number, length=length_of(count, unit))


_SPANNING = {"week": Size.WEEK, "weekend": Size.WEEKEND, "month": Size.MONTH, "quarter": Size.QUARTER, "year": Size.YEAR}


def _spanning(found: Found) -> Lead | None:
    """`the week of`, `the quarter ended`: the one that holds the day behind."""
    return Lead(size=_SPANNING[found.word("unit")], count=0)


def _nth_weekday(found: Found) -> Lead | None:
    if not found.named("weekday"):
        return None
    word = found.word("nth")
    nth = -1 if word in ("last", "final") else ORDINALS[word] if word in ORDINALS else int(word[:-2])
    return Lead(first=nth, weekday=WEEKDAYS[found.word("weekday")]) if nth < 6 else None


def _frequency(found: Found) -> Meaning | None:
    return Symbol(TimexType.SET, FREQUENCIES[found.word("word")], quant="EVERY" if found.word("word") not in ("annual",) else None)


def _rate(found: Found) -> Meaning | None:
    if found.word("unit") in ("second", "quarter", "minute") and found.words("rate")[-1:] == ["a"]:
        return None
    return Symbol(TimexType.SET, length_of("1", found.word("unit")), quant="EACH", freq=_times(found))


def _times(found: Found) -> str | None:
    said = found.words("times")
    if not said:
        return None
    count = {"once": "1", "twice": "2", "thrice": "3"}.get(said[0]) or count_of(said[:-1])
    return f"{count}X"


def _every(found: Found) -> Meaning | None:
    quant = "EACH" if found.word("each") == "each" else "EVERY"
    if found.has("weekday"):
        return Symbol(TimexType.SET, f"XXXX-WXX-{WEEKDAYS[found.word('weekday')] + 1}", quant=quant)
    if found.has("month"):
        return Symbol(TimexType.SET, f"XXXX-{MONTHS[found.word('month')]:02d}", quant=quant)
    if found.has("season"):
        return Symbol(TimexType.SET, f"XXXX-{SEASONS[found.word('season')]}", quant=quant)
    if found.has("part"):
        return Symbol(TimexType.SET, "XXXX-XX-XXT" + PARTS_OF_DAY[found.word("part")], quant=quant)
    count = "2" if found.has("other") else count_of(found.words("n")) if found.has("n") else "1"
    return Symbol(TimexType.SET, length_of(count, found.word("unit")), quant=quant, freq=_times(found))


def _weekdays(found: Found) -> Meaning | None:
    return Symbol(TimexType.SET, f"XXXX-WXX-{PLURAL_WEEKDAYS[found.word('weekday')] + 1}", quant="EVERY")


def _age(found: Found) -> Meaning | None:
    if found.words("n")[-1:] in (["a"], ["an"]) and found.word("unit") in PLURAL_UNITS:
        return None
    return Symbol(TimexType.DURATION, length_of(count_of(found.words("n")), found.word("unit")))


def _old(found: Found) -> Meaning | None:
    return Symbol(
        TimexType.DURATION, length_of("X" if found.word("unit") in (PLURAL_UNITS | PLURAL_CLOCK_UNITS) else "1", found.word("unit"))
    )


_TIMES = "times:(once|twice|thrice|(NUMBER|DIGITS|several|many) times)"
FAMILIES = (
    Family(
        "(UNIT|UNITS)",
        (
            Rule("length", "(approx:APPROX)? n:COUNT MORE? -? unit:ANY_UNIT (- long)?", _length),
            Rule("length-and-half", "n:(a|an|one) unit:UNIT and a half", _and_half),
            Rule("deadline", "how:(within|in) core:((the (next|coming))? (approx:APPROX)? n:COUNT MORE? unit:ANY_UNIT)", _deadline),
            Rule(
                "several",
                "the? (last|past|next|previous|preceding|coming|following|first|final|subsequent|opening) n:COUNT MORE? unit:ANY_UNIT",
                _several,
            ),
            Rule("several-of", "core:(n:COUNT of the (last|past|next) COUNT? unit:UNITS)", _several),
            Rule("long-units", "n:COUNT -? unit:UNIT -? long", _length),
            Rule("age", "(approx:APPROX)? n:COUNT -? unit:ANY_UNIT (-? (old|olds)|of age)", _age),
            Rule("old", "unit:(UNIT|UNITS) - (old|long)", _old),
            Rule("units", "unit:UNITS", _bare),
            Rule(
                "first-units",
                "the? (very)? which:(first|second|third|fourth|last|final|opening|closing) (n:COUNT)? MORE? unit:ANY_UNIT (of|in)",
                _first_units,
            ),
            Rule("spanning", "the? unit:(week|weekend|month|quarter|year) (of|ended|ending|beginning|starting|commencing|to)", _spanning),
            Rule("rate", f"({_TIMES})? rate:(a|an|per|each|every) unit:UNIT", _rate),
            Rule("every", f"({_TIMES})? each:(every|each) (other:other|n:COUNT)? unit:ANY_UNIT", _every),
        ),
    ),
    Family("WEEKDAY", (Rule("nth-weekday", "the? nth:(NTH|ORDINAL_WORD|last|final) weekday:WEEKDAY (of|in)", _nth_weekday),), leads=True),
    Family(
        "(every|each)",
        (Rule("every", "each:(every|each) (other:other)? (weekday:WEEKDAY|month:MONTH|season:SEASON|part:PART)", _every),),
    ),
    Family("LONG", (Rule("long", "unit:LONG", _long),)),
    Family("FREQUENCY", (Rule("frequency", "(once|twice)? word:FREQUENCY", _frequency),)),
    Family("WEEKDAYS", (Rule("weekdays", "weekday:WEEKDAYS", _weekdays),)),
)
