import codecs

import pytest

from detente.documents.refusal import MAX_BYTES, refuse_unreadable
from detente.errors import DocumentError


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"", "empty", ""),
        (b" \n\t\r\n", "empty", ""),
        (codecs.BOM_UTF8 + b"\n", "empty", ""),
        (b"%PDF-1.7\n...", "a PDF file, not text", "pdftotext"),
        (b"PK\x03\x04rest", "a ZIP archive or an office file, not text", "save the text"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture, not text", "picture"),
        (b"\xff\xd8\xff\xe0....", "a JPEG picture, not text", "picture"),
        (b"GIF89a....", "a GIF picture, not text", "picture"),
        (b"\x1f\x8b\x08....", "a gzip file, not text", "gunzip"),
        (b"{\\rtf1 text}", "an RTF file, not text", "save it as text"),
        (b"Tariffs\x00 on steel", "binary, not text", "UTF-8"),
        (bytes(range(1, 32)) * 20, "binary, not text", "UTF-8"),
        (b"a" * (MAX_BYTES + 1), "larger than 5 MB", "JSONL"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_what_they_are_and_what_to_do(data: bytes, message: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        refuse_unreadable(data, "report")
    assert (caught.value.message, caught.value.where) == (message, "report")
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [b"a" * MAX_BYTES, b"A deal.", "交渉".encode(), "A deal.".encode("utf-16"), b"A page\x0cbreak and a \x1b[1mbold\x1b[0m word"],
)
def test_text_is_not_refused(data: bytes) -> None:
    refuse_unreadable(data, "report")
