"""What a thread would cost whom."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from detente.publish.web.draw.world import world
from detente.publish.web.shell import Shell
from detente.views.scenarios.page import StakesPage


def shade(value: float) -> str:
    """The class of a change of real income in percent: loss or gain in three steps, or next to nothing."""
    size = sum(abs(value) >= step for step in (0.02, 0.1, 0.5))
    return ("loss" if value < 0 else "gain") + str(size) if size else "level"


def _shades(page: StakesPage) -> dict[str, str]:
    return {code: shade(value) for code, value in page.map_values.items()}


def router(shell: Shell) -> APIRouter:
    """`/stakes/{thread}`."""
    routes = APIRouter()

    @routes.get("/stakes/{name}")
    def stakes(request: Request, name: str) -> Response:
        asked = shell.asked(request)
        thread = asked.answers.thread(name)
        is_drawn = request.query_params.get("intervals") == "yes"
        page = shell.desk.stakes(thread.id, is_drawn=is_drawn)
        talks = shell.desk.talks(thread.id) if request.query_params.get("talks") == "yes" else None
        # the chart is the trade model's own drawing, its words escaped there
        chart = Markup(page.chart_svg)
        return shell.page(asked, "stakes.html", page=page, thread=thread, world=world(), shades=_shades(page), chart=chart, talks=talks)

    return routes
