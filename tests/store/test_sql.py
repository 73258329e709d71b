import sqlite3
import threading
from datetime import UTC, date, datetime

import psycopg
import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from detente.errors import LedgerTooNew, LedgerUnavailable
from detente.model.claim import Kind
from detente.model.recorded import RecordedReading
from detente.model.selection import EVERYTHING, Selection, selects
from detente.store.engine import open_engine
from detente.store.schema import migrate, revert, version_of
from detente.store.sql import SqlStore
from detente.store.tables import metadata
from tests import stories

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
STORY = "trade-war-2018"


def recorded(name: str = STORY) -> list[RecordedReading]:
    return [RecordedReading(reading, NOW) for reading in stories.readings(name)]


def held_claims(store, selection=EVERYTHING):
    return {(entry.claim.document.id, entry.claim.id): entry.claim for entry in store.claims(selection)}


def test_what_goes_in_comes_out_the_same(store):
    store.append(recorded())
    claims = {(c.document.id, c.id): c for c in stories.claims(STORY)}
    assert held_claims(store) == claims
    assert {entry.document.id: entry.document for entry in store.documents()} == dict(stories.story(STORY).documents)
    assert {entry.recorded_at for entry in store.documents()} == {NOW}
    links = sorted(str(link) for reading in stories.readings(STORY) for link in reading.links)
    assert sorted(str(link) for _, link in store.links()) == links


def test_a_document_is_appended_once(store):
    assert len(store.append(recorded())) == 10
    assert store.append(recorded()) == frozenset()
    assert len(held_claims(store)) == len(stories.claims(STORY))


def test_known_tells_which_documents_are_held(store):
    batch = recorded()
    store.append(batch[:3])
    assert store.known([entry.key for entry in batch]) == {entry.key for entry in batch[:3]}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(kinds=(Kind.ENCOUNTER,)),
        Selection(statuses=("threatened", "planned")),
        Selection(actors=("CHN",), since=date(2019, 8, 1)),
        Selection(until=date(2018, 12, 31), kinds=(Kind.MEASURE, Kind.AGREEMENT)),
    ],
)
def test_a_selection_gives_what_filtering_all_claims_gives(store, selection):
    store.append(recorded())
    wanted = {(c.document.id, c.id) for c in stories.claims(STORY) if selects(selection, c)}
    assert wanted
    assert held_claims(store, selection).keys() == wanted


def test_a_batch_that_fails_leaves_nothing(store):
    batch = recorded()
    broken = RecordedReading(batch[1].reading, None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        store.append([batch[0], broken])
    assert list(store.documents()) == []


def test_two_writers_lose_nothing(target):
    path = target
    SqlStore.open(path, create=True).close()
    new: list[int] = []

    def write(batch):
        own = SqlStore.open(path, create=True)
        new.extend(len(own.append([entry])) for entry in batch)
        own.close()

    threads = [threading.Thread(target=write, args=(recorded()[::step],)) for step in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(new) == 10
    reader = SqlStore.open(path)
    assert len(held_claims(reader)) == len(stories.claims(STORY))


def test_a_reader_is_not_blocked_by_a_writer(target):
    store = SqlStore.open(target, create=True)
    store.append(recorded())
    with store._engine.connect().execution_options(writes=True) as writer, writer.begin():
        reader = SqlStore.open(target)
        assert len(held_claims(reader)) == len(stories.claims(STORY))
        reader.close()


def test_migrations_build_the_tables_of_the_code_and_can_be_taken_back(target):
    engine = open_engine(target, create=True)
    with engine.connect().execution_options(writes=True) as connection:
        migrate(connection, where="")
        found = inspect(connection)
        for name, table in metadata.tables.items():
            assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())
            # PostgreSQL lists the index behind a unique column too.
            indexed = {tuple(index["column_names"]) for index in found.get_indexes(name) if not index.get("duplicates_constraint")}
            assert indexed == {tuple(index.columns.keys()) for index in table.indexes}
            assert len(found.get_foreign_keys(name)) == len(table.foreign_keys)
        revert(connection)
        assert version_of(connection, where="") is None


def ledger_with(tmp_path, statement: str) -> str:
    path = tmp_path / "a.ledger"
    store = SqlStore.open(str(path), create=True)
    store.append(recorded())
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    return str(path)


def test_a_ledger_of_a_newer_version_is_refused(tmp_path):
    path = ledger_with(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    for create in (True, False):
        with pytest.raises(LedgerTooNew, match="newer version"):
            SqlStore.open(path, create=create)


def test_a_text_that_was_tampered_with_is_noticed(tmp_path):
    path = ledger_with(tmp_path, "UPDATE documents SET text = text || ' '")
    with pytest.raises(LedgerUnavailable, match="not what was recorded"):
        list(SqlStore.open(path).claims(EVERYTHING))


def test_a_claim_without_its_document_cannot_be_stored(store):
    with store._engine.connect() as connection, pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        connection.exec_driver_sql("INSERT INTO links VALUES ('none', 'c1', 'conditional_on', 'c2')")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda folder: folder / "missing" / "a.ledger", "no such folder"),
        (lambda folder: folder, "is a folder"),
        (lambda folder: written(folder / "a.ledger", b"no database, but long enough to have a header" * 40), "damaged or no ledger"),
        (lambda folder: other_database(folder / "a.ledger"), "no ledger"),
    ],
)
def test_what_cannot_be_opened_is_a_clear_error(tmp_path, prepare, words):
    path = prepare(tmp_path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerUnavailable, match=words) as caught:
        SqlStore.open(str(path), create=True)
    assert caught.value.where
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before


def written(path, content):
    path.write_bytes(content)
    return path


def other_database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    return path


def test_an_absent_ledger_is_not_made_by_a_question(tmp_path):
    with pytest.raises(LedgerUnavailable, match="no such ledger"):
        SqlStore.open(str(tmp_path / "a.ledger"))
    assert list(tmp_path.iterdir()) == []


def test_a_locked_ledger_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.store.engine._BUSY_SECONDS", 0.05)
    path = str(tmp_path / "a.ledger")
    store = SqlStore.open(path, create=True)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerUnavailable, match="another process is writing"):
        store.append(recorded())
    writer.close()


def test_an_unknown_kind_of_url_is_a_clear_error():
    with pytest.raises(LedgerUnavailable, match="nosuch"):
        SqlStore.open("nosuch://host/db")


def test_a_server_that_cannot_be_reached_is_a_clear_error_that_hides_the_password():
    with pytest.raises(LedgerUnavailable, match="cannot be reached") as caught:
        SqlStore.open("postgresql://ana:secret@127.0.0.1:1/ledger", create=True)
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:1" in caught.value.where


@pytest.mark.parametrize(("ending", "words"), [("/nosuch", "no such database"), ("@", "user or password")])
def test_a_server_that_refuses_is_a_clear_error(postgresql_server, ending, words):
    target = postgresql_server + ending if ending[0] == "/" else postgresql_server.replace("@", "x@") + "/postgres"
    with pytest.raises(LedgerUnavailable, match=words) as caught:
        SqlStore.open(target, create=True)
    assert postgresql_server.split(":")[2].split("@")[0] not in str(caught.value)


def test_a_database_of_something_else_is_refused(postgresql_ledger):
    with psycopg.connect(postgresql_ledger) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(LedgerUnavailable, match="no ledger"):
        SqlStore.open(postgresql_ledger, create=True)


def test_a_database_that_may_only_be_read_answers_and_refuses_what_is_appended(postgresql_ledger):
    SqlStore.open(postgresql_ledger, create=True).close()
    with psycopg.connect(postgresql_ledger, autocommit=True) as connection:
        name = postgresql_ledger.rsplit("/", 1)[1]
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = SqlStore.open(postgresql_ledger)
    assert list(store.documents()) == []
    with pytest.raises(LedgerUnavailable, match="read-only"):
        store.append(recorded())
    store.close()
