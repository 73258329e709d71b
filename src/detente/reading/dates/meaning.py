"""What the words of a time expression say before they are placed in time: the grammar's output, the resolution's input."""

from dataclasses import dataclass
from enum import Enum

from detente.reading.dates.expression import TimexType
from detente.reading.dates.period import Period, Size


class Direction(Enum):
    """Which one of many is meant: counted from the day of publication, or from the last date in the text."""

    OPEN = "open"
    LAST = "last"
    THIS = "this"
    NEXT = "next"
    TEXT_BEFORE = "text-before"
    TEXT_SAME = "text-same"
    TEXT_AFTER = "text-after"


class Base(Enum):
    """From what a distance is counted."""

    PUBLISHED = "published"
    TEXT = "text"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Exact:
    """A period that the words name in full."""

    period: Period


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that no calendar day stands for: PRESENT_REF, P3M, XXXX-WXX-2, BC0480."""

    type: TimexType
    value: str
    quant: str | None = None
    freq: str | None = None


@dataclass(frozen=True, slots=True)
class Yearly:
    """A period that comes once a year, the year left open: `October`, `30 October`, `the third quarter`, `summer`, `Christmas`.

    `name` is its value behind the year: `10`, `10-30`, `Q3`, `SU`, or `@easter+1` for a movable feast.
    """

    name: str
    direction: Direction = Direction.OPEN


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month left open: `the 30th`."""

    number: int
    direction: Direction = Direction.OPEN


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 for Monday; `weeks` more weeks away (`Thursday week`)."""

    number: int
    direction: Direction = Direction.OPEN
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A whole period counted in steps of its own size: `last week` (-1), `this year` (0), `three years ago` (-3), `two days later`.

    `count` None is an unknown number (`months ago`): `sign` tells the side. `fine` keeps the day (`a year ago today`).
    `event` holds the words of the event from which it is counted, `duration` the distance as a TIMEX3 value.
    """

    size: Size
    count: int | None
    base: Base
    sign: int = 0
    event: str | None = None
    duration: str | None = None
    to_day: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a period: `early`, `mid`, `late`, `end`, `start`, `half1`, `half2`; `by` where a deadline is its last day."""

    whole: "Meaning"
    part: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day (`T19:40`, `TMO`) on a day; no day is that of publication or of the text."""

    time: str
    day: "Meaning | None" = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another. Each end has its tokens: first number, and the first number behind."""

    start: "Meaning"
    end: "Meaning"
    start_tokens: tuple[int, int]
    end_tokens: tuple[int, int]


Meaning = Exact | Symbol | Yearly | MonthDay | Weekday | Step | Portion | Clock | Range
