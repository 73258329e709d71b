"""Whether a source has gone silent against its own rhythm.

In: the instants at which its new items were first seen, and now. Out: how long it has been silent, where that is too long.

Holds: a source with few items has no rhythm that it could break; weekends and holidays are allowed for by a least length.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

_FEWEST = 6
_LEAST = timedelta(days=4)
_TIMES_LONGEST = 3


def silent_for(seen: Sequence[datetime], now: datetime) -> timedelta | None:
    """The silence, where it is over four days and three times the longest gap but one that the source has had; else None."""
    instants = sorted(set(seen))
    if len(instants) < _FEWEST:
        return None
    gaps = sorted(later - earlier for earlier, later in pairwise(instants))
    silence = now - instants[-1]
    return silence if silence > max(_LEAST, _TIMES_LONGEST * gaps[-2]) else None
