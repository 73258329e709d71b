"""The map of measures and meetings, and the same as a table."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.publish.web.draw.world import Point, points_of, world
from detente.publish.web.shell import Shell
from detente.views.measures import StateRow
from detente.views.meetings import Meeting

# Meetings are shown that lie so near the day.
_NEAR = timedelta(days=30)

# More of them are told by the calendar.
_MEETINGS = 100


def depth_of(row: StateRow) -> int:
    """How dark a state is on the map, from 0 to 4: by the measures against it."""
    return sum(row.against >= step for step in (1, 2, 4, 8))


def _by_place(meetings: Iterable[Meeting]) -> list[tuple[str, list[Meeting]]]:
    return [(place, list(held)) for place, held in groupby(meetings, key=lambda meeting: meeting.place)]


def router(shell: Shell) -> APIRouter:
    """`/map`."""
    routes = APIRouter()

    @routes.get("/map")
    def map_(request: Request) -> Response:
        asked = shell.asked(request)
        rows = asked.answers.states(on=asked.today)
        found = asked.answers.meetings(asked.today - _NEAR, asked.today + _NEAR)
        meetings = _by_place(found[:_MEETINGS])
        points: list[Point] = points_of(place for place, _ in meetings)
        return shell.page(
            asked,
            "map.html",
            rows=rows,
            by_code={row.code: row for row in rows},
            depth=depth_of,
            meetings=meetings,
            more=len(found) - _MEETINGS,
            points=points,
            world=world(),
        )

    return routes
