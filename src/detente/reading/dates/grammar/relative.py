"""Dates by their place in the week or by their distance: `Friday`, `last week`, `this month`, `three years ago`, `the day before`."""

from detente.reading.dates.expression import TimexType
from detente.reading.dates.grammar.calendar_dates import direction_of
from detente.reading.dates.lexicon import ALL_UNITS, PARTS_OF_DAY, WEEKDAYS, words
from detente.reading.dates.meaning import Base, Clock, Direction, Meaning, Portion, Step, Symbol, Undated, Weekday, Weekend
from detente.reading.dates.numbers import count_of, length_of, size_of, steps_of, whole_number
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Size

_AMBIGUOUS_DAYS = words("sun sat mon wed fri thu tue")
_PORTIONS = {
    "early": "start", "earlier": "start", "beginning": "start", "start": "start", "mid": "mid", "middle": "mid", "late": "end",
    "later": "end", "end": "end", "close": "end",
}  # fmt: skip


def portion_of(meaning: Meaning, word: str) -> Meaning:
    """The part of a period that a word such as `early` or `end` names, or all of it."""
    return Portion(meaning, _PORTIONS[word]) if word in _PORTIONS else meaning


def _weekday(found: Found) -> Meaning | None:
    word = found.word("weekday")
    if not found.named("weekday"):
        return None
    if word in _AMBIGUOUS_DAYS and not (found.has("dot") or found.has("part") or found.has("which")):
        return None
    number, which = WEEKDAYS[word], found.word("which")
    if found.has("week"):
        meaning: Meaning = Weekday(number, Direction.NEXT, weeks=1)
    elif found.has("of_week"):
        meaning = Weekday(number, of_week={"last": -1, "this": 0, "next": 1}[found.word("of_week")])
    else:
        meaning = Weekday(number, direction_of(which))
    meaning = portion_of(meaning, found.word("when"))
    return Clock("T" + PARTS_OF_DAY[found.word("part")], meaning) if found.has("part") else meaning


_TODAY = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _today(found: Found) -> Meaning | None:
    beyond = {"before": -1, "after": 1}.get(found.word("beyond"), 0)
    meaning = portion_of(Step(Size.DAY, _TODAY[found.word("day")] + beyond, Base.PUBLISHED), found.word("when"))
    return Clock("T" + PARTS_OF_DAY[found.word("part")], meaning) if found.has("part") else meaning


def _tonight(_: Found) -> Meaning | None:
    return Clock("TNI", Step(Size.DAY, 0, Base.PUBLISHED))


_BEHIND_AGO = {"ago": (Base.PUBLISHED, -1), "earlier": (Base.TEXT, -1), "before": (Base.TEXT, -1), "previously": (Base.TEXT, -1),
               "later": (Base.TEXT, 1), "after": (Base.TEXT, 1), "afterwards": (Base.TEXT, 1), "hence": (Base.PUBLISHED, 1)}  # fmt: skip
_AFTER_SELF = words('. , ; : ) ? ! and but or when with - \n " ”')


def _ago(found: Found) -> Meaning | None:
    """`two days later`; `two days after` only where nothing follows that it could be after."""
    where = found.word("where")
    if where in ("before", "after") and found.after() not in _AFTER_SELF and found.tag_after():
        return None
    base, sign = _BEHIND_AGO[where]
    count, unit = count_of(found.words("n")), found.word("unit") or found.word("many")
    size, number = size_of(unit), whole_number(count)
    if size is None:
        return Symbol(TimexType.DATE, "PAST_REF" if sign < 0 else "FUTURE_REF") if base is Base.PUBLISHED else None
    if count == "0.5":
        size, number = {Size.YEAR: (Size.MONTH, 6), Size.DECADE: (Size.YEAR, 5)}.get(size, (size, None))
    steps = None if number is None else sign * number * steps_of(unit)
    return Step(size, steps, base, sign=sign)


def _unit_before(found: Found) -> Meaning | None:
    """`the day before`, where nothing follows that it could be before."""
    size = size_of(found.word("unit"))
    if size is None or (found.after() not in _AFTER_SELF and found.tag_after()):
        return None
    step = 1 if found.word("where") in ("after", "following") else -1
    return Step(size, step, Base.TEXT, sign=step)


def _unit_beyond(found: Found) -> Meaning | None:
    """`the week before last`, `the week after next`."""
    size = size_of(found.word("unit"))
    return None if size is None else Step(size, -2 if found.has("last") else 2, Base.PUBLISHED)


def _unit_ago(found: Found) -> Meaning | None:
    size = size_of(found.word("unit"))
    return None if size is None else Step(size, -1, Base.PUBLISHED, sign=-1)


def _from_now(found: Found) -> Meaning | None:
    count, unit = count_of(found.words("n")), found.word("unit")
    size, number = size_of(unit), whole_number(count)
    if size is None:
        return None
    return Step(size, None if number is None else number * steps_of(unit), Base.PUBLISHED, sign=1, to_day=True)


_WHICH = {
    "last": (Base.PUBLISHED, -1), "past": (Base.PUBLISHED, -1), "previous": (Base.TEXT, -1), "preceding": (Base.TEXT, -1),
    "prior": (Base.TEXT, -1), "this": (Base.PUBLISHED, 0), "current": (Base.PUBLISHED, 0), "next": (Base.PUBLISHED, 1),
    "coming": (Base.PUBLISHED, 1), "upcoming": (Base.PUBLISHED, 1), "following": (Base.TEXT, 1), "subsequent": (Base.TEXT, 1),
    "same": (Base.TEXT, 0), "that": (Base.TEXT, 0), "very": (Base.TEXT, 0), "ensuing": (Base.TEXT, 1),
}  # fmt: skip


_SPANNING = words("over within for during in through throughout")


def _which(found: Found) -> Meaning | None:
    which, unit = found.word("which"), found.word("unit")
    size = size_of(unit)
    the = found.has("the")
    if size is None:
        return Symbol(TimexType.DURATION, length_of("1", unit)) if which in ("last", "past", "next", "coming") else None
    if which in ("last", "past") and (the or which == "past") and size is not Size.DAY and not found.has("when"):
        if size is Size.QUARTER or size is Size.WEEKEND:
            return Step(size, -1, Base.PUBLISHED)
        return Symbol(TimexType.DURATION, length_of("1", unit))
    if which == "next" and the:
        if found.before() in _SPANNING and size is not Size.DAY:
            return Symbol(TimexType.DURATION, length_of("1", unit))
        return Step(size, 1, Base.TEXT, sign=1)
    base, step = _WHICH[which]
    return portion_of(Step(size, step * steps_of(unit), base, sign=step), found.word("when"))


def _fiscal_unit(found: Found) -> Meaning | None:
    """`last fiscal year`: its days depend on whose it is."""
    size, (base, step) = size_of(found.word("unit")), _WHICH[found.word("which")]
    return None if size is None else Undated(Step(size, step, base, sign=step))


_BEHIND_THE = words("of when that after before he she they it we i who which where for - ' to you until s earlier later")
_IN_FRONT_OF_THE_DAY = words("in of during later earlier for through throughout")


def _the_unit(found: Found) -> Meaning | None:
    """`the year` in which the story moves; not `the year that …`, nor `the day of the vote`."""
    size = size_of(found.word("unit"))
    if size is None or (found.after() in _BEHIND_THE and not found.has("end")):
        return None
    if size is Size.DAY and found.before() not in _IN_FRONT_OF_THE_DAY:
        return None
    if found.has("end"):
        return Portion(Step(size, 0, Base.PUBLISHED), "end")
    if size is Size.WEEKEND:
        return Weekend()
    return Step(size, 0, Base.TEXT if size is Size.DAY else Base.SENTENCE)


_SIZES = {"year": Size.YEAR, "month": Size.MONTH, "week": Size.WEEK, "quarter": Size.QUARTER}


def _end_of_unit(found: Found) -> Meaning | None:
    return Portion(Step(_SIZES[found.word("unit")], 0, Base.PUBLISHED), "mid" if found.has("mid") else "end")


def _week_end(_: Found) -> Meaning | None:
    return Weekend()


def _part_of_unit(found: Found) -> Meaning | None:
    return portion_of(Step(_SIZES[found.word("unit")], 0, Base.PUBLISHED), found.word("when"))


def _mid_unit(found: Found) -> Meaning | None:
    return Portion(Step(_SIZES[found.word("unit").removeprefix("mid")], 0, Base.PUBLISHED), "mid")


def _recent(found: Found) -> Meaning | None:
    return Symbol(TimexType.DATE, "PAST_REF")


def _coming(found: Found) -> Meaning | None:
    return Symbol(TimexType.DURATION, length_of("X", found.word("unit")))


def _past_unit(found: Found) -> Meaning | None:
    unit = found.word("unit")
    size = size_of(unit)
    if size is Size.WEEKEND:
        return Step(size, -1, Base.PUBLISHED)
    return Symbol(TimexType.DURATION, length_of("1", unit)) if unit in ALL_UNITS else None


PERIOD_WORDS = "(last|past|previous|preceding|prior|this|current|next|coming|upcoming|following|subsequent|same|that|very|ensuing)"
FAMILIES = (
    Family(
        "WEEKDAY",
        (
            Rule(
                "weekday",
                "(when:(early|late|later|earlier) (on|in)?)? (which:(last|next|this|following|previous|same|past|coming))? weekday:WEEKDAY"
                " (dot:.)? (part:PART|week:week)?",
                _weekday,
            ),
            Rule("weekday-of-week", "weekday:WEEKDAY of? of_week:(last|this|next) week", _weekday),
        ),
    ),
    Family(
        "(UNIT|UNITS)",
        (
            Rule(
                "ago",
                "(APPROX? n:COUNT MORE? -? unit:ANY_UNIT|many:UNITS) where:(ago|earlier|later|before|after|previously|afterwards|hence)",
                _ago,
            ),
            Rule("unit-before", "the unit:UNIT where:(before|after|earlier|following)", _unit_before),
            Rule("unit-beyond", "the unit:UNIT (before last:last|after next)", _unit_beyond),
            Rule("year-ago", "(the|a)? unit:(year|month|week) - (ago|earlier)", _unit_ago),
            Rule("from-now", "n:COUNT unit:ANY_UNIT from (now|today)", _from_now),
            Rule("which-unit", f"(when:(early|earlier|mid|late|later) (-|in)?)? (the:the)? which:{PERIOD_WORDS} unit:UNIT", _which),
            Rule("which-fiscal", f"the? which:{PERIOD_WORDS} (fiscal|financial|budget|academic|school|marketing) unit:UNIT", _fiscal_unit),
            Rule("this-past-unit", "this past unit:UNIT", _past_unit),
            Rule("the-unit", "the unit:UNIT (' s end:end)?", _the_unit),
            Rule("end-of-unit", "the unit:(week|month|year) is (out|over)", _end_of_unit),
            Rule("weekend", "the? week - end", _week_end),
            Rule("end-of-unit", "unit:(year|month|week|quarter) (' s)? -? end", _end_of_unit),
            Rule("part-of-unit", "the? when:(beginning|start|middle|end|close) of unit:(year|month|week|quarter)", _part_of_unit),
            Rule("mid-unit", "mid:mid -? unit:(year|month|week|quarter)", _end_of_unit),
            Rule("recent-units", "(the|these|more)? (most)? recent UNITS", _recent),
            Rule("coming-units", "the? (coming|upcoming|following|intervening|ensuing) unit:UNITS", _coming),
        ),
    ),
    Family("(midyear|midweek|midmonth)", (Rule("mid-unit", "unit:(midyear|midweek|midmonth)", _mid_unit),)),
    Family("TODAY", (Rule("today", "(when:(early|late|later|earlier))? (the day beyond:(before|after))? day:TODAY (part:PART)?", _today),)),
    Family("tonight", (Rule("tonight", "tonight", _tonight),)),
)
