import json

import pytest

from tests import stories

DOCS = stories.CORPUS / "asia-tour-2025" / "docs.jsonl"


@pytest.fixture
def ledger(call, tmp_path):
    path = tmp_path / "a.ledger"
    lines = [json.loads(line) for line in DOCS.read_text().splitlines()]
    for number, text in enumerate((lines[0]["text"], lines[0]["text"] + "\n\nCorrected at noon.")):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps({**lines[0], "text": text}))
        assert call("read", file, "--ledger", path)[0] == 0
    return path


def test_a_changed_report_is_told_below_the_changes_of_matters(call, ledger):
    code, out, _ = call("changes", "--ledger", ledger)
    assert code == 0
    matters, _, reports = out.partition("── Changed reports")
    assert "impose" in matters
    assert "  + Corrected at noon." in reports
    _, alone, _ = call("changes", "--reports", "--ledger", ledger)
    assert "  + Corrected at noon." in alone
    assert "impose: threatened" not in alone.splitlines()[0]


def test_json_of_reports_has_lines_and_claims(call, ledger):
    _, out, _ = call("changes", "--reports", "--ledger", ledger, "--format", "json")
    (record,) = json.loads(out)
    assert record["text"] == [{"before": [], "after": ["Corrected at noon."]}]
    assert all(claim["after"] is None for claim in record["claims"])  # the reader of these tests knows the first text only


def test_a_named_reader_is_told_everything_once_and_a_peek_moves_nothing(call, ledger):
    asked = ("changes", "--reader", "Ana", "--ledger", ledger)
    first, peek = call(*asked, "--peek")[1], call(*asked, "--peek", "--format", "json")[1]
    assert len(json.loads(peek)) > 0
    assert call(*asked)[1] == first
    assert call(*asked)[1].startswith("nothing new for Ana, since 20")
    assert json.loads(call(*asked, "--format", "json")[1]) == []
    assert call("changes", "--reader", "Ben", "--ledger", ledger)[1] == first


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--peek",), "--reader"), (("--reader", "Ana", "--as-of", "2026-01-01"), "present"), (("--reader", " "), "name")],
)
def test_what_cannot_be_asked_is_told(call, ledger, arguments, words):
    code, out, err = call("changes", *arguments, "--ledger", ledger)
    assert (code, out, words in err) == (2, "", True)


def test_a_ledger_without_changed_reports_says_so(call, tmp_path):
    path = tmp_path / "b.ledger"
    call("read", DOCS, "--ledger", path)
    assert call("changes", "--reports", "--ledger", path)[1] == "no report was changed\n"
