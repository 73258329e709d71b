"""Dates by counting: so many days, weeks, months or years from publication or from a date of the text."""

from datetime import date, timedelta

from detente.model.edtf import Edtf
from detente.reading.dates import period as periods
from detente.reading.dates.context import Context, Resolved, dated
from detente.reading.dates.expression import Anchor, TimexType
from detente.reading.dates.meaning import Base, Deadline, Step
from detente.reading.dates.period import Period, Size, around
from detente.reading.dates.tense import Tense

_MONTHS = {Size.MONTH: 1, Size.QUARTER: 3, Size.HALF: 6, Size.YEAR: 12, Size.DECADE: 120, Size.CENTURY: 1200}
_UNKNOWN = {Size.DAY: "XXXX-XX-XX", Size.WEEK: "XXXX-WXX", Size.WEEKEND: "XXXX-WXX-WE", Size.MONTH: "XXXX-XX", Size.QUARTER: "XXXX-QX"}


def step(meaning: Step, context: Context) -> Resolved:
    """A period so many steps of its size away."""
    base, anchor = _base(meaning, context)
    if meaning.count is None:
        return Resolved(TimexType.DATE, "PAST_REF" if meaning.sign < 0 else "FUTURE_REF", anchor=anchor, how="vague")
    if context.narrative and meaning.size is Size.DAY and meaning.base is Base.PUBLISHED and meaning.count == 0:
        return Resolved(TimexType.DATE, "PRESENT_REF", how="narrative")
    if base is None:
        return Resolved(TimexType.DATE, _UNKNOWN.get(meaning.size, "XXXX"), how="base-unknown")
    if meaning.to_day:
        return dated(day_after(base, meaning.size, meaning.count), anchor, "counted")
    try:
        return dated(around(meaning.size, base).shifted(meaning.count), anchor, "counted")
    except (ValueError, OverflowError):
        return dated(None, anchor, "counted")


def _base(meaning: Step, context: Context) -> tuple[date | None, Anchor]:
    from_text = meaning.base is not Base.PUBLISHED
    near = meaning.base is Base.SENTENCE and not context.narrative
    told = context.told(meaning.size, near=near) if from_text else None
    if told is not None:
        return (told.last if meaning.count and meaning.count > 0 and told.size is meaning.size else told.first), Anchor.TEXT
    if from_text and context.narrative:
        return None, Anchor.TEXT
    return context.published, Anchor.PUBLISHED


def day_after(base: date, size: Size, count: int) -> Period | None:
    """The day so many days, weeks, months or years after another (before, when negative)."""
    try:
        if size in _MONTHS:
            return periods.day(periods.add_months(base, _MONTHS[size] * count))
        return periods.day(base + timedelta(days=count * (1 if size is Size.DAY else 7)))
    except (ValueError, OverflowError):
        return None


def deadline(meaning: Deadline, context: Context) -> Resolved:
    """`within 60 days` ends on a day; `in two years` falls into a year; neither is placed where the clause looks back."""
    plain = Resolved(TimexType.DURATION, meaning.length, how="symbolic", mod=meaning.mod)
    looks_ahead = context.tense is Tense.FUTURE or (meaning.sure and context.tense is None)
    if context.published is None or not looks_ahead or context.narrative:
        return plain
    end = day_after(context.published, meaning.size, meaning.count)
    if end is None:
        return plain
    edtf: Edtf = end.edtf if meaning.sure else around(meaning.size, end.first).edtf
    return Resolved(TimexType.DURATION, meaning.length, edtf, Anchor.PUBLISHED, "from-publication", mod=meaning.mod)
