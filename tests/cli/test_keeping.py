import sqlite3

import pytest

from tests import stories

STORY = stories.CORPUS / "eu-us-2025" / "docs.jsonl"


@pytest.fixture
def ledger(call, tmp_path):
    path = tmp_path / "a.ledger"
    assert call("read", STORY, "--ledger", path)[0] == 0
    return path


def test_a_whole_ledger_is_said_to_be_whole(call, ledger):
    code, out, _ = call("verify", "--ledger", ledger)
    assert (code, "the ledger is whole" in out) == (0, True)
    assert call("verify", "--ledger", ledger, "--format", "json")[:2] == (0, "[]\n")


def test_what_is_wrong_is_listed_with_its_place_and_exit_code_1(call, ledger):
    with sqlite3.connect(ledger) as connection:
        (name,) = connection.execute("SELECT id FROM documents ORDER BY id LIMIT 1").fetchone()
        connection.execute("UPDATE documents SET title = 'Another title' WHERE id = ?", (name,))
    connection.close()
    code, out, _ = call("verify", "--ledger", ledger)
    assert code == 1
    assert name in out
    assert "things are wrong" in out
    code, out, _ = call("verify", "--ledger", ledger, "--format", "csv")
    assert (code, out.splitlines()[0]) == (1, "code,severity,subject,message")


def test_findings_about_reports_are_no_damage(call, ledger):
    assert call("verify", "--ledger", ledger, "--findings")[0] == 0


def test_a_backup_is_a_ledger(call, ledger, tmp_path):
    copy = tmp_path / "copy.ledger"
    assert call("backup", copy, "--ledger", ledger)[0] == 0
    assert call("claims", "--ledger", copy, "--format", "json") == call("claims", "--ledger", ledger, "--format", "json")
    code, _, err = call("backup", copy, "--ledger", ledger)
    assert (code, "there already" in err, len(err.splitlines())) == (2, True, 1)


@pytest.mark.parametrize("command", ["claims", "threads", "verify", "due"])
def test_a_damaged_file_is_one_line_and_exit_code_2(call, ledger, command):
    ledger.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    code, out, err = call(command, "--ledger", ledger)
    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_a_server_that_is_not_there_is_one_line_and_exit_code_2(call):
    code, out, err = call("read", STORY, "--ledger", "postgresql://ana:secret@127.0.0.1:1/x")
    assert (code, out) == (2, "")
    assert "cannot be reached" in err.splitlines()[-1]
    assert "secret" not in err


def test_a_postgresql_ledger_is_read_into_and_asked_like_a_file(call, ledger, postgresql_ledger):
    assert call("read", STORY, "--ledger", postgresql_ledger)[0] == 0
    assert call("verify", "--ledger", postgresql_ledger)[0] == 0
    for question in (["threads"], ["conflicts"], ["search", "tariff"], ["dyad", "EU", "USA"]):
        assert call(*question, "--ledger", postgresql_ledger, "--format", "json") == call(*question, "--ledger", ledger, "--format", "json")
