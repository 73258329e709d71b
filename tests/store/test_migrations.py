"""Every migration there is, taken back and made again on a ledger with data in every table."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from detente.model.selection import EVERYTHING
from detente.store import migrations
from detente.store.engine import open_engine
from detente.store.schema import HEAD, migrate, revert, version_of
from detente.store.sql import SqlStore
from tests.store.filling import TABLES, filled, held_in

VERSIONS = sorted(path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))


def kept(before: dict[str, list[dict]], after: dict[str, list[dict]]) -> None:
    """The rows of the tables that are in both are the same, in the columns that are in both."""
    for name in before.keys() & after.keys():
        columns = sorted(before[name][0].keys() & (after[name] or before[name])[0].keys())
        was, now = (sorted(repr([row[column] for column in columns]) for row in held[name]) for held in (before, after))
        assert was == now, name


def answers(target: str):
    store = SqlStore.open(target)
    found = list(store.documents()), list(store.claims(EVERYTHING)), list(store.links()), list(store.decisions()), list(store.looks())
    assert list(store.problems()) == []
    store.close()
    return found


def schema_of(connection) -> dict[str, tuple]:
    found = sa.inspect(connection)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(str(index["column_names"]) for index in found.get_indexes(name)),
            sorted(str(key["constrained_columns"]) for key in found.get_foreign_keys(name)),
        )
        for name in found.get_table_names()
        if name in TABLES
    }


def test_the_head_is_the_last_of_the_migrations():
    assert VERSIONS[-1] == HEAD


@pytest.mark.slow
@pytest.mark.parametrize("version", [*VERSIONS[:-1], "base"])
def test_a_ledger_with_data_in_every_table_goes_back_to_each_version_and_on_again(target, version):
    filled(target)
    told = answers(target)
    engine = open_engine(target, create=False)
    with engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            newest, schema = held_in(connection), schema_of(connection)
            assert newest.keys() == TABLES
            assert all(newest.values())
        with connection.begin():
            revert(connection, to=version)
        with connection.begin():
            assert version_of(connection, where="") == (None if version == "base" else version)
            older = held_in(connection)
            kept(newest, older)
            assert all(older.values())
        with connection.begin():
            migrate(connection, where="")
        with connection.begin():
            again = held_in(connection)
            assert schema_of(connection) == schema
            kept(older, again)
    engine.dispose()
    documents, claims, links, decisions, looks = answers(target)
    if version != "base":
        assert (documents, claims, links) == told[:3]
    if "decisions" in older:
        assert (decisions, looks) == told[3:]
