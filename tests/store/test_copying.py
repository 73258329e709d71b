import threading
from datetime import UTC, datetime

import pytest

from detente.errors import LedgerUnavailable
from detente.model.recorded import RecordedReading
from detente.model.selection import EVERYTHING
from detente.store.engine import open_engine
from detente.store.sql import SqlStore
from tests import stories
from tests.store.filling import TABLES, filled, held_in

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def recorded() -> list[RecordedReading]:
    return [RecordedReading(reading, NOW) for story in stories.stories() for reading in stories.readings(story.name)]


def whole(path) -> set[str]:
    """The documents of a ledger that is whole."""
    store = SqlStore.open(str(path))
    assert list(store.problems()) == []
    held = {entry.document.id for entry in store.documents()}
    store.close()
    return held


def test_a_backup_holds_all_and_is_one_file(store, tmp_path):
    store.append(recorded())
    copy = tmp_path / "copies" / "b.ledger"
    copy.parent.mkdir()
    store.backup(str(copy))
    assert list(copy.parent.iterdir()) == [copy]
    other = SqlStore.open(str(copy))
    assert list(other.claims(EVERYTHING)) == list(store.claims(EVERYTHING))
    assert list(other.links()) == list(store.links())
    other.close()


def test_a_backup_holds_the_rows_of_every_table(target, tmp_path):
    filled(target)
    store = SqlStore.open(target)
    store.backup(str(tmp_path / "b.ledger"))
    store.close()
    rows = []
    for place in (target, str(tmp_path / "b.ledger")):
        engine = open_engine(place, create=False)
        with engine.connect() as connection:
            rows.append(held_in(connection))
        engine.dispose()
    assert rows[0].keys() == TABLES
    assert rows[0] == rows[1]


def test_a_backup_taken_while_others_write_is_what_was_held_at_one_instant(target, tmp_path):
    store, other = SqlStore.open(target, create=True), SqlStore.open(target)
    batches = [recorded()[start : start + 5] for start in range(0, 60, 5)]
    store.append(batches[0])
    writer = threading.Thread(target=lambda: [store.append(batch) for batch in batches[1:]])
    writer.start()
    copies = [tmp_path / f"{n}.copy" for n in range(4)]
    for copy in copies:
        other.backup(str(copy))
    writer.join()
    for copy in copies:
        held = whole(copy)
        assert held
        for batch in batches:
            assert len({entry.reading.document.id for entry in batch} & held) in (0, len({entry.reading.document.id for entry in batch}))
    for held in (store, other):
        held.close()


def test_a_backup_is_never_written_over_anything(store, tmp_path):
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(LedgerUnavailable, match="there already"):
        store.backup(str(there))
    assert there.read_text() == "mine"


def test_a_backup_into_a_folder_that_is_not_there_is_a_clear_error(store, tmp_path):
    with pytest.raises(LedgerUnavailable, match="no such folder"):
        store.backup(str(tmp_path / "missing" / "b.ledger"))
