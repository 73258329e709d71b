"""Wire copy: the same text from several sources, but for a few words.

In: texts. Out: the bands by which texts that may be copies find each other; whether one is a copy of another.

Holds: bands are the same on every machine. A copy shares four fifths of its runs of three words with the original and states no
number that the original does not: an update of a report is no copy of it. A text of few words has no bands: two short
summaries of one event are two reports.
"""

import hashlib
import re
import struct
from itertools import pairwise

from rensa import RMinHash

_HASHES = 128
_BANDS = 16
_ROWS = _HASHES // _BANDS
_SEED = 7
_RUN = 3
_LEAST = 0.8
_FEWEST_WORDS = 60
_DIGITS = 16
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _runs(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    return [] if len(words) < _FEWEST_WORDS else [" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]


def bands_of(text: str) -> tuple[str, ...]:
    """The bands of a text; two texts of which one is a copy share one of them nearly always, others hardly ever. None for a short text."""
    runs = _runs(text)
    if not runs:
        return ()
    hashed = RMinHash(num_perm=_HASHES, seed=_SEED)
    hashed.update(runs)
    digest = hashed.digest()
    packed = [struct.pack(f"<{_ROWS}I", *digest[start:end]) for start, end in pairwise(range(0, _HASHES + 1, _ROWS))]
    return tuple(f"{number:02d}{hashlib.sha256(band).hexdigest()[:_DIGITS]}" for number, band in enumerate(packed))


def is_copy(text: str, of: str) -> bool:
    """Whether a text says what another says, in nearly all the same words and with no number of its own."""
    ours, theirs = set(_runs(text)), set(_runs(of))
    if not ours or not theirs or len(ours & theirs) < _LEAST * len(ours | theirs):
        return False
    return set(_NUMBER.findall(text)) <= set(_NUMBER.findall(of))
