"""What every answer carries and every request must have: security headers, a known host, forms that come from our own pages.

Holds: nothing is loaded from another host and nothing runs that is written into a page; a form is taken only from a page of
this site, with the token of the visitor's own session. A request for a host that we are not named by is refused, so that no
other site reaches a ledger through a name of its own; an address is no name that another could give us.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response

from detente.publish.callers import is_from_elsewhere

SESSION = "detente_session"

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def is_loopback(host: str) -> bool:
    """Whether a host, by name or address, is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_address(host: str) -> bool:
    """Whether a host is told by its address, which no other site can point at us as it can a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class Headers:
    """ASGI middleware: the headers on every answer, streams too; hosts that are not ours are refused.

    With `addresses` we may be called by any address, as who listens on all of them is.
    """

    def __init__(self, app: App, *, hosts: frozenset[str], addresses: bool, secure: bool) -> None:
        self._app = app
        self._hosts = hosts
        self._addresses = addresses
        self._headers = {**HEADERS, **HTTPS_ONLY} if secure else HEADERS

    def _is_ours(self, scope: MutableMapping[str, Any]) -> bool:
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        host = (urlsplit(f"//{given}").hostname or "") if "@" not in given else ""
        return is_loopback(host) or host in self._hosts or (self._addresses and is_address(host))

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:  # noqa: D102
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                more = [
                    (name.lower().encode(), value.encode()) for name, value in self._headers.items() if name.lower().encode() not in held
                ]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        if self._is_ours(scope):
            await self._app(scope, receive, sending)
        else:
            await PlainTextResponse("This site is not known by that name.\n", status_code=421)(scope, receive, sending)


class Forms:
    """Tokens for forms: one a session, told by a cookie that scripts cannot read and other sites do not send."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """The visitor's session, a new one where there is none."""
        held = request.cookies.get(SESSION, "")
        return held if len(held) == 43 and held.isascii() else secrets.token_urlsafe(32)

    def token(self, session: str) -> str:
        """What a form of that session must bring along."""
        return hmac.new(self._secret, session.encode(), sha256).hexdigest()

    def remember(self, response: Response, session: str, *, secure: bool) -> None:
        """Give the visitor the session's cookie."""
        response.set_cookie(SESSION, session, httponly=True, samesite="strict", secure=secure)

    def is_from_us(self, request: Request, token: str) -> bool:
        """Whether a form came from a page of ours, opened by the same visitor."""
        session = request.cookies.get(SESSION, "")
        return bool(session) and not is_from_elsewhere(request) and hmac.compare_digest(self.token(session), token)
