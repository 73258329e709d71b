"""Years and longer: `2019`, `early 2026`, `fiscal 2026`, `2019-20`, `480 BC`, `the 1990s`, `the 19th century`."""

from datetime import date

from detente.reading.dates import period as periods
from detente.reading.dates.expression import TimexType
from detente.reading.dates.grammar.calendar_dates import exact, in_part
from detente.reading.dates.lexicon import DECADES, ORDINALS, words
from detente.reading.dates.meaning import Exact, Meaning, Range, Symbol
from detente.reading.dates.pattern import Family, Found, Rule
from detente.reading.dates.period import Period, Size

_IN_FRONT_OF_YEARS = words(
    "in of since by until till from to between and before after during through for early mid late the ( - or around circa about / , year as"
)
_NAMED_BY_NUMBER = words(
    "section sections article articles no nos number numbers flight resolution resolutions room page pages chapter paragraph order case"
    " docket route highway model line title rule form regulation decision directive law act act, unit lot suite box over than nearly"
    " almost least most only some another these those about approximately roughly"
)
_OWNERS = words("his her their my your our its")
_COUNTED = words(
    "% percent per people troops men women soldiers civilians miles mile km kilometers kilometres metres meters feet dollars euros yen yuan"
    " rubles million"
    " billion trillion points basis tons tonnes barrels workers jobs employees members victims prisoners casualties dead wounded ships"
    " tanks aircraft planes guns horses cavalry infantry volunteers gmt utc hours hrs bst est edt local"
)


def _year(found: Found) -> Meaning | None:
    number = found.number("year")
    if found.after() in _COUNTED or found.before() in _NAMED_BY_NUMBER or found.tag_after() == "%":
        return None
    if _is_in_number(found):
        return None
    looks_like_count = number < 1600 or number % 100 == 0 or number > 2100
    led = found.before() in _IN_FRONT_OF_YEARS or found.has("part")
    if looks_like_count and ((not led and number != 2000) or (found.tag_after() == "x" and found.after().endswith("s"))):
        return None
    return in_part(exact(periods.year_of(number)), found.word("part"))


def _is_in_number(found: Found) -> bool:
    """A piece of a longer number: `138-2010-2015`, `82-2100`; a year behind another year is none."""
    tokens, place, pieces = found.tokens, found.first, 0
    while (
        place > 1
        and tokens.glued(place)
        and tokens.tags[place - 1] == "-"
        and tokens.tags[place - 2] in "123456"
        and tokens.glued(place - 1)
    ):
        place, pieces = place - 2, pieces + 1
    return pieces > 1 or (pieces == 1 and tokens.tags[place] != "5")


def _years(found: Found) -> Meaning | None:
    """`2019-20` is a range, `2025-10` a month."""
    first = found.number("year")
    last = first // 100 * 100 + found.number("end")
    if last < first and 1 <= found.number("end") <= 12 and len(found.word("end")) == 2 and found.tokens.glued(found.last - 1):
        return exact(periods.month_of(first, found.number("end")))
    start, end = exact(periods.year_of(first)), exact(periods.year_of(last))
    if not 1500 <= first < last <= first + 60 or start is None or end is None:
        return None
    return Range(start, end, found.span("year"), found.span("end"))


def _split_years(found: Found) -> Meaning | None:
    """`2019/20`: a season or budget year in one token."""
    first, _, short = found.word("years").partition("/")
    if len(first) != 4 or int(short) != (int(first) + 1) % 100:
        return None
    start, end = exact(periods.year_of(int(first))), exact(periods.year_of(int(first) + 1))
    return None if start is None or end is None else Range(start, end, found.span("years"), found.span("years"))


def _fiscal(found: Found) -> Meaning | None:
    number = found.number("year") if found.has("year") else 2000 + found.number("short_year")
    year = periods.year_of(number)
    return None if year is None else Exact(Period(Size.FISCAL, year.first, year.last))


def _before_christ(found: Found) -> Meaning | None:
    number = found.number("year")
    return Symbol(TimexType.DATE, f"BC{number:04d}") if 0 < number < 10000 else None


def _anno_domini(found: Found) -> Meaning | None:
    return exact(periods.year_of(found.number("year")))


def _decade(found: Found) -> Meaning | None:
    if found.has("short"):
        number = found.number("short")
        year = 1900 + number if number > 20 else 2000 + number
        if _is_age(found) or not (found.has("apostrophe") or found.before() in ("the", "early", "mid", "late", "-")):
            return None
    elif found.has("word"):
        if found.before() in ("his", "her", "their", "in"):
            return None
        year = 1900 + 10 * DECADES[found.word("word")]
    else:
        year = found.number("decade")
    return in_part(Exact(periods.around(Size.DECADE, date(year, 1, 1))), found.word("part"))


def _is_age(found: Found) -> bool:
    """`in his early 60s`."""
    return bool({found.before(), found.before(2)} & _OWNERS)


def _century(found: Found) -> Meaning | None:
    number = found.number("nth") if found.has("nth") else sum(ORDINALS.get(word, 20) for word in found.words("spelled"))
    if not 1 <= number <= 22:
        return None
    if found.has("era"):
        return Symbol(TimexType.DATE, f"BC{number - 1:02d}")
    century = periods.around(Size.CENTURY, date(max(100 * (number - 1), 1), 1, 1))
    return in_part(Exact(century), found.word("part"))


_EARLY = "((the? part:EARLY) (-|in)? the?)?"
FAMILIES = (
    Family(
        "YEAR",
        (
            Rule("year", "((the? part:EARLY) (-|in)?)? (the year)? year:YEAR", _year),
            Rule("years", "year:YEAR (-|/) end:TWO_DIGITS", _years),
            Rule("fiscal-year", "(the? (fiscal|financial|budget) year?|fy) year:YEAR", _fiscal),
        ),
    ),
    Family("fy", (Rule("fiscal-year", "fy short_year:TWO_DIGITS", _fiscal),)),
    Family("SLASH", (Rule("split-years", "years:SLASH", _split_years),)),
    Family("(bc|bce|c)", (Rule("before-christ", "year:DIGITS (bc|bce|b . c .?)", _before_christ),)),
    Family("(ad|ce)", (Rule("anno-domini", "ad year:THREE_DIGITS", _anno_domini),)),
    Family("DECADE", (Rule("decade", f"{_EARLY} the? decade:DECADE", _decade),)),
    Family("SHORT_DECADE", (Rule("decade", f"{_EARLY} the? (apostrophe:')? short:SHORT_DECADE", _decade),)),
    Family("DECADE_WORD", (Rule("decade", f"{_EARLY} the word:DECADE_WORD", _decade),)),
    Family(
        "(century|centuries)",
        (Rule("century", f"{_EARLY} the? (nth:NTH|spelled:((TENS -)? ORDINAL_WORD)) -? century (era:(bc|bce|b . c .?))?", _century),),
    ),
)
