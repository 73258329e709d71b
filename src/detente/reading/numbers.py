"""Numbers in digits or words: `1,500`, `12.5`, `twenty-five`, `a hundred and ten`, `two point two`, `half a`.

In: the words of a number, as `DIGITS` or `SPELT` match them. Out: its value.
"""

import re
from decimal import Decimal

_SMALL = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {word: 10 * (number + 2) for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_DIGIT = "|".join(list(_SMALL)[:10])
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])})\b)?|(?:{'|'.join(sorted(_SMALL, key=len, reverse=True))})\b)"
)
# A number in words below a thousand; parts of longer ones are left to the scale word behind them.
SPELT = (
    rf"(?:half(?: an?)?|(?:(?:an?|{_BELOW_HUNDRED})[ -])?hundred(?:(?:[ -]and)?[ -]{_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED}(?: point(?: (?:{_DIGIT})\b)+| and a half)?|an?\b)"
)
# What stands behind a number that counts nothing.
NO_NOUN_BEHIND = (
    r"(?=\s*(?:[,;:)\]!?—–'\"”’]|\.(?!\d)|$)|\s+(?:and|or|on|for|from|to|instead|rather|as|at|in|by|under|since|until|unless|if|when|while"
    r"|but|than|today|now|then|after|within|over|once)\b)"
)
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

_PART_OF_MORE = re.compile(r"(?:(?:hundred|thousand)(?: and)?|million|billion|trillion|point)[ -]$", re.IGNORECASE)


def is_rest_of_a_number(text: str, start: int) -> bool:
    """Whether what begins at `start` goes on with a number: `three thousand five hundred` is not five hundred."""
    return bool(_PART_OF_MORE.search(text, max(0, start - 14), start))


def number_in(text: str) -> Decimal | None:
    """The number that the words say; None where they say none."""
    bare = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", bare):
        return Decimal(bare)
    if not re.fullmatch(SPELT, bare):
        return None
    if bare.startswith("half"):
        return Decimal("0.5")
    bare, point, decimals = bare.partition(" point ")
    if bare.endswith(" and a half"):
        return _whole(bare.removesuffix(" and a half")) + Decimal("0.5")
    return _whole(bare) + (Decimal("0." + "".join(str(_SMALL[word]) for word in decimals.split())) if point else 0)


def _whole(words: str) -> Decimal:
    hundreds, hundred, rest = words.rpartition("hundred")
    parts = [part for part in re.split(r"[ -]", rest) if part and part != "and"]
    below = sum(1 if part in ("a", "an") else _SMALL.get(part, _TENS.get(part, 0)) for part in parts)
    return Decimal(below) + (100 * (_whole(hundreds.strip(" -")) if hundreds.strip(" -") else 1) if hundred else 0)
