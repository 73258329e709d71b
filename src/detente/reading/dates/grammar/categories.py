"""The categories that rules are written with: lists of words from the lexicon, shapes of numbers, and phrases of both."""

from detente.reading.dates import lexicon
from detente.reading.dates.tokens import (
    D12,
    D31,
    D99,
    DECIMAL,
    HUNDREDS,
    INTEGER,
    ORDINAL,
    ORDINAL_DAY,
    THOUSANDS,
    YEAR,
)

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
    "UNIT1": tuple(lexicon.UNITS),
    "UNITS": tuple(lexicon.PLURAL_UNITS),
    "CLOCK_UNIT1": tuple(lexicon.CLOCK_UNITS),
    "CLOCK_UNITS": tuple(lexicon.PLURAL_CLOCK_UNITS),
    "PART": tuple(lexicon.PARTS_OF_DAY),
    "FREQUENCY": tuple(lexicon.FREQUENCIES),
    "TODAY": ("today", "yesterday", "tomorrow", "tonight"),
    "REFERENCE": (
        "now",
        "currently",
        "present",
        "nowadays",
        "presently",
        "moment",
        "time",
        "recently",
        "previously",
        "formerly",
        "lately",
        "past",
        "once",
        "future",
        "days",
    ),
}
SHAPES = {
    "DAY": f"[{D12}{D31}]",
    "SMALL": f"[{D12}]",
    "YEAR": f"[{YEAR}]",
    "DIGITS": f"[{D12}{D31}{D99}{HUNDREDS}{YEAR}{INTEGER}{THOUSANDS}{DECIMAL}]",
    "TWO_DIGITS": f"[{D12}{D31}{D99}]",
    "NTH_DAY": f"[{ORDINAL_DAY}]",
    "NTH": f"[{ORDINAL_DAY}{ORDINAL}]",
    "CLOCK": "[c]",
    "ISO": "[i]",
    "WORD": "[xX]",
    "NUMERIC": "[n]",
    "DECADE": "[d]",
    "SHORT_DECADE": "[e]",
}
PHRASES = {
    "UNIT": "(UNIT1|UNITS)",
    "CLOCK_UNIT": "(CLOCK_UNIT1|CLOCK_UNITS)",
    "TIME_UNIT": "(UNIT|CLOCK_UNIT)",
    "SPELLED": "(TENS (-? NUMBER)?|NUMBER) (MAGNITUDE (and? (TENS (-? NUMBER)?|NUMBER))?)?",
    "COUNT": "((a|the)? few|several|many|some|a|an|a? couple of?|a? pair of|a? dozen|half a|DIGITS MAGNITUDE?"
    "|SPELLED|a hundred) (and a half)?",
    "DAY_NUMBER": "(DAY|NTH_DAY)",
    "THIS_YEAR": "(YEAR)",
}
CATEGORIES = SHAPES | PHRASES
