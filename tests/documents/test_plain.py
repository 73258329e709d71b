import pytest

from detente.documents.plain import plain_parts

_SENTENCE = "The United States will impose a duty of 25 per cent on steel from 1 July, the Commerce Department said on Tuesday."


def _title_and_text(text: str) -> tuple[str, str]:
    parts = plain_parts(text, "report.txt")
    return parts.title, parts.text


def test_a_short_first_line_before_a_blank_line_is_the_title() -> None:
    assert _title_and_text(f"US to tax steel\n\n{_SENTENCE}\n") == ("US to tax steel", _SENTENCE)


def test_a_short_first_line_before_a_much_longer_line_is_the_title() -> None:
    assert _title_and_text(f"US to tax steel\n{_SENTENCE}") == ("US to tax steel", _SENTENCE)


@pytest.mark.parametrize(
    "first",
    [
        "The US will tax steel.",
        "Ministers said:",
        "On Tuesday,",
        "“We will tax steel.”",
        "- Steel at 25%",
        "1. Steel at 25%",
        "Steel " * 40,
    ],
)
def test_a_first_line_that_ends_like_a_sentence_or_is_an_item_or_long_is_text(first: str) -> None:
    title, text = _title_and_text(f"{first}\n\n{_SENTENCE}")
    assert title == ""
    assert text.startswith(first.strip())


def test_a_first_line_before_a_line_of_like_length_is_text() -> None:
    assert _title_and_text("Steel at 25 per cent\nAluminium at 10 per cent") == ("", "Steel at 25 per cent\nAluminium at 10 per cent")


def test_a_single_line_is_text() -> None:
    assert _title_and_text("Trump threatens 25% tariff on steel") == ("", "Trump threatens 25% tariff on steel")


@pytest.mark.parametrize("title", ["Will Brussels answer?", "A deal, at last!", "Tariffs “a mistake”"])
def test_a_title_may_end_in_other_marks(title: str) -> None:
    assert _title_and_text(f"{title}\n\n{_SENTENCE}")[0] == title


_WRAPPED = """Ministers meet in Geneva

The trade ministers of the seven countries met in Geneva on Tuesday to
discuss the duties on steel that the United States had announced in the
spring. They agreed to meet again on 3 July in Washington, and to ask
their deputies for a list of goods by then.

- Steel and products of steel, which would be subject to the first stage
- Aluminium

The chair said that nobody wanted a quarrel, and that the talks had been
frank.
"""


def test_lines_broken_at_a_width_are_joined_and_items_and_paragraphs_stay_apart() -> None:
    title, text = _title_and_text(_WRAPPED)
    assert title == "Ministers meet in Geneva"
    assert text.split("\n") == [
        "The trade ministers of the seven countries met in Geneva on Tuesday to discuss the duties on steel that the United States had "
        "announced in the spring. They agreed to meet again on 3 July in Washington, and to ask their deputies for a list of goods "
        "by then.",
        "",
        "- Steel and products of steel, which would be subject to the first stage",
        "- Aluminium",
        "",
        "The chair said that nobody wanted a quarrel, and that the talks had been frank.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Steel: 25 per cent\nAluminium: 10 per cent\nCopper: 50 per cent\nTimber: 10 per cent",
        "08:10 Ministers arrive in Geneva for talks\n08:40 Talks begin\n09:15 A break is called\n10:05 Talks resume",
        "\n".join([_SENTENCE] * 6),
    ],
)
def test_lines_that_end_where_their_writer_ended_them_stay(text: str) -> None:
    assert plain_parts(f"{text}", "report.txt").text == text


def test_front_matter_before_plain_text_is_read_and_is_no_text() -> None:
    parts = plain_parts("---\ntitle: Peru lifts duty\npublished: 2025-06-04\n---\nPeru lifts duty\n\nThe duty on rice ends.", "report.txt")
    assert (parts.title, parts.published, parts.text) == ("Peru lifts duty", "2025-06-04", "The duty on rice ends.")


def test_lines_between_rules_that_tell_nothing_of_the_document_stay_text() -> None:
    parts = plain_parts("---\nLunch: soup\n---\nThe duty on rice ends.", "report.txt")
    assert parts.published is None
    assert "Lunch: soup" in parts.text
