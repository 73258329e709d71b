import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.encoding import decoded

_QUOTED = "The minister called it “a mistake” – and said so in Genève."


def test_utf8_needs_no_note() -> None:
    held = decoded(_QUOTED.encode())
    assert (held.text, held.charset, held.note) == (_QUOTED, "utf-8", None)


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_charset_and_is_no_text(mark: bytes, charset: str) -> None:
    held = decoded(mark + _QUOTED.encode(charset))
    assert held.text == _QUOTED
    assert held.note is None


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_charset_is_known_by_its_zero_bytes_where_it_has_no_mark(charset: str) -> None:
    held = decoded('<?xml version="1.0"?><p>Zölle “auf Wein”</p>'.encode(charset))
    assert (held.text, held.charset, held.note) == ('<?xml version="1.0"?><p>Zölle “auf Wein”</p>', charset, None)


@pytest.mark.parametrize("charset", ["cp1252", "cp1250", "mac-roman"])
def test_a_declared_charset_is_used_without_a_note(charset: str) -> None:
    held = decoded(_QUOTED.replace("è", "é").encode(charset), declared=charset)
    assert held.text == _QUOTED.replace("è", "é")
    assert held.note is None


@pytest.mark.parametrize("declared", ["iso-8859-1", "ISO_8859-1", "latin1", "us-ascii"])
def test_declared_latin_1_is_read_as_browsers_read_it(declared: str) -> None:
    assert decoded(_QUOTED.encode("cp1252"), declared=declared).text == _QUOTED


@pytest.mark.parametrize("declared", ["", "utf8mb4", "base64", "rot13", "x" * 200, "\x00"])
def test_a_charset_that_does_not_exist_is_passed_over(declared: str) -> None:
    held = decoded(_QUOTED.encode("cp1252"), declared=declared)
    assert held.text == _QUOTED
    assert held.note is not None


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decoded(_QUOTED.encode(), declared="windows-1252").text == _QUOTED


def test_an_undeclared_charset_is_guessed_with_a_note() -> None:
    held = decoded(_QUOTED.encode("cp1252"))
    assert held.text == _QUOTED
    assert held.note == "The charset is not declared; it is read as cp1252."


def test_an_undeclared_charset_of_another_script_is_guessed() -> None:
    russian = "Министр торговли заявил во вторник, что переговоры о пошлинах на сталь продолжатся в Женеве на следующей неделе. " * 3
    held = decoded(russian.encode("cp1251"))
    assert held.text == russian
    assert held.note


def test_one_broken_byte_does_not_turn_utf8_into_another_charset() -> None:
    held = decoded(_QUOTED.encode() + b" \xff end")
    assert held.text == _QUOTED + " \ufffd end"
    assert held.note == "Some bytes are not utf-8; they are read as U+FFFD."


_CHARSETS = (None, "utf-8", "cp1252", "big5", "utf-16", "iso-2022-jp", "idna", "punycode", "unicode_escape")


@given(st.binary(max_size=200), st.sampled_from(_CHARSETS))
def test_any_bytes_become_text(data: bytes, declared: str | None) -> None:
    assert isinstance(decoded(data, declared).text, str)
