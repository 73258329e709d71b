"""By which token a request came through the gate, for those behind it who must know."""

from collections.abc import Mapping, MutableMapping
from typing import Any

from detente.model.token import Token

_HOLDER = "detente.token"


def hold(scope: MutableMapping[str, Any], token: Token | None) -> None:
    """Note the token of a request in its scope."""
    scope[_HOLDER] = token


def holder_in(scope: Mapping[str, Any]) -> Token | None:
    """The token behind a request; None where no gate stands, or where it let a stranger to the login."""
    held = scope.get(_HOLDER)
    return held if isinstance(held, Token) else None
