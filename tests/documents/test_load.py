import hashlib

import pytest

from detente.documents.load import Fetched, documents_at, documents_from
from detente.documents.options import Options
from detente.errors import DocumentError, InputError

_TEXT = b"US to tax steel\n\nThe United States will impose a duty of 25 per cent on steel.\n"
_MARKDOWN = b"---\ntitle: US to tax steel\n---\nThe **duty** is 25%.\n"
_PAGE = b"<!doctype html><html><body><article><h1>US to tax steel</h1><p>The duty is 25%.</p></article></body></html>"
_LINES = b'{"title": "US to tax steel", "text": "The duty is 25%."}\n{"text": "Another."}\n'


@pytest.mark.parametrize(
    ("name", "data", "texts"),
    [
        ("a.txt", _TEXT, ["The United States will impose a duty of 25 per cent on steel."]),
        ("a.TXT", _TEXT, ["The United States will impose a duty of 25 per cent on steel."]),
        ("a.md", _MARKDOWN, ["The duty is 25%."]),
        ("a.txt", b"The **duty** is 25%.", ["The **duty** is 25%."]),
        ("a.html", _PAGE, ["The duty is 25%."]),
        ("a.htm", b"Just words.", ["Just words."]),
        ("a.jsonl", _LINES, ["The duty is 25%.", "Another."]),
    ],
)
def test_the_suffix_tells_the_format(name: str, data: bytes, texts: list[str]) -> None:
    assert [document.text for document in documents_from(name, data).documents] == texts


@pytest.mark.parametrize("name", ["-", "report", "report.php", "report.v2"])
@pytest.mark.parametrize("data", [_TEXT, _MARKDOWN, _PAGE, _LINES])
def test_without_a_known_suffix_the_content_tells_the_format(name: str, data: bytes) -> None:
    documents = documents_from(name, data).documents
    assert documents[0].title == "US to tax steel"
    assert "**" not in documents[0].text
    assert "<" not in documents[0].text
    assert len(documents) == (2 if data is _LINES else 1)


@pytest.mark.parametrize("data", [b'<?xml version="1.0"?><rss><channel/></rss>', b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>"])
def test_a_feed_is_no_document(data: bytes) -> None:
    with pytest.raises(DocumentError, match="XML"):
        documents_from("-", data)


def test_what_options_say_goes_into_the_document() -> None:
    options = Options(published="2025-10-30", publisher=" Example  Times ", url="https://example.org/a")
    (document,) = documents_from("a.txt", _TEXT, options).documents
    assert (document.published, document.publisher, document.url) == ("2025-10-30", "Example Times", "https://example.org/a")


def test_without_a_date_the_date_is_unknown() -> None:
    assert documents_from("a.txt", _TEXT).documents[0].published is None


def test_a_given_date_that_cannot_be_read_is_an_input_error() -> None:
    with pytest.raises(InputError, match="not a date: 'yesterday'") as caught:
        Options(published="yesterday")
    assert not isinstance(caught.value, DocumentError)


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/a", "javascript:alert(1)"])
def test_a_given_url_that_is_no_address_is_an_input_error(url: str) -> None:
    with pytest.raises(InputError):
        Options(url=url)


def test_a_date_in_front_matter_that_cannot_be_read_is_a_finding_and_unknown() -> None:
    loaded = documents_from("a.md", b"---\npublished: some day\n---\nA deal.")
    assert loaded.documents[0].published is None
    assert [(f.code, f.subject) for f in loaded.findings] == [("published-unreadable", "a.md")]


def test_the_same_text_has_the_same_id_whatever_its_name_and_line_ends() -> None:
    first, second = (documents_from(*pair).documents[0] for pair in (("a.txt", _TEXT), ("b.txt", _TEXT.replace(b"\n", b"\r\n"))))
    assert first.id == second.id
    assert len(first.id) == 16
    assert documents_from("a.txt", _TEXT + b"More.").documents[0].id != first.id


def test_the_id_of_a_document_with_a_url_stays_when_its_text_changes() -> None:
    options = Options(url="https://example.org/a")
    first, second = (documents_from("-", data, options).documents[0] for data in (_TEXT, _TEXT + b"More."))
    assert first.id == second.id
    assert first.text_hash != second.text_hash


def test_what_is_loaded_names_the_bytes_it_came_from() -> None:
    assert documents_from("a.txt", _TEXT).digest == hashlib.sha256(_TEXT).hexdigest()


def test_a_guessed_charset_is_noted() -> None:
    loaded = documents_from("a.txt", "The minister called it “a mistake”.".encode("cp1252"))
    assert loaded.documents[0].text == "The minister called it “a mistake”."
    assert [(f.code, f.subject) for f in loaded.findings] == [("charset", "a.txt")]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "-"])
def test_nothing_is_an_error_in_every_format(name: str) -> None:
    with pytest.raises(DocumentError, match="empty"):
        documents_from(name, b"\n")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "-"])
@pytest.mark.parametrize("data", [b"%PDF-1.4 x", b"PK\x03\x04 x", b"A\x00B", b"a" * 5_000_001])
def test_binary_and_oversized_bytes_are_an_error_in_every_format(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        documents_from(name, data)
    assert caught.value.where == name
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"0123456789 " * 18_000, b"for (int i = 0; i < n; i++) { total += rate[i]; }\n" * 100])
def test_long_text_that_is_no_prose_is_still_a_document(data: bytes) -> None:
    loaded = documents_from("a.txt", data)
    assert len(loaded.documents) == 1
    assert loaded.findings == ()


def _answer(data: bytes, *, media_type: str | None, charset: str | None = None, url: str = "https://example.org/last") -> Fetched:
    return Fetched(url=url, data=data, media_type=media_type, charset=charset)


def test_an_address_is_fetched_and_the_last_one_becomes_the_url() -> None:
    asked = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        return _answer(_PAGE, media_type="text/html; charset=utf-8", url="https://example.org/last#top")

    (document,) = documents_at("https://example.org/first", fetch).documents
    assert asked == ["https://example.org/first"]
    assert (document.url, document.title, document.text) == ("https://example.org/last", "US to tax steel", "The duty is 25%.")


def test_a_given_url_goes_before_the_fetched_one() -> None:
    options = Options(url="https://example.org/own")
    assert (
        documents_at("https://e.org/a", lambda _: _answer(_PAGE, media_type="text/html"), options).documents[0].url
        == "https://example.org/own"
    )


@pytest.mark.parametrize(
    ("media_type", "url", "data"),
    [
        ("text/html", "https://e.org/a.txt", _PAGE),
        ("text/plain", "https://e.org/a.md?x=1", _MARKDOWN),
        (None, "https://e.org/", _PAGE),
        ("application/octet-stream", "https://e.org/steel", _TEXT),
        ("application/x-ndjson", "https://e.org/all", _LINES),
        ("text/plain", "https://e.org/all", _LINES),
    ],
)
def test_media_type_then_path_then_content_tell_the_format_of_what_was_fetched(media_type: str | None, url: str, data: bytes) -> None:
    document = documents_at(url, lambda _: _answer(data, media_type=media_type, url=url)).documents[0]
    assert document.title == "US to tax steel"
    assert "**" not in document.text
    assert "<" not in document.text


def test_the_charset_of_the_server_is_used() -> None:
    data = "A “deal” in Łódź.".encode("cp1250")
    loaded = documents_at("https://e.org/a", lambda _: _answer(data, media_type="text/plain", charset="windows-1250"))
    assert loaded.documents[0].text == "A “deal” in Łódź."
    assert loaded.findings == ()


def test_a_fetched_pdf_is_an_error_that_names_the_address() -> None:
    with pytest.raises(DocumentError, match=r"https://e\.org/a: a PDF file"):
        documents_at("https://e.org/a", lambda _: _answer(b"%PDF-1.7", media_type="application/pdf"))


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/hosts", "https://", "example.org"])
def test_only_http_addresses_are_fetched(url: str) -> None:
    with pytest.raises(InputError):
        documents_at(url, lambda _: pytest.fail("fetched"))
