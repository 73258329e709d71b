"""Who may ask, and how often: a token on every request from beyond this machine, and a measure of requests.

In: any ASGI application, the tokens that hold. Out: the same behind a gate.

Holds: a token is taken from `Authorization` alone (Bearer, or Basic with the token as password, as browsers and feed readers
ask for it), never from an address. GET and HEAD need the scope `read`, all else `review`. What is refused tells nothing about
what is there.
"""

import base64
import binascii
import hmac
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from starlette.responses import Response

from detente.model.token import Scope, Token, token_hash
from detente.publish.api.problem import problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Tokens = Callable[[], Sequence[Token]]

_READING = ("GET", "HEAD", "OPTIONS")

# Callers that are counted at a time: the one that was quiet longest is forgotten first.
_CALLERS = 10_000


def _header(scope: MutableMapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


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
        if len(self._held) > _CALLERS:
            self._held.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self._most


class Gate:
    """ASGI middleware. With `tokens` None nobody needs one; `pace` None counts nothing."""

    def __init__(self, app: App, *, tokens: Tokens | None, pace: Pace | None) -> None:
        self._app = app
        self._tokens = tokens
        self._pace = pace

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:  # noqa: D102
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: MutableMapping[str, Any]) -> Response | None:
        caller = (scope.get("client") or ("",))[0]
        seconds = self._pace.wait(caller) if self._pace else 0.0
        if seconds:
            headers = {"Retry-After": str(int(seconds) + 1)}
            return problem(429, "too many requests", hint="wait as long as Retry-After says", headers=headers)
        if self._tokens is None:
            return None
        secret = secret_in(_header(scope, b"authorization"))
        held = self._holder(secret) if secret else None
        if held is None:
            headers = {"WWW-Authenticate": 'Basic realm="detente", charset="UTF-8"'}
            return problem(401, "a token is needed", hint="Authorization: Bearer …, or the token as password", headers=headers)
        needed = Scope.READ if scope["method"] in _READING else Scope.REVIEW
        return None if held.scope.covers(needed) else problem(403, f"the token does not have the scope {needed.value}")

    def _holder(self, secret: str) -> Token | None:
        hashed = token_hash(secret)
        found = [token for token in (self._tokens or tuple)() if hmac.compare_digest(token.hash, hashed)]
        return found[0] if found else None
