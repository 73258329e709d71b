"""The monthly balance of two actors as bars: cooperation upward, conflict downward."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.views.dyad import Month

HEIGHT = 150
_STEP = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: its place, and the heights of its two parts above and below the middle line."""

    month: Month
    x: int
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Bars:
    """`most` is the value that the whole height of a half stands for."""

    bars: tuple[Bar, ...]
    width: int
    most: float


def balance_bars(months: Sequence[Month]) -> Bars | None:
    """The bars of the months that have a name; None where there are none."""
    dated = [month for month in months if len(month.month) == 7]
    most = max((max(month.cooperation, -month.conflict) for month in dated), default=0.0)
    if not most:
        return None
    half = HEIGHT / 2 - 14
    bars = tuple(
        Bar(month, 8 + at * _STEP, round(half * month.cooperation / most, 1), round(-half * month.conflict / most, 1))
        for at, month in enumerate(dated)
    )
    return Bars(bars, 16 + len(bars) * _STEP, most)
