"""Processes that read a folder together: as one process would have, though one of them is killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pyarrow
import pytest
from distributed import LocalCluster
from pyarrow import parquet

from detente.app.back_filling.engine import Engine
from detente.app.back_filling.flow import back_fill, files_of
from detente.app.inputs import documents
from detente.app.ledger import Ledger
from detente.documents.options import Options
from detente.model.recorded import Appended
from detente.model.selection import EVERYTHING
from detente.store.sql import SqlStore
from tests import stories

FILES, A_FILE = 8, 12


def record(number: int) -> dict[str, str]:
    text = f"Mexico will impose a tariff of {number % 90 + 1} percent on steel from Brazil. Report {number}."
    return {"id": f"r{number}", "url": f"https://example.org/{number}", "published": "2025-03-01", "title": f"Steel {number}", "text": text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Partitions of both forms, one line of them bad, and a story."""
    made = tmp_path / "archive"
    (made / "deeper").mkdir(parents=True)
    for number in range(FILES):
        records = [record(number * A_FILE + place) for place in range(A_FILE)]
        if number % 2:
            parquet.write_table(pyarrow.Table.from_pylist(records), made / "deeper" / f"{number}.parquet")
        else:
            lines = [json.dumps(held) for held in records]
            (made / f"{number}.jsonl").write_text("\n".join([*lines[:2], "{broken", *lines[2:]] if number == 4 else lines))
    (made / "story.jsonl").write_bytes((stories.CORPUS / "trade-war-2018" / "docs.jsonl").read_bytes())
    (made / "damaged.parquet").write_bytes(b"PAR1 and no more")
    return made


def content(ledger: str):
    """All that was read, whenever it was recorded."""
    store = SqlStore.open(ledger)
    assert list(store.problems()) == []
    found = (
        [held.document for held in store.documents()],
        [held.claim for held in store.claims(EVERYTHING)],
        list(store.links()),
    )
    store.close()
    return found


def held_in(ledger: str) -> int:
    store = SqlStore.open(ledger)
    count = sum(1 for _ in store.documents())
    store.close()
    return count


def workers_of(pid: int) -> list[psutil.Process]:
    return [child for child in psutil.Process(pid).children() if any("spawn_main" in word for word in child.cmdline())]


def read_with_a_worker_killed(folder: Path, ledger: str) -> subprocess.CompletedProcess[str]:
    """The command, run to its end in a folder below; one worker is killed when the first files are held and others are being read."""
    command = [str(Path(sys.executable).with_name("detente")), "read", folder.name, "--engine", "dask", "--jobs", "2", "--ledger", ledger]
    running = subprocess.Popen(
        command, cwd=folder.parent, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stderr
    said = []
    for line in running.stderr:
        said.append(line)
        if " files: " in line and len(said) < FILES:
            os.kill(workers_of(running.pid)[0].pid, signal.SIGKILL)
            held = held_in(ledger)
            break
    out, rest = running.communicate()
    assert 0 < held < FILES * A_FILE
    return subprocess.CompletedProcess(command, running.returncode, out, "".join(said) + rest)


@pytest.mark.slow
def test_a_folder_read_by_processes_of_which_one_is_killed_is_the_ledger_that_one_process_makes(folder, postgresql_ledger, tmp_path):
    reference = str(tmp_path / "one.ledger")
    with Ledger(reference) as ledger:
        alone = ledger.read(documents([str(folder)], Options(), stdin=sys.stdin.buffer, notice=lambda _: None))
    done = read_with_a_worker_killed(folder, postgresql_ledger)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{folder / '4.jsonl'}:3: The line is skipped: not JSON" in done.stderr
    assert f"{folder / 'damaged.parquet'}: The file is not read: not Parquet that can be read" in done.stderr
    assert f"{FILES + 2} of {FILES + 2} files" in done.stderr
    assert "Traceback" not in done.stderr
    password = postgresql_ledger.split(":")[2].split("@")[0]
    assert password not in done.stderr
    assert content(postgresql_ledger) == content(reference)
    assert alone.claims > FILES * A_FILE

    told = []
    with LocalCluster(n_workers=1, threads_per_worker=2, memory_limit=0, dashboard_address="127.0.0.1:0") as cluster:
        again = back_fill(
            files_of(folder, told.append),
            postgresql_ledger,
            engine=Engine(cluster.scheduler_address),
            workers=0,
            published=None,
            publisher=None,
            notice=told.append,
            on_progress=told.append,
        )
    assert again.appended == Appended(0, 0, alone.documents)
    assert [state.done for state in told if hasattr(state, "done")] == list(range(1, FILES + 3))
