"""When a document says it was published, as ISO 8601.

In: the words of a record, a front matter or a page's metadata. Out: a day or an instant with the offset that was stated,
or None.

Holds: a date that cannot be read is None, never now; day and month are never guessed from `06/07/2025`. Years before
1800 are the zero of some program, not a date.
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_EARLIEST = 1800
_EXTENDED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_HOUR = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d.{0,24})?"
_ENGLISH = tuple(
    re.compile(f"{_WEEKDAY}{day}{_HOUR}", re.IGNORECASE)
    for day in (rf"{_DAY}\s+{_MONTH},?\s+(?P<year>\d{{4}})", rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})")
)


def _iso(text: str) -> str | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if _EXTENDED.fullmatch(text):
        return text
    return instant.date().isoformat() if re.fullmatch(r"\d{8}|\d{4}-?W\d\d-?\d", text) else instant.isoformat()


def _mail(text: str) -> str | None:
    """`Thu, 30 Oct 2025 08:00:00 +0800`, as in mail and feeds; only with a time and an offset."""
    if not re.search(r"\d\d:\d\d.*(?:[+-]\d{4}|GMT|UTC?)$", text):
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _english(text: str) -> str | None:
    """`30 October 2025`, `October 30, 2025 8:05 p.m. ET`: the day alone, since the zone is only named."""
    for form in _ENGLISH:
        if match := form.fullmatch(text):
            month = _MONTHS.index(match["month"].lower()[:3]) + 1
            try:
                return date(int(match["year"]), month, int(match["day"])).isoformat()
            except ValueError:
                return None
    return None


def iso_of(text: str) -> str | None:
    """ISO 8601 for a day or instant in ISO 8601, the form of mail, or English with the month in letters; else None."""
    words = " ".join(text.split())
    iso = _iso(words) or _mail(words) or _english(words)
    return iso if iso is not None and int(iso[:4]) >= _EARLIEST else None
