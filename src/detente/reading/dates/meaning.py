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
    """From what a distance is counted: the day of publication, or a date just before in the text, or in the same sentence."""

    PUBLISHED = "published"
    TEXT = "text"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Exact:
    """A period that the words name in full."""

    period: Period


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that no calendar day stands for: PRESENT_REF, P3M, XXXX-WXX-2, BC0480."""

    type: TimexType
    value: str
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A length of time that ends that long after publication: `within 60 days`, `in two weeks`. `sure`: whatever the tense."""

    length: str
    size: Size
    count: int
    sure: bool
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Yearly:
    """A period that comes once a year, the year left open: `October`, `30 October`, `the third quarter`, `summer`, `Christmas`.

    `name` is its value behind the year: `10`, `10-30`, `Q3`, `SU`, or a rule of `feasts` for a movable feast. `of_year`: in the
    year so many steps away from its base (`July of last year`). `weekday`: the day is said to be that one (`Sunday, 10 February`).
    """

    name: str
    direction: Direction = Direction.OPEN
    of_year: tuple[Base, int] | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month left open: `the 30th`."""

    number: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 for Monday. `weeks`: that many weeks further on (`Thursday week`); `of_week`: in the week so many steps away."""

    number: int
    direction: Direction = Direction.OPEN
    weeks: int = 0
    of_week: int | None = None


@dataclass(frozen=True, slots=True)
class Weekend:
    """A weekend by tense: `the weekend`."""


@dataclass(frozen=True, slots=True)
class Step:
    """A period counted in steps of its own size: `last week` (-1), `this year` (0), `three years ago` (-3), `two days later` (+2).

    `count` None is an unknown number (`months ago`), `sign` its side. `to_day` keeps the day: `90 days from now`.
    `given` is a date of its own from which it is counted (`two weeks after 1 May`).
    """

    size: Size
    count: int | None
    base: Base
    sign: int = 0
    to_day: bool = False
    given: "Meaning | None" = None


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a period: `start`, `mid`, `end`, `half1`, `half2`."""

    whole: "Meaning"
    part: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the smaller periods inside a larger one: `the first three months of 2025`, `the last week of May`.

    `first` is the number of the first one, from 1; negative numbers count from the end. `length` is a TIMEX3 duration.
    """

    whole: "Meaning"
    size: Size
    first: int
    count: int
    length: str


@dataclass(frozen=True, slots=True)
class Around:
    """The week, month, quarter or year that holds a day: `the week of 6 October`, `the quarter ended June 30`."""

    size: Size
    day: "Meaning"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A weekday counted within a month: `the first Monday of November`; `nth` -1 is the last."""

    whole: "Meaning"
    number: int
    nth: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day (`T19:40`, `TMO`) on a day; without one it is on the day named just before, or that of publication."""

    time: str
    day: "Meaning | None" = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Undated:
    """A value whose days are not known though it has a place: `the fiscal third quarter`."""

    inner: "Meaning"


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another. Each end has its tokens: the first, and the first behind. `whole`: all days between count."""

    start: "Meaning"
    end: "Meaning"
    start_tokens: tuple[int, int]
    end_tokens: tuple[int, int]
    whole: bool = True


Meaning = (
    Exact
    | Symbol
    | Deadline
    | Yearly
    | MonthDay
    | Weekday
    | Weekend
    | Step
    | Portion
    | Slice
    | Around
    | NthWeekday
    | Clock
    | Undated
    | Range
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that mean something only with the date behind them: `the end of`, `the first three months of`, `early`, `the night of`.

    `part` is that of a `Portion`; `time` that of a `Clock`; `weekday` that of a `NthWeekday`, with `first`; else `size`, `first` and
    `count` are those of a `Slice`, or of an `Around` where `count` is 0.
    """

    part: str = ""
    size: Size | None = None
    first: int = 1
    count: int = 1
    length: str = ""
    time: str = ""
    weekday: int | None = None
