import subprocess
import sys
from datetime import date

import pytest

from detente.documents.load import documents_from
from detente.documents.options import Options
from detente.errors import DocumentError
from detente.model.document import Document

_BODY = """<p>The United States will impose a duty of 25 per cent on steel from <b>1&nbsp;July</b>, the Commerce Department said on
Tuesday, after talks in <a href="/x">Brussels</a> ended without a deal.</p>
<p>The Commission said it would answer &ldquo;firmly&rdquo; &mdash; and that a list of goods worth &euro;26bn was ready.</p>
<ul><li>Bourbon from 15 July</li><li>Soybeans, at a rate of 10%</li></ul>
<table><tr><th>Good</th><th>Rate</th></tr><tr><td>Steel</td><td>25%</td></tr></table>
<p>Talks resume on 3 July in Washington.</p>"""


def page(head: str = "", top: str = "", body: str = _BODY, lang: str = "en") -> bytes:
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>US to tax steel from July | Example Times</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World news</a></li></ul></nav>
<main><article><h1>US to tax steel from July</h1>{top}{body}</article></main>
<aside><h3>Most read</h3><ul><li><a href="/1">Another story</a> <time datetime="2020-01-05">5 Jan</time></li></ul></aside>
<footer>&copy; 2019 Example Media. All rights reserved. Sign up to our newsletter.</footer></body></html>""".encode()


def _document(data: bytes, options: Options | None = None) -> Document:
    (document,) = documents_from("page.html", data, options).documents
    return document


def test_the_main_text_is_kept_and_menus_footers_and_the_headline_are_not_in_it() -> None:
    document = _document(page())
    assert document.title == "US to tax steel from July"
    assert document.text.split("\n") == [
        "The United States will impose a duty of 25 per cent on steel from 1 July, the Commerce Department said on Tuesday, after talks in "
        "Brussels ended without a deal.",
        "",
        "The Commission said it would answer “firmly” — and that a list of goods worth €26bn was ready.",
        "",
        "- Bourbon from 15 July",
        "- Soybeans, at a rate of 10%",
        "",
        "Good | Rate",
        "Steel | 25%",
        "",
        "Talks resume on 3 July in Washington.",
    ]


def test_a_page_of_one_sentence_is_read() -> None:
    assert _document(b"<html><body><p>The US will tax steel at 25%.</p></body></html>").text == "The US will tax steel at 25%."


def test_on_a_short_page_links_to_other_stories_are_not_taken_for_its_text() -> None:
    body = (
        "<p>The United States will impose a duty of 25 per cent on steel from 1 July, the Commerce Department said on Tuesday.</p>"
        "<p>Talks resume on 3 July in Washington.</p>"
    )
    links = "<p><a href='/1'>Ten charts that explain the trade war</a></p><p><a href='/2'>Sign up for our letter</a></p>"
    document = _document(f"<html><head><title>Steel</title></head><body><main><div>{body}{links}</div></main></body></html>".encode())
    assert document.text.endswith("\n\nTalks resume on 3 July in Washington.")


def test_scripts_styles_and_comments_are_no_text() -> None:
    hidden = "<script>var tariff = 25;</script><style>p{color:red}</style><!-- The EU will answer. -->"
    assert _document(page(top=hidden)).text == _document(page()).text


def test_title_publisher_and_address_come_from_the_page() -> None:
    head = '<meta property="og:site_name" content="Example  Times"><link rel="canonical" href="https://example.org/steel">'
    document = _document(page(head))
    assert (document.publisher, document.url) == ("Example Times", "https://example.org/steel")


def test_a_page_that_says_nothing_of_publisher_and_address_has_none() -> None:
    document = _document(page())
    assert (document.publisher, document.url, document.published) == (None, None, None)


_LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-02-02"},
{"@type": ["NewsArticle"], "datePublished": "2025-06-30T08:00:00+02:00",
"publisher": {"@type": "Organization", "name": "The Example"}}]}</script>"""


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (_LINKED, "", "2025-06-30T08:00:00+02:00"),
        ('<meta property="article:published_time" content="2025-06-30T08:00:00Z">', "", "2025-06-30T08:00:00Z"),
        ('<meta name="DC.date.issued" content="30 June 2025">', "", "2025-06-30"),
        ("", '<time datetime="2025-06-30T10:00">30 June</time>', "2025-06-30T10:00"),
        ("", '<time datetime="2025-06-29">x</time><time itemprop="datePublished" datetime="2025-06-30">y</time>', "2025-06-30"),
    ],
)
def test_a_date_in_the_metadata_of_a_page_is_stated(head: str, top: str, published: str) -> None:
    document = _document(page(head, top))
    assert (document.published, document.published_is_weak) == (published, False)


@pytest.mark.parametrize(
    "top", ["<span>30 June 2025</span>", '<p class="date">Published 30 June 2025</p>', "<div>Posted: June 30, 2025</div>"]
)
def test_a_date_only_seen_on_a_page_is_weak(top: str) -> None:
    document = _document(page(top=top), Options(today=date(2026, 1, 1)))
    assert (document.published, document.published_is_weak) == ("2025-06-30", True)


def test_a_date_in_the_address_is_weak() -> None:
    document = _document(page(), Options(url="https://example.org/2025/06/30/steel", today=date(2026, 1, 1)))
    assert (document.published, document.published_is_weak) == ("2025-06-30", True)


def test_several_times_without_a_mark_state_nothing() -> None:
    document = _document(page(top='<time datetime="2025-06-29">a</time><time datetime="2025-06-30">b</time>'))
    assert document.published is None or document.published_is_weak


def test_days_told_in_the_text_copyright_years_and_related_stories_are_no_date_of_the_page() -> None:
    told = "<p>The two sides signed a first accord on 15 January 2018, and renewed it in Geneva on 3 March 2020 for another five years.</p>"
    assert _document(page(body=told + _BODY)).published is None


def test_no_guessed_date_is_later_than_today() -> None:
    assert _document(page(top="<span>30 June 2025</span>"), Options(today=date(2025, 6, 1))).published is None


def test_a_given_date_goes_before_a_weak_one_silently_and_before_a_stated_one_with_a_note() -> None:
    weak = documents_from("a.html", page(top="<span>30 June 2025</span>"), Options(published="2025-07-01"))
    stated = documents_from("a.html", page(_LINKED), Options(published="2025-07-01"))
    assert [loaded.documents[0].published for loaded in (weak, stated)] == ["2025-07-01", "2025-07-01"]
    assert not weak.documents[0].published_is_weak
    assert [[found.code for found in loaded.findings] for loaded in (weak, stated)] == [[], ["given-differs"]]


def test_linked_data_that_is_not_json_is_passed_over() -> None:
    broken = (
        '<script type="application/ld+json">{"datePublished": </script><script type="application/ld+json">' + "[" * 100_000 + "</script>"
    )
    assert _document(page(broken + _LINKED)).published == "2025-06-30T08:00:00+02:00"


def test_a_stated_date_that_cannot_be_read_is_a_finding() -> None:
    loaded = documents_from("a.html", page('<meta property="article:published_time" content="last week">'))
    assert loaded.documents[0].published is None
    assert [found.code for found in loaded.findings] == ["published-unreadable"]


def test_the_charset_that_a_page_declares_is_used() -> None:
    data = (
        page()
        .decode()
        .replace('charset="utf-8"', 'charset="windows-1250"')
        .replace("Brussels", "Székesfehérvár ő")
        .encode("cp1250", "replace")
    )
    assert "Székesfehérvár ő" in _document(data).text


def test_a_page_with_an_xml_declaration_is_read() -> None:
    assert _document(b'<?xml version="1.0" encoding="utf-8"?>\n' + page()).title == "US to tax steel from July"


@pytest.mark.parametrize(
    "data",
    [b"<html><body></body></html>", b"<html>", b"<!-- nothing -->", b"<html><body><script>x()</script></body></html>", b"<div>" * 100_000],
)
def test_a_page_without_text_is_an_error(data: bytes) -> None:
    with pytest.raises(DocumentError, match="no text"):
        documents_from("page.html", data)


def test_a_page_that_declares_another_language_is_skipped_when_its_body_is_in_it() -> None:
    german = (
        "<p>Die Vereinigten Staaten werden ab dem 1. Juli einen Zoll von 25 Prozent auf Stahlimporte erheben, kündigte der Präsident am "
        "Dienstag an, während die Kommission in Brüssel eine entschlossene und angemessene Antwort versprach.</p>"
    )
    loaded = documents_from("seite.html", page(body=german * 2, lang="de"))
    assert loaded.documents == ()
    assert [(found.code, found.subject) for found in loaded.findings] == [("not-english", "seite.html")]


def test_reading_a_page_prints_nothing() -> None:
    # In a process of its own: here the test runner takes all that is logged.
    program = "import sys; from detente.documents.page import page_parts; page_parts(sys.stdin.read(), url=None, today=None)"
    short = "<html><head><title>US to tax steel</title></head><body></body></html>"
    run = subprocess.run([sys.executable, "-c", program], input=short, capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")
