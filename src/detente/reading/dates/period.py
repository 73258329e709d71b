"""Calendar periods: a stretch of days of a named size, its TIMEX3 value and its date in the ledger.

Holds: weeks begin on Monday (ISO 8601); a winter belongs to the year in which it begins; whatever leaves the years
1 to 9999 is None.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from detente.model.edtf import Edtf


class Size(Enum):
    """How long a period is, smallest first; the value orders them."""

    DAY = 1
    WEEKEND = 2
    WEEK = 3
    MONTH = 4
    SEASON = 5
    QUARTER = 6
    HALF = 7
    YEAR = 8
    FISCAL = 9
    DECADE = 10
    CENTURY = 11


@dataclass(frozen=True, slots=True)
class Period:
    """All days from `first` to `last`."""

    size: Size
    first: date
    last: date

    @property
    def value(self) -> str:
        """The TIMEX3 value: `2026-03-18`, `2026-W12`, `2026-W12-WE`, `2026-03`, `2026-SU`, `2026-Q1`, `2026-H1`, `2026`, `202`, `20`."""
        year, week, _ = self.first.isocalendar()
        match self.size:
            case Size.DAY:
                return self.first.isoformat()
            case Size.WEEK:
                return f"{year:04d}-W{week:02d}"
            case Size.WEEKEND:
                return f"{year:04d}-W{week:02d}-WE"
            case Size.MONTH:
                return self.first.isoformat()[:7]
            case Size.SEASON:
                return f"{self.first.year:04d}-{season_of(self.first)}"
            case Size.QUARTER:
                return f"{self.first.year:04d}-Q{(self.first.month + 2) // 3}"
            case Size.HALF:
                return f"{self.first.year:04d}-H{1 if self.first.month < 7 else 2}"
            case Size.YEAR:
                return f"{self.first.year:04d}"
            case Size.FISCAL:
                return f"FY{self.first.year:04d}"
            case Size.DECADE:
                return f"{self.first.year // 10:03d}"
            case Size.CENTURY:
                return f"{self.first.year // 100:02d}"

    @property
    def edtf(self) -> Edtf:
        """A day, month or year as such; seasons, quarters and halves as an interval of months, decades of years, weeks of days."""
        match self.size:
            case Size.MONTH | Size.YEAR | Size.FISCAL:
                return Edtf(self.value.removeprefix("FY"))
            case Size.SEASON | Size.QUARTER | Size.HALF:
                return Edtf(f"{self.first.isoformat()[:7]}/{self.last.isoformat()[:7]}")
            case Size.DECADE | Size.CENTURY:
                return Edtf(f"{self.first.year:04d}/{self.last.year:04d}")
            case Size.DAY | Size.WEEK | Size.WEEKEND:
                return Edtf.of(self.first, self.last)

    def shifted(self, count: int) -> "Period | None":
        """The period of the same size `count` steps later (earlier when negative)."""
        try:
            match self.size:
                case Size.DAY:
                    return day(self.first + timedelta(days=count))
                case Size.WEEK | Size.WEEKEND:
                    step = timedelta(weeks=count)
                    return Period(self.size, self.first + step, self.last + step)
                case Size.DECADE | Size.CENTURY | Size.YEAR | Size.FISCAL | Size.SEASON:
                    years = {Size.DECADE: 10, Size.CENTURY: 100}.get(self.size, 1) * count
                    return around(self.size, add_months(self.first, 12 * years))
                case Size.MONTH | Size.QUARTER | Size.HALF:
                    months = {Size.MONTH: 1, Size.QUARTER: 3, Size.HALF: 6}[self.size] * count
                    return around(self.size, add_months(self.first, months))
        except (ValueError, OverflowError):
            return None


def season_of(when: date) -> str:
    """The season's letters by the first of the month: March begins spring."""
    return {3: "SP", 4: "SP", 5: "SP", 6: "SU", 7: "SU", 8: "SU", 9: "FA", 10: "FA", 11: "FA"}.get(when.month, "WI")


def add_months(when: date, months: int) -> date:
    """The same day `months` later, or the month's last day where it is too short; ValueError outside years 1 to 9999."""
    year, month0 = divmod(when.year * 12 + when.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return date(year, month0 + 1, min(when.day, calendar.monthrange(year, month0 + 1)[1]))


def day(when: date) -> Period:
    """One day."""
    return Period(Size.DAY, when, when)


def day_of(year: int, month: int, number: int) -> Period | None:
    """One day, None where the calendar has no such day."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period | None:
    """A month, None outside the calendar."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return _months(Size.MONTH, date(year, month, 1), 1)


def year_of(year: int) -> Period | None:
    """A year, None outside 1 to 9999."""
    return Period(Size.YEAR, date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None


def season(year: int, letters: str) -> Period | None:
    """A season named by its letters, in the year in which it begins."""
    first_month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[letters]
    if not 1 <= year < 9999:
        return None
    return _months(Size.SEASON, date(year, first_month, 1), 3)


def quarter(year: int, number: int) -> Period | None:
    """A calendar quarter, 1 to 4."""
    return _months(Size.QUARTER, date(year, 3 * number - 2, 1), 3) if 1 <= year <= 9999 and 1 <= number <= 4 else None


def half(year: int, number: int) -> Period | None:
    """A half-year, 1 or 2."""
    return _months(Size.HALF, date(year, 6 * number - 5, 1), 6) if 1 <= year <= 9999 and 1 <= number <= 2 else None


def _months(size: Size, first: date, count: int) -> Period:
    last_month = add_months(first, count - 1)
    return Period(size, first, last_month.replace(day=calendar.monthrange(last_month.year, last_month.month)[1]))


def around(size: Size, when: date) -> Period:
    """The period of a size that holds a day; the weekend is that of the day's week."""
    match size:
        case Size.DAY:
            return day(when)
        case Size.WEEK:
            monday = when - timedelta(days=when.weekday())
            return Period(size, monday, monday + timedelta(days=6))
        case Size.WEEKEND:
            saturday = when + timedelta(days=5 - when.weekday())
            return Period(size, saturday, saturday + timedelta(days=1))
        case Size.MONTH:
            return _months(size, when.replace(day=1), 1)
        case Size.QUARTER:
            return _months(size, date(when.year, (when.month - 1) // 3 * 3 + 1, 1), 3)
        case Size.HALF:
            return _months(size, date(when.year, 1 if when.month < 7 else 7, 1), 6)
        case Size.SEASON:
            month = when.month // 3 * 3 or 12
            return _months(size, date(when.year - (when.month < 3), month, 1), 3)
        case Size.YEAR | Size.FISCAL:
            return Period(size, date(when.year, 1, 1), date(when.year, 12, 31))
        case Size.DECADE:
            start = max(when.year // 10 * 10, 1)
            return Period(size, date(start, 1, 1), date(when.year // 10 * 10 + 9, 12, 31))
        case Size.CENTURY:
            start = max(when.year // 100 * 100, 1)
            return Period(size, date(start, 1, 1), date(when.year // 100 * 100 + 99, 12, 31))
