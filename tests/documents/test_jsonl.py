import itertools
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.jsonl import documents_in_jsonl
from detente.documents.load import documents_from
from detente.documents.options import Options
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, InputError
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.model.record import document_to_record
from tests.stories import CORPUS, stories


def _line(**fields: object) -> bytes:
    return json.dumps({"text": "Talks begin on Monday.", **fields}).encode() + b"\n"


def _split(lines: list[bytes], options: Options | None = None) -> tuple[list[Document], list[Finding]]:
    items = list(documents_in_jsonl(lines, options, name="news.jsonl"))
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Finding)]


def test_a_line_gives_a_document_with_the_fields_of_the_ledger() -> None:
    record = {
        "id": "a-1",
        "url": "https://example.org/1",
        "publisher": "Example",
        "published": "2025-10-30T08:00:00+08:00",
        "title": "A deal",
        "text": "Talks begin.",
    }
    (document,), findings = _split([json.dumps(record).encode()])
    assert {name: getattr(document, name) for name in record} == record
    assert findings == []


def test_of_a_thousand_lines_one_bad_one_costs_only_itself() -> None:
    lines = [_line(id=f"d{n}") for n in range(1, 1001)]
    lines[416] = b'{"id": "d417", "text": "Talks\n'
    documents, findings = _split(lines)
    assert len(documents) == 999
    assert [(f.code, f.severity, f.subject) for f in findings] == [("bad-line", Severity.ERROR, "news.jsonl:417")]
    assert "not JSON" in findings[0].message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"text": ' + b"1" * 10_000 + b"}", "not JSON"),
        (b'"Talks begin."', "not a JSON object"),
        (b"{}", "no field 'text'"),
        (b'{"text": null}', "no field 'text'"),
        (b'{"text": ["Talks"]}', "'text' is not a string"),
        (b'{"text": "A", "title": 7}', "'title' is not a string"),
        (b'{"text": " \\u200b\\n"}', "no text"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "' + b"a" * MAX_BYTES + b'"}', "larger than 5 MB"),
    ],
)
def test_a_line_that_is_no_document_is_told_by_file_and_number(bad: bytes, message: str) -> None:
    documents, (finding,) = _split([_line(id="a"), bad, _line(id="b")])
    assert [document.id for document in documents] == ["a", "b"]
    assert finding.subject == "news.jsonl:2"
    assert message in finding.message


def test_blank_lines_count_and_are_no_fault() -> None:
    documents, (finding,) = _split([b"\n", _line(), b"  \r\n", b"bad"])
    assert (len(documents), finding.subject) == (1, "news.jsonl:4")


def test_unknown_fields_are_ignored_and_noted_once() -> None:
    documents, findings = _split([_line(tone="dry", n=1), _line(tone="wry"), _line(mood="calm")])
    assert len(documents) == 3
    assert [(f.code, f.severity, f.subject) for f in findings] == [
        ("unknown-field", Severity.NOTE, "news.jsonl:1"),
        ("unknown-field", Severity.NOTE, "news.jsonl:1"),
        ("unknown-field", Severity.NOTE, "news.jsonl:3"),
    ]


@pytest.mark.parametrize("published", ["yesterday", 1761811200, ["2025"], "2025-13-45"])
def test_a_date_that_cannot_be_read_leaves_the_document_undated_with_a_finding(published: object) -> None:
    (document,), (finding,) = _split([_line(published=published)])
    assert document.published is None
    assert (finding.code, finding.subject) == ("published-unreadable", "news.jsonl:1")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org/a", "https://", "http://a b"])
def test_an_address_that_is_none_is_dropped_with_a_finding(url: str) -> None:
    (document,), (finding,) = _split([_line(url=url)])
    assert document.url is None
    assert finding.code == "url-unreadable"


def test_options_fill_what_a_line_leaves_out_and_nothing_else() -> None:
    lines = [_line(), _line(published="2025-10-01", publisher="Own")]
    documents, findings = _split(lines, Options(published="2025-10-30", publisher="Given"))
    assert [(d.published, d.publisher) for d in documents] == [("2025-10-30", "Given"), ("2025-10-01", "Own")]
    assert findings == []


def test_a_given_url_cannot_be_that_of_all_lines() -> None:
    with pytest.raises(InputError):
        _split([_line()], Options(url="https://example.org"))


def test_an_id_is_the_records_own_else_a_hash_of_url_else_of_text() -> None:
    by_url = [_line(url="https://e.org/1"), _line(url="https://e.org/1", text="B")]
    documents, _ = _split([_line(id="own"), _line(id=7), *by_url, _line(), _line(title="x")])
    ids = [document.id for document in documents]
    assert ids[:2] == ["own", "7"]
    assert ids[2] == ids[3]
    assert len({*ids}) == 5


def test_foreign_lines_are_skipped_with_a_finding() -> None:
    documents, (finding,) = _split([_line(), _line(text="美国总统周二宣布，自七月一日起对进口钢铁征收关税。")])
    assert len(documents) == 1
    assert (finding.code, finding.subject) == ("not-english", "news.jsonl:2")


def test_a_file_without_any_good_line_is_an_error() -> None:
    with pytest.raises(DocumentError, match="no line is a document"):
        _split([b"{", b"["])
    with pytest.raises(DocumentError, match="empty"):
        _split([b"\n"])


def test_a_byte_order_mark_before_the_first_line_is_no_fault() -> None:
    assert _split([b"\xef\xbb\xbf" + _line()])[1] == []


def test_lone_surrogates_and_nuls_in_escapes_are_dropped() -> None:
    (document,), _ = _split([b'{"text": "A \\ud800deal\\u0000.", "title": "\\udfff", "id": "a\\ud800"}'])
    assert (document.text, document.title, document.id) == ("A deal.", "", "a")
    assert document.text_hash


def test_a_stream_of_any_length_is_read_in_constant_memory() -> None:
    def lines(count: int) -> Iterator[bytes]:
        return (_line(id=str(n), text="Talks begin. " * 50) for n in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in documents_in_jsonl(lines(count)):
            pass
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(10)
    assert peak(3000) < 2 * peak(100) + 100_000


def test_documents_come_as_soon_as_their_lines_are_there() -> None:
    endless = (_line(id=str(n)) for n in itertools.count())
    first = list(itertools.islice(documents_in_jsonl(endless), 3))
    assert [item.id for item in first if isinstance(item, Document)] == ["0", "1", "2"]


_TEXTS = st.text(min_size=1, max_size=80) | st.text("aT h\u0301e\xa0\u200b\n\r.  “–", min_size=1, max_size=80)


@given(title=_TEXTS, text=_TEXTS, weak=st.booleans())
def test_a_document_written_and_loaded_again_is_the_same_so_spans_never_shift(title: str, text: str, weak: bool) -> None:
    line = json.dumps({"title": title, "text": text, "published": "2025-10-30", "published_is_weak": weak, "language": "en"}).encode()
    try:
        first = documents_from("a.jsonl", line).documents
    except DocumentError:
        return
    for document in first:
        again = json.dumps(document_to_record(document) | {"language": "en"}).encode()
        assert documents_from("b.jsonl", again).documents == (document,)


def test_the_stories_are_loaded_as_they_are() -> None:
    held = [story for story in stories() if (CORPUS / story.name / "docs.jsonl").is_file()]
    assert held
    for story in held:
        loaded = documents_from("docs.jsonl", (CORPUS / story.name / "docs.jsonl").read_bytes())
        assert [document.whole for document in loaded.documents] == [document.whole for document in story.documents.values()]
        assert {finding.code for finding in loaded.findings} <= {"unknown-field"}


def test_what_the_stories_of_the_corpus_note_for_those_who_write_them_is_no_finding():
    found = list(documents_in_jsonl([b'{"text": "Talks begin in Rome.", "voice": "wire", "colour": "red"}']))
    assert [item.message for item in found if isinstance(item, Finding)] == ["The field 'colour' is not used; it is ignored in all lines."]
