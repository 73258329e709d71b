"""Who a request comes from: by which token it came through the gate, and whether a page of another site sent it."""

from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from detente.model.token import Token

_HOLDER = "detente.token"


def hold(scope: MutableMapping[str, Any], token: Token | None) -> None:
    """Note the token of a request in its scope."""
    scope[_HOLDER] = token


def holder_in(scope: Mapping[str, Any]) -> Token | None:
    """The token behind a request; None where no gate stands, or where it let a stranger to the login."""
    held = scope.get(_HOLDER)
    return held if isinstance(held, Token) else None


def is_from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a page of another site sent a request; programs say nothing of the kind."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    return site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != request.headers.get("host"))
