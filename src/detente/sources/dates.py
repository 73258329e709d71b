"""The words that date an item, as an instant or a day.

In: the words, the time zone of the source where it is known, the instant of fetching. Out: ISO 8601, or None.

Holds: what cannot be read is None, never now, and so is what lies in the future by more than clocks and zones explain;
an unknown zone is not guessed: the source's own counts, else the stamp stays without one.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

_EARLIEST = 1990
_AHEAD = timedelta(hours=36)
# Names of zones that mean one thing in feeds; EST to PDT are those of RFC 822.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "cet": 60, "cest": 120, "jst": 540, "kst": 540, "sgt": 480, "hkt": 480, "aest": 600, "aedt": 660,
}  # fmt: skip
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d|[A-Za-z]{2,5})?)?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_ZONE_AT_END = re.compile(r"([A-Za-z]{1,5}|[+-]\d\d:?\d\d)\)?$")
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}\.?[\s-]\d{4}\s+\d{1,2}:\d\d")
_LONGEST = 80


def _offset(words: str | None) -> timezone | None:
    if not words:
        return None
    if match := _OFFSET.fullmatch(words):
        minutes = int(match[2]) * 60 + int(match[3])
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes)) if minutes < 24 * 60 else None
    minutes_of_name = _ZONES.get(words.lower())
    return None if minutes_of_name is None else timezone(timedelta(minutes=minutes_of_name))


def _iso(words: str) -> tuple[datetime, bool] | None:
    """The instant and whether it is a whole day."""
    match = _ISO.fullmatch(words)
    if not match:
        return None
    day, time, zone = match.groups()
    held = datetime.fromisoformat(day if time is None else f"{day}T{time.replace(',', '.')}")
    return held.replace(tzinfo=_offset(zone)), time is None


def _mail(words: str) -> tuple[datetime, bool] | None:
    if not _MAIL.match(words):
        return None
    parsed = parsedate_tz(words)
    if parsed is None:
        return None
    zone = _ZONE_AT_END.search(words)
    return datetime(*parsed[:6], tzinfo=_offset(zone[1] if zone else None)), False


def _read(words: str) -> tuple[datetime, bool] | None:
    try:
        return _iso(words) or _mail(words)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def dated(words: str | None, *, zone: ZoneInfo | None, now: datetime) -> str | None:
    """The day or instant that the words state, None where they state none that can be."""
    read = _read(" ".join((words or "").split())[:_LONGEST])
    if read is None:
        return None
    held, is_day = read
    if not is_day and held.tzinfo is None and zone is not None:
        held = held.replace(tzinfo=zone)
    if held.year < _EARLIEST or (held if held.tzinfo else held.replace(tzinfo=UTC)) > now + _AHEAD:
        return None
    return held.date().isoformat() if is_day else held.isoformat()
