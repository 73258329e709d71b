"""Days and months by name and number: `30 October 2025`, `May 10, 2019`, `26-28 October`, `the 30th`, `2026-03-18`, `10/30/2025`."""

from detente.reading.dates import period as periods
from detente.reading.dates.lexicon import MONTHS, ORDINALS, TENS, words
from detente.reading.dates.meaning import Clock, Direction, Exact, Lead, Meaning, MonthDay, Portion, Range, Yearly
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Period, Size

_AMBIGUOUS_MONTHS = words("may march mar jan dec sep jun")
_IN_FRONT_OF_MONTHS = words(
    "in of by since until till from to and between before after through during for late early mid last next this - / or for"
)
_COUNTED = words(
    "percent per % pct people troops men women soldiers miles km kilometers million billion trillion tons tonnes barrels basis points"
)
_PARTS = {"early": "start", "mid": "mid", "late": "end"}


def exact(period: Period | None) -> Meaning | None:
    """The meaning of a period, None for one that no calendar has."""
    return None if period is None else Exact(period)


def in_part(meaning: Meaning | None, word: str) -> Meaning | None:
    """The early, middle or late part of a period where a word says so."""
    return Portion(meaning, _PARTS[word]) if meaning is not None and word in _PARTS else meaning


def _month_number(found: Found) -> int | None:
    """A capital letter makes it a month; beside the number of a day, so does a word that means nothing else."""
    if found.has("day") and found.word("month") not in ("may", "march", "mar"):
        return MONTHS[found.word("month")]
    return MONTHS[found.word("month")] if found.named("month") else None


def _number(found: Found, name: str) -> int | None:
    number = found.number(name)
    return number if 1 <= number <= 31 else None


def _year_of(found: Found) -> int | None:
    if found.has("year"):
        return found.number("year")
    if found.has("short_year"):
        number = found.number("short_year")
        return number + (2000 if number < 70 else 1900)
    return None


def _placed(month: int, number: int, year: int | None) -> Meaning | None:
    if year is not None:
        return exact(periods.day_of(year, month, number))
    return Yearly(f"{month:02d}-{number:02d}") if periods.day_of(2024, month, number) else None


def _day(found: Found) -> Meaning | None:
    month, number = _month_number(found), _number(found, "day")
    if month is None or number is None:
        return None
    counts = found.span("day")[1] == found.last and (found.after() in _COUNTED or (found.after() == "-" and found.after(2) in _COUNTED))
    return None if counts else _placed(month, number, _year_of(found))


def _spelled_day(found: Found) -> Meaning | None:
    month, number = _month_number(found), sum(ORDINALS.get(word, 0) + TENS.get(word, 0) for word in found.words("day"))
    return None if month is None or number > 31 else _placed(month, number, _year_of(found))


def _days(found: Found) -> Meaning | None:
    month, first, last = _month_number(found), _number(found, "day"), _number(found, "end")
    if month is None or first is None or last is None or first >= last:
        return None
    start, end = _placed(month, first, _year_of(found)), _placed(month, last, _year_of(found))
    if start is None or end is None:
        return None
    day, behind = found.span("day"), found.span("end")
    start_tokens = (found.first, day[1])
    end_tokens = (behind[0], max(behind[1], found.last))
    return Range(start, end, start_tokens, end_tokens, whole=found.word("to") != "and" or last == first + 1 or found.before() == "between")


_GIVEN_NAMES = words("april may june august")


def _is_person(found: Found) -> bool:
    """`Theresa May`, `April Ryan`: a surname of somebody the text names, or a given name in front of a surname."""
    if found.word("month") == "may" and "Theresa May" in found.tokens.text:
        return found.before() not in ("in", "since", "until", "early", "late", "mid", "last", "next")
    return found.tag_after() == "X" and found.before() not in _IN_FRONT_OF_MONTHS


_WHICH = {"last": Direction.LAST, "past": Direction.LAST, "next": Direction.NEXT, "coming": Direction.NEXT, "this": Direction.THIS,
          "following": Direction.TEXT_AFTER, "previous": Direction.TEXT_BEFORE, "same": Direction.TEXT_SAME}  # fmt: skip


def direction_of(word: str) -> Direction:
    """What `last`, `this`, `next`, … in front of a period's name point to."""
    return _WHICH.get(word, Direction.OPEN)


def _month(found: Found) -> Meaning | None:
    month = _month_number(found)
    if month is None or (found.tokens.glued(found.first) and found.tag_before() == ".") or found.tag_before() in ("1", "2"):
        return None
    year = _year_of(found)
    if year is not None:
        return in_part(exact(periods.month_of(year, month)), found.word("part"))
    bare = not found.has("which") and not found.has("part")
    if (
        bare
        and found.word("month") in _AMBIGUOUS_MONTHS
        and not (found.before() in _IN_FRONT_OF_MONTHS or (found.has("dot") and len(found.word("month")) == 3))
    ):
        return None
    if bare and found.word("month") in _GIVEN_NAMES and _is_person(found):
        return None
    if found.word("which") == "past" and not found.has("part") and found.before() != "this":
        return None
    return in_part(Yearly(f"{month:02d}", direction_of(found.word("which"))), found.word("part"))


def _iso(found: Found) -> Meaning | None:
    year, month, number = (int(piece) for piece in found.word("day").split("-"))
    return exact(periods.day_of(year, month, number))


def _instant(found: Found) -> Meaning | None:
    """`2025-10-10T19:40`."""
    day, glued = _iso(found), found.tokens.glued(found.last - 1) and found.tokens.glued(found.last - 2)
    return Clock("T" + found.word("time")[:5].zfill(5), day) if day is not None and glued else None


def _numeric(found: Found) -> Meaning | None:
    word = found.word("day")
    first, second, third = (int(piece) for piece in word.replace(".", "/").split("/"))
    if first > 31:
        return exact(periods.day_of(first, second, third))
    day_first = "." in word or first > 12 or (found.tokens.day_first and second <= 12)
    number, month = (first, second) if day_first else (second, first)
    year = third + (0 if third > 99 else 2000 if third < 70 else 1900)
    return exact(periods.day_of(year, month, number))


def _dashed(found: Found) -> Meaning | None:
    """`10-31-1974`, in one piece."""
    if not all(found.tokens.glued(index) for index in range(found.first + 1, found.last)):
        return None
    first, second = found.number("first"), found.number("second")
    number, month = (first, second) if first > 12 or found.tokens.day_first else (second, first)
    return exact(periods.day_of(found.number("year"), month, number))


def _weekday_number(found: Found) -> Meaning | None:
    """`Tuesday the 19th`."""
    return MonthDay(found.number("day")) if found.named("weekday") and found.after() not in ("century", "round", "of") else None


def _day_of(found: Found) -> Lead | None:
    return Lead(size=Size.DAY, first=found.number("day"), length="P1D")


def _slash(found: Found) -> Meaning | None:
    """`3/22` is a day only where something says so: fractions and `24/7` look the same."""
    month, number = (int(piece) for piece in found.word("day").split("/"))
    if (month, number) == (9, 11) and not found.tokens.day_first:
        return exact(periods.day_of(2001, 9, 11))
    if month > 12 and number <= 12 and found.tokens.day_first:
        month, number = number, month
    return (
        _placed(month, number, None)
        if found.before() in ("on", "by", "until", "since", "from", "before", "after", "dated") and month <= 12
        else None
    )


def _attacks(found: Found) -> Meaning | None:
    return exact(periods.day_of(2001, 9, 11))


_BEHIND_DAY = words(
    ". , ; : ) ? ! and or to of in at with for he she they it when after before until but as that while who which will would is was has"
    " had by from - \n"
)


def _month_day(found: Found) -> Meaning | None:
    if found.tag_after() and found.after() not in _BEHIND_DAY and found.tag_after() not in ("\n", "-", '"'):
        return None
    number = found.number("day")
    return (
        MonthDay(number)
        if found.before() in ("on", "by", "until", "since", "from", "before", "after", "till", "for", "and", "to")
        else None
    )


_YEAR = "(,? year:YEAR|' short_year:TWO_DIGITS)?"
FAMILIES = (
    Family(
        "MONTH",
        (
            Rule("day-month", f"the? day:DAY_NUMBER of? month:MONTH .? {_YEAR}", _day),
            Rule("day-month-year", "day:DAY - month:MONTH - (year:YEAR|short_year:TWO_DIGITS)", _day),
            Rule("month-day", f"month:MONTH .? the? day:DAY_NUMBER {_YEAR}", _day),
            Rule("spelled-day-month", f"the? day:(ORDINAL_WORD|TENS - ORDINAL_WORD) of month:MONTH {_YEAR}", _spelled_day),
            Rule("month-spelled-day", f"month:MONTH the? day:(ORDINAL_WORD|TENS - ORDINAL_WORD) {_YEAR}", _spelled_day),
            Rule(
                "days-month",
                f"the? day:DAY_NUMBER to:(-|to|and|through|until|till|or|/) the? end:DAY_NUMBER of? month:MONTH .? {_YEAR}",
                _days,
            ),
            Rule("month-days", f"month:MONTH .? day:DAY_NUMBER to:(-|to|and|through|until|till|or) the? end:DAY_NUMBER {_YEAR}", _days),
            Rule(
                "month",
                "(the? part:EARLY (-|in)?)? (which:(last|next|this|past|coming|following|previous|same))? month:MONTH"
                " (dot:.)? ((,|of|-)? year:YEAR|' short_year:TWO_DIGITS)?",
                _month,
            ),
            Rule(
                "september-attacks",
                "core:((september|sept .?) (DAY|eleventh)) (terror|terrorist|attacks|attack|hijackers|hijackings)",
                _attacks,
            ),
        ),
    ),
    Family("ISO", (Rule("iso-day", "day:ISO", _iso), Rule("iso-instant", "day:ISO t time:CLOCK", _instant))),
    Family("NUMERIC", (Rule("numeric-day", "day:NUMERIC", _numeric),)),
    Family("SLASH", (Rule("month/day", "day:SLASH", _slash),)),
    Family("YEAR", (Rule("dashed-day", "first:DAY - second:DAY - year:YEAR", _dashed),)),
    Family("WEEKDAY", (Rule("weekday-number", "weekday:WEEKDAY ,? the? day:NTH_DAY", _weekday_number),)),
    Family("NTH_DAY", (Rule("day-of", "the? day:NTH_DAY (day)? of", _day_of),), leads=True),
    Family("NTH_DAY", (Rule("month-day-number", "the day:NTH_DAY", _month_day),)),
)
