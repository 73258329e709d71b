from detente.documents.load import documents_from
from detente.documents.markdown import markdown_parts
from detente.model.finding import Severity

_HEAD = """---
title: "US to tax steel: what we know"
published: 2025-10-30T08:00+08:00
publisher: Example Times
url: https://example.org/steel
---
"""


def _text(source: str) -> str:
    return markdown_parts(source, "report.md").text


def test_front_matter_gives_title_date_publisher_and_url() -> None:
    (document,) = documents_from("report.md", (_HEAD + "\nTalks **begin**.\n").encode()).documents
    assert document.title == "US to tax steel: what we know"
    assert document.published == "2025-10-30T08:00+08:00"
    assert not document.published_is_weak
    assert (document.publisher, document.url) == ("Example Times", "https://example.org/steel")
    assert document.text == "Talks begin."


def test_front_matter_with_windows_line_ends_is_read() -> None:
    parts = markdown_parts(_HEAD.replace("\n", "\r\n") + "\r\nTalks begin.", "report.md")
    assert (parts.title, parts.text) == ("US to tax steel: what we know", "Talks begin.")


def test_fields_that_are_not_used_are_noted() -> None:
    parts = markdown_parts("---\ntitle: A\ntags: [x, y]\nlayout: post\n---\nB", "report.md")
    assert [(found.code, found.severity, found.subject) for found in parts.findings] == [("unknown-field", Severity.NOTE, "report.md")]
    assert "tags, layout" in parts.findings[0].message


def test_front_matter_that_is_not_yaml_is_told_and_is_no_text() -> None:
    parts = markdown_parts("---\ntitle: [broken\n---\nTalks begin.", "report.md")
    assert [found.code for found in parts.findings] == ["front-matter-unreadable"]
    assert parts.text == "Talks begin."


def test_a_rule_at_the_head_without_an_end_is_no_front_matter() -> None:
    assert _text("---\n\nTalks begin.") == "Talks begin."


def test_the_opening_heading_is_the_title_where_the_front_matter_has_none() -> None:
    parts = markdown_parts("# US to *tax* steel\n\nTalks begin.", "report.md")
    assert (parts.title, parts.text) == ("US to tax steel", "Talks begin.")


def test_an_opening_heading_that_repeats_the_title_is_not_in_the_text() -> None:
    assert _text("---\ntitle: US to tax steel\n---\n# US to **tax** steel\n\nTalks begin.") == "Talks begin."
    assert _text("---\ntitle: US to tax steel\n---\n# Background\n\nTalks begin.") == "Background\n\nTalks begin."


def test_marks_of_emphasis_code_and_links_go_and_their_words_stay() -> None:
    source = (
        "**Steel** at *25%* under `7208`, ~~from May~~ [from June](https://x.org 'when'), see <https://y.org> &amp; ![map](m.png)2\\*2."
    )
    assert _text(source) == "Steel at 25% under 7208, from May from June, see https://y.org & 2*2."


def test_lines_of_one_paragraph_are_joined_and_hard_breaks_stay() -> None:
    assert _text("The duty on\nsteel stays.  \nSo they say.") == "The duty on steel stays.\nSo they say."


def test_bullets_become_lines_that_start_with_a_dash() -> None:
    assert _text("* Steel\n* Copper\n    + Wire\n\nAnd:\n\n+ Timber") == "- Steel\n- Copper\n- Wire\n\nAnd:\n\n- Timber"


def test_numbered_items_keep_their_numbers() -> None:
    assert _text("1. Steel\n2. Copper\n\n3) Timber") == "1. Steel\n2. Copper\n\n3) Timber"


def test_quotations_tables_code_and_raw_html_keep_their_words() -> None:
    source = (
        "> We will **answer**.\n\n| Good | Rate |\n| --- | ---: |\n| Steel | 25% |\n\n"
        "```\nA deal\n```\n\n<p>Talks &amp; more</p>\n<!-- no -->\n\n***\n"
    )
    assert documents_from("a.md", source.encode()).documents[0].text == (
        "We will answer.\n\nGood | Rate\nSteel | 25%\n\nA deal\n\nTalks & more"
    )


def test_quotes_and_dashes_of_markdown_stay_as_typed() -> None:
    assert _text('It\'s "a deal" -- or not... (c)') == 'It\'s "a deal" -- or not... (c)'
