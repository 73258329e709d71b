"""Open databases: SQLite files with a write-ahead log, databases in memory, PostgreSQL.

In: a path, `:memory:` or a `postgresql://` url. Out: an engine. Errors of the database become leaves of LedgerError.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from detente.errors import LedgerUnavailable

MEMORY = ":memory:"

DAMAGED = "the ledger is damaged: `detente verify` tells where; restore a backup"

# Pages kept in memory, in KiB: appending goes to random places of the indexes, which are read again and again otherwise.
_CACHED_KIB = 65_536

# How long one writer waits for another before it gives up.
_BUSY_SECONDS = 30.0

_CONNECT_SECONDS = 10

# What SQLite says, and what it means to the user.
_MEANINGS = (
    ("locked", "another process is writing to the ledger", "try again when it is done"),
    ("readonly", "the ledger is read-only", "allow writing to the file and its folder"),
    ("read-only", "the ledger is read-only", "allow writing to the file and its folder"),
    ("disk is full", "the disk is full", "free some space; nothing was lost"),
    ("not a database", "the file is damaged or no ledger", "restore a backup or name another file"),
    ("malformed", "the file is damaged", "restore a backup"),
    ("unable to open", "the file cannot be opened", "check that its folder exists and may be written to"),
    ("disk i/o error", "the disk cannot be read or written", "check the disk and its space; what was recorded before is kept"),
)

# What PostgreSQL says, by the first characters of its SQLSTATE or, where there is no connection yet, by its words.
_STATES = (
    ("53100", "the disk is full", "free some space on the server; nothing was lost"),
    ("25006", "the ledger is read-only", "name a server that takes writes"),
    ("42501", "this user may not do that in the database", "grant it the schema's and the tables' rights"),
    ("57P", "the server stopped", "start it and try again; nothing was lost"),
    ("08", "the connection to the server was lost", "try again; nothing was lost"),
)
_CONNECTING = (
    ("password", "the server does not accept this user or password", "check the url or ~/.pgpass"),
    ("does not exist", "no such database or user on the server", "create it with createdb"),
    ("connection", "the server cannot be reached", "check host and port, and that PostgreSQL is running"),
    ("translate host name", "no such host", "check the url"),
)

# Writers of one ledger in PostgreSQL go one after the other, as they do in SQLite: the number of the lock.
_WRITE_LOCK = 0x64657465


def translated(error: DBAPIError, where: str) -> LedgerUnavailable:
    """The database's error as ours."""
    said, state = str(error.orig).lower(), str(getattr(error.orig, "sqlstate", None) or "")
    for start, meaning, hint in _STATES:
        if state.startswith(start):
            return LedgerUnavailable(meaning, where=named(where), hint=hint)
    for words, meaning, hint in _CONNECTING if "://" in where else _MEANINGS:
        if words in said:
            return LedgerUnavailable(meaning, where=named(where), hint=hint)
    return LedgerUnavailable(str(error.orig).split("\n")[0], where=named(where))


def named(target: str) -> str:
    """A ledger's target as it may be shown: without its password."""
    if "://" not in target:
        return target
    try:
        return make_url(target).render_as_string(hide_password=True)
    except ArgumentError:
        return target.split("@")[-1]


@contextmanager
def translating(where: str) -> Iterator[None]:
    """Turn errors of the database inside into leaves of LedgerError."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error, where) from error
    except UnicodeDecodeError as error:
        # SQLite tells of damage with bytes of the damaged place, which the driver then cannot read.
        raise LedgerUnavailable("the file is damaged", where=named(where), hint=DAMAGED) from error


@contextmanager
def reading_rows(where: str) -> Iterator[None]:
    """The same while rows are turned into objects: one that cannot be is damage, an error of the ledger."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error, where) from error
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerUnavailable(f"a row is not what was recorded: {error}", where=named(where), hint=DAMAGED) from error


_steady: ContextVar[tuple[Engine, Connection] | None] = ContextVar("_steady", default=None)


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """A connection to read rows by: the one of `steady` where that is held."""
    held = _steady.get()
    if held is not None and held[0] is engine:
        with reading_rows(where):
            yield held[1]
        return
    with reading_rows(where), engine.connect() as connection:
        yield connection


@contextmanager
def steady(engine: Engine, where: str) -> Iterator[None]:
    """Inside it one thread reads by one connection, in one transaction that sees the database as it is at its first row."""
    held = _steady.get()
    if held is not None and held[0] is engine:
        yield
        return
    with translating(where):
        opened = engine.connect()
    with opened as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        token = _steady.set((engine, connection))
        try:
            yield
        finally:
            _steady.reset(token)


def _configure(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are opened by `_begin`, not by the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHED_KIB}")
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
    """Whether the file and its folder, which holds the write-ahead log, may be written to."""
    try:
        with path.open("ab"):
            return os.access(path.parent, os.W_OK, effective_ids=True)
    except OSError:
        return False


def _file_engine(path: Path, *, create: bool) -> Engine:
    _checked(path, create=create)
    if path.exists() and not _may_write(path):
        log = path.with_name(f"{path.name}-wal")
        at_rest = not log.exists() or log.stat().st_size == 0  # with a log that holds something the file alone is stale
        uri = f"file:{quote(str(path.resolve()))}?mode=ro{'&immutable=1' if at_rest else ''}"
        return _sqlite("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False))
    return _sqlite(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})


def open_engine(target: str, *, create: bool) -> Engine:
    """An engine for a ledger; LedgerUnavailable when there is none and `create` is False, or when it cannot be opened."""
    if target == MEMORY:
        return _sqlite("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    if "://" not in target:
        return _file_engine(Path(target), create=create)
    return _server_engine(target)


def _lock(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


def _server_engine(target: str) -> Engine:
    try:
        url = make_url(target)
        if url.get_backend_name() != "postgresql":
            raise ArgumentError(f"no such kind of ledger: {url.drivername}")
        engine = create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": _CONNECT_SECONDS})
    except ImportError:
        hint = "pip install 'detente[postgresql]'"
        raise LedgerUnavailable("the driver of PostgreSQL is not installed", where=named(target), hint=hint) from None
    except (ArgumentError, ValueError) as error:
        raise LedgerUnavailable(str(error), where=named(target), hint="a ledger is a file or a postgresql:// url") from None
    event.listen(engine, "begin", _lock)
    return engine
