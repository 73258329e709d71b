"""From meanings to dates: places what the grammar read against the day of publication, the text so far, and the tense.

In: meanings in the order of the text, with their tense. Out: `Resolved`: value, date, anchor, rule.

Holds: what is counted from something unknown has no date; its value keeps X for what is unknown.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from detente.model.edtf import Edtf
from detente.reading.dates import period as periods
from detente.reading.dates.expression import Anchor, TimexType
from detente.reading.dates.feasts import in_year
from detente.reading.dates.meaning import Base, Clock, Direction, Exact, Meaning, MonthDay, Portion, Range, Step, Symbol, Weekday, Yearly
from detente.reading.dates.period import Period, Size, around
from detente.reading.dates.tense import Tense


@dataclass(frozen=True, slots=True)
class Resolved:
    """A meaning in its place. `period` is what later expressions of the text may be counted from."""

    type: TimexType
    value: str
    edtf: Edtf | None = None
    anchor: Anchor | None = None
    how: str = ""
    period: Period | None = None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against: the day of publication, the last period named in the text, and the clause's tense."""

    published: date | None
    text: Period | None
    tense: Tense | None
    narrative: bool = False


def resolve(meaning: Meaning, context: Context) -> Resolved:
    """Place one meaning."""
    match meaning:
        case Exact():
            return dated(meaning.period, None, "explicit")
        case Symbol():
            return Resolved(meaning.type, meaning.value, how="symbol", quant=meaning.quant, freq=meaning.freq)
        case Yearly():
            return _yearly(meaning, context)
        case MonthDay():
            return _month_day(meaning, context)
        case Weekday():
            return _weekday(meaning, context)
        case Step():
            return _step(meaning, context)
        case Portion():
            return _portion(meaning, context)
        case Clock():
            return _clock(meaning, context)
        case Range():
            return _range(meaning, context)
        case _:
            assert_never(meaning)


def dated(period: Period | None, anchor: Anchor | None, how: str) -> Resolved:
    """A date for a period; an unknown one where the calendar has none."""
    if period is None:
        return Resolved(TimexType.DATE, "XXXX-XX-XX", how=f"{how}-impossible")
    return Resolved(TimexType.DATE, period.value, period.edtf, anchor, how, period)


def _base(context: Context, direction: Direction) -> tuple[date | None, Anchor]:
    if direction in (Direction.TEXT_AFTER, Direction.TEXT_BEFORE, Direction.TEXT_SAME) and context.text:
        return context.text.first, Anchor.TEXT
    if context.narrative and context.text and direction is Direction.OPEN:
        return context.text.first, Anchor.TEXT
    return context.published, Anchor.PUBLISHED


def _yearly(meaning: Yearly, context: Context) -> Resolved:
    base, anchor = _base(context, meaning.direction)
    if base is None:
        return Resolved(TimexType.DATE, "XXXX" if meaning.name[0] == "@" else f"XXXX-{meaning.name}", how="year-unknown")
    near = [p for year in range(base.year - 4, base.year + 5) if (p := in_year(meaning.name, year))]
    past = [p for p in near if p.first <= base]
    ahead = [p for p in near if p.last >= base]
    this = [p for p in near if p.first.year == base.year] or near
    match meaning.direction:
        case Direction.LAST:
            return dated(next((p for p in reversed(past) if p.last < base), None), anchor, "last")
        case Direction.NEXT:
            return dated(next((p for p in ahead if p.first > base), None), anchor, "next")
        case Direction.TEXT_BEFORE:
            return dated(next((p for p in reversed(past) if p.last < base), None), anchor, "text-before")
        case Direction.TEXT_AFTER:
            return dated(next((p for p in ahead if p.first > base), None), anchor, "text-after")
        case Direction.THIS | Direction.TEXT_SAME:
            return dated(this[0], anchor, "this-year")
        case Direction.OPEN:
            if anchor is Anchor.TEXT:
                return dated(this[0], anchor, "text-year")
            if context.tense is Tense.PAST:
                return dated(past[-1] if past else None, anchor, "tense-past")
            if context.tense is Tense.FUTURE:
                return dated(ahead[0] if ahead else None, anchor, "tense-future")
            return dated(min(near, key=lambda p: abs((p.first - base).days)), anchor, "nearest")
        case _:
            assert_never(meaning.direction)


def _month_day(meaning: MonthDay, context: Context) -> Resolved:
    base, anchor = _base(context, meaning.direction)
    if context.text and context.text.size in (Size.DAY, Size.MONTH) and meaning.direction is Direction.OPEN:
        base, anchor = context.text.first, Anchor.TEXT
    if base is None:
        return Resolved(TimexType.DATE, f"XXXX-XX-{meaning.number:02d}", how="month-unknown")
    start = around(Size.MONTH, base)
    months = [m for step in range(-2, 3) if (m := start.shifted(step))]
    days = [d for m in months if (d := periods.day_of(m.first.year, m.first.month, meaning.number))]
    if anchor is Anchor.PUBLISHED and context.tense is Tense.PAST:
        return dated(next((d for d in reversed(days) if d.first <= base), None), anchor, "tense-past")
    if anchor is Anchor.PUBLISHED and context.tense is Tense.FUTURE:
        return dated(next((d for d in days if d.first >= base), None), anchor, "tense-future")
    return dated(next((d for d in days if d.first.month == base.month), days[0]), anchor, "same-month")


def _weekday(meaning: Weekday, context: Context) -> Resolved:
    base, anchor = _base(context, meaning.direction)
    if base is None:
        return Resolved(TimexType.DATE, f"XXXX-WXX-{meaning.number + 1}", how="week-unknown")
    back = timedelta(days=(base.weekday() - meaning.number) % 7)
    ahead = timedelta(days=(meaning.number - base.weekday()) % 7)
    match meaning.direction:
        case Direction.LAST | Direction.TEXT_BEFORE:
            when, how = base - (back or timedelta(days=7)), "last"
        case Direction.NEXT | Direction.TEXT_AFTER:
            when, how = base + (ahead or timedelta(days=7)), "next"
        case Direction.THIS | Direction.TEXT_SAME:
            when, how = base - timedelta(days=base.weekday()) + timedelta(days=meaning.number), "this-week"
        case Direction.OPEN:
            future = context.tense is Tense.FUTURE or meaning.weeks > 0
            when, how = (base + ahead, "tense-future") if future else (base - back, "nearest-past")
        case _:
            assert_never(meaning.direction)
    return dated(periods.day(when + timedelta(weeks=meaning.weeks)), anchor, how)


def _step(meaning: Step, context: Context) -> Resolved:
    if meaning.base is Base.EVENT:
        return Resolved(TimexType.DURATION, meaning.duration or "PX", anchor=Anchor.EVENT, how="from-event", event=meaning.event)
    text = context.text if meaning.base is Base.TEXT else None
    base = text.first if text else context.published
    anchor = Anchor.TEXT if text else Anchor.PUBLISHED
    if base is None:
        return Resolved(TimexType.DATE, _unknown(meaning.size), how="base-unknown")
    if meaning.count is None:
        return Resolved(TimexType.DATE, "PAST_REF" if meaning.sign < 0 else "FUTURE_REF", anchor=anchor, how="vague")
    start = around(Size.DAY if meaning.to_day else meaning.size, base)
    if meaning.to_day:
        months = {Size.MONTH: 1, Size.QUARTER: 3, Size.YEAR: 12}.get(meaning.size)
        if months:
            try:
                return dated(periods.day(periods.add_months(base, months * meaning.count)), anchor, "counted")
            except ValueError:
                return dated(None, anchor, "counted")
        return dated(start.shifted(meaning.count * (7 if meaning.size is Size.WEEK else 1)), anchor, "counted")
    return dated(start.shifted(meaning.count), anchor, "counted")


def _unknown(size: Size) -> str:
    return {Size.DAY: "XXXX-XX-XX", Size.WEEK: "XXXX-WXX", Size.WEEKEND: "XXXX-WXX-WE", Size.MONTH: "XXXX-XX", Size.QUARTER: "XXXX-QX"}.get(
        size, "XXXX"
    )


_MODS = {"early": "START", "start": "START", "mid": "MID", "late": "END", "end": "END", "half1": "START", "half2": "END"}


def _portion(meaning: Portion, context: Context) -> Resolved:
    whole = resolve(meaning.whole, context)
    result = replace(whole, mod=_MODS[meaning.part])
    if whole.period is None or whole.edtf is None or meaning.part not in ("half1", "half2"):
        return result
    first, last = whole.period.first, whole.period.last
    middle = first.replace(day=15) if whole.period.size is Size.MONTH else first + (last - first) / 2
    if whole.period.size is Size.YEAR:
        middle = date(first.year, 6, 30)
        result = replace(result, value=f"{first.year:04d}-H{meaning.part[-1]}", mod=None)
    edtf = Edtf.of(first, middle) if meaning.part == "half1" else Edtf.of(middle + timedelta(days=1), last)
    return replace(result, edtf=edtf)


def _clock(meaning: Clock, context: Context) -> Resolved:
    if meaning.day is not None:
        on = resolve(meaning.day, context)
    elif context.narrative and context.text and context.text.size is Size.DAY:
        on = dated(context.text, Anchor.TEXT, "text-day")
    elif context.published:
        on = dated(periods.day(context.published), Anchor.PUBLISHED, "day-of-publication")
    else:
        on = Resolved(TimexType.DATE, "XXXX-XX-XX", how="day-unknown")
    return replace(on, type=TimexType.TIME, value=on.value + meaning.time, mod=meaning.mod)


def _range(meaning: Range, context: Context) -> Resolved:
    start, end = resolve(meaning.start, context), resolve(meaning.end, context)
    edtf = None
    if start.edtf and end.edtf and start.period and end.period and start.period.first <= end.period.last:
        edtf = _span_of(start, end)
    return replace(end, value=f"{start.value}/{end.value}", edtf=edtf, how=f"range-{end.how}")


def _span_of(start: Resolved, end: Resolved) -> Edtf:
    assert start.edtf is not None
    assert end.edtf is not None
    first = start.edtf.text.partition("/")[0]
    last = end.edtf.text.rpartition("/")[2]
    return Edtf(f"{first}/{last}")
