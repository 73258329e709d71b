import json

from tests import stories

DOCS = stories.CORPUS / "asia-tour-2025" / "docs.jsonl"


def test_a_ledger_goes_out_as_text_and_comes_back_the_same(call, tmp_path):
    first, second = tmp_path / "a.ledger", tmp_path / "b.ledger"
    call("read", DOCS, "--ledger", first)
    code, text, err = call("export", "--format", "text", "--ledger", first)
    assert (code, err) == (0, "")
    path = tmp_path / "a.txt"
    path.write_text(text)
    code, out, err = call("import", path, "--ledger", second)
    assert (code, out) == (0, "")
    assert "10 documents with 153 claims added, 0 known already" in err
    assert call("export", "--format", "text", "--ledger", second)[1] == text
    assert json.loads(call("claims", "--format", "json", "--ledger", second)[1]) == json.loads(
        call("claims", "--format", "json", "--ledger", first)[1]
    )


def test_a_mistake_is_told_by_its_line(call, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("detente ledger 1\n\ndocument a\nrecorded: 2026-01-01T00:00:00+00:00\ntitle: A\ncolour: red\ntext:\n| A.\n")
    code, out, err = call("import", path, "--ledger", tmp_path / "a.ledger")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert f"{path}:6: a document has no line `colour:`" in err
    assert not (tmp_path / "a.ledger").exists()


def test_reports_have_no_text_form(call):
    code, _, err = call("export", DOCS, "--format", "text")
    assert (code, "the text form is that of a ledger" in err) == (2, True)
