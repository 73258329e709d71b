"""Months of meetings, deadlines and days of effect; tours with plan against outcome."""

import calendar
from datetime import date, timedelta
from itertools import accumulate

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.errors import NotInLedger, QueryError
from detente.publish.web.asked import Asked
from detente.publish.web.draw.labels import labels_of
from detente.publish.web.draw.world import Point, frame_of, points_of, world
from detente.publish.web.pages.lists import records_as
from detente.publish.web.shell import Shell
from detente.views.due import due_to_record
from detente.views.tours import tour_to_record

# Of a day in the grid, and of the list on one page.
_A_DAY, _IN_LIST = 8, 200


def _month(asked: Asked) -> date:
    text = asked.request.query_params.get("month", "").strip()
    try:
        return date.fromisoformat(f"{text}-01") if text else asked.today.replace(day=1)
    except ValueError:
        raise QueryError(f"not a month: {text!r}", where="month", hint="write it as 2025-10") from None


def _shifted(month: date, by: int) -> str | None:
    at = month.year * 12 + month.month - 1 + by
    return f"{at // 12:04d}-{at % 12 + 1:02d}" if 12 <= at < 9999 * 12 else None


def _last(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def router(shell: Shell) -> APIRouter:
    """`/calendar`, `/due`, `/tours`, `/tour/{id}`."""
    routes = APIRouter()

    @routes.get("/calendar")
    def months(request: Request) -> Response:
        asked = shell.asked(request)
        month = _month(asked)
        items = asked.answers.calendar(month, _last(month), asked.selection)
        counts = asked.answers.day_counts(month, _last(month), asked.selection)
        starts = dict(zip(sorted(counts), accumulate((counts[day] for day in sorted(counts)), initial=0)))
        # Read at once: most of what the days show is among it.
        listed = items[asked.start : asked.start + _IN_LIST]
        by_day = {day: items[at : at + min(counts[day], _A_DAY)] for day, at in starts.items()}
        return shell.page(
            asked,
            "calendar.html",
            month=month,
            weeks=calendar.Calendar().monthdatescalendar(month.year, month.month),
            by_day=by_day,
            starts=starts,
            counts=counts,
            items=listed,
            total=len(items),
            size=_IN_LIST,
            before=_shifted(month, -1),
            after=_shifted(month, 1),
        )

    @routes.get("/tours")
    def tours(request: Request) -> Response:
        asked = shell.asked(request)
        return shell.page(asked, "tours.html", tours=asked.answers.tours())

    @routes.get("/tours.{ending}")
    def tours_as(request: Request, ending: str) -> Response:
        return records_as([tour_to_record(row) for row in shell.asked(request).answers.tours()], ending)

    @routes.get("/tour/{name}")
    def tour(request: Request, name: str) -> Response:
        asked = shell.asked(request)
        row = next((row for row in asked.answers.tours() if row.tour.id == name), None)
        if row is None:
            raise NotInLedger("no such tour", where=name, hint="/tours lists them")
        points: list[Point] = points_of([stop.stop.place for stop in row.stops])
        frame = frame_of(points)
        return shell.page(
            asked,
            "tour.html",
            tour=row.tour,
            stops=row.stops,
            points=points,
            world=world(),
            frame=frame,
            labels=labels_of(points, frame) if frame else (),
            one_day=timedelta(days=1),
        )

    @routes.get("/due")
    def due(request: Request) -> Response:
        asked = shell.asked(request)
        ahead, passed = (asked.answers.due(asked.selection, today=asked.today, within="30d", passed=over) for over in (False, True))
        return shell.page(
            asked,
            "due.html",
            ahead=ahead[:_IN_LIST],
            ahead_count=len(ahead),
            passed=passed[max(len(passed) - _IN_LIST, 0) :][::-1],
            passed_count=len(passed),
        )

    @routes.get("/due.{ending}")
    def due_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        return records_as([due_to_record(item) for item in asked.answers.due(asked.selection, today=asked.today, within="30d")], ending)

    return routes
