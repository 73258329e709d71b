"""Measures in force on a day, and the scoreboard of threats."""

from collections.abc import Sequence
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.errors import QueryError
from detente.publish.web.asked import PAGE, Asked
from detente.publish.web.pages.lists import records_as
from detente.publish.web.shell import Shell
from detente.views.course import Outcome
from detente.views.measures import Stack, measure_on, measure_row_to_record
from detente.views.scoreboard import Breakdown, Chosen, Threat, score_row_to_record, threat_to_record

# The slider reaches so far beyond the last report: acts are announced ahead.
_AHEAD = timedelta(days=365)

# Of the scoreboard on one page: each has nearly a dozen figures, of which each may be a list.
_GROUPS = 50


def _span(asked: Asked) -> tuple[date, date]:
    """The days that the slider spans: from the first report to a year beyond the last."""
    first, last = asked.answers.span() or (asked.today, asked.today)
    return first, last + _AHEAD


def _day(asked: Asked, first: date) -> date:
    """The day asked for: by the slider where it was moved, else as in force on."""
    text = asked.request.query_params.get("at", "")
    moved = asked.request.query_params.get("moved") == "slider" and text.isdigit() and len(text) < 6
    return first + timedelta(days=int(text)) if moved else asked.today


def _breakdown(asked: Asked) -> Breakdown:
    text = asked.request.query_params.get("by", "all")
    try:
        return Breakdown(text)
    except ValueError:
        known = ", ".join(each.value for each in Breakdown)
        raise QueryError(f"no such breakdown: {text!r}", where="by", hint=f"one of {known}") from None


def _chosen(asked: Asked) -> Sequence[Threat]:
    """The threats of one cell: its group and outcome are in the address."""
    given = asked.request.query_params
    chosen = Chosen(_breakdown(asked), given.get("group", ""), given.get("outcome", ""), bool(given.get("answered")))
    return asked.answers.threats(asked.selection, today=asked.today, chosen=chosen)


def _stack(asked: Asked, day: date) -> Stack | None:
    """What the measures that are shown stand on: what the named one does; None for any."""
    name = asked.request.query_params.get("stack", "")
    row = measure_on(asked.answers.thread(name), day) if name else None
    return row.stack if row else None


def router(shell: Shell) -> APIRouter:
    """`/measures`, `/scoreboard`, `/threats`."""
    routes = APIRouter()

    @routes.get("/measures")
    def measures(request: Request) -> Response:
        asked = shell.asked(request)
        first, last = _span(asked)
        day = _day(asked, first)
        stack = _stack(asked, day)
        rows = asked.answers.measures(asked.selection, on=day, stack=stack)
        return shell.page(
            asked,
            "measures.html",
            day=day,
            rows=rows[asked.start : asked.start + PAGE],
            total=len(rows),
            size=PAGE,
            sizes=asked.answers.stack_sizes(asked.selection, on=day),
            stack=stack,
            first=first,
            days=(last - first).days,
            at=(day - first).days,
        )

    @routes.get("/measures.{ending}")
    def measures_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        rows = asked.answers.measures(asked.selection, on=_day(asked, _span(asked)[0]))
        return records_as([measure_row_to_record(row) for row in rows], ending)

    @routes.get("/scoreboard")
    def board(request: Request) -> Response:
        asked = shell.asked(request)
        by = _breakdown(asked)
        rows = asked.answers.scoreboard(asked.selection, by=by, today=asked.today)
        return shell.page(
            asked,
            "scoreboard.html",
            rows=rows[asked.start : asked.start + _GROUPS],
            total=len(rows),
            size=_GROUPS,
            by=by,
            outcomes=tuple(Outcome),
            breakdowns=tuple(Breakdown),
        )

    @routes.get("/scoreboard.{ending}")
    def board_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        rows = asked.answers.scoreboard(asked.selection, by=_breakdown(asked), today=asked.today)
        return records_as([score_row_to_record(row) for row in rows], ending)

    @routes.get("/threats")
    def threats(request: Request) -> Response:
        asked = shell.asked(request)
        group, outcome = asked.request.query_params.get("group", ""), asked.request.query_params.get("outcome", "")
        found = _chosen(asked)
        shown = found[asked.start : asked.start + PAGE]
        return shell.page(asked, "threats.html", threats=shown, total=len(found), size=PAGE, group=group, outcome=outcome)

    @routes.get("/threats.{ending}")
    def threats_as(request: Request, ending: str) -> Response:
        return records_as([threat_to_record(threat) for threat in _chosen(shell.asked(request))], ending)

    return routes
