import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.normal import normal_line, normal_text

# Letters mixed with everything that normalising touches.
_TOUCHED = "aé e\u0301\u0301 \t\n\r\u2028\u2029\xa0\u2003\xad\u200b\u200d\ufeff\x00\x0b\ud800 - “’–\u0344\u1160\u2001"
_MIXED = st.text(st.sampled_from(_TOUCHED), max_size=40)


@given(st.text() | _MIXED)
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    assert normal_text(normal_text(raw)) == normal_text(raw)
    assert normal_line(normal_line(raw)) == normal_line(raw)


@given(st.text() | _MIXED)
def test_normal_text_is_nfc_encodable_and_without_space_at_the_ends_of_lines(raw: str) -> None:
    text = normal_text(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode().decode() == text
    assert all(line == line.strip(" ") for line in text.split("\n"))
    assert "\n\n\n" not in text


def test_nothing_but_white_space_becomes_nothing() -> None:
    assert normal_text("\n \n\t") == ""


@given(st.text() | _MIXED)
def test_a_normal_line_has_no_line_break(raw: str) -> None:
    assert "\n" not in normal_line(raw)


def test_composed_and_decomposed_letters_become_the_same() -> None:
    assert normal_text("Cafe\u0301") == "Café"


def test_letters_compose_over_a_dropped_character() -> None:
    assert normal_text("e\u200d\u0301") == "é"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028"])
def test_all_line_ends_become_line_feeds(end: str) -> None:
    assert normal_text(f"one{end}two") == "one\ntwo"


def test_a_paragraph_separator_parts_paragraphs() -> None:
    assert normal_text("one\u2029two") == "one\n\ntwo"


def test_every_kind_of_white_space_becomes_a_plain_space() -> None:
    spaces = [chr(c) for c in range(0x11000) if unicodedata.category(chr(c)) == "Zs"]
    assert len(spaces) > 10
    assert all(normal_text(f"25{space}per{space}cent") == "25 per cent" for space in [*spaces, "\t", "\u2800"])


def test_runs_of_spaces_collapse() -> None:
    assert normal_text("The   tariff \t of\xa0 25%  ") == "The tariff of 25%"


def test_spaced_out_words_keep_their_gaps() -> None:
    assert normal_text("T h e   t a r i f f") == "T h e   t a r i f f"


def test_control_format_and_surrogate_characters_are_dropped() -> None:
    kept = "\t\n\x0b\x0c\r\x85"
    unseen = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Cc", "Cf", "Cs") and chr(c) not in kept]
    assert len(unseen) > 2000
    assert [hex(ord(c)) for c in unseen if normal_text(f"ta{c}riff") != "tariff"] == []


def test_soft_hyphens_are_dropped_and_real_ones_stay() -> None:
    assert normal_text("tar\xadiffs on semi-conductors\u2011and more") == "tariffs on semi-conductors\u2011and more"


def test_quotes_and_dashes_stay_as_they_are() -> None:
    text = '“It’s” ‘a’ "deal" – not — a - truce «now» …'
    assert normal_text(text) == text


def test_blank_lines_between_paragraphs_become_one() -> None:
    assert normal_text("\n\none\n \n\t\n\ntwo\nthree\n\n") == "one\n\ntwo\nthree"


def test_a_title_of_two_lines_becomes_one() -> None:
    assert normal_line(" US to\r\n tax  steel\n\n") == "US to tax steel"


def test_a_long_run_of_spaces_takes_no_more_than_linear_time() -> None:
    # Twice the length takes about twice as long; a quadratic form would not end.
    assert len(normal_text("a" + " " * 2_000_000 + "b")) == 2_000_002
    assert normal_text("aa" + " " * 2_000_000 + "bb") == "aa bb"
