"""Words of a question to typed filters: kinds, actors by name or code, statuses, days, windows of time.

Holds: what cannot be understood is a QueryError that says what would be.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache

from detente.errors import QueryError
from detente.model.claim import Kind
from detente.model.selection import Selection
from detente.model.slots import CHOICES
from detente.views.scoreboard import Breakdown
from detente.vocab.actors import actor_names

_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}

STATUSES = tuple(dict.fromkeys(str(status) for choices in CHOICES.values() for status in choices["status"]))


@cache
def _codes() -> dict[str, str]:
    return {name.text.lower(): name.code for name in reversed(actor_names())} | {name.code.lower(): name.code for name in actor_names()}


def actor_code(text: str) -> str:
    """The code of an actor given by code or name: `CHN`, `china`, `EU`, `ORG:Boeing`."""
    if text.upper().startswith("ORG:"):
        return "ORG:" + text[4:]
    code = _codes().get(text.strip().lower())
    if code is None:
        near = get_close_matches(text.lower(), _codes(), n=1, cutoff=0.7)
        raise QueryError(
            f"no such actor: {text!r}", where="actor", hint=f"perhaps {near[0]!r}" if near else "give a code as CHN, EU or ORG:Boeing"
        )
    return code


def _one_of(text: str, allowed: Sequence[str], where: str) -> str:
    wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted not in allowed:
        near = get_close_matches(wanted, allowed, n=1)
        raise QueryError(f"no such {where}: {text!r}", where=where, hint=f"perhaps {near[0]!r}" if near else f"one of {', '.join(allowed)}")
    return wanted


def day_of(text: str | None, where: str) -> date | None:
    """A day `YYYY-MM-DD`; a month or year stands for its first day."""
    if text is None:
        return None
    full = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    try:
        return date.fromisoformat(full)
    except ValueError:
        raise QueryError(f"not a day: {text!r}", where=where, hint="write it as 2025-10-30") from None


def instant_of(when: str | date) -> datetime:
    """The instant up to which something was recorded: the end of a day in UTC, or an instant, in UTC where it names no zone."""
    try:
        found = datetime.fromisoformat(when) if isinstance(when, str) else when
    except ValueError:
        raise QueryError(
            f"neither a day nor an instant: {when!r}", where="as-of", hint="write it as 2025-10-30 or 2025-10-30T14:00+00:00"
        ) from None
    if not isinstance(found, datetime) or (isinstance(when, str) and len(when.strip()) <= len("2025-10-30")):
        found = datetime.combine(found, time.max)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def breakdown_of(text: str) -> Breakdown:
    """By what a scoreboard is broken down."""
    return Breakdown(_one_of(text, [each.value for each in Breakdown], "breakdown"))


def window_of(text: str) -> timedelta:
    """A length of time: `30d`, `2w`, `6m` (of 30 days), `1y` (of 365)."""
    match = re.fullmatch(r"(\d{1,6})\s*([dwmy])", text.strip().lower())
    if not match:
        raise QueryError(f"not a length of time: {text!r}", where="within", hint="write it as 30d, 2w, 6m or 1y")
    return timedelta(days=int(match[1]) * _UNITS[match[2]])


def selection_of(
    *,
    kinds: Sequence[str] = (),
    actors: Sequence[str] = (),
    statuses: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    in_force_on: str | None = None,
) -> Selection:
    """The filters of a question."""
    return Selection(
        kinds=tuple(Kind(_one_of(kind, [k.value for k in Kind], "kind")) for kind in kinds),
        actors=tuple(actor_code(actor) for actor in actors),
        statuses=tuple(_one_of(status, STATUSES, "status") for status in statuses),
        since=day_of(since, "since"),
        until=day_of(until, "until"),
        in_force_on=day_of(in_force_on, "in-force-on"),
    )
