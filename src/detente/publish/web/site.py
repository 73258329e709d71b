"""The site: pages, what they are made of, and what else is mounted beside them.

In: a desk, how the site is reached beyond loopback and by whom, other applications to mount (`/api/v1`). Out: an ASGI application.
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from detente.errors import DetenteError, InputError, LedgerError, NotInLedger, QueryError, StakesError
from detente.publish.gate import Access, Gate
from detente.publish.outlets import Outlet
from detente.publish.web.desk import Desk
from detente.publish.web.guard import Headers
from detente.publish.web.heads import Heads
from detente.publish.web.pages import board, brief, calendar, forms, front, lists, live, login, relations, review, stakes, thread, world
from detente.publish.web.shell import FOLDER, Shell

# The forms in which the site itself gives a list, by ending. Others are added by who mounts them.
FORMATS = {".csv": "CSV", ".json": "JSON"}

_PAGES = (front, brief, thread, lists, calendar, relations, board, world, stakes, review, forms, live)


class _Static(StaticFiles):
    """Assets with a version in their address never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response


def site(
    desk: Desk,
    *,
    hosts: frozenset[str] = frozenset(),
    addresses: bool = False,
    secure: bool = False,
    access: Access | None = None,
    mounts: Mapping[str, ASGIApp] | None = None,
    outlets: Mapping[str, Outlet] | None = None,
) -> FastAPI:
    """The application. `secure`: it is reached by https alone; `hosts` are its names, with `addresses` any address is one.

    With `access` all pages, and all that is mounted, ask for a token.
    `outlets` names the feeds and calendars that whoever calls this adds: searches and threads link to them.
    """
    app = FastAPI(title="detente", docs_url=None, redoc_url=None, openapi_url=None)
    shell = Shell(desk, secure=secure or access is not None, formats=FORMATS, outlets=outlets or {}, is_guarded=access is not None)
    app.state.closing = shell.closing
    for pages in _PAGES:
        app.include_router(pages.router(shell))
    if access is not None:
        app.include_router(login.router(shell, access))
    for path, mounted in (mounts or {}).items():
        app.mount(path, mounted)
    app.mount("/static", _Static(directory=FOLDER / "static"), name="static")
    app.add_middleware(Heads, streams=frozenset({"/live"}))
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    if access is not None:
        app.add_middleware(Gate, access=access, refuse_page=login.refused_at(shell))
    app.add_middleware(Headers, hosts=hosts, addresses=addresses, secure=secure)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, DetenteError)
        return shell.refusal(request, error)

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.NOT_FOUND:
            return shell.refusal(request, NotInLedger("there is no page here", where=request.url.path, hint="the front page leads to all"))
        return Response(f"{HTTPStatus(error.status_code).phrase}\n", error.status_code, headers=error.headers, media_type="text/plain")

    def incomplete(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        names = ", ".join(sorted({str(each["loc"][-1]) for each in error.errors()}))
        told = QueryError("the form is not as the page gives it", where=names, hint="go back, load the page anew, send it again")
        return shell.refusal(request, told)

    for kind in (InputError, LedgerError, StakesError):
        app.add_exception_handler(kind, refused)
    app.add_exception_handler(HTTPException, failed)
    app.add_exception_handler(RequestValidationError, incomplete)
    return app
