"""Open databases: SQLite files with a write-ahead log, databases in memory, PostgreSQL.

In: a path, `:memory:` or a `postgresql://` url. Out: an engine. Errors of the database become leaves of LedgerError.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from detente.errors import LedgerUnavailable

MEMORY = ":memory:"

# How long one writer waits for another before it gives up.
_BUSY_SECONDS = 30.0

# What SQLite says, and what it means to the user.
_MEANINGS = (
    ("locked", "another process is writing to the ledger", "try again when it is done"),
    ("readonly", "the ledger is read-only", "allow writing to the file and its folder"),
    ("read-only", "the ledger is read-only", "allow writing to the file and its folder"),
    ("disk is full", "the disk is full", "free some space; nothing was lost"),
    ("not a database", "the file is damaged or no ledger", "restore a backup or name another file"),
    ("malformed", "the file is damaged", "restore a backup"),
    ("unable to open", "the file cannot be opened", "check that its folder exists and may be written to"),
)


def translated(error: DBAPIError, where: str) -> LedgerUnavailable:
    """The database's error as ours."""
    said = str(error.orig).lower()
    for words, meaning, hint in _MEANINGS:
        if words in said:
            return LedgerUnavailable(meaning, where=where, hint=hint)
    return LedgerUnavailable(str(error.orig), where=where)


@contextmanager
def translating(where: str) -> Iterator[None]:
    """Turn errors of the database inside into leaves of LedgerError."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error, where) from error


def _configure(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are opened by `_begin`, not by the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")  # enough with a write-ahead log: a crash cannot damage the file
    cursor.close()


def keep_log_ahead(engine: Engine) -> None:
    """Let a SQLite file be read while it is written to; the file remembers it, other databases need it not."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()  # outside a transaction, where alone the mode can be changed
        connection.cursor().execute("PRAGMA journal_mode = WAL")
        connection.close()


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at once: two that read first and write later would deadlock."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _sqlite(url: str, **options: Any) -> Engine:
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _checked(path: Path, *, create: bool) -> Path:
    if path.is_dir():
        raise LedgerUnavailable("is a folder, not a ledger", where=str(path), hint="name a file in it")
    if not path.parent.is_dir():
        raise LedgerUnavailable("no such folder", where=str(path.parent), hint="create it first")
    if not path.exists() and not create:
        raise LedgerUnavailable("no such ledger", where=str(path), hint="`detente read … --ledger` creates one")
    return path


def _may_write(path: Path) -> bool:
    try:
        with path.open("ab"):
            return True
    except OSError:
        return False


def _file_engine(path: Path, *, create: bool) -> Engine:
    _checked(path, create=create)
    if path.exists() and not _may_write(path):
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        return _sqlite("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False))
    return _sqlite(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})


def open_engine(target: str, *, create: bool) -> Engine:
    """An engine for a ledger; LedgerUnavailable when there is none and `create` is False, or when it cannot be opened."""
    if target == MEMORY:
        return _sqlite("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    if "://" not in target:
        return _file_engine(Path(target), create=create)
    try:
        return create_engine(target.replace("postgresql://", "postgresql+psycopg://", 1))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise LedgerUnavailable(str(error), where=target, hint="a ledger is a file or a postgresql:// url") from None
