"""The way in from beyond this machine: a token once, then a cookie that scripts cannot read and that goes by https alone."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from detente.publish.gate import LOGIN, LOGIN_LASTS, LOGIN_PATH, LOGOUT_PATH, Access, Refuse, login_in
from detente.publish.web.guard import is_loopback
from detente.publish.web.pages.forms import Word, ours, refused
from detente.publish.web.shell import Shell

_WRONG = "This is no token that holds here: it was mistyped, or it was revoked."
_OPEN_LINE = (
    "This page was not reached by https, so that a token could be read on the way, and no browser keeps the login. "
    "Reach it by https, or through a tunnel as 127.0.0.1."
)


def _is_safe(request: Request) -> bool:
    """Whether a browser keeps and sends cookies that go by https alone."""
    return request.url.scheme == "https" or is_loopback(request.url.hostname or "")


def _form(shell: Shell, request: Request, back: str, *, told: str = "", status: int = 200) -> Response:
    return shell.page(shell.plain(request), "login.html", status=status, bare=True, back=ours(back), told=told)


def refused_at(shell: Shell) -> Refuse:
    """What the gate answers who asks for a page: the way to the login, or why not."""

    def refuse(request: Request, status: int, detail: str, hint: str, headers: Mapping[str, str]) -> Response:
        if status == 401:
            back = shell.plain(request).here if request.method == "GET" else "/"
            return RedirectResponse(f"{LOGIN_PATH}?back={quote(back, safe='')}", 303)
        response = shell.page(shell.plain(request), "refused.html", status=status, bare=True, detail=detail, hint=hint)
        response.headers.update(headers)
        return response

    return refuse


def router(shell: Shell, access: Access) -> APIRouter:
    """`/login`, `/logout`."""
    routes = APIRouter()

    @routes.get(LOGIN_PATH)
    def form(request: Request, back: str = "/") -> Response:
        return _form(shell, request, back, told="" if _is_safe(request) else _OPEN_LINE)

    @routes.post(LOGIN_PATH)
    def login(request: Request, token: Word, secret: Word, back: Word = "/") -> Response:
        if not _is_safe(request):
            return _form(shell, request, back, told=_OPEN_LINE, status=400)
        if not shell.forms.is_from_us(request, token):
            return refused()
        held = access.token(secret.strip())
        if held is None:
            return _form(shell, request, back, told=_WRONG, status=403)
        response = RedirectResponse(ours(back), 303)
        response.set_cookie(LOGIN, access.begin(held), max_age=LOGIN_LASTS, httponly=True, samesite="lax", secure=True)
        return response

    @routes.post(LOGOUT_PATH)
    def logout(request: Request, token: Word) -> Response:
        if not shell.forms.is_from_us(request, token):
            return refused()
        access.end(login_in(request.scope) or "")
        response = RedirectResponse(LOGIN_PATH, 303)
        response.delete_cookie(LOGIN, httponly=True, samesite="lax", secure=True)
        return response

    return routes
