"""Tokens of a ledger: made, listed, revoked."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from detente.app.answers import utc_now
from detente.errors import QueryError
from detente.model.token import Scope, Token, token_hash
from detente.store.tokens import SqlTokens

PREFIX = "detente_"


class Tokens:
    """The tokens of one ledger."""

    def __init__(self, store: SqlTokens, *, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now

    def new(self, name: str, scope: Scope) -> str:
        """Make a token; it is told this once, only its hash is kept."""
        if not name.strip() or not name.isprintable() or len(name) > 80:
            raise QueryError("a token needs a name of at most 80 letters", where=repr(name[:80]))
        secret = PREFIX + secrets.token_urlsafe(32)
        self._store.add(Token(name, token_hash(secret), scope, self._now()))
        return secret

    def all(self) -> list[Token]:
        """All tokens, by name."""
        return self._store.tokens()

    def revoke(self, name: str) -> None:
        """Forget a token."""
        self._store.revoke(name)


@contextmanager
def tokens_of(target: str) -> Iterator[Tokens]:
    """The tokens of the ledger at a path or url, open while they are used."""
    with closing(SqlTokens.open(target)) as store:
        yield Tokens(store)
