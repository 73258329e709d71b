"""The categories that rules are written with: lists of words from the lexicon, shapes of numbers, and phrases of both."""

from detente.reading.dates import lexicon
from detente.reading.dates.feasts import FEASTS

WORDS: dict[str, tuple[str, ...]] = {
    "MONTH": tuple(lexicon.MONTHS),
    "WEEKDAY": tuple(lexicon.WEEKDAYS),
    "WEEKDAYS": tuple(lexicon.PLURAL_WEEKDAYS),
    "SEASON": tuple(lexicon.SEASONS),
    "NUMBER": tuple(lexicon.NUMBERS),
    "TENS": tuple(lexicon.TENS),
    "MAGNITUDE": tuple(lexicon.MAGNITUDES),
    "ORDINAL_WORD": tuple(lexicon.ORDINALS),
    "DECADE_WORD": tuple(lexicon.DECADES),
    "UNIT": (*lexicon.UNITS, *lexicon.CLOCK_UNITS),
    "UNITS": (*lexicon.PLURAL_UNITS, *lexicon.PLURAL_CLOCK_UNITS),
    "LONG": tuple(lexicon.LONG_UNITS),
    "PART": tuple(lexicon.PARTS_OF_DAY),
    "FREQUENCY": tuple(lexicon.FREQUENCIES),
    "ZONE_WORD": tuple(lexicon.ZONES),
    "TODAY": ("today", "yesterday", "tomorrow"),
    "FEAST_WORD": tuple(sorted({word for name in FEASTS for word in name.replace("'s", "").split()[-1:]})),
    "TIME_OF_DAY": ("noon", "midnight", "midday"),
    "REFERENCE": tuple(
        "now currently current present nowadays presently moment recently lately recent past future coming days modern".split(" ")
    ),
    "MORE": tuple("more other additional extra further full whole entire straight consecutive successive long short calendar business"
                  " working trading solid crucial brutal final past last next coming".split(" ")),
}  # fmt: skip
SHAPES = {
    "DAY": "[12]",
    "SMALL": "[1]",
    "YEAR": "[5]",
    "FOUR": "[56]",
    "DIGITS": "[12345678]",
    "TWO_DIGITS": "[123]",
    "THREE_DIGITS": "[1234]",
    "DECIMAL": "[8]",
    "NTH_DAY": "[o]",
    "NTH": "[oO]",
    "CLOCK": "[c]",
    "ISO": "[i]",
    "NUMERIC": "[n]",
    "SLASH": "[s]",
    "DECADE": "[d]",
    "SHORT_DECADE": "[e]",
    "BREAK": "[\n]",
}
PHRASES = {
    "ANY_UNIT": "(UNIT|UNITS)",
    "SPELLED": "(TENS (-? NUMBER)?|NUMBER) (-? MAGNITUDE (and? (TENS (-? NUMBER)?|NUMBER))?)?",
    "VAGUE": "(few|a few|several (hundred|thousand)?|many|dozens of|hundreds of|thousands of|tens of thousands of|scores of|numerous)",
    "COUNT": "(a? half (-? (a|an))?|a couple of?|a? pair of|(SPELLED|a)? dozen|a|an|VAGUE|DIGITS (MAGNITUDE|- and - a - half)?|SPELLED"
    "|a hundred"
    "|a thousand) (-? and -? a? -? half)?",
    "DAY_NUMBER": "(DAY|NTH_DAY)",
    "ZONE": "((eastern|central|mountain|pacific|greenwich)? (standard|daylight|mean)? time|ZONE_WORD|local time|beijing time|london time"
    "|tokyo time|moscow time|brussels time|new york time|washington time|paris time|hong kong time|seoul time|delhi time|eastern|pacific)",
    "MERIDIEM": "((a|p) . m .?|am|pm)",
    "APPROX": "(more than|less than|fewer than|at least|at most|no more than|no less than|as many as|as much as|up to|nearly|almost|about"
    "|around|some|roughly|approximately|over|under|close to|well over|just over|just under|another|only|just|barely|exactly)",
    "EARLY": "(early|mid|late)",
}
CATEGORIES = SHAPES | PHRASES
