"""Lines in capitals, as wires and headlines have them, put as a sentence would be written.

In: a text. Out: the same text, as long, in which a line without small letters keeps capitals in names only.

Holds: nothing but the case of letters differs, so that every span stands for the same words.
"""

import re
from functools import lru_cache

from detente.reading.actors.scan import Hit, hits_in
from detente.vocab.officials import shared_words

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_INITIAL = re.compile(r"\b[A-Z](?=\.)")
# Acronyms that are common words too.
_ALSO_WORDS = frozenset({"WHO"})
# Fewer letters may be a speaker, an acronym or a label.
_LEAST_LETTERS = 12
_LEAST_WORDS = 3
# Small letters that a line in capitals may have: `$2bn`, `Mr`.
_MOST_SMALL = 0.05
_DAYS = r"(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
_MONTHS = r"JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
_SHORT_MONTHS = r"JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC"
_CALENDAR = re.compile(
    rf"\b(?:{_DAYS}|{_MONTHS}|(?:{_SHORT_MONTHS})(?=\.?\s?\d)|(?<=\d )(?:{_SHORT_MONTHS})|(?<=\bIN )(?:{_SHORT_MONTHS})"
    r"|(?<=\b(?:BY|OF|TO) )MAY|(?:MON|TUES?|WED|THU(?:RS?)?|FRI|SAT|SUN)(?=:))\b"
)


@lru_cache(maxsize=64)
def in_sentence_case(text: str) -> str:
    """The text with its lines in capitals put into the case of a sentence; offsets stay."""
    return _LINE.sub(lambda line: _recased(line[0]) if _is_in_capitals(line[0]) else line[0], text)


def _is_in_capitals(line: str) -> bool:
    large = sum(map(str.isupper, line))
    if large < _LEAST_LETTERS or sum(map(str.islower, line)) > _MOST_SMALL * large:
        return False
    return sum(len(word) > 1 for word in _WORD.findall(line)) >= _LEAST_WORDS


def _recased(line: str) -> str:
    titled = _WORD.sub(lambda word: word[0][0] + _lower(word[0][1:]), line)
    out = list(_lower(line))
    first = _WORD.search(line)
    as_titled = [
        *([first.span()] if first else []),
        *(match.span() for match in _CALENDAR.finditer(line)),
        *((hit.span.start, hit.span.end) for hit in hits_in(titled) if _is_name(hit)),
    ]
    as_written = [
        *((hit.span.start, hit.span.end) for hit in hits_in(line) if hit.names and hit.text not in _ALSO_WORDS),
        *(match.span() for match in _INITIAL.finditer(line)),
    ]
    for source, spans in ((titled, as_titled), (line, as_written)):
        for start, end in spans:
            out[start:end] = source[start:end]
    return "".join(out)


def _is_name(hit: Hit) -> bool:
    return bool(hit.names or hit.persons or hit.places or (hit.surnames and hit.text not in shared_words()))


def _lower(text: str) -> str:
    """Small letters, but for the few whose small form is longer."""
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
