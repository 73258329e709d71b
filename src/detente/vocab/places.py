"""Where encounters take place: cities, venues and regions.

In: the tables in `data/places/`. Out: `Place`s, one for each spelling. Holds: no name is in two countries within one
kind; of cities of one name the one that politics speaks of, else the largest, is kept. Leaves to `reading`: whether
a name is meant as a place or as the actor who has its seat there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.errors import RecordError
from detente.vocab.table import rows


class PlaceKind(StrEnum):
    """A VENUE is a building, estate or resort; a REGION is a province, island, border area."""

    CITY = "city"
    VENUE = "venue"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Place:
    """`country` is ISO 3166-1 alpha-3; `place` is the form that claims hold, of a venue its city: `Palm Beach, USA`."""

    name: str
    country: str
    kind: str
    place: str


def _cities() -> Iterator[Place]:
    for path in ("places/cities.csv", "places/large_cities.csv"):
        for row in rows(path, ("country", "name", "variants")):
            place = f"{row.needed('name')}, {row.needed('country')}"
            for name in (*row.spellings("name"), *row.spellings("variants")):
                yield Place(name, row["country"], PlaceKind.CITY, place)


def _venues() -> Iterator[Place]:
    for row in rows("places/venues.csv", ("country", "city", "names")):
        place = f"{row['city']}, {row.needed('country')}" if row["city"] else row.needed("country")
        for name in row.spellings("names"):
            yield Place(name, row["country"], PlaceKind.VENUE, place)


def _regions() -> Iterator[Place]:
    for row in rows("places/regions.csv", ("country", "name", "variants")):
        place = f"{row.needed('name')}, {row.needed('country')}"
        for name in (*row.spellings("name"), *row.spellings("variants")):
            yield Place(name, row["country"], PlaceKind.REGION, place)


@cache
def places() -> tuple[Place, ...]:
    """All places; the hand-made table of cities wins over the one derived by population."""
    seen: dict[tuple[str, str], Place] = {}
    for place in (*_cities(), *_venues(), *_regions()):
        known = seen.setdefault((place.name, place.kind), place)
        if known.country != place.country and place.kind != PlaceKind.CITY:
            raise RecordError(f"{place.name!r} is in {known.country} and {place.country}", where="places")
    return tuple(seen.values())
