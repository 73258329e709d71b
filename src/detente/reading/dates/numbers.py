"""How many: number words and digits as a count of time units, and TIMEX3 durations."""

from collections.abc import Sequence

from detente.reading.dates.lexicon import ALL_UNITS, MAGNITUDES, NUMBERS, TENS, words
from detente.reading.dates.period import Size

_VAGUE = words("few several many dozens hundreds thousands tens scores multiple countless various numerous some")
_SIZES = {"D": Size.DAY, "NI": Size.DAY, "W": Size.WEEK, "FN": Size.WEEK, "M": Size.MONTH, "Q": Size.QUARTER, "Y": Size.YEAR,
          "WE": Size.WEEKEND, "HY": Size.HALF, "DE": Size.DECADE, "CE": Size.CENTURY}  # fmt: skip


def count_of(kept: Sequence[str]) -> str:
    """A count as TIMEX3 writes it: `3`, `1.5`, `0.5`, or `X` where it is left open (`a few`, no words at all)."""
    if not kept or _VAGUE & set(kept):
        return "X"
    total = current = fraction = 0.0
    for place, word in enumerate(kept):
        if word == "half":
            fraction, current = 0.5, 0.0 if place < 2 and kept[0] in ("a", "half") else current
        elif word in ("couple", "pair"):
            current = 2
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in ("a", "an"):
            current = current or (0 if fraction else 1)
        elif word in MAGNITUDES:
            current = max(current, 1) * MAGNITUDES[word]
            if word != "hundred":
                total, current = total + current, 0
        elif word in NUMBERS or word in TENS:
            current += NUMBERS.get(word) or TENS[word]
        elif word[0].isdigit():
            current += float(word.replace(",", ""))
    return f"{total + current + fraction:.10g}"


def whole_number(count: str) -> int | None:
    """A count as an integer small enough to reckon with, None where it is open or broken."""
    return int(count) if count.isdigit() and len(count) < 6 else None


def size_of(unit: str) -> Size | None:
    """The size of period that a unit's word names; None below a day."""
    return _SIZES.get(ALL_UNITS[unit])


def steps_of(unit: str) -> int:
    """How many periods of its size a unit is: a fortnight is two weeks."""
    return 2 if unit.startswith("fortnight") else 1


def length_of(count: str, unit: str) -> str:
    """A TIMEX3 duration: `P3M`, `PXW`, `PT2H`, `PT30M` for half an hour."""
    letters = ALL_UNITS[unit]
    if letters == "NI":
        letters = "D"
    if letters == "FN":
        letters, count = "W", count if count == "X" else f"{float(count) * 2:g}"
    if count == "0.5" and letters in ("TH", "Y", "DE"):
        return {"TH": "PT30M", "Y": "P6M", "DE": "P5Y"}[letters]
    if letters in ("TH", "TM", "TS"):
        return f"PT{count}{letters[1]}"
    return f"P{count}{letters}"
