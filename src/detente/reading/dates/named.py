"""Which one of many a name means: the weekday, the day of the month, the month, season or feast nearest in the direction of the tense."""

from datetime import date, timedelta
from typing import assert_never

from detente.reading.dates import period as periods
from detente.reading.dates.context import Context, Resolved, dated
from detente.reading.dates.expression import Anchor, TimexType
from detente.reading.dates.feasts import in_year
from detente.reading.dates.meaning import Base, Direction, MonthDay, Weekday, Yearly
from detente.reading.dates.period import Period, Size, around
from detente.reading.dates.tense import Tense

_LEAP_REACH = 8
# A story that would step back by more than so many days has gone on into the next year.
_STEP_BACK = 120
# A day without a year that is so few days away and would be so many in the other direction is the near one, whatever the tense
# seems to be; in front of the day of publication only a verb close by says otherwise.
_SOON, _LONG_AGO, _FAR = 70, 240, 10_000


def yearly(meaning: Yearly, context: Context) -> Resolved:
    """A period that comes once a year."""
    if meaning.of_year is not None:
        return _of_year(meaning, meaning.of_year, context)
    base, anchor = context.base(meaning.direction)
    if base is None:
        return Resolved(TimexType.DATE, "XXXX" if meaning.name[0] == "@" else f"XXXX-{meaning.name}", how="year-unknown")
    reach = _LEAP_REACH if meaning.name == "02-29" else 1 if meaning.weekday is None else 3
    near = [found for year in range(base.year - reach, base.year + reach + 1) if (found := in_year(meaning.name, year))]
    past = [found for found in near if found.first <= base]
    ahead = [found for found in near if found.last >= base]
    this = next((found for found in near if found.first <= base <= found.last), None)
    this = this or next((found for found in near if found.first.year == base.year), None)
    match meaning.direction:
        case Direction.LAST | Direction.TEXT_BEFORE:
            return dated(next((found for found in reversed(past) if found.last < base), None), anchor, meaning.direction.value)
        case Direction.NEXT | Direction.TEXT_AFTER:
            return dated(next((found for found in ahead if found.first > base), None), anchor, meaning.direction.value)
        case Direction.THIS | Direction.TEXT_SAME:
            return dated(this, anchor, "this-year")
        case Direction.OPEN:
            return _open(meaning, context, base, (past, ahead))
        case _:
            assert_never(meaning.direction)


def _of_year(meaning: Yearly, of_year: tuple[Base, int], context: Context) -> Resolved:
    told = context.told(Size.FISCAL) if of_year[0] is Base.TEXT or context.narrative else None
    base = told.first if told else context.published
    if base is None:
        return Resolved(TimexType.DATE, f"XXXX-{meaning.name}", how="year-unknown")
    return dated(in_year(meaning.name, base.year + of_year[1]), Anchor.TEXT if told else Anchor.PUBLISHED, "of-year")


def _open(meaning: Yearly, context: Context, base: date, found: tuple[list[Period], list[Period]]) -> Resolved:
    past, ahead = found
    if meaning.weekday is not None:
        fitting = [one for one in past + ahead if one.first.weekday() == meaning.weekday]
        if fitting:
            return dated(min(fitting, key=lambda one: abs((one.first - base).days)), Anchor.PUBLISHED, "by-weekday")
    if context.story_year is not None:
        return _in_story(meaning, base)
    to_ahead, to_past = (ahead[0].first - base).days if ahead else _FAR, (base - past[-1].last).days if past else _FAR
    just_gone = "-" in meaning.name and to_past < _SOON and to_ahead > _LONG_AGO
    soon = to_ahead < _SOON and to_past > _LONG_AGO
    if context.tense is Tense.FUTURE and ahead and not just_gone:
        return dated(ahead[0], Anchor.PUBLISHED, "tense-future")
    if context.tense is Tense.PAST and past and (context.clause.sure or not soon):
        return dated(past[-1], Anchor.PUBLISHED, "tense-past")
    nearest = min(past + ahead, key=lambda one: min(abs((one.first - base).days), abs((one.last - base).days)), default=None)
    return dated(nearest, Anchor.PUBLISHED, "nearest")


def _in_story(meaning: Yearly, base: date) -> Resolved:
    """A story moves on: its next date without a year is in the same year, or early in the next."""
    same = in_year(meaning.name, base.year)
    if same is not None and (base - same.last).days > _STEP_BACK and same.size in (Size.DAY, Size.MONTH):
        same = in_year(meaning.name, base.year + 1)
    return dated(same, Anchor.TEXT, "story-year")


def month_day(meaning: MonthDay, context: Context) -> Resolved:
    """A day of the month named last, or of the month of publication or the one beside it."""
    told = context.told(Size.MONTH)
    base = told.first if told else context.published
    if base is None:
        return Resolved(TimexType.DATE, f"XXXX-XX-{meaning.number:02d}", how="month-unknown")
    anchor = Anchor.TEXT if told else Anchor.PUBLISHED
    month = around(Size.MONTH, base)
    months = [near for count in range(-2, 3) if (near := month.shifted(count))]
    days = [found for near in months if (found := periods.day_of(near.first.year, near.first.month, meaning.number))]
    if not told and context.tense is Tense.PAST:
        return dated(next((found for found in reversed(days) if found.first <= base), None), anchor, "tense-past")
    if not told and context.tense is Tense.FUTURE:
        return dated(next((found for found in days if found.first >= base), None), anchor, "tense-future")
    return dated(next((found for found in days if found.first >= month.first), None), anchor, "same-month")


def weekday(meaning: Weekday, context: Context) -> Resolved:
    """A weekday: by its words, by the tense, else the last one before publication."""
    base, anchor = context.base(meaning.direction)
    if base is None:
        return Resolved(TimexType.DATE, f"XXXX-WXX-{meaning.number + 1}", how="week-unknown")
    try:
        when, how = _weekday_by(meaning, context, base)
    except OverflowError:
        return dated(None, anchor, "weekday")
    return dated(periods.day(when), anchor, how)


def _weekday_by(meaning: Weekday, context: Context, base: date) -> tuple[date, str]:
    week = timedelta(weeks=1)
    in_week = base + timedelta(days=meaning.number - base.weekday())
    back = timedelta(days=(base.weekday() - meaning.number) % 7)
    ahead = timedelta(days=(meaning.number - base.weekday()) % 7)
    if meaning.of_week is not None:
        return in_week + meaning.of_week * week, "of-week"
    if meaning.weeks:
        return base + ahead + meaning.weeks * week, "weeks-on"
    match meaning.direction:
        case Direction.LAST | Direction.TEXT_BEFORE:
            return base - (back or week), meaning.direction.value
        case Direction.NEXT:
            return in_week + week, "next-week"
        case Direction.TEXT_AFTER:
            return base + (ahead or week), "text-after"
        case Direction.THIS | Direction.TEXT_SAME:
            return (in_week + week if in_week < base and context.tense is not Tense.PAST else in_week), "this-week"
        case Direction.OPEN:
            starts = context.preposition in ("from", "starting", "effective", "until", "till") and context.tense is None
            if context.story_year is not None or context.tense is Tense.FUTURE or starts:
                return base + ahead, "tense-future"
            return base - back, "tense-past" if context.tense is Tense.PAST else "nearest-past"
        case _:
            assert_never(meaning.direction)


def weekend(context: Context) -> Resolved:
    """The weekend that the tense points to; without one, the last until Tuesday, then the coming one."""
    base, anchor = context.base(Direction.OPEN)
    if base is None:
        return Resolved(TimexType.DATE, "XXXX-WXX-WE", how="week-unknown")
    this = around(Size.WEEKEND, base)
    looks_back = context.tense is Tense.PAST or (context.tense is None and base.weekday() < 2)
    if looks_back and this.first > base:
        return dated(this.shifted(-1), anchor, "tense-past")
    return dated(this, anchor, "tense-future" if context.tense is Tense.FUTURE else "this-week")
