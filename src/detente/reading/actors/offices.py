"""Who holds which office on a day, and which person a name means on it."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

from detente.vocab.officials import Office, Official, leading_office, officials

# A report may name somebody shortly before the term begins or after it ended.
_GRACE = timedelta(days=400)
LEADERS = (Office.HEAD_OF_STATE, Office.HEAD_OF_GOVERNMENT)


@cache
def _by_office() -> dict[tuple[str, Office], tuple[Official, ...]]:
    table: dict[tuple[str, Office], list[Official]] = defaultdict(list)
    for official in officials():
        table[official.code, official.office].append(official)
    return {key: tuple(terms) for key, terms in table.items()}


@cache
def _by_name() -> dict[str, tuple[Official, ...]]:
    table: dict[str, list[Official]] = defaultdict(list)
    for official in officials():
        table[official.name].append(official)
    return {key: tuple(terms) for key, terms in table.items()}


def in_office(term: Official, day: date | None) -> bool:
    """Whether the term covers the day; an unknown day is covered by terms that have not ended."""
    if day is None:
        return term.end is None
    return term.start <= day and (term.end is None or day <= term.end)


def _distance(term: Official, day: date | None) -> int:
    if day is None:
        return 0 if term.end is None else 1
    if day < term.start:
        return (term.start - day).days
    return (day - term.end).days if term.end and day > term.end else 0


def holders(code: str, office: Office, day: date | None) -> tuple[str, ...]:
    """The full names of those who hold an office on a day."""
    return tuple(dict.fromkeys(term.name for term in _by_office().get((code, office), ()) if in_office(term, day)))


def leader(code: str, day: date | None) -> str | None:
    """Whom reports call the leader of a state on a day; None where that is not known for sure."""
    names = holders(code, leading_office(code), day)
    return names[0] if len(names) == 1 else None


def term_of(name: str, day: date | None) -> Official | None:
    """The term by which a person acts on a day: the one that covers it, else the nearest in time."""
    terms = _by_name().get(name, ())
    return min(terms, key=lambda term: (_distance(term, day), term.start), default=None)


def terms_of(name: str) -> tuple[Official, ...]:
    """All known terms of a person."""
    return _by_name().get(name, ())


def prominent(names: tuple[str, ...], day: date | None) -> tuple[str, ...]:
    """Those of several namesakes who are, or were within the last year or so, in an office."""
    return tuple(name for name in names if any(_distance(term, day) <= _GRACE.days for term in _by_name()[name]))
