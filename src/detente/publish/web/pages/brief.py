"""The brief of the day: the same as `detente brief`, as a page and as Markdown."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.model.saved_search import SavedSearch
from detente.publish.brief import DAYS_AHEAD, NOTHING, Brief, brief_of, markdown
from detente.publish.web.asked import Asked, day_in
from detente.publish.web.shell import Shell


def _brief(asked: Asked) -> Brief:
    """Since the day before, where no other day is asked for."""
    since = day_in(asked.request, "since") or asked.today - timedelta(days=1)
    search = SavedSearch(asked.selection, asked.text, None)
    return brief_of(asked.answers, search, since=since, until=asked.today)


def router(shell: Shell) -> APIRouter:
    """`/brief`, `/brief.md`."""
    routes = APIRouter()

    @routes.get("/brief")
    def brief(request: Request) -> Response:
        asked = shell.asked(request)
        return shell.page(asked, "brief.html", brief=_brief(asked), nothing=NOTHING, ahead_days=DAYS_AHEAD)

    @routes.get("/brief.md")
    def as_markdown(request: Request) -> Response:
        return Response(markdown(_brief(shell.asked(request))), media_type="text/markdown; charset=utf-8")

    return routes
