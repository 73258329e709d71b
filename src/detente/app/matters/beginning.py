"""From which claims a question can begin: every thread that answers it holds one of them.

In: a question's filters. Out: alternatives, each of which is enough; whoever asks takes the one with the fewest claims.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.model.claim import Kind
from detente.model.projection import Wanted
from detente.model.selection import Selection
from detente.views.search import runs_of

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def beginnings(selection: Selection, kinds: Sequence[Kind] = ()) -> tuple[Wanted, ...]:
    """Where the selected threads begin: all claims of a thread are of its kind; an actor, a day, its state one of them has by itself."""
    bare = Wanted(kinds=selection.kinds or tuple(kinds))
    found = []
    if selection.actors:
        found.append(replace(bare, actors=selection.actors))
    if selection.since or selection.until:
        found.append(replace(bare, since=selection.since, until=selection.until))
    if selection.statuses:
        found.append(replace(bare, statuses=selection.statuses))
    return tuple(found) or (bare,)


def falling(selection: Selection, today: date, within: timedelta) -> tuple[Wanted, ...]:
    """Where what falls due around a day begins."""
    try:
        days = today - within, today + within
    except OverflowError:
        return beginnings(selection)
    return (Wanted(kinds=selection.kinds, falls=days), *(each for each in beginnings(selection) if selection.actors))


def meeting_in(first: date, last: date) -> tuple[Wanted, ...]:
    """Where meetings of some days begin."""
    return (Wanted(kinds=(Kind.ENCOUNTER,), falls=(first, last)),)


def between(left: str, right: str) -> tuple[Wanted, ...]:
    """Where what is between two actors begins."""
    return (Wanted(together=tuple(dict.fromkeys((left, right)))),)


def holding(text: str, selection: Selection) -> tuple[Wanted, ...]:
    """Where what holds words begins."""
    return (Wanted(kinds=selection.kinds, words=runs_of(text)),)


def acting_in(month: str) -> tuple[Wanted, ...]:
    """Where what was told in a month, or in the one before it, begins."""
    match = _MONTH.fullmatch(month)
    if not match or int(match[1]) < 1:
        return (Wanted(),)
    year, number = int(match[1]), int(match[2])
    first = date(year, number, 1)
    before = first - timedelta(days=1) if first > date.min else first
    return (Wanted(since=before.replace(day=1), until=date(year, number, monthrange(year, number)[1])),)
