"""Dates in EDTF (ISO 8601-2), as far as the ledger uses them: day, month, year, interval, open interval.

A date keeps its precision: `2026-03` is the month, not its first day. Unknown is `None` outside, never a date in here.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from detente.errors import RecordError

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@lru_cache(maxsize=4_096)
def _bounds(point: str) -> tuple[date, date]:
    match = _POINT.fullmatch(point)
    if not match:
        raise ValueError(point)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF date: `2025-11-10`, `2025-11`, `2025`, `2025-10-26/2025-10-28`, `2025-11-10/..`, `../2025-11-10`."""

    text: str

    def __post_init__(self) -> None:
        start, slash, end = self.text.partition("/")
        points = [point for point in ((start, end) if slash else (start,)) if point != ".."]
        try:
            bounds = [_bounds(point) for point in points]
        except ValueError:
            raise RecordError(f"not an EDTF date: {self.text!r}") from None
        if not bounds or (len(bounds) == 2 and bounds[0][0] > bounds[1][1]):
            raise RecordError(f"not an EDTF date: {self.text!r}")

    @classmethod
    def of(cls, first: date, last: date | None = None) -> Self:
        """A day, or the interval from `first` to `last` when they differ."""
        return cls(first.isoformat() if last in (None, first) else f"{first.isoformat()}/{last.isoformat()}")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A whole month."""
        return cls(f"{year:04d}-{month:02d}")

    @property
    def first(self) -> date | None:
        """The first day it may mean; None where the interval is open to the past."""
        start = self.text.partition("/")[0]
        return None if start == ".." else _bounds(start)[0]

    @property
    def last(self) -> date | None:
        """The last day it may mean; None where the interval is open to the future."""
        start, slash, end = self.text.partition("/")
        point = end if slash else start
        return None if point == ".." else _bounds(point)[1]

    @property
    def is_day(self) -> bool:
        """Whether it names exactly one day."""
        return "/" not in self.text and len(self.text) == 10

    def overlaps(self, other: "Edtf") -> bool:
        """Whether a day exists that both may mean: a date and its month do, two days do not."""
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (self.last or date.max)

    def __str__(self) -> str:
        return self.text
