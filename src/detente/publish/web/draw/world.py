"""The map: states as drawn beforehand (data/world.json), places by the same projection (data/places.csv).

In: codes and names of places. Out: outlines and points in units of the drawing.

The projection is Equal Earth (Šavrič, Patterson, Jenny 2018): x = 2√3 λ cos θ / (3 (9 A4 θ⁸ + 7 A3 θ⁶ + 3 A2 θ² + A1)),
y = A4 θ⁹ + A3 θ⁷ + A2 θ³ + A1 θ, with sin θ = √3/2 sin φ; λ, φ in radians.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796

# A state of fewer square units cannot be seen as an area.
SMALL = 14.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A state as drawn; `code` is None for land without one. `is_small`: it is shown as a dot at its centre."""

    code: str | None
    path: str
    x: float
    y: float
    area: float

    @property
    def is_small(self) -> bool:
        """Whether it needs a dot to be seen."""
        return self.area < SMALL


@dataclass(frozen=True, slots=True)
class World:
    """All states; `outline` by code."""

    width: int
    height: int
    scale: float
    shift: tuple[float, float]
    outlines: tuple[Outline, ...]

    def outline(self, code: str) -> Outline | None:
        """A state by its code."""
        return next((held for held in self.outlines if held.code == code), None)

    def point(self, east: float, north: float) -> tuple[float, float]:
        """Where a place lies in the drawing; degrees east and north."""
        theta = asin(sqrt(3) / 2 * sin(radians(north)))
        square = theta * theta
        sixth = square**3
        x = 2 * sqrt(3) * radians(east) * cos(theta) / (3 * (9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1))
        y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
        return round(self.shift[0] + self.scale * x, 1), round(self.shift[1] - self.scale * y, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing; `is_exact`: the city's own, else the centre of its state."""

    place: str
    x: float
    y: float
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the drawing, three units wide for two high; `unit` is what a six-hundredth of its width measures in the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """The scale of what shall look the same in every frame: dots, names."""
        return round(self.width / 600, 4)


# A frame is no narrower: a city alone says nothing without the land around it.
_NARROWEST = 240.0
_ROOM = 1.8


_FOLDER = files("detente.publish.web") / "data"


@cache
def world() -> World:
    """The map."""
    drawn = json.loads((_FOLDER / "world.json").read_text(encoding="utf-8"))
    outlines = tuple(Outline(row["code"], row["path"], row["centre"][0], row["centre"][1], row["area"]) for row in drawn["states"])
    east, north = drawn["translate"]
    return World(drawn["width"], drawn["height"], drawn["scale"], (east, north), outlines)


@cache
def _coordinates() -> dict[str, tuple[float, float]]:
    lines = (_FOLDER / "places.csv").read_text(encoding="utf-8").splitlines()
    return {row["place"]: (float(row["east"]), float(row["north"])) for row in csv.DictReader(line for line in lines if line[:1] != "#")}


def point_of(place: str) -> Point | None:
    """The point of a place as claims hold it, None where nothing is known of it."""
    known = _coordinates().get(place)
    if known:
        return Point(place, *world().point(*known), is_exact=True)
    state = world().outline(place.rsplit(", ", 1)[-1])
    return Point(place, state.x, state.y, is_exact=False) if state else None


def points_of(places: Iterable[str | None]) -> list[Point]:
    """The points of those places that are known, in their order."""
    return [point for place in places if place and (point := point_of(place))]


def frame_of(points: Iterable[Point]) -> Frame | None:
    """The part of the map that holds some points with room around them; None where there are none."""
    held = list(points)
    if not held:
        return None
    west, east = min(point.x for point in held), max(point.x for point in held)
    north, south = min(point.y for point in held), max(point.y for point in held)
    width = min(max(_ROOM * (east - west), _ROOM * 1.5 * (south - north), _NARROWEST), float(world().width))
    height = width / 1.5
    return Frame(round((west + east - width) / 2, 1), round((north + south - height) / 2, 1), round(width, 1), round(height, 1))
