"""The names under which states, their organs, organisations and companies act in reports.

In: the tables in `data/actors/`. Out: `ActorName`s, one for each spelling, and the phrases that only look like one.
Holds: codes are in the form that `detente.model.actor` takes; texts are spelled as in the middle of a sentence, and
one that opens with `the ` names the actor only with its article. No text has two codes in one sense.
Leaves to `reading`: matching, the article at the start of a sentence, and which sense a text has in its place
(`Washington` acts as a capital, is visited as a city).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.errors import RecordError
from detente.vocab.countries import states
from detente.vocab.table import rows


class Sense(StrEnum):
    """In what way a text names an actor.

    CAPITAL and SEAT are metonyms: the capital city, and a building, street or other city from which the actor speaks
    (`Brussels` is a SEAT of the EU). ORGAN is a ministry, agency, chamber, court or armed force of a state or body.
    """

    NAME = "name"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGAN = "organ"
    ORGANISATION = "organisation"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class ActorName:
    """One spelling of an actor; `code` is ISO 3166-1 alpha-3, an organisation's short name or `ORG:Boeing`."""

    text: str
    code: str
    sense: Sense


def _states() -> Iterator[ActorName]:
    for state in states():
        yield from (ActorName(text, state.code, Sense.NAME) for text in state.names)
        yield from (ActorName(text, state.code, Sense.DEMONYM) for text in state.demonyms)
        yield from (ActorName(text, state.code, Sense.CAPITAL) for text in state.capitals)
        yield from (ActorName(text, state.code, Sense.SEAT) for text in state.seats)


def _organs() -> Iterator[ActorName]:
    for row in rows("actors/organs.csv", ("code", "names")):
        for text in row.spellings("names"):
            yield ActorName(text, row.needed("code"), Sense.ORGAN)


def _organisations() -> Iterator[ActorName]:
    for row in rows("actors/organisations.csv", ("code", "names", "demonyms", "seats")):
        for text in row.spellings("names"):
            yield ActorName(text, row.needed("code"), Sense.ORGANISATION)
        for text in row.spellings("demonyms"):
            yield ActorName(text, row.needed("code"), Sense.DEMONYM)
        for text in row.spellings("seats"):
            yield ActorName(text, row.needed("code"), Sense.SEAT)


def _companies() -> Iterator[ActorName]:
    for row in rows("actors/companies.csv", ("name", "variants")):
        for text in (row.needed("name"), *row.spellings("variants")):
            yield ActorName(text, f"ORG:{row['name']}", Sense.COMPANY)


@cache
def actor_names() -> tuple[ActorName, ...]:
    """All spellings of all actors; RecordError where a text has two codes in one sense."""
    seen: dict[tuple[str, Sense], ActorName] = {}
    for name in (*_states(), *_organs(), *_organisations(), *_companies()):
        known = seen.setdefault((name.text, name.sense), name)
        if known.code != name.code:
            raise RecordError(f"{name.text!r} is {known.code} and {name.code} as {name.sense}", where="actors")
    return tuple(seen.values())


@cache
def lookalikes() -> tuple[str, ...]:
    """Phrases that hold an actor's name and name no actor (`Washington Post`, `South China Sea`): to be matched before the names."""
    return tuple(row.needed("text") for row in rows("actors/lookalikes.csv", ("text",)))
