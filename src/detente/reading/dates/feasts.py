"""Days and periods that come once a year, by name: from the name of a `Yearly` to the period in a given year."""

from datetime import date, timedelta

from detente.reading.dates import period
from detente.reading.dates.period import Period

FIXED_FEASTS = {
    "christmas": "12-25", "christmas day": "12-25", "christmas eve": "12-24", "xmas": "12-25", "boxing day": "12-26",
    "new year": "01-01", "new year's day": "01-01", "new year's": "01-01", "new year's eve": "12-31", "new years eve": "12-31",
    "new years day": "01-01", "halloween": "10-31", "valentine's day": "02-14", "st patrick's day": "03-17", "may day": "05-01",
    "independence day": "07-04", "fourth of july": "07-04", "veterans day": "11-11", "armistice day": "11-11",
    "bastille day": "07-14", "australia day": "01-26", "anzac day": "04-25", "all saints' day": "11-01", "epiphany": "01-06",
    "april fools' day": "04-01", "earth day": "04-22", "juneteenth": "06-19", "international women's day": "03-08",
}  # fmt: skip
MOVABLE_FEASTS = {
    "easter": "@easter+0", "easter sunday": "@easter+0", "good friday": "@easter-2", "easter monday": "@easter+1",
    "palm sunday": "@easter-7", "ash wednesday": "@easter-46", "ascension day": "@easter+39", "pentecost": "@easter+49",
    "whit monday": "@easter+50", "mardi gras": "@easter-47", "shrove tuesday": "@easter-47", "maundy thursday": "@easter-3",
    "thanksgiving": "@11-3+4", "thanksgiving day": "@11-3+4", "black friday": "@11-3+4+1", "cyber monday": "@11-3+4+4",
    "labor day": "@09-0+1", "labour day": "@09-0+1", "memorial day": "@05-0-1", "columbus day": "@10-0+2",
    "martin luther king day": "@01-0+3", "presidents day": "@02-0+3", "presidents' day": "@02-0+3",
    "mother's day": "@05-6+2", "father's day": "@06-6+3", "super tuesday": "@03-1+1", "election day": "@11-0+1+1",
}  # fmt: skip
FEASTS = FIXED_FEASTS | MOVABLE_FEASTS


def in_year(name: str, year: int) -> Period | None:
    """The period that a `Yearly` name means in a year; None where the calendar lacks it."""
    if not 1 <= year < 9999:
        return None
    if name[0] == "@":
        return _movable(name[1:], year)
    if name[0] == "Q":
        return period.quarter(year, int(name[1]))
    if name[0] == "H":
        return period.half(year, int(name[1]))
    if name.isalpha():
        return period.season(year, name)
    month, _, number = name.partition("-")
    return period.day_of(year, int(month), int(number)) if number else period.month_of(year, int(month))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    offset = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * offset) // 451
    month, number = divmod(h + offset - 7 * m + 114, 31)
    return date(year, month, number + 1)


def _movable(rule: str, year: int) -> Period | None:
    """`easter+39`: days from Easter. `11-3+4+1`: a day after the fourth Thursday of November; `-1` is the last one."""
    if rule.startswith("easter"):
        return period.day(easter(year) + timedelta(days=int(rule[6:])))
    month, weekday, nth, more = int(rule[:2]), int(rule[3]), int(rule[4:6]), int(rule[6:] or 0)
    first = date(year, month, 1) if nth > 0 else period.add_months(date(year, month, 1), 1)
    first += timedelta(days=(weekday - first.weekday()) % 7)
    return period.day(first + timedelta(weeks=nth - 1 if nth > 0 else nth) + timedelta(days=more))
