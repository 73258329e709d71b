import io
import json
from pathlib import Path

import pytest

from detente.app.inputs import bounded_lines, documents
from detente.documents.options import Options
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, FetchError, InputError
from detente.model.document import Document
from detente.model.finding import Finding


def _read(*names: object, stdin: bytes = b"", options: Options | None = None) -> tuple[list[Document], list[Finding]]:
    findings: list[Finding] = []
    found = list(documents([str(name) for name in names], options or Options(), stdin=io.BytesIO(stdin), notice=findings.append))
    return found, findings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.md").write_text("# Second\n\nTalks end.")
    (tmp_path / "a.txt").write_text("First\n\nTalks begin.")
    (tmp_path / "c.jsonl").write_text('{"title": "Third", "text": "A"}\nbroken\n{"title": "Fourth", "text": "B"}\n')
    return tmp_path


def test_a_file_is_read(folder: Path) -> None:
    (document,), findings = _read(folder / "a.txt")
    assert (document.title, findings) == ("First", [])


def test_standard_input_is_read_as_text() -> None:
    (document,), _ = _read("-", stdin=b"US to tax steel\n\nThe duty is 25%.", options=Options(published="2025-10-30"))
    assert (document.title, document.text, document.published) == ("US to tax steel", "The duty is 25%.", "2025-10-30")


def test_standard_input_may_hold_more_than_a_document_when_it_is_jsonl() -> None:
    line = json.dumps({"text": "Talks begin. " * 100_000}).encode() + b"\n"
    found, _ = _read("-", stdin=line * 5)
    assert len(line) * 5 > MAX_BYTES
    assert len(found) == 5


def test_a_folder_gives_its_files_in_order_of_name(folder: Path) -> None:
    found, findings = _read(folder)
    assert [document.title for document in found] == ["First", "Second", "Third", "Fourth"]
    assert [(finding.code, finding.subject) for finding in findings] == [("bad-line", f"{folder}/c.jsonl:2")]


def test_a_bad_file_in_a_folder_is_a_finding_and_the_others_are_read(folder: Path) -> None:
    (folder / "aa.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (folder / "ab.html").write_bytes(b"")
    found, findings = _read(folder)
    assert len(found) == 4
    unread = [(finding.subject, finding.message) for finding in findings if finding.code == "unreadable"]
    assert unread == [
        (f"{folder}/aa.txt", "The file is not read: a PNG picture, not text (a picture holds no text)."),
        (f"{folder}/ab.html", "The file is not read: empty."),
    ]


def test_files_of_other_formats_in_a_folder_are_passed_over_and_told(folder: Path) -> None:
    (folder / "data.csv").write_text("a,b")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    (folder / ".hidden.txt").write_text("A secret.")
    found, findings = _read(folder)
    assert len(found) == 4
    (note,) = (finding for finding in findings if finding.code == "format-unknown")
    assert note.message == "2 files are not read, for their suffix: .csv, .pdf."


def test_a_folder_without_a_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no document in this folder"):
        _read(tmp_path)


@pytest.mark.parametrize("name", ["missing.txt", "x" * 5000, "missing/a.txt"])
def test_a_file_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError):
        _read(tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"\n", b"%PDF-1.7", b"a\x00b", b"a" * (MAX_BYTES + 1)])
def test_a_single_input_that_is_no_document_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"report\.txt"):
        _read(path)
    with pytest.raises(DocumentError):
        _read("-", stdin=data)


def test_a_bad_name_stops_the_run_before_the_first_document_is_given(folder: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        documents([str(folder / "a.txt"), str(folder / "missing.txt")], Options(), stdin=io.BytesIO(), notice=lambda _: None)


def test_a_url_names_one_document_only(folder: Path) -> None:
    options = Options(url="https://example.org/a")
    for names in ([folder], [folder / "c.jsonl"], [folder / "a.txt", folder / "b.md"]):
        with pytest.raises(InputError):
            _read(*names, options=options)


def test_addresses_of_this_machine_are_not_fetched() -> None:
    with pytest.raises(FetchError, match="private network"):
        _read("http://127.0.0.1:9/report")


def test_other_schemes_are_no_files() -> None:
    with pytest.raises(InputError, match="not an http"):
        _read("ftp://example.org/report.txt")


def test_a_line_of_any_length_is_held_no_further_than_the_limit() -> None:
    stream = io.BytesIO(b"first\n" + b"a" * (3 * MAX_BYTES) + b"\nlast")
    assert [len(line) for line in bounded_lines(stream)] == [6, MAX_BYTES + 1, 4]
