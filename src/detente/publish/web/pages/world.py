"""The map of measures and meetings, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.model.claim import Encounter
from detente.model.thread import Thread
from detente.publish.web.asked import Asked
from detente.publish.web.draw.world import Point, points_of, world
from detente.publish.web.shell import Shell
from detente.views.measures import MeasureRow

# Meetings are shown that lie so near the day.
_NEAR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state or body: the measures in force that it imposes, and those against it. `depth` from 0 to 4 shades it on the map."""

    code: str
    imposed: tuple[MeasureRow, ...]
    against: tuple[MeasureRow, ...]
    depth: int


def _depth(count: int) -> int:
    return sum(count >= step for step in (1, 2, 4, 8))


def state_rows(rows: Sequence[MeasureRow]) -> list[StateRow]:
    """Who imposes and who is hit, most hit first."""
    codes = {held.value.code for row in rows for held in (*row.claim.imposer, *row.claim.target)}
    found = []
    for code in codes:
        imposed = tuple(row for row in rows if code in {held.value.code for held in row.claim.imposer})
        against = tuple(row for row in rows if code in {held.value.code for held in row.claim.target})
        found.append(StateRow(code, imposed, against, _depth(len(against))))
    return sorted(found, key=lambda row: (-len(row.against), -len(row.imposed), row.code))


def _meetings(asked: Asked) -> list[tuple[str, list[tuple[Thread, Encounter]]]]:
    """The newest claim of each encounter near the day, by place."""
    first, last = asked.today - _NEAR, asked.today + _NEAR
    found: dict[str, list[tuple[Thread, Encounter]]] = {}
    for thread in asked.answers.all_threads():
        newest = next((c for c in reversed(thread.claims) if isinstance(c, Encounter) and c.place and c.date), None)
        if newest and newest.place and newest.date:
            start, end = newest.date.value.first, newest.date.value.last
            if start and end and first <= end and start <= last and (end - start).days < _NEAR.days:
                found.setdefault(newest.place.value, []).append((thread, newest))
    return sorted(found.items())


def router(shell: Shell) -> APIRouter:
    """`/map`."""
    routes = APIRouter()

    @routes.get("/map")
    def map_(request: Request) -> Response:
        asked = shell.asked(request)
        rows = state_rows(asked.answers.measures(on=asked.today))
        meetings = _meetings(asked)
        points: list[Point] = points_of(place for place, _ in meetings)
        return shell.page(
            asked, "map.html", rows=rows, by_code={row.code: row for row in rows}, meetings=meetings, points=points, world=world()
        )

    return routes
