"""Who may ask, and how often: a token on every request from beyond this machine, and a measure of requests.

In: any ASGI application, the tokens that hold. Out: the same behind a gate.

Holds: a token is taken from `Authorization` (Bearer, or Basic with the token as password, as feed readers ask for it) or from the
login that a browser made with one, never from an address. A login opens pages; programs write to the API with a token alone,
so that no other site writes through a browser. What is refused tells nothing about what is there, and no log holds a secret.
"""

import base64
import binascii
import hmac
import ipaddress
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from detente.model.token import Scope, Token, token_hash
from detente.publish.api.problem import problem
from detente.publish.callers import hold

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Tokens = Callable[[], Sequence[Token]]

LOGIN = "detente_login"

LOGIN_PATH, LOGOUT_PATH = "/login", "/logout"

# How long a browser stays logged in, in seconds.
LOGIN_LASTS = 7 * 24 * 3600

_READING = ("GET", "HEAD", "OPTIONS")
_OPEN = (LOGIN_PATH, LOGOUT_PATH)
_OPEN_BELOW = "/static/"
_API = "/api/"
# What a reader sets for themselves is no decision.
_OWN = ("/theme", "/reader", "/look")
# Feed readers and calendars ask for a password and know no other way.
_SUBSCRIBED = ("/feeds/", "/calendar.ics")

# Callers and logins that are remembered at a time: the one that was quiet longest is forgotten first.
_MOST_HELD = 10_000

_MOST_BYTES = 64 * 1024

_log = logging.getLogger("detente.gate")


def scope_needed(method: str, path: str) -> Scope:
    """What a request takes: reading for what only reads and for what readers set for themselves, else review."""
    return Scope.READ if method in _READING or path in _OWN else Scope.REVIEW


def secret_in(authorization: str) -> str | None:
    """The token in a header; None where there is none."""
    kind, _, rest = authorization.strip().partition(" ")
    if kind.lower() == "bearer":
        return rest.strip() or None
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2] or None
    except (binascii.Error, UnicodeDecodeError):
        return None


class Pace:
    """How many requests a caller may make: `most` at once, refilled at `most` a minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Count a request; seconds until the next one may come, 0 where this one may."""
        now = self._clock()
        left, at = self._held.pop(caller, (float(self._most), now))
        left = min(float(self._most), left + (now - at) * self._most / 60)
        allowed = left >= 1
        self._held[caller] = (left - 1 if allowed else left, now)
        if len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self._most


class Access:
    """The tokens that hold, the logins that were made with them, and how often each caller may ask.

    `readers` paces requests by token, `strangers` those without one by address. Logins are held in memory: a restart ends them.
    """

    def __init__(self, tokens: Tokens, *, readers: Pace, strangers: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens = tokens
        self._readers = readers
        self._strangers = strangers
        self._clock = clock
        self._logins: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._lock = threading.Lock()

    def token(self, secret: str) -> Token | None:
        """The token of that secret."""
        return self._of_hash(token_hash(secret))

    def _of_hash(self, hashed: str) -> Token | None:
        found = [token for token in self._tokens() if hmac.compare_digest(token.hash, hashed)]
        return found[0] if found else None

    def begin(self, token: Token) -> str:
        """Log a browser in; gives the secret of its cookie."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._logins[token_hash(secret)] = (token.hash, self._clock() + LOGIN_LASTS)
            if len(self._logins) > _MOST_HELD:
                self._logins.popitem(last=False)
        return secret

    def end(self, secret: str) -> None:
        """Log a browser out."""
        with self._lock:
            self._logins.pop(token_hash(secret), None)

    def login(self, secret: str) -> Token | None:
        """The token behind a login, as long as both hold."""
        with self._lock:
            hashed, until = self._logins.get(token_hash(secret), ("", 0.0))
        return self._of_hash(hashed) if hashed and self._clock() < until else None

    def wait(self, token: Token | None, address: str) -> float:
        """Count a request; seconds until its caller may ask again, 0 where it may now."""
        return self._readers.wait(token.name) if token else self._strangers.wait(_network(address))


def _network(address: str) -> str:
    """Who has one address of version 6 has all of its network."""
    try:
        held = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((held, 64), strict=False)) if held.version == 6 else str(held)


def login_in(scope: Mapping[str, Any]) -> str | None:
    """The secret of a browser's login."""
    try:
        held = SimpleCookie(_header(scope, b"cookie")).get(LOGIN)
    except CookieError:
        return None
    return held.value if held else None


def _header(scope: Mapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


Refuse = Callable[[Request, int, str, str, Mapping[str, str]], Response]


def refuse_with_problem(request: Request, status: int, detail: str, hint: str, headers: Mapping[str, str]) -> Response:
    """A refusal as a problem document."""
    return problem(status, detail, hint=hint, headers=headers)


class Gate:
    """ASGI middleware. `refuse_page` answers those who ask for pages; all others get a problem document."""

    def __init__(self, app: App, *, access: Access, refuse_page: Refuse = refuse_with_problem) -> None:
        self._app = app
        self._access = access
        self._refuse_page = refuse_page

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:  # noqa: D102
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            await (refusal or self._app)(scope, _bounded(scope, receive), send)

    def _holder(self, scope: Mapping[str, Any]) -> Token | None:
        authorization = _header(scope, b"authorization")
        if authorization:
            secret = secret_in(authorization)
            return self._access.token(secret) if secret else None
        if scope["path"].startswith(_API) and scope["method"] not in _READING:
            return None
        login = login_in(scope)
        return self._access.login(login) if login else None

    def _refusal(self, scope: MutableMapping[str, Any]) -> Response | None:
        path, method = scope["path"], scope["method"]
        holder = self._holder(scope)
        hold(scope, holder)
        address = (scope.get("client") or ("",))[0]
        seconds = self._access.wait(holder, address)
        if seconds:
            return self._refused(
                scope, 429, "too many requests", "wait as long as Retry-After says", {"Retry-After": str(int(seconds) + 1)}
            )
        if path in _OPEN or path.startswith(_OPEN_BELOW):
            return None
        if holder is None:
            _log.warning("refused without a token: %s %r from %s", method, path, address)
            hint = "Authorization: Bearer, with a token of `detente tokens new`"
            return self._refused(scope, 401, "a token is needed", hint, {"WWW-Authenticate": _challenge(path)})
        needed = scope_needed(method, path)
        if holder.scope.covers(needed):
            return None
        _log.warning("refused to %s with the scope %s: %s %r from %s", holder.name, holder.scope.value, method, path, address)
        hint = f"`detente tokens new NAME --scope {needed.value}` makes one that has"
        return self._refused(scope, 403, f"the token does not have the scope {needed.value}", hint, {})

    def _refused(self, scope: MutableMapping[str, Any], status: int, detail: str, hint: str, headers: Mapping[str, str]) -> Response:
        is_page = "text/html" in _header(scope, b"accept") and not scope["path"].startswith((_API, *_SUBSCRIBED))
        refuse = self._refuse_page if is_page else refuse_with_problem
        return refuse(Request(scope), status, detail, hint, headers)


def _challenge(path: str) -> str:
    """Only who subscribes is asked for a password: a browser that were would not let go of it again."""
    return 'Basic realm="detente", charset="UTF-8"' if path.startswith(_SUBSCRIBED) else 'Bearer realm="detente"'


def _bounded(scope: Mapping[str, Any], receive: Receive) -> Receive:
    """The body of a request, as long as it is no longer than a form or a decision can be."""
    told = _header(scope, b"content-length")
    held = int(told) if told.isdigit() else 0

    async def bounded() -> Message:
        nonlocal held
        message = await receive()
        if not told:
            held += len(message.get("body", b""))
        if held > _MOST_BYTES:
            raise HTTPException(413, "the request is longer than any that is understood")
        return message

    return bounded
