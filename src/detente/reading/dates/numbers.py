"""How many: number words and digits as a count of time units."""

from collections.abc import Sequence

from detente.reading.dates.lexicon import MAGNITUDES, NUMBERS, TENS

VAGUE = frozenset(
    ("few", "several", "many", "some", "dozens", "hundreds", "thousands", "tens", "scores", "multiple", "countless", "various")
)


def count_of(words: Sequence[str]) -> str:
    """A count as TIMEX3 writes it: `3`, `1.5`, `0.5`, or `X` where it is left open (`a few`, no words at all)."""
    kept = [word for word in words if word not in ("-", "of", "the", "about", "some") or word == "some"]
    if not kept or VAGUE & set(kept):
        return "X"
    total, current, fraction = 0.0, 0.0, 0.0
    for place, word in enumerate(kept):
        if word in ("a", "an"):
            current += 0 if place + 1 < len(kept) and kept[place + 1] in ("half", "quarter", "hundred", "dozen", "couple") and place else 1
        elif word == "half":
            fraction += 0.5
            current = 0 if kept[:place] in ([], ["a"]) else current
        elif word in ("couple", "pair"):
            current = 2
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in MAGNITUDES:
            current = max(current, 1) * MAGNITUDES[word]
            total, current = (total + current, 0) if MAGNITUDES[word] > 100 else (total, current)
        elif word in NUMBERS or word in TENS:
            current += NUMBERS.get(word) or TENS[word]
        elif word[0].isdigit():
            current += float(word.replace(",", ""))
    return f"{total + current + fraction:g}"
