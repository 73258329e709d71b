"""What a visitor sets: dark or light, a name, and that all was seen. Each is a form that works without scripts."""

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from detente.publish.web.shell import READER, THEME, THEMES, Shell

_YEAR = 365 * 24 * 3600

Word = Annotated[str, Form(max_length=400)]


def ours(address: str) -> str:
    """An address of this site, the front page for any other."""
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and address.isprintable() else "/"


def refused() -> Response:
    """A form that did not come from a page of ours."""
    return PlainTextResponse("This form was not sent from a page of this site, or the page was too old. Reload it and try again.\n", 403)


def router(shell: Shell) -> APIRouter:
    """`/theme`, `/reader`, `/look`."""
    routes = APIRouter()

    @routes.post("/theme")
    def theme(request: Request, token: Word, theme: Word, back: Word = "/") -> Response:
        if not shell.forms.is_from_us(request, token):
            return refused()
        response = RedirectResponse(ours(back), 303)
        if theme in THEMES:
            response.set_cookie(THEME, theme, max_age=_YEAR, httponly=True, samesite="strict", secure=shell.secure)
        else:
            response.delete_cookie(THEME)
        return response

    @routes.post("/reader")
    def reader(request: Request, token: Word, name: Word = "", back: Word = "/") -> Response:
        if not shell.forms.is_from_us(request, token):
            return refused()
        response = RedirectResponse(ours(back), 303)
        said = quote(" ".join(name.split())[:40])
        response.set_cookie(READER, said, max_age=_YEAR, httponly=True, samesite="strict", secure=shell.secure)
        return response

    @routes.post("/look")
    def look(request: Request, token: Word) -> Response:
        if not shell.forms.is_from_us(request, token):
            return refused()
        shell.desk.look(shell.reader(request))
        return RedirectResponse("/", 303)

    return routes
