"""Days, months and years by their names and numbers: `30 October 2025`, `May 10, 2019`, `2026-03-18`, `10/30/2025`, `mid-November`."""

from detente.reading.dates import period as periods
from detente.reading.dates.lexicon import MONTHS, words
from detente.reading.dates.meaning import Direction, Exact, Meaning, Portion, Range, Yearly
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Period


def exact(period: Period | None) -> Meaning | None:
    """The meaning of a period, None for a day that no calendar has."""
    return None if period is None else Exact(period)


def month_number(found: Found) -> int | None:
    """The kept month's number; None for `may`, `march`, `mar`, … that are no months here."""
    word = found.word("month")
    source = found.source(found.match.start("month"))
    if not source[0].isupper():
        return None
    return MONTHS[word]


def day_number(found: Found, name: str = "day") -> int:
    """The kept day's number; 0 where it is none."""
    number = found.number(name)
    return number if 1 <= number <= 31 else 0


def _day(found: Found) -> Meaning | None:
    month, number = month_number(found), day_number(found)
    if month is None or not number:
        return None
    if found.has("year"):
        return exact(periods.day_of(found.number("year"), month, number))
    return Yearly(f"{month:02d}-{number:02d}", _direction(found)) if number <= 31 else None


def _direction(found: Found) -> Direction:
    match found.word("which") if "which" in found.match.re.groupindex else "":
        case "last" | "past":
            return Direction.LAST
        case "next" | "coming":
            return Direction.NEXT
        case "this":
            return Direction.THIS
        case _:
            return Direction.OPEN


def _month(found: Found) -> Meaning | None:
    month = month_number(found)
    if month is None:
        return None
    if found.has("year"):
        meaning = exact(periods.month_of(found.number("year"), month))
    elif found.word("month") in ("may", "march", "mar", "sun", "sat", "dec", "jan") and not found.has("which") and not found.has("part"):
        meaning = _bare_month(found, month)
    else:
        meaning = Yearly(f"{month:02d}", _direction(found))
    part = found.word("part")
    return Portion(meaning, part) if meaning and part else meaning


def _bare_month(found: Found, month: int) -> Meaning | None:
    """`may` and `march` alone are months only behind a preposition or in front of what goes with a month."""
    if found.before() in (
        "in",
        "of",
        "by",
        "since",
        "until",
        "till",
        "from",
        "to",
        "and",
        "between",
        "before",
        "after",
        "through",
        "during",
    ):
        return Yearly(f"{month:02d}")
    return None


def _iso(found: Found) -> Meaning | None:
    year, month, number = (int(piece) for piece in found.word("day").split("-"))
    return exact(periods.day_of(year, month, number))


def _numeric(found: Found) -> Meaning | None:
    word = found.word("day")
    pieces = [int(piece) for piece in word.replace(".", "/").split("/")]
    if pieces[0] > 31:
        year, month, number = pieces
    elif "." in word or pieces[0] > 12:
        number, month, year = pieces
    else:
        month, number, year = pieces
    if year < 100:
        year += 2000 if year < 50 else 1900
    return exact(periods.day_of(year, month, number))


def _year(found: Found) -> Meaning | None:
    number = found.number("year")
    if not 1000 <= number <= 2199 or found.after() in _NOT_AFTER_YEAR or found.before() in _NOT_BEFORE_YEAR:
        return None
    meaning = exact(periods.year_of(number))
    part = found.word("part")
    return Portion(meaning, part) if meaning and part else meaning


_NOT_AFTER_YEAR = words(
    "% percent per people troops tons tonnes men miles km kilometers dollars euros million billion points barrels soldiers"
)
_NOT_BEFORE_YEAR = words("section article no flight resolution room page chapter about over than some nearly")


def _days(found: Found) -> Meaning | None:
    month = month_number(found)
    first, last = day_number(found, "day"), day_number(found, "last")
    if month is None or not first or not last or first >= last:
        return None
    if found.has("year"):
        year = found.number("year")
        start, end = exact(periods.day_of(year, month, first)), exact(periods.day_of(year, month, last))
    else:
        start, end = Yearly(f"{month:02d}-{first:02d}"), Yearly(f"{month:02d}-{last:02d}")
    if start is None or end is None:
        return None
    day, behind = found.match.span("day"), found.match.span("last")
    month_at = found.match.start("month")
    return Range(start, end, (min(day[0], month_at) if month_at < day[0] else day[0], day[1]), (behind[0], max(behind[1], found.last)))


FAMILIES = (
    Family(
        "MONTH",
        (
            Rule("day-month", "day:DAY_NUMBER of? month:MONTH .? (,? year:YEAR)?", _day),
            Rule("month-day", "month:MONTH .? the? day:DAY_NUMBER (,? year:YEAR)?", _day),
            Rule("days-month", "day:DAY_NUMBER (-|to|and|through|until) last:DAY_NUMBER of? month:MONTH .? (,? year:YEAR)?", _days),
            Rule("month-days", "month:MONTH .? day:DAY_NUMBER (-|to|and|through|until) last:DAY_NUMBER (,? year:YEAR)?", _days),
            Rule(
                "month", "(part:(early|mid|late) (-|in)?)? (which:(last|next|this|past|coming))? month:MONTH .? (,? of? year:YEAR)?", _month
            ),
        ),
    ),
    Family("YEAR", (Rule("year", "(part:(early|mid|late) (-|in)?)? year:YEAR", _year),)),
    Family("ISO", (Rule("iso-day", "day:ISO", _iso),)),
    Family("NUMERIC", (Rule("numeric-day", "day:NUMERIC", _numeric),)),
)
