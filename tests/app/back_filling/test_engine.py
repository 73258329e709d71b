"""What may go wrong with an engine, each a clear error; the scheduler is in this process."""

import sys

import pytest
from distributed import LocalCluster

from detente.app.back_filling import engine as engines
from detente.app.back_filling import flow
from detente.app.back_filling.engine import Engine, engine_named, opened
from detente.app.back_filling.flow import back_fill
from detente.app.back_filling.work import Outcome
from detente.errors import EngineUnavailable, InputError, LedgerUnavailable
from detente.model.recorded import Appended


@pytest.mark.parametrize(
    ("name", "address"), [("dask", None), ("dask://host:8786", "tcp://host:8786"), ("dask+tls://10.0.0.1:1", "tls://10.0.0.1:1")]
)
def test_an_engine_is_named(name, address):
    assert engine_named(name) == Engine(address)


@pytest.mark.parametrize("name", ["ray", "dask://", "dask:", "dask+tls", "dask://host", "dask://host:port", "tcp://host:8786"])
def test_other_names_are_refused(name):
    with pytest.raises(InputError) as caught:
        engine_named(name)
    assert (caught.value.where, bool(caught.value.hint)) == ("--engine", True)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineUnavailable, match=r"not installed.*detente\[dask\]"), opened(Engine(None), workers=1):
        pass


def test_a_scheduler_that_cannot_be_reached_is_a_clear_error(monkeypatch):
    monkeypatch.setattr(engines, "_CONNECT_SECONDS", 0.2)
    with (
        pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:1: the scheduler cannot be reached"),
        opened(Engine("tcp://127.0.0.1:1"), workers=1),
    ):
        pass


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as held:
        yield held


def run(cluster, tmp_path, files=("a.jsonl", "b.jsonl", "c.jsonl"), on_progress=lambda _: None):
    told = []
    filled = back_fill(
        [tmp_path / name for name in files],
        "postgresql://nowhere",
        engine=Engine(cluster.scheduler_address),
        workers=0,
        published=None,
        publisher=None,
        notice=told.append,
        on_progress=on_progress,
    )
    return filled, told


@pytest.fixture
def reading(monkeypatch):
    """Put a function in the place of what workers do."""

    class Held:
        def __init__(self, _):
            pass

        def close(self):
            pass

    monkeypatch.setattr(flow, "OpenLedger", Held)
    return lambda function: monkeypatch.setattr(flow, "read_file", function)


def test_a_file_that_a_worker_fails_at_is_told_and_the_others_are_read(cluster, reading, tmp_path):
    def read(task):
        if task.path.name == "b.jsonl":
            raise RuntimeError("no such luck\nin detail")
        return Outcome(task.path, Appended(2, 3, 1), ())

    reading(read)
    filled, (finding,) = run(cluster, tmp_path)
    assert filled.appended == Appended(4, 6, 2)
    assert filled.unread == (tmp_path / "b.jsonl",)
    assert (finding.subject, finding.message) == (f"{tmp_path / 'b.jsonl'}", "The file is given up: RuntimeError: no such luck.")


def test_an_error_of_the_ledger_ends_the_run_as_it_is(cluster, reading, tmp_path):
    def read(_):
        raise LedgerUnavailable("the disk is full", where="postgresql://nowhere", hint="free some space")

    reading(read)
    with pytest.raises(LedgerUnavailable, match=r"postgresql://nowhere: the disk is full \(free some space\)"):
        run(cluster, tmp_path)


def test_a_scheduler_without_a_worker_is_a_clear_error(monkeypatch):
    monkeypatch.setattr(engines, "_FIRST_WORKER_SECONDS", 0.2)
    with LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty:  # noqa: SIM117
        with pytest.raises(EngineUnavailable, match="no worker"), opened(Engine(empty.scheduler_address), workers=1):
            pass


def test_workers_that_are_gone_are_noticed(monkeypatch, reading, tmp_path):
    monkeypatch.setattr(flow, "_QUIET_SECONDS", 0.2)
    reading(lambda task: Outcome(task.path, Appended(1, 0, 0), ()))
    names = tuple(f"{number}.jsonl" for number in range(200))
    with LocalCluster(n_workers=1, processes=False, dashboard_address="127.0.0.1:0") as failing:  # noqa: SIM117
        with pytest.raises(EngineUnavailable, match="no worker is left"):
            run(failing, tmp_path, names, on_progress=lambda state: state.done > 1 or failing.sync(failing.workers[0].close))


def test_a_scheduler_that_is_gone_is_noticed(monkeypatch, reading, tmp_path):
    monkeypatch.setattr(engines, "_CONNECT_SECONDS", 0.5)
    reading(lambda task: Outcome(task.path, Appended(1, 0, 0), ()))
    names = tuple(f"{number}.jsonl" for number in range(200))
    with LocalCluster(n_workers=1, processes=False, dashboard_address="127.0.0.1:0") as failing:  # noqa: SIM117
        with pytest.raises(EngineUnavailable, match=r"connection to the scheduler was lost.*run it again"):
            run(failing, tmp_path, names, on_progress=lambda _: failing.close())
