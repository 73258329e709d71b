"""Puts together what stands side by side: `the end of` + `March`, `9 a.m.` + `Friday`, `March` + `to May 2019`, `a week` + `after 1 May`.

In: items in the order of the text. Out: fewer items, each an expression of its own; leads without a date behind them are gone.
"""

from collections.abc import Callable
from dataclasses import replace

from detente.reading.dates.expression import TimexType
from detente.reading.dates.feasts import in_year
from detente.reading.dates.matching import Item
from detente.reading.dates.meaning import (
    Around,
    Base,
    Clock,
    Direction,
    Exact,
    Lead,
    Meaning,
    MonthDay,
    NthWeekday,
    Portion,
    Range,
    Slice,
    Step,
    Symbol,
    Undated,
    Weekday,
    Yearly,
)
from detente.reading.dates.numbers import whole_number
from detente.reading.dates.period import Size, day_of
from detente.reading.dates.tokens import Tokens

Join = Callable[[Tokens, Item, Item, list[str]], Item | None]

_LINKS_TO_DAY: tuple[list[str], ...] = ([], [","], ["on"], ["of"], [",", "on"], ["(", ")"])
_LINKS_TO_CLOCK: tuple[list[str], ...] = (["at"], [",", "at"], ["around"], ["at", "around"], ["at", "about"], ["by"])
_LINKS_TO_YEAR: tuple[list[str], ...] = ([], [","], ["of"], ["in"])
_LINKS_OF_RANGE = (["-"], ["to"], ["through"], ["until"], ["till"])
_BEFORE_LENGTHS = frozenset("within in for about after over until lasting last lasts".split())
_LENGTH_SIZES = {"D": Size.DAY, "W": Size.WEEK, "M": Size.MONTH, "Y": Size.YEAR}


def composed(tokens: Tokens, items: list[Item]) -> list[Item]:
    """All joins, applied until none fits; then leads that lead nowhere are dropped."""
    for join in (_lead, _in_year, _same_day, _day_at_clock, _clock_on_day, _day_and_clock, _length_from, _range):
        items = _joined(tokens, items, join)
    return [item for item in items if not isinstance(item.meaning, Lead)]


def _joined(tokens: Tokens, items: list[Item], join: Join) -> list[Item]:
    """From the right, so that what a lead leads to is already whole."""
    done: list[Item] = []
    for item in reversed(items):
        if done and done[-1].first - item.last <= 3:
            between = tokens.words[item.last : done[-1].first]
            whole = join(tokens, item, done[-1], between)
            if whole is not None:
                done[-1] = whole
                continue
        done.append(item)
    done.reverse()
    return done


def is_day(meaning: Meaning | Lead) -> bool:
    """Whether a meaning names a single day."""
    match meaning:
        case Exact():
            return meaning.period.size is Size.DAY
        case Yearly():
            return "-" in meaning.name or meaning.name.startswith("@")
        case MonthDay() | Weekday() | NthWeekday():
            return True
        case Slice():
            return meaning.size is Size.DAY and meaning.count == 1
        case Step():
            return meaning.size is Size.DAY or meaning.to_day
        case Portion():
            return is_day(meaning.whole)
        case _:
            return False


def is_date(meaning: Meaning | Lead) -> bool:
    """Whether a meaning names a period of the calendar."""
    return isinstance(meaning, Exact | Yearly | MonthDay | Weekday | Step | Portion | Slice | Around | NthWeekday)


def _lead(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    lead = left.meaning
    if not isinstance(lead, Lead) or between or isinstance(right.meaning, Lead):
        return None
    meaning: Meaning
    if lead.time:
        if not is_day(right.meaning):
            return None
        meaning = Clock(lead.time, right.meaning)
    elif not is_date(right.meaning) or isinstance(right.meaning, Portion):
        return None
    elif lead.weekday is not None:
        meaning = NthWeekday(right.meaning, lead.weekday, lead.first)
    elif lead.size is not None and lead.count == 0:
        if not is_day(right.meaning):
            return None
        meaning = Around(lead.size, right.meaning)
    elif lead.size is not None:
        meaning = Slice(right.meaning, lead.size, lead.first, lead.count, lead.length)
    else:
        meaning = Portion(right.meaning, lead.part)
    return Item(left.first, right.last, left.rule, meaning)


def _in_year(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`the third quarter of 2012`, `Christmas last year`, `July of that year`."""
    name, year = left.meaning, right.meaning
    part = None
    if isinstance(name, Portion):
        part, name = name.part, name.whole
    if not isinstance(name, Yearly) or name.direction is not Direction.OPEN or between not in _LINKS_TO_YEAR:
        return None
    if isinstance(year, Range):
        year = year.start
    if isinstance(year, Exact) and year.period.size in (Size.YEAR, Size.FISCAL):
        period = in_year(name.name, year.period.first.year)
        meaning: Meaning | None = None if period is None else Exact(period)
        if meaning is not None and year.period.size is Size.FISCAL:
            meaning = Undated(meaning)
    elif isinstance(year, Step) and year.size is Size.YEAR and between != [","] and year.count is not None:
        meaning = replace(name, of_year=(year.base, year.count))
    elif isinstance(year, Symbol) and year.value.startswith("BC") and name.name[0] != "@":
        meaning = Symbol(TimexType.DATE, f"{year.value}-{name.name}")
    else:
        return None
    if meaning is None:
        return None
    return Item(left.first, right.last, left.rule, Portion(meaning, part) if part else meaning)


def _same_day(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`Friday, 3 May` is one day, named twice."""
    plain = isinstance(left.meaning, Weekday) and left.meaning.direction is Direction.OPEN
    if plain and between in ([], [","], [",", "the"]) and isinstance(right.meaning, Exact | Yearly | MonthDay) and is_day(right.meaning):
        meaning = right.meaning
        if isinstance(left.meaning, Weekday) and isinstance(meaning, Yearly):
            meaning = replace(meaning, weekday=left.meaning.number)
        return Item(left.first, right.last, right.rule, meaning)
    if plain and between in ([], ["of"]) and isinstance(right.meaning, Step) and right.meaning.size is Size.WEEK and left.rule == "weekday":
        assert isinstance(left.meaning, Weekday)
        if right.meaning.base is Base.PUBLISHED and right.meaning.count is not None:
            return Item(left.first, right.last, left.rule, replace(left.meaning, of_week=right.meaning.count))
    return None


def _day_at_clock(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`Friday at 9 a.m.`"""
    return _day_clock(left, right) if between in _LINKS_TO_CLOCK else None


def _day_and_clock(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`Friday 9 a.m.`, `1 May in the morning`"""
    return _day_clock(left, right) if between in ([], [","], ["in"], ["early", "in"]) else None


def _day_clock(left: Item, right: Item) -> Item | None:
    clock, day = right.meaning, left.meaning
    if not isinstance(clock, Clock) or clock.day is not None or isinstance(day, Lead) or not is_day(day):
        return None
    return Item(left.first, right.last, right.rule, replace(clock, day=day))


def _clock_on_day(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`9 a.m. on Friday`"""
    clock, day = left.meaning, right.meaning
    if not isinstance(clock, Clock) or clock.day is not None or isinstance(day, Lead) or not is_day(day):
        return None
    loose = between == [","] and ":" not in clock.time
    return None if loose or between not in _LINKS_TO_DAY else Item(left.first, right.last, left.rule, replace(clock, day=day))


def _length_from(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    """`two weeks after 1 May`: a length and a date make another date."""
    length = left.meaning
    if not isinstance(length, Symbol) or length.type is not TimexType.DURATION or between not in (["after"], ["before"], ["from"]):
        return None
    size, count = _LENGTH_SIZES.get(length.value[-1]), whole_number(length.value[1:-1])
    if size is None or count is None or not is_date(right.meaning) or left.rule not in ("length", "deadline"):
        return None
    if between == ["from"] and _is_rate_of_time(tokens, left):
        return None
    assert not isinstance(right.meaning, Lead)
    sign = -1 if between == ["before"] else 1
    meaning = Step(size, sign * count, Base.TEXT, sign=sign, to_day=True, given=right.meaning)
    return Item(
        left.first, right.last, "length-from", meaning, (Item(left.first, left.last, left.rule, replace(length, event=None)), right)
    )


def _is_rate_of_time(tokens: Tokens, length: Item) -> bool:
    """`60 million cubic feet a day from June`: how much in each day, not a day."""
    before = tokens.words[length.first - 1 : length.first]
    return tokens.words[length.first] in ("a", "an") and bool(before) and before[0].isalpha() and before[0] not in _BEFORE_LENGTHS


def _range(tokens: Tokens, left: Item, right: Item, between: list[str]) -> Item | None:
    start, end = left.meaning, right.meaning
    led = tokens.words[left.first - 1] if left.first else ""
    linked = between in _LINKS_OF_RANGE or (between == ["and"] and led == "between")
    if not linked or isinstance(start, Lead | Range) or isinstance(end, Lead | Range) or not is_date(end):
        return None
    if not is_date(start) and not (isinstance(start, Symbol) and start.value == "PRESENT_REF" and led in ("between", "from")):
        return None
    if (between == ["until"] and led != "from") or (
        between == ["to"] and led not in ("from", "between") and not (is_day(start) and is_day(end))
    ):
        return None
    start, end = _of_one_year(start, end)
    return Item(left.first, right.last, "range", Range(start, end, (left.first, left.last), (right.first, right.last)), (left, right))


def _of_one_year(start: Meaning, end: Meaning) -> tuple[Meaning, Meaning]:
    """`March to May 2019`, `July 2018 to March`: the end without a year takes the other's, or the year beside it."""
    if isinstance(start, MonthDay) and isinstance(end, Yearly) and is_day(end):
        return replace(end, name=f"{end.name[:2]}-{start.number:02d}", weekday=None), end
    if isinstance(start, MonthDay) and isinstance(end, Exact) and is_day(end):
        same_month = day_of(end.period.first.year, end.period.first.month, start.number)
        return (Exact(same_month) if same_month else start), end
    if isinstance(start, Yearly) and isinstance(end, Yearly) and end.of_year is not None and start.of_year is None:
        return replace(start, of_year=end.of_year), end
    if isinstance(start, Yearly) and isinstance(end, Exact):
        same = in_year(start.name, end.period.first.year)
        before = in_year(start.name, end.period.first.year - 1)
        chosen = same if same and same.first <= end.period.last else before
        return (Exact(chosen) if chosen else start), end
    if isinstance(end, Yearly) and isinstance(start, Exact):
        same = in_year(end.name, start.period.first.year)
        after = in_year(end.name, start.period.first.year + 1)
        later = same if same and same.last >= start.period.first else after
        return start, (Exact(later) if later else end)
    return start, end
