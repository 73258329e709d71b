"""Bytes that are no text: empty, too large, or a file of another kind, told by its first bytes."""

import codecs

from detente.errors import DocumentError

MAX_BYTES = 5_000_000

_CONVERT = "convert it to text first, for example with pdftotext"
_UNPACK = "unpack it first; of a word processor's file save the text"
_PICTURE = "a picture holds no text"
# First bytes, what they tell, what to do about it.
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", _CONVERT),
    (b"PK\x03\x04", "a ZIP archive or an office file", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file", "save it as text first"),
    (b"{\\rtf", "an RTF file", "save it as text first"),
    (b"\x1f\x8b", "a gzip file", "unpack it first, for example with gunzip"),
    (b"BZh", "a bzip2 file", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF87a", "a GIF picture", _PICTURE),
    (b"GIF89a", "a GIF picture", _PICTURE),
    (b"SQLite format 3\x00", "an SQLite database", "a ledger is opened with --ledger"),
    (b"PAR1", "a Parquet file", "name it as a file that ends in .parquet"),
)
WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
_SAMPLE = 65_536
_MOST_CONTROLS = 0.02


def _mostly_controls(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(sample)


def refuse_unreadable(data: bytes, where: str) -> None:
    """Raise DocumentError for bytes that cannot be a text document; say what they are and what to do."""
    if len(data) > MAX_BYTES:
        raise DocumentError("larger than 5 MB", where=where, hint="cut it into its reports, or use JSONL, a document a line")
    for start, kind, hint in _KINDS:
        if data.startswith(start):
            raise DocumentError(f"{kind}, not text", where=where, hint=hint)
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise DocumentError("empty", where=where)
    if data.startswith(WIDE_MARKS):
        return
    if b"\x00" in data or _mostly_controls(data):
        raise DocumentError("binary, not text", where=where, hint="save it as UTF-8 text")
