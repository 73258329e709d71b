"""From meanings to dates: places what the grammar read against the day of publication, the text so far, and the tense.

In: a meaning and its context. Out: `Resolved`: type, value, date, anchor, and how.

Holds: what is counted from something unknown has no date; its value keeps X for what is unknown.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from detente.model.edtf import Edtf
from detente.reading.dates import period as periods
from detente.reading.dates.context import Context, Mention, Resolved, dated
from detente.reading.dates.expression import Anchor, TimexType
from detente.reading.dates.meaning import (
    Around,
    Clock,
    Deadline,
    Direction,
    Exact,
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
    Weekend,
    Yearly,
)
from detente.reading.dates.named import month_day, weekday, weekend, yearly
from detente.reading.dates.period import Period, Size, around
from detente.reading.dates.steps import deadline, step
from detente.reading.dates.tense import Tense


def resolve(meaning: Meaning, context: Context) -> Resolved:
    """Place one meaning."""
    match meaning:
        case Exact():
            return dated(meaning.period, None, "explicit")
        case Symbol():
            return _symbol(meaning)
        case Deadline():
            return deadline(meaning, context)
        case Yearly():
            return yearly(meaning, context)
        case MonthDay():
            return month_day(meaning, context)
        case Weekday():
            return weekday(meaning, context)
        case Weekend():
            return weekend(context)
        case Step():
            return step(meaning, _from_given(meaning, context))
        case Portion():
            return _portion(meaning, context)
        case Slice():
            return _slice(meaning, context)
        case Around():
            return _around(meaning, context)
        case NthWeekday():
            return _nth_weekday(meaning, context)
        case Clock():
            return _clock(meaning, context)
        case Undated():
            return replace(resolve(meaning.inner, context), edtf=None, period=None)
        case Range():
            return _range(meaning, context)
        case _:
            assert_never(meaning)


def _from_given(meaning: Step, context: Context) -> Context:
    """The context in which a step's own starting point is the newest date of the text."""
    if meaning.given is None:
        return context
    start = resolve(meaning.given, context).period
    mentions = () if start is None else (Mention(periods.day(start.first), explicit=True, near=True),)
    return replace(context, mentions=mentions, published=None)


def _symbol(meaning: Symbol) -> Resolved:
    anchor = Anchor.EVENT if meaning.event else None
    how = "from-event" if meaning.event else "symbolic"
    return Resolved(
        meaning.type, meaning.value, None, anchor, how, mod=meaning.mod, quant=meaning.quant, freq=meaning.freq, event=meaning.event
    )


_MODS = {"start": "START", "mid": "MID", "end": "END", "half1": "START", "half2": "END"}
_UP_TO = frozenset(("by", "until", "till", "before", "through", "to"))


def _portion(meaning: Portion, context: Context) -> Resolved:
    whole = resolve(meaning.whole, context)
    period = whole.period
    result = replace(whole, mod=_MODS[meaning.part])
    if period is None or whole.edtf is None:
        return result
    if meaning.part in ("half1", "half2"):
        return _half(result, period, meaning.part)
    if period.size is Size.WEEK and context.published and period.first <= context.published <= period.last and meaning.part != "mid":
        earlier = meaning.part == "start"
        days = (period.first, context.published) if earlier else (context.published, period.last)
        return replace(result, edtf=Edtf.of(*days)) if context.preposition is None else result
    if meaning.part == "end" and context.preposition in _UP_TO and period.size is not Size.DAY:
        return replace(result, edtf=Edtf.of(period.last), how=f"{result.how}-last-day")
    return result


def _half(result: Resolved, period: Period, part: str) -> Resolved:
    match period.size:
        case Size.YEAR | Size.FISCAL:
            half = periods.half(period.first.year, int(part[-1]))
            return result if half is None else replace(dated(half, result.anchor, result.how), mod=None)
        case Size.MONTH:
            middle = period.first.replace(day=15)
        case Size.DECADE | Size.CENTURY:
            middle = date((period.first.year + period.last.year) // 2, 12, 31)
        case _:
            middle = period.first + (period.last - period.first) / 2
    edtf = Edtf.of(period.first, middle) if part == "half1" else Edtf.of(min(middle + timedelta(days=1), period.last), period.last)
    return replace(result, edtf=edtf)


def _slice(meaning: Slice, context: Context) -> Resolved:
    whole = resolve(meaning.whole, context)
    part = None if whole.period is None else _inside(whole.period, meaning)
    if part is None:
        return Resolved(TimexType.DURATION, meaning.length, anchor=whole.anchor, how=f"{whole.how}-slice")
    first, last = part
    inner = around(meaning.size, first + (last - first) / 2)
    if meaning.count == 1 and meaning.size is not Size.WEEK:
        edtf = inner.edtf if (inner.first, inner.last) == part else Edtf.of(first, last)
        return replace(dated(inner, whole.anchor, f"{whole.how}-slice"), edtf=edtf)
    start, end = around(meaning.size, first), around(meaning.size, last)
    aligned = meaning.size not in _DAYS and start.first == first and end.last == last
    edtf = Edtf(f"{start.value}/{end.value}") if aligned and meaning.size in (Size.MONTH, Size.YEAR) else Edtf.of(first, last)
    return Resolved(TimexType.DURATION, meaning.length, edtf, whole.anchor, f"{whole.how}-slice")


_DAYS = {Size.DAY: 1, Size.WEEK: 7}


def _inside(whole: Period, meaning: Slice) -> tuple[date, date] | None:
    """First and last day of the wanted sub-periods; None where they do not fit into the whole."""
    skipped = meaning.first - 1 if meaning.first > 0 else 0
    if meaning.size in _DAYS:
        length = timedelta(days=_DAYS[meaning.size] * meaning.count)
        first = (
            whole.first + timedelta(days=_DAYS[meaning.size] * skipped) if meaning.first > 0 else whole.last - length + timedelta(days=1)
        )
        last = first + length - timedelta(days=1)
    else:
        anchor = around(meaning.size, whole.first if meaning.first > 0 else whole.last)
        start = anchor.shifted(skipped if meaning.first > 0 else 1 - meaning.count)
        end = start.shifted(meaning.count - 1) if start else None
        if start is None or end is None:
            return None
        first, last = start.first, end.last
    return (first, last) if whole.first <= first and last <= whole.last else None


def _around(meaning: Around, context: Context) -> Resolved:
    day = resolve(meaning.day, context)
    if day.period is None:
        return replace(day, period=None, edtf=None)
    return dated(around(meaning.size, day.period.first), day.anchor, day.how)


def _nth_weekday(meaning: NthWeekday, context: Context) -> Resolved:
    whole = resolve(meaning.whole, context)
    if whole.period is None or whole.period.size is not Size.MONTH:
        return Resolved(TimexType.DATE, f"XXXX-WXX-{meaning.number + 1}", how="month-unknown")
    first, last = whole.period.first, whole.period.last
    if meaning.nth > 0:
        when = first + timedelta(days=(meaning.number - first.weekday()) % 7, weeks=meaning.nth - 1)
    else:
        when = last - timedelta(days=(last.weekday() - meaning.number) % 7)
    return dated(periods.day(when) if when <= last else None, whole.anchor, f"{whole.how}-nth-weekday")


def _clock(meaning: Clock, context: Context) -> Resolved:
    on = _day_of_clock(meaning, context)
    if meaning.time == "T24:00" and meaning.day is None and context.tense is Tense.FUTURE and on.period is not None:
        after = on.period.shifted(1)
        on = replace(on, edtf=None if after is None else after.edtf, period=after)
    return replace(on, type=TimexType.TIME, value=on.value + meaning.time, mod=meaning.mod or on.mod)


def _day_of_clock(meaning: Clock, context: Context) -> Resolved:
    if meaning.day is not None:
        return resolve(meaning.day, context)
    for mention in context.mentions:
        if mention.period.size is Size.DAY and (mention.near or context.narrative):
            return dated(mention.period, Anchor.TEXT, "day-of-text")
    if context.published is not None:
        return dated(periods.day(context.published), Anchor.PUBLISHED, "day-of-publication")
    return Resolved(TimexType.DATE, "XXXX-XX-XX", how="day-unknown")


def range_ends(meaning: Range, context: Context) -> tuple[Resolved, Resolved]:
    """Both ends; an end that would lie before the start is looked for behind it."""
    start, end = resolve(meaning.start, context), resolve(meaning.end, context)
    if start.value == "PRESENT_REF" and context.published is not None:
        start = replace(start, period=periods.day(context.published), edtf=Edtf.of(context.published), anchor=Anchor.PUBLISHED)
    if not (start.period and end.period) or start.period.first <= end.period.first:
        return start, end
    if isinstance(meaning.end, Yearly | Weekday | MonthDay) and context.tense is not Tense.PAST:
        ahead = replace(context, mentions=(Mention(start.period, explicit=True, near=True),))
        return start, _behind(meaning.end, ahead)
    if isinstance(meaning.start, Yearly | Weekday | MonthDay):
        back = replace(context, mentions=(Mention(end.period, explicit=True, near=True),))
        return _in_front(meaning.start, back), end
    return start, end


def _behind(meaning: Yearly | Weekday | MonthDay, context: Context) -> Resolved:
    return resolve(meaning if isinstance(meaning, MonthDay) else replace(meaning, direction=Direction.TEXT_AFTER), context)


def _in_front(meaning: Yearly | Weekday | MonthDay, context: Context) -> Resolved:
    return resolve(meaning if isinstance(meaning, MonthDay) else replace(meaning, direction=Direction.TEXT_BEFORE), context)


def _range(meaning: Range, context: Context) -> Resolved:
    start, end = range_ends(meaning, context)
    edtf = None
    in_order = start.period is not None and end.period is not None and start.period.first <= end.period.last
    if start.edtf and end.edtf and in_order and meaning.whole:
        edtf = Edtf(f"{start.edtf.text.partition('/')[0]}/{end.edtf.text.rpartition('/')[2]}")
    period = end.period
    if start.period and end.period and start.period.size is end.period.size and in_order:
        period = Period(end.period.size, start.period.first, end.period.last)
    return replace(end, value=f"{start.value}/{end.value}", edtf=edtf, how=f"range-{end.how}", mod=None, period=period)
