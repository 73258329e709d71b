"""A consistent copy of a ledger while others write to it.

In: the engine of a ledger, the path of a file that is not there yet. Out: the file, a ledger of its own.

Holds: the copy is what the ledger held at one instant; the file appears under its name whole or not at all. A file
is copied page by page by SQLite itself; a database of a server row by row, within one transaction that sees one state.
"""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from detente.errors import LedgerUnavailable
from detente.store.engine import open_engine
from detente.store.every_table import EVERY_TABLE
from detente.store.projection import put_all_off
from detente.store.schema import migrate

_ROWS_AT_ONCE = 2_000


def _pages(source: Connection, target: Path) -> None:
    held = source.connection.driver_connection
    assert isinstance(held, sqlite3.Connection)
    copy = sqlite3.connect(target)
    try:
        held.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # no log beside the copy: it is one file that may be moved
    finally:
        copy.close()


def _rows(source: Connection, target: Path) -> None:
    engine = open_engine(str(target), create=True)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        migrate(connection, where=str(target))
        for table in EVERY_TABLE:
            rows = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table)).mappings()
            for part in rows.partitions():
                connection.execute(insert(table), [dict(row) for row in part])
        put_all_off(connection)
    engine.dispose()


def _settle(path: Path) -> None:
    """Have the disk hold what was written."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_to(engine: Engine, target: Path) -> None:
    """Copy the ledger into a new file; LedgerUnavailable where the file is there already or cannot be written."""
    if target.exists():
        raise LedgerUnavailable("is there already", where=str(target), hint="name a file that is not there yet")
    if not target.parent.is_dir():
        raise LedgerUnavailable("no such folder", where=str(target.parent), hint="create it first")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if engine.dialect.name == "sqlite":
            with engine.connect() as source:
                _pages(source, part)
        else:
            with engine.connect().execution_options(isolation_level="REPEATABLE READ") as source, source.begin():
                _rows(source, part)
        _settle(part)
        os.link(part, target)  # unlike a rename, never over a file that came in between
    except FileExistsError:
        raise LedgerUnavailable("is there already", where=str(target), hint="name a file that is not there yet") from None
    except (OSError, sqlite3.Error) as error:
        raise LedgerUnavailable(f"the copy cannot be written: {error}", where=str(target), hint="check the folder and its space") from error
    finally:
        for path in part.parent.glob(f"{part.name}*"):
            path.unlink(missing_ok=True)
