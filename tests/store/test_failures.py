"""What may happen to a file: a full disk, rights that are missing, damage. A clear error, and nothing lost."""

import os
import random
import resource
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from detente.errors import LedgerError, LedgerUnavailable
from detente.model.recorded import RecordedReading
from detente.model.selection import EVERYTHING
from detente.store.sql import SqlStore
from tests import stories

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
_NOBODY = 65534


def recorded() -> list[RecordedReading]:
    return [RecordedReading(reading, NOW) for story in stories.stories() for reading in stories.readings(story.name)]


def content(store):
    return list(store.documents()), list(store.claims(EVERYTHING)), list(store.links())


@pytest.fixture
def ledger(tmp_path):
    """The path of a ledger with a few documents."""
    path = tmp_path / "a.ledger"
    store = SqlStore.open(str(path), create=True)
    store.append(recorded()[:10])
    store.close()
    return path


def test_a_full_database_loses_nothing_and_goes_on_when_there_is_room(ledger):
    store = SqlStore.open(str(ledger))
    before = content(store)
    limit = ledger.stat().st_size // 4096 + 4
    event.listen(store._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {limit}"))
    store._engine.dispose()
    with pytest.raises(LedgerUnavailable, match="disk is full"):
        store.append(recorded())
    assert content(store) == before
    store.close()
    after = SqlStore.open(str(ledger))
    assert list(after.problems()) == []
    after.append(recorded())
    assert len(list(after.documents())) == len(recorded())
    after.close()


def test_a_file_that_cannot_grow_loses_nothing(ledger):
    store = SqlStore.open(str(ledger))
    before = content(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(LedgerUnavailable, match="disk") as caught:
            store.append(recorded())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.hint
    store.close()
    after = SqlStore.open(str(ledger))
    assert content(after) == before
    assert list(after.problems()) == []
    after.close()


@contextmanager
def without_rights():
    """As somebody who is not root; root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shown(ledger):
    """The same ledger in a folder that all may look into."""
    folder = Path(tempfile.mkdtemp(prefix="detente-readable-", dir="/tmp"))
    folder.chmod(0o755)
    path = folder / "a.ledger"
    shutil.copy(ledger, path)
    path.chmod(0o444)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_file_answers_and_refuses_what_is_appended(shown):
    with without_rights():
        store = SqlStore.open(str(shown))
        assert len(list(store.documents())) == 10
        for attempt in (lambda: store.append(recorded()), lambda: SqlStore.open(str(shown), create=True).append(recorded())):
            with pytest.raises(LedgerUnavailable, match="read-only"):
                attempt()
        store.close()


def test_a_writable_file_in_a_read_only_folder_answers_and_refuses_what_is_appended(shown):
    shown.chmod(0o666)
    shown.parent.chmod(0o555)
    with without_rights():
        store = SqlStore.open(str(shown))
        assert len(list(store.documents())) == 10
        with pytest.raises(LedgerUnavailable, match="read-only"):
            store.append(recorded())
        store.close()


def test_a_ledger_cannot_be_made_in_a_read_only_folder(shown):
    shown.parent.chmod(0o555)
    with without_rights(), pytest.raises(LedgerUnavailable, match="cannot be opened") as caught:
        SqlStore.open(str(shown.parent / "new.ledger"), create=True)
    assert caught.value.hint


def _told(path) -> bool:
    """Whether damage is told: by an error of the ledger when it is read, or by its problems. Any other error fails the test."""
    try:
        store = SqlStore.open(str(path))
    except LedgerError:
        return True
    try:
        if list(store.problems()):
            return True
        content(store)
    except LedgerError:
        return True
    finally:
        store.close()
    return False


def _words(path):
    store = SqlStore.open(str(path))
    held = {entry.document.id: entry.document.whole for entry in store.documents()}, [entry.claim for entry in store.claims(EVERYTHING)]
    store.close()
    return held


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bytes_are_told_or_change_no_word_and_no_claim(ledger, seed):
    before, chance = _words(ledger), random.Random(seed)
    damaged = bytearray(ledger.read_bytes())
    start = chance.randrange(len(damaged) - 64)
    for place in range(start, start + chance.choice((1, 8, 64))):
        damaged[place] ^= chance.randrange(1, 256)
    ledger.write_bytes(damaged)
    if not _told(ledger):
        texts, claims = _words(ledger)
        assert sorted(texts.values()) == sorted(before[0].values())
        assert [(claim.id, claim.quotes, claim.kind) for claim in claims] == [(claim.id, claim.quotes, claim.kind) for claim in before[1]]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_that_was_cut_short_is_told(ledger, share):
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[: int(len(whole) * share)])
    assert _told(ledger)
