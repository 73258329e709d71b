"""A ledger with data in every table, and all that a database holds."""

from datetime import UTC, datetime

import sqlalchemy as sa

from detente.model.decision import Decision, Retraction, reference_to
from detente.model.recorded import Look, RecordedDecision, RecordedReading
from detente.store.engine import open_engine
from detente.store.every_table import EVERY_TABLE
from detente.store.sql import SqlStore
from tests import stories

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
STORY = "eu-us-2025"
# What an index keeps in tables of its own is none of these.
TABLES = frozenset(table.name for table in EVERY_TABLE)


def rows_in(connection, name: str) -> list[dict]:
    """The rows of a table as the database has it, not as this version of the code would."""
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    return sorted((dict(row) for row in connection.execute(sa.select(table)).mappings()), key=repr)


def held_in(connection) -> dict[str, list[dict]]:
    return {name: rows_in(connection, name) for name in sa.inspect(connection).get_table_names() if name in TABLES}


def made_up(column, number: int):
    """A value of the column's type that differs from row to row; nothing where nothing is allowed, in every second row."""
    if column["nullable"] and number % 2:
        return None
    match column["type"]:
        case sa.Boolean():
            return bool(number % 2)
        case sa.Integer():
            return number
        case sa.Float():
            return number + 0.5
        case sa.LargeBinary():
            return b'W/"\x00\xff"' + bytes([number])
        case _:
            return f"{column['name']} {number}"


def fill_what_is_empty(connection) -> None:
    """Rows for the tables that no reading or decision fills."""
    for name, rows in held_in(connection).items():
        if not rows:
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            columns = [column for column in sa.inspect(connection).get_columns(name) if not column.get("computed")]
            connection.execute(sa.insert(table), [{c["name"]: made_up(c, number) for c in columns} for number in range(3)])


def filled(target: str) -> None:
    readings = stories.readings(STORY)
    retraction = Decision(Retraction(reference_to(stories.claims(STORY)[0])), "Ana", "not said")
    store = SqlStore.open(target, create=True)
    store.append([RecordedReading(reading, NOW) for reading in readings])
    store.append_decisions([RecordedDecision(retraction, NOW)])
    store.append_looks([Look("Ana", NOW, NOW)])
    store.close()
    engine = open_engine(target, create=False)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        fill_what_is_empty(connection)
    engine.dispose()
