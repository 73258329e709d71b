"""When a source is asked again: a pure decision from what it said and how it went.

In: the source's schedule, the headers of its last answer, what its feed says of itself, the run of failures. Out: instants.

Holds: at most hourly where a source does not say otherwise; at most daily where it gives neither a validator nor a word
on how long an answer stays fresh, since each request is then for the whole; what it asks for (`Retry-After`,
`Cache-Control`, `Expires`, `ttl`) is kept up to a day, `Retry-After` up to a week; failures double the wait up to a day. A
little of chance is added, never taken away.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_JITTER = 0.1
_MOST_DOUBLINGS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says of the next one: `fresh` is how long it stays so, None where it does not say; `retry_after` likewise."""

    fresh: timedelta | None
    retry_after: timedelta | None
    has_validator: bool


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=min(int(text), 10_000_000)) if re.fullmatch(r"[0-9]{1,12}", text) else None


def instant_of(text: str) -> datetime | None:
    """An HTTP date with its zone; None for what is none."""
    try:
        held = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return held.replace(tzinfo=UTC) if held.tzinfo is None else held


def wait_in(header: str | None, now: datetime) -> timedelta | None:
    """How long a header's seconds or date is away; None where it says neither or a time that has passed."""
    if header is None:
        return None
    wait = _seconds(header.strip())
    if wait is None and (until := instant_of(header.strip())):
        wait = until - now
    return wait if wait and wait > timedelta() else None


def _max_age(header: str | None) -> timedelta | None:
    match = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", header or "", re.IGNORECASE)
    return _seconds(match[1]) if match else None


def said_in(
    *,
    cache_control: str | None,
    expires: str | None,
    date: str | None,
    retry_after: str | None,
    has_validator: bool,
    every: float | None,
    now: datetime,
) -> Said:
    """What headers and feed say. `Expires` counts from the server's own `Date`, so that a wrong clock of either side does not matter."""
    server_now = (instant_of(date) if date else None) or now
    fresh = _max_age(cache_control)
    if fresh is None and "no-cache" not in (cache_control or "").lower():
        fresh = wait_in(expires, server_now)
    told = [wait for wait in (fresh, timedelta(seconds=min(every, 10_000_000.0)) if every else None) if wait]
    return Said(fresh=max(told, default=None), retry_after=wait_in(retry_after, now), has_validator=has_validator)


def _with_chance(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 + _JITTER * chance)


def next_due(schedule: timedelta, said: Said, *, failures: int, now: datetime, chance: float) -> datetime:
    """When to ask again; `failures` is the length of the present run of them, `chance` lies between 0 and 1."""
    wait = max(schedule, said.fresh or HOUR)
    if said.fresh is None and not said.has_validator:
        wait = max(wait, DAY)
    if failures:
        wait = max(schedule, HOUR) * 2 ** min(failures - 1, _MOST_DOUBLINGS)
    wait = min(wait, max(DAY, schedule))
    if said.retry_after:
        wait = max(wait, min(said.retry_after, WEEK))
    return now + _with_chance(wait, chance)
