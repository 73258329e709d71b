"""The application of the API.

In: a shelf. Out: an ASGI application to be mounted at `/api/v1`, with its description at `openapi.json`.

Holds: it only reads, but for decisions (`deciding`). Every error is a problem document.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic import BaseModel

from detente.errors import NotInLedger, QueryError
from detente.model.record import Json, Record
from detente.publish.api.answers import Listing, Records, listings, today_for
from detente.publish.api.asked import Asked, asking, known_for, page_of
from detente.publish.api.deciding import add_deciding
from detente.publish.api.export import MEDIA_TYPES, Form, json_bytes
from detente.publish.api.problem import Problem, documented, tell_problems
from detente.publish.outlets import answered
from detente.publish.shelf import Known, Shelf
from detente.views.actor import actor_to_record
from detente.views.due import due_to_record
from detente.views.dyad import dyad_to_record
from detente.views.page import page_to_record
from detente.views.scoreboard import Breakdown, score_row_to_record
from detente.views.search import hit_to_record


class Page(BaseModel):
    """Some rows of a list; `next` is the cursor of those after them, `as_of` the instant that the answer is pinned to."""

    items: list[dict[str, object]]
    total: int
    next: str | None
    as_of: str | None


_PAGE: dict[int | str, dict[str, object]] = {
    200: {
        "description": "A page as JSON, or all rows",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Page"}},
            "text/csv": {"schema": {"type": "string"}},
            MEDIA_TYPES[Form.PARQUET]: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    304: {"description": "Not Modified"},
    **documented(400, 404, 422),
}
_ONE: dict[int | str, dict[str, object]] = {
    200: {"description": "The record", "content": {"application/json": {"schema": {"type": "object"}}}},
    304: {"description": "Not Modified"},
    **documented(400, 404, 422),
}

Name = Annotated[str, Path(max_length=200)]
Words = Annotated[str, Query(min_length=1, max_length=400)]
Window = Annotated[str, Query(pattern=r"^[0-9]{1,4}[dwmy]$")]


def api(shelf: Shelf) -> FastAPI:
    """The application."""
    app = FastAPI(title="detente", version="1", description=__doc__, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    tell_problems(app)
    shared = Depends(asking(shelf))
    for listing in listings(shelf):
        _add_list(app, shelf, shared, listing)
    _add_questions(app, shelf, shared)
    _add_single(app, shelf, shared)
    add_deciding(app, shelf)
    _describe(app)
    return app


def _add_list(app: FastAPI, shelf: Shelf, shared: Asked, listing: Listing) -> None:
    def listed(request: Request, asked: Asked = shared) -> Response:
        return page_of(request, shelf, asked, listing.answer)

    app.get(listing.path, summary=listing.summary, responses=_PAGE, operation_id=listing.path[1:], response_class=Response)(listed)


def _add_questions(app: FastAPI, shelf: Shelf, shared: Asked) -> None:
    """Lists with a parameter of their own."""

    @app.get(
        "/due", summary="What falls due next, and what passed without news", responses=_PAGE, operation_id="due", response_class=Response
    )
    def due(request: Request, within: Window = "30d", asked: Asked = shared) -> Response:
        window = shelf.window(within)

        def answer(known: Known, question: Asked) -> Sequence[Record]:
            found = known.answers.due(question.search.selection, today=today_for(shelf, question), within=window)
            return Records(found, due_to_record)

        return page_of(request, shelf, asked, answer)

    @app.get("/search", summary="Claims that hold all words", responses=_PAGE, operation_id="search", response_class=Response)
    def search(request: Request, q: Words, asked: Asked = shared) -> Response:
        def answer(known: Known, question: Asked) -> Sequence[Record]:
            return Records(known.answers.search(q, question.search.selection), hit_to_record)

        return page_of(request, shelf, asked, answer)

    @app.get("/scoreboard", summary="Threats counted by outcome", responses=_PAGE, operation_id="scoreboard", response_class=Response)
    def scoreboard(request: Request, by: Breakdown = Breakdown.ALL, asked: Asked = shared) -> Response:
        def answer(known: Known, question: Asked) -> Sequence[Record]:
            found = known.answers.scoreboard(question.search.selection, by=by, today=today_for(shelf, question))
            return Records(found, score_row_to_record)

        return page_of(request, shelf, asked, answer)


def _add_single(app: FastAPI, shelf: Shelf, shared: Asked) -> None:
    """Records of one thing."""

    def told(request: Request, record: Record) -> Response:
        return answered(request, json_bytes(record), MEDIA_TYPES[Form.JSON])

    def code(text: str) -> str:
        try:
            return shelf.actor_code(text)
        except QueryError as error:
            raise NotInLedger(error.message, where=error.where, hint=error.hint) from None

    @app.get("/threads/{name}", summary="All of one matter", responses=_ONE, operation_id="thread", response_class=Response)
    def thread(request: Request, name: Name, asked: Asked = shared) -> Response:
        page = known_for(shelf, asked).answers.page(name, today=today_for(shelf, asked))
        return told(request, page_to_record(page, why=True))

    @app.get("/actors/{actor_name}", summary="All of one actor", responses=_ONE, operation_id="actor", response_class=Response)
    def actor(request: Request, actor_name: Name, asked: Asked = shared) -> Response:
        known = known_for(shelf, asked)
        found = known.answers.actor(code(actor_name), asked.search.selection, today=today_for(shelf, asked))
        return told(request, actor_to_record(found))

    @app.get("/dyads/{left}/{right}", summary="What is between two actors", responses=_ONE, operation_id="dyad", response_class=Response)
    def dyad(request: Request, left: Name, right: Name, asked: Asked = shared) -> Response:
        held = known_for(shelf, asked).answers.dyad(code(left), code(right), asked.search.selection)
        return told(request, dyad_to_record(held))

    @app.get("/", summary="What the ledger holds", responses=_ONE, operation_id="about", response_class=Response)
    def about(request: Request) -> Response:
        known = shelf.known()
        newest: Json = known.newest.isoformat() if known.newest else None
        threads = known.answers.thread_count()
        return told(request, {"claims": len(known.recorded), "threads": threads, "newest": newest, "openapi": "openapi.json"})


def _describe(app: FastAPI) -> None:
    """Add the shapes of pages and problems, which no route names as its model."""

    def described() -> dict[str, object]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            shapes = made.setdefault("components", {}).setdefault("schemas", {})
            shapes |= {model.__name__: model.model_json_schema() for model in (Page, Problem)}
            made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{}, {"token": []}]
            made["servers"] = [{"url": "/api/v1"}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
