"""Who held which office of which state or body, and when.

In: the tables in `data/officials/`: terms of office by region, and `people.csv` for family names and other spellings.
Out: `Official`s, one for each term. Holds: a term does not end before it starts; `title` is without the state's name.
`HEAD_OF_STATE` is whoever is called president, king, emir and the like, also where a prime minister leads; the
Iranian and North Korean leaders, chairmen of juntas and the like are told apart by `title`.
Leaves to `reading`: which of several holders a text means, and folding of case and accents in the text.
"""

import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from detente.errors import RecordError
from detente.vocab.countries import states
from detente.vocab.table import Row, rows, tables


class Office(StrEnum):
    """What kind of office it is; `BODY_HEAD` heads an organisation or a central bank."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    DEPUTY = "deputy"
    FOREIGN = "foreign"
    TRADE = "trade"
    FINANCE = "finance"
    DEFENCE = "defence"
    SECURITY = "security"
    ENVOY = "envoy"
    BODY_HEAD = "body_head"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Official:
    """One term of office.

    `aliases` are other spellings and short names (`MBS`, `Erdogan`). `start` and `end` are the first and last day,
    `end` is None for who is in office as far as is known. `source` contains `approximate` where a day is a guess:
    then `start` is the first, `end` the last day of the month or year known.
    """

    name: str
    family_name: str
    aliases: tuple[str, ...]
    code: str
    office: Office
    title: str
    start: date
    end: date | None
    source: str


_PUBLIC = "public record"
_STROKES = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "þ": "th", "Þ": "Th", "ð": "d", "ə": "a", "Ə": "A"}
)


def plain(text: str) -> str:
    """The text without accents and strokes on its letters: `Erdoğan` -> `Erdogan`."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFD", text.translate(_STROKES)) if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class _Person:
    family_name: str
    aliases: tuple[str, ...]


def _person(name: str, family_name: str = "", aliases: tuple[str, ...] = ()) -> _Person:
    """The family name is the last word where none is given; spellings without accents join the aliases."""
    family_name = family_name or name.rsplit(" ", 1)[-1]
    spelled = (name, family_name, *aliases)
    return _Person(family_name, (*aliases, *sorted({plain(text) for text in spelled} - set(spelled))))


def _people() -> dict[str, _Person]:
    people: dict[str, _Person] = {}
    for row in rows("officials/people.csv", ("name", "family_name", "aliases")):
        name = row.needed("name")
        if name in people:
            raise RecordError(f"{name} is there twice", where=row.where)
        people[name] = _person(name, row["family_name"], row.many("aliases"))
    return people


def _first(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def _last(text: str) -> date:
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date.fromisoformat(text) if len(text) == 10 else date(year, month, monthrange(year, month)[1])


def _source(row: Row) -> str:
    known = row["source"] or _PUBLIC
    exact = all(len(row[column]) in (0, 10) for column in ("start", "end"))
    return known if exact else f"{known}, approximate"


def _official(row: Row, people: dict[str, _Person]) -> Official:
    name, code, title = row.needed("name"), row.needed("code"), row.needed("title")
    person = people.get(name) or people.setdefault(name, _person(name))
    try:
        office = Office(row["office"])
        start, end = _first(row["start"]), _last(row["end"]) if row["end"] else None
    except ValueError as error:
        raise RecordError(str(error), where=row.where) from None
    if end and end < start:
        raise RecordError(f"the term of {name} ends before it starts", where=row.where)
    return Official(name, person.family_name, person.aliases, code, office, title, start, end, _source(row))


_COLUMNS = ("code", "office", "title", "name", "start", "end", "source")


def _terms() -> Iterator[Official]:
    people = _people()
    for path in tables("officials/terms"):
        for row in rows(path, _COLUMNS):
            yield _official(row, people)


@cache
def officials() -> tuple[Official, ...]:
    """All terms of office, by code, office and start."""
    return tuple(sorted(_terms(), key=lambda term: (term.code, term.office, term.start, term.name)))


@cache
def shared_words() -> frozenset[str]:
    """Family and short names that are also common words, months, first names or places: `May`, `He`, `Park`.

    They name an official only in the full name, after a title, or once the full name was given.
    """
    return frozenset(row.needed("text") for row in rows("officials/shared_words.csv", ("text",)))


@cache
def _leading() -> dict[str, Office]:
    return {state.code: Office(state.led_by) for state in states()}


def leading_office(code: str) -> Office:
    """The office of whom reports call the leader of a state; of a body that is no state BODY_HEAD."""
    return _leading().get(code, Office.BODY_HEAD)
