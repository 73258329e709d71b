"""The tokens of the API, in the ledger's database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from detente.errors import NotInLedger, QueryError
from detente.model.token import Scope, Token
from detente.store.alert_tables import api_tokens
from detente.store.alerts import Held
from detente.store.engine import open_engine, translating
from detente.store.rows import instant_text
from detente.store.sql import SqlStore


class SqlTokens:
    """The tokens of one ledger."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target

    @classmethod
    def open(cls, target: str) -> "SqlTokens":
        """Open them beside the ledger of that name, which must be there."""
        SqlStore.open(target, create=False).close()
        return cls(open_engine(target, create=False), target)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translating(self._target), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            try:
                yield connection
            except IntegrityError as error:
                raise Held from error

    def tokens(self) -> list[Token]:
        """All tokens, by name."""
        with translating(self._target), self._engine.connect() as connection:
            if not inspect(connection).has_table(api_tokens.name):
                return []
            rows = connection.execute(select(api_tokens).order_by(api_tokens.c.name)).mappings()
            return [Token(row["name"], row["hash"], Scope(row["scope"]), datetime.fromisoformat(row["created_at"])) for row in rows]

    def add(self, token: Token) -> None:
        """Keep a token; QueryError where there is one of that name."""
        values = {"name": token.name, "hash": token.hash, "scope": token.scope.value, "created_at": instant_text(token.created_at)}
        try:
            with self._writing() as connection:
                connection.execute(insert(api_tokens).values(values))
        except Held:
            raise QueryError("there is a token of that name", where=token.name, hint="revoke it first") from None

    def revoke(self, name: str) -> None:
        """Forget a token; NotInLedger where there is none."""
        with self._writing() as connection:
            if not connection.execute(delete(api_tokens).where(api_tokens.c.name == name)).rowcount:
                raise NotInLedger("no such token", where=name, hint="`detente tokens list` lists them")
