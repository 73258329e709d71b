"""Measures in force on a day, and the scoreboard of threats."""

from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.errors import QueryError
from detente.publish.web.asked import Asked
from detente.publish.web.pages.lists import records_as
from detente.publish.web.shell import Shell
from detente.views.course import Outcome
from detente.views.measures import measure_row_to_record, stacked
from detente.views.scoreboard import Breakdown, Threat, score_row_to_record, scoreboard, threat_to_record

# The slider reaches so far beyond the last report: acts are announced ahead.
_AHEAD = timedelta(days=365)


def _span(asked: Asked) -> tuple[date, date]:
    """The days that the slider spans: from the first report to a year beyond the last."""
    days = [claim.document.day for thread in asked.answers.all_threads() for claim in thread.claims if claim.document.day]
    return (min(days), max(days) + _AHEAD) if days else (asked.today, asked.today + _AHEAD)


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


def _chosen(asked: Asked) -> list[Threat]:
    """The threats of one cell: its group and outcome are in the address."""
    group, outcome = asked.request.query_params.get("group", ""), asked.request.query_params.get("outcome", "")
    threats = asked.answers.threats(asked.selection, today=asked.today)
    rows = [row for row in scoreboard(threats, _breakdown(asked)) if not group or row.group == group]
    found = {threat.thread.id: threat for row in rows for threat in row.threats if not outcome or threat.outcome == outcome}
    if asked.request.query_params.get("answered"):
        found = {name: threat for name, threat in found.items() if threat.gains.linked}
    return list(found.values())


def router(shell: Shell) -> APIRouter:
    """`/measures`, `/scoreboard`, `/threats`."""
    routes = APIRouter()

    @routes.get("/measures")
    def measures(request: Request) -> Response:
        asked = shell.asked(request)
        first, last = _span(asked)
        day = _day(asked, first)
        rows = asked.answers.measures(asked.selection, on=day)
        stacks = {row.thread.id: stacked(rows, row) for row in rows}
        chosen = request.query_params.get("stack", "")
        rows = [row for row in rows if not chosen or chosen in {each.thread.id for each in (row, *stacks[row.thread.id])}]
        return shell.page(
            asked,
            "measures.html",
            day=day,
            rows=rows,
            stacks=stacks,
            stack=chosen,
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
        return shell.page(asked, "scoreboard.html", rows=rows, by=by, outcomes=tuple(Outcome), breakdowns=tuple(Breakdown))

    @routes.get("/scoreboard.{ending}")
    def board_as(request: Request, ending: str) -> Response:
        asked = shell.asked(request)
        rows = asked.answers.scoreboard(asked.selection, by=_breakdown(asked), today=asked.today)
        return records_as([score_row_to_record(row) for row in rows], ending)

    @routes.get("/threats")
    def threats(request: Request) -> Response:
        asked = shell.asked(request)
        group, outcome = asked.request.query_params.get("group", ""), asked.request.query_params.get("outcome", "")
        return shell.page(asked, "threats.html", threats=_chosen(asked), group=group, outcome=outcome)

    @routes.get("/threats.{ending}")
    def threats_as(request: Request, ending: str) -> Response:
        return records_as([threat_to_record(threat) for threat in _chosen(shell.asked(request))], ending)

    return routes
