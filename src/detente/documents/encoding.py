"""Bytes to characters.

In: the bytes of a text and the charset that its container declares. Out: the text, and how sure the charset is.

Holds: a byte order mark goes first, then the zero bytes that UTF-16 and UTF-32 have beside the first characters, then
UTF-8, since other text is hardly ever valid UTF-8 by chance, then the declared charset. Nothing raises: bytes outside the
charset become U+FFFD and are told.
"""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Which of the first four bytes are zero in markup without such a mark: no text in another charset begins so.
_ZEROS: dict[tuple[bool, ...], str] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
# What pages that say Latin-1 or ASCII are written in, as browsers read them.
_WESTERN = "cp1252"
_READ_AS_WESTERN = ("iso8859-1", "ascii")
# Python's own notations, which are no charsets of documents.
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "undefined")
# Share of ASCII from which a text is in Latin letters, whatever its language.
_LATIN = 0.7
_BEYOND_ASCII = bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True)
class Decoded:
    """`note` is a whole sentence where the charset was guessed or bytes were lost, else None."""

    text: str
    charset: str
    note: str | None


def _known(charset: str | None) -> str | None:
    """Python's name of a text charset, None for one that it does not know."""
    try:
        codec = codecs.lookup((charset or "").strip())
        b"ab".decode(codec.name, "replace")
    except (LookupError, ValueError):
        return None
    if codec.name in _NO_CHARSETS:
        return None
    return _WESTERN if codec.name in _READ_AS_WESTERN else codec.name


def _strictly(data: bytes, charset: str) -> Decoded | None:
    try:
        return Decoded(data.decode(charset), charset, None)
    except UnicodeError:
        return None


def _damaged(data: bytes, charset: str) -> Decoded:
    return Decoded(data.decode(charset, "replace"), charset, f"Some bytes are not {charset}; they are read as U+FFFD.")


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes broken or cut off, but not another charset read as UTF-8."""
    held = _damaged(data, "utf-8")
    lost = held.text.count("\ufffd")
    beyond_ascii = len(held.text) - len(held.text.encode("ascii", "ignore")) - lost
    return held if beyond_ascii > lost else None


def _guessed(data: bytes) -> Decoded:
    is_western = len(data.translate(None, _BEYOND_ASCII)) >= _LATIN * len(data)
    best = None if is_western else from_bytes(data).best()
    charset = best.encoding if best else _WESTERN
    return Decoded(data.decode(charset, "replace"), charset, f"The charset is not declared; it is read as {charset}.")


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """The text of the bytes; `declared` is the charset that a page or server names, or None."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _strictly(data, charset) or _damaged(data, charset)
    unmarked, known = _ZEROS.get(tuple(byte == 0 for byte in data[:4])), _known(declared)
    for likely in (unmarked, "utf-8", known):
        if likely and (held := _strictly(data, likely)):
            return held
    if held := _mostly_utf8(data):
        return held
    return _damaged(data, known) if known else _guessed(data)
