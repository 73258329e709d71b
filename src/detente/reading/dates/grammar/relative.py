"""Dates by their place in the week or year, or by their distance: `Friday`, `last week`, `this summer`, `three years ago`, `Christmas`."""

from detente.reading.dates.expression import TimexType
from detente.reading.dates.feasts import FEASTS, in_year
from detente.reading.dates.grammar.calendar_dates import direction_of
from detente.reading.dates.lexicon import ALL_UNITS, ORDINALS, PARTS_OF_DAY, SEASONS, WEEKDAYS, words
from detente.reading.dates.meaning import Base, Clock, Direction, Exact, Meaning, Portion, Step, Symbol, Undated, Weekday, Weekend, Yearly
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
        if found.before() in ("over", "within", "for", "during", "in", "through", "throughout") and size is not Size.DAY:
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
    if (
        found.word("unit") == "week"
        and found.after(0) == "end"
        and not found.has("mid")
        and "'" not in found.tokens.tags[found.first : found.last]
    ):
        return Weekend()
    return Portion(Step(_SIZES[found.word("unit")], 0, Base.PUBLISHED), "mid" if found.has("mid") else "end")


def _part_of_unit(found: Found) -> Meaning | None:
    return portion_of(Step(_SIZES[found.word("unit")], 0, Base.PUBLISHED), found.word("when"))


def _mid_unit(found: Found) -> Meaning | None:
    return Portion(Step(_SIZES[found.word("unit").removeprefix("mid")], 0, Base.PUBLISHED), "mid")


def _season(found: Found) -> Meaning | None:
    word, which = found.word("season"), found.word("which")
    if found.before() in ("arab", "prague") and found.capital("season"):
        return None
    if word in ("fall", "spring") and not _is_season(found):
        return None
    return portion_of(Yearly(SEASONS[word], direction_of(which)), found.word("when"))


_SEASONAL = words("offensive campaign semester term session harvest planting season meetings meeting summit budget")


def _is_season(found: Found) -> bool:
    """`fall` and `spring` are seasons behind `this`, `in the`, `by`, …, and not in front of `of`, `in`, `to`."""
    if found.after() == "of":
        return found.after(2) in ("last", "this", "next", "that") or found.tokens.tags[found.last + 1 : found.last + 2] == "5"
    if found.has("which") or found.has("when") or found.has("the"):
        return found.after() not in ("in", "from", "into", "below")
    if found.after() in _SEASONAL:
        return True
    return found.before() in words("in by since until during through for of last this next and - or") and found.after() not in (
        "in",
        "into",
        "from",
    )


def _quarter(found: Found) -> Meaning | None:
    number = found.number("nth") if found.has("nth") else ORDINALS.get(found.word("spelled"), 4)
    unit = found.word("unit")
    if number > (2 if unit == "half" else 4):
        return None
    if unit == "half" and not (found.has("fiscal") or found.before() in words("in of for during the by since from") or found.has("the")):
        return None
    if (
        unit == "half"
        and found.after() == "of"
        and found.after(2) not in words("the this last next")
        and found.tokens.tags[found.last + 1 : found.last + 2] != "5"
    ):
        return None
    meaning: Meaning = Yearly(("H" if unit == "half" else "Q") + str(number), direction_of(found.word("which")))
    return Undated(meaning) if found.has("fiscal") else meaning


def _short_quarter(found: Found) -> Meaning | None:
    number = found.number("number")
    letter = found.word("letter").upper()
    if not found.tokens.glued(found.last - 1) or not found.capital("letter") or number > (4 if letter == "Q" else 2):
        return None
    name = f"{letter}{number}"
    period = in_year(name, found.number("year")) if found.has("year") else None
    return Yearly(name) if period is None else Exact(period)


def _feast(found: Found) -> Meaning | None:
    name = " ".join(found.words("name")).replace(" ' s", "'s").replace("s '", "s'").replace("st . ", "st ")
    if (
        name not in FEASTS
        or not found.capital("name")
        or found.before() in words("lunar chinese jewish persian iranian orthodox vietnamese")
    ):
        return None
    return Yearly(FEASTS[name], direction_of(found.word("which")))


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


def _feast_pattern(name: str) -> str:
    return name.replace("'s", " ' s").replace("s'", "s '").replace("st ", "st .? ")


_PERIOD_WORDS = "(last|past|previous|preceding|prior|this|current|next|coming|upcoming|following|subsequent|same|that|very|ensuing)"
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
            Rule("which-unit", f"(when:(early|earlier|mid|late|later) (-|in)?)? (the:the)? which:{_PERIOD_WORDS} unit:UNIT", _which),
            Rule("which-fiscal", f"the? which:{_PERIOD_WORDS} (fiscal|financial|budget|academic|school|marketing) unit:UNIT", _fiscal_unit),
            Rule("this-past-unit", "this past unit:UNIT", _past_unit),
            Rule("the-unit", "the unit:UNIT (' s end:end)?", _the_unit),
            Rule("end-of-unit", "the unit:(week|month|year) is (out|over)", _end_of_unit),
            Rule("end-of-unit", "unit:(year|month|week|quarter) (' s)? -? end", _end_of_unit),
            Rule("part-of-unit", "the? when:(beginning|start|middle|end|close) of unit:(year|month|week|quarter)", _part_of_unit),
            Rule("mid-unit", "mid:mid -? unit:(year|month|week|quarter)", _end_of_unit),
            Rule("recent-units", "(the|these|more)? (most)? recent UNITS", _recent),
            Rule("coming-units", "the? (coming|upcoming|following|intervening|ensuing) unit:UNITS", _coming),
            Rule(
                "quarter",
                "(the:the)? (which:(this|last|next))? (fiscal:(fiscal|financial))? (nth:NTH|spelled:ORDINAL_WORD) -? unit:(quarter|qtr)",
                _quarter,
            ),
        ),
    ),
    Family("half", (Rule("half", "(the:the)? (fiscal:(fiscal|financial))? (nth:NTH|spelled:(first|second)) -? unit:half", _quarter),)),
    Family("(midyear|midweek|midmonth)", (Rule("mid-unit", "unit:(midyear|midweek|midmonth)", _mid_unit),)),
    Family(
        "(q|h)",
        (
            Rule("short-quarter", "letter:(q|h) number:SMALL", _short_quarter),
            Rule("short-quarter", "year:YEAR letter:(q|h) number:SMALL", _short_quarter),
            Rule("short-quarter", "number:SMALL letter:(q|h)", _short_quarter),
        ),
    ),
    Family("SEASON", (Rule("season", f"(when:(early|mid|late) (-|in)?)? (the:the)? (which:{_PERIOD_WORDS})? season:SEASON", _season),)),
    Family("TODAY", (Rule("today", "(when:(early|late|later|earlier))? (the day beyond:(before|after))? day:TODAY (part:PART)?", _today),)),
    Family("tonight", (Rule("tonight", "tonight", _tonight),)),
    Family(
        "FEAST_WORD",
        (
            Rule(
                "feast",
                "(which:(last|this|next))? name:(" + "|".join(map(_feast_pattern, sorted(FEASTS, key=len, reverse=True))) + ")",
                _feast,
            ),
        ),
    ),
)
