"""A process that is killed while it appends: the ledger opens, is whole, and the run goes on without loss or doubles."""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from detente.model.recorded import RecordedReading
from detente.model.selection import EVERYTHING
from detente.store.sql import SqlStore
from tests import stories
from tests.postgresql import database

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
MOMENTS = 50
_BATCH = 2
_FORK = multiprocessing.get_context("fork")


class Moment(NamedTuple):
    """When a run is killed: so long after its start, or after its ledger is open, since making the tables may take longer than all else."""

    seconds: float
    counts_from_opening: bool


@cache
def recorded() -> list[RecordedReading]:
    return [RecordedReading(reading, NOW) for story in stories.stories()[:3] for reading in stories.readings(story.name)]


def batches():
    return [recorded()[start : start + _BATCH] for start in range(0, len(recorded()), _BATCH)]


def append_all(target: str, opened=None) -> None:
    store = SqlStore.open(target, create=True)
    if opened is not None:
        opened.set()
    for batch in batches():
        store.append(batch)
    store.close()


def content(store):
    documents = sorted(entry.document.id for entry in store.documents())
    claims = sorted((entry.claim.document.id, entry.claim.id) for entry in store.claims(EVERYTHING))
    return documents, claims, sorted(str(link) for _, link in store.links())


@pytest.fixture(scope="module")
def whole():
    store = SqlStore.open(":memory:", create=True)
    store.append(recorded())
    yield content(store)
    store.close()


def killed_after(moment: Moment, target: str) -> None:
    """Run the append and kill it at that moment."""
    opened = _FORK.Event()
    child = _FORK.Process(target=append_all, args=(target, opened))
    child.start()
    if moment.counts_from_opening:
        opened.wait()
    time.sleep(moment.seconds)
    os.kill(child.pid, signal.SIGKILL)
    child.join()


def held_after_opening(target: str) -> set[str]:
    store = SqlStore.open(target, create=True)
    assert list(store.problems()) == []
    held = {entry.document.id for entry in store.documents()}
    store.close()
    return held


def resumed(target: str):
    append_all(target)
    store = SqlStore.open(target)
    assert list(store.problems()) == []
    found = content(store)
    store.close()
    return found


def _survives(moments: list[Moment], targets, whole) -> int:
    """Kill at each moment; how many kills fell amid the appending."""
    amid = 0
    for moment in moments:
        with targets() as target:
            killed_after(moment, target)
            held = held_after_opening(target)
            for batch in batches():
                assert len({entry.reading.document.id for entry in batch} & held) in (0, len(batch))
            amid += 0 < len(held) < len(recorded())
            assert resumed(target) == whole
    return amid


def _moments(target: str, count: int) -> list[Moment]:
    """Half of them anywhere in a run, half while it appends."""
    opened = _FORK.Event()
    child = _FORK.Process(target=append_all, args=(target, opened))
    started = time.perf_counter()
    child.start()
    opened.wait()
    opening = time.perf_counter() - started
    child.join()
    whole_run = time.perf_counter() - started
    chance = random.Random(4)
    anywhere = [Moment(chance.uniform(0, whole_run), False) for _ in range(count - count // 2)]
    return anywhere + [Moment(chance.uniform(0, whole_run - opening), True) for _ in range(count // 2)]


class Files:
    """Each call gives a place for a new ledger file."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def __call__(self):
        self.count += 1
        return self

    def __enter__(self):
        return str(self.folder / f"{self.count}.ledger")

    def __exit__(self, *_):
        pass


@pytest.mark.slow
def test_a_file_survives_a_kill_at_any_moment(tmp_path, whole):
    moments = _moments(str(tmp_path / "timed.ledger"), MOMENTS)
    assert _survives(moments, Files(tmp_path), whole) >= MOMENTS // 5


@pytest.mark.slow
def test_a_database_survives_a_kill_of_its_client_at_any_moment(postgresql_server, postgresql_ledger, whole):
    moments = _moments(postgresql_ledger, MOMENTS // 5)
    assert _survives(moments, lambda: database(postgresql_server), whole) >= 2


def test_two_processes_that_append_the_same_and_other_things_lose_nothing(target, whole):
    SqlStore.open(target, create=True).close()
    children = [_FORK.Process(target=append_all, args=(target,)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    store = SqlStore.open(target)
    assert content(store) == whole
    assert list(store.problems()) == []
    store.close()


def _texts(path, count: int) -> None:
    lines = (
        {
            "id": f"r{n}",
            "published": "2025-03-01",
            "title": "",
            "text": f"Mexico will impose a tariff of {n % 90 + 1} percent on steel from Brazil. Report {n}.",
        }
        for n in range(count)
    )
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def _command(source, ledger) -> list[str]:
    return [str(Path(sys.executable).with_name("detente")), "read", str(source), "--ledger", str(ledger)]


def _count(ledger) -> int:
    store = SqlStore.open(str(ledger))
    held = len(list(store.documents()))
    store.close()
    return held


@pytest.mark.slow
def test_a_killed_reading_is_resumed_without_loss_or_doubles(tmp_path):
    source, ledger, reference = tmp_path / "docs.jsonl", tmp_path / "a.ledger", tmp_path / "b.ledger"
    _texts(source, 260)
    running = subprocess.Popen(_command(source, ledger), stderr=subprocess.DEVNULL)
    while not ledger.exists() or _count_or_none(ledger) == 0:
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    part = _count(ledger)
    assert 0 < part < 260
    done = subprocess.run(_command(source, ledger), stderr=subprocess.PIPE, text=True, check=True)
    assert f"{260 - part} documents" in done.stderr
    assert f"{part} known already" in done.stderr
    subprocess.run(_command(source, reference), stderr=subprocess.DEVNULL, check=True)
    stores = [SqlStore.open(str(path)) for path in (ledger, reference)]
    assert content(stores[0]) == content(stores[1])
    assert list(stores[0].problems()) == []
    for store in stores:
        store.close()


def _count_or_none(ledger) -> int:
    try:
        return _count(ledger)
    except Exception:  # the tables are being made
        return 0
