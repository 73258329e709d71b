"""Parts of a year that come every year: `this summer`, `the third quarter`, `Q3 2025`, `the second half`, `Christmas`."""

from detente.reading.dates.feasts import FEASTS, in_year
from detente.reading.dates.grammar.calendar_dates import direction_of
from detente.reading.dates.grammar.relative import PERIOD_WORDS, portion_of
from detente.reading.dates.lexicon import ORDINALS, SEASONS, words
from detente.reading.dates.meaning import Exact, Meaning, Undated, Yearly
from detente.reading.dates.pattern import Family, Found, Rule

_SEASONAL = words("offensive campaign semester term session harvest planting season meetings meeting summit budget")
_IN_FRONT_OF_SEASONS = words("in by since until during through for of last this next and - or")
_FALLING = words("in into from below")
_RESULTS = words("profit profits sales revenue revenues results earnings loss losses growth gdp exports imports net output figures")
_IN_FRONT_OF_HALVES = words("in of for during the by since from")
_OTHER_CALENDARS = words("lunar chinese jewish persian iranian orthodox vietnamese")


def _season(found: Found) -> Meaning | None:
    word = found.word("season")
    if found.before() in ("arab", "prague") and found.capital("season"):
        return None
    if word in ("fall", "spring") and not _is_season(found):
        return None
    return portion_of(Yearly(SEASONS[word], direction_of(found.word("which"))), found.word("when"))


def _is_season(found: Found) -> bool:
    """`fall` and `spring` are seasons behind `this`, `in the`, `by`, …, and not in front of `of`, `in`, `to`."""
    if found.after() == "of":
        return found.after(2) in ("last", "this", "next", "that") or _is_year(found, found.last + 1)
    if found.has("which") or found.has("when") or found.has("the"):
        return found.after() not in _FALLING
    return found.after() in _SEASONAL or (found.before() in _IN_FRONT_OF_SEASONS and found.after() not in _FALLING)


def _is_year(found: Found, index: int) -> bool:
    return found.tokens.tags[index : index + 1] == "5"


def _quarter(found: Found) -> Meaning | None:
    number = _ordinal(found)
    meaning = Yearly(f"Q{number}", direction_of(found.word("which")))
    return None if number > 4 else Undated(meaning) if found.has("fiscal") else meaning


def _ordinal(found: Found) -> int:
    return found.number("nth") if found.has("nth") else ORDINALS[found.word("spelled")]


def _half(found: Found) -> Meaning | None:
    """`the second half`, `first-half profit`; not `the first half of the contingent`."""
    number = _ordinal(found)
    if number > 2:
        return None
    result = found.after() in _RESULTS and "-" in found.tokens.tags[found.first : found.last]
    if not (result or found.has("fiscal") or found.has("the") or found.before() in _IN_FRONT_OF_HALVES):
        return None
    if found.after() == "of" and found.after(2) not in ("the", "this", "last", "next") and not _is_year(found, found.last + 1):
        return None
    meaning = Yearly(f"H{number}")
    return Undated(meaning) if found.has("fiscal") else meaning


def _short_quarter(found: Found) -> Meaning | None:
    number = found.number("number")
    letter = found.word("letter").upper()
    if not found.tokens.glued(found.last - 1) or not found.capital("letter") or number > (4 if letter == "Q" else 2):
        return None
    name = f"{letter}{number}"
    period = in_year(name, found.number("year")) if found.has("year") else None
    return Yearly(name) if period is None else Exact(period)


def _feast(found: Found) -> Meaning | None:
    name = " ".join(found.words("name")).replace(" ' s", "'s").replace("s '", "s'").replace("st . ", "st ")
    if name not in FEASTS or not found.capital("name") or found.before() in _OTHER_CALENDARS:
        return None
    return Yearly(FEASTS[name], direction_of(found.word("which")))


def _feast_pattern(name: str) -> str:
    return name.replace("'s", " ' s").replace("s'", "s '").replace("st ", "st .? ")


_ANY_FEAST = "|".join(_feast_pattern(name) for name in sorted(FEASTS, key=len, reverse=True))
FAMILIES = (
    Family(
        "(quarter|qtr)",
        (
            Rule(
                "quarter",
                "(the:the)? (which:(this|last|next))? (fiscal:(fiscal|financial))? (nth:NTH|spelled:ORDINAL_WORD) -? (quarter|qtr)",
                _quarter,
            ),
        ),
    ),
    Family("half", (Rule("half", "(the:the)? (fiscal:(fiscal|financial))? (nth:NTH|spelled:(first|second)) -? half", _half),)),
    Family(
        "(q|h)",
        (
            Rule("short-quarter", "letter:(q|h) number:SMALL", _short_quarter),
            Rule("short-quarter", "year:YEAR letter:(q|h) number:SMALL", _short_quarter),
            Rule("short-quarter", "number:SMALL letter:(q|h)", _short_quarter),
        ),
    ),
    Family("SEASON", (Rule("season", f"(when:(early|mid|late) (-|in)?)? (the:the)? (which:{PERIOD_WORDS})? season:SEASON", _season),)),
    Family("FEAST_WORD", (Rule("feast", f"(which:(last|this|next))? name:({_ANY_FEAST})", _feast),)),
)
