"""What a worker does with its file, here in this process."""

import json

import pytest

from detente.app.back_filling.work import MOST_ALIKE, Task, own_version, read_file, shortened
from detente.app.ledger import Ledger
from detente.documents.options import Options
from detente.errors import EngineUnavailable, LedgerUnavailable
from detente.model.finding import Finding, Severity


def task(path, ledger, **fields):
    return Task(
        **{"path": path, "ledger": str(ledger), "options": Options(publisher="Wire"), "model": False, "version": own_version(), **fields}
    )


@pytest.fixture
def ledger(tmp_path):
    Ledger(tmp_path / "a.ledger").close()
    return tmp_path / "a.ledger"


@pytest.fixture
def partition(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(f"{json.dumps({'id': str(number), 'text': f'Talks number {number} begin.'})}\n" for number in range(3)) + "broken\n"
    )
    return path


def test_a_file_is_appended_once(partition, ledger):
    first, second = read_file(task(partition, ledger)), read_file(task(partition, ledger))
    assert (first.appended.documents, first.appended.known) == (3, 0)
    assert (second.appended.documents, second.appended.known) == (0, 3)
    assert [finding.subject for finding in first.findings] == [f"{partition}:4"]
    with Ledger(ledger, create=False) as held:
        assert {document.document.publisher for document in held.documents()} == {"Wire"}


def test_what_an_engine_may_log_of_a_task_holds_no_password(partition):
    assert "secret" not in repr(task(partition, "postgresql://ana:secret@host/ledger"))


def test_a_worker_of_another_version_refuses(partition, ledger):
    with pytest.raises(EngineUnavailable, match=r"a worker has version .* this is 99"):
        read_file(task(partition, ledger, version="99"))


def test_a_worker_that_does_not_see_the_file_says_so(tmp_path, ledger):
    with pytest.raises(EngineUnavailable, match=r"missing\.jsonl: a worker does not see this file"):
        read_file(task(tmp_path / "missing.jsonl", ledger))


def test_a_ledger_that_is_not_there_is_not_made_by_a_worker(partition, tmp_path):
    with pytest.raises(LedgerUnavailable, match="no such ledger"):
        read_file(task(partition, tmp_path / "missing.ledger"))


def test_of_many_findings_of_one_sort_the_first_are_told_and_how_many_more():
    many = [Finding("not-english", Severity.WARNING, f"a:{number}", "Skipped.") for number in range(MOST_ALIKE + 1500)]
    other = Finding("bad-line", Severity.ERROR, "a:7", "Skipped.")
    found = list(shortened([*many, other], "a"))
    assert found[:-1] == [*many[:MOST_ALIKE], other]
    assert (found[-1].subject, found[-1].message) == ("a", "1,500 more of this sort: not-english.")
