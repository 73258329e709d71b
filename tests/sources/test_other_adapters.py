import json
from datetime import date

from detente.sources.adapters import listing_in
from detente.sources.federal_register import asked_for
from detente.sources.item import Listing
from detente.sources.source import SourceKind

BASE = "https://ministry.example/press/"


def listed(text: str, kind: SourceKind, links: str | None = None, most: int = 100) -> Listing:
    return listing_in(text, kind=kind, url=BASE, most=most, links=links)


PAGE = """<html><body><a href="/">Home</a><a href="2025/1?utm_source=x">Duty on <b>wine</b></a><a href="2025/1"><img></a>
<a href="https://other.example/2025/2">Other</a><a href="javascript:x">x</a><a href="2025/2">Ports</a></body></html>"""


def test_the_links_of_a_page_that_fit_are_its_items() -> None:
    items = listed(PAGE, SourceKind.PAGE, r"^https://ministry\.example/press/\d{4}/").items
    assert [(item.url, item.title) for item in items] == [
        ("https://ministry.example/press/2025/1", "Duty on wine"),
        ("https://ministry.example/press/2025/2", "Ports"),
    ]


def test_a_page_without_such_links_has_failed() -> None:
    assert [finding.code for finding in listed(PAGE, SourceKind.PAGE, "/2031/").findings] == ["no-links"]
    assert [finding.code for finding in listed("", SourceKind.PAGE, "x").findings] == ["no-links"]


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://ministry.example/a</loc><lastmod>2025-10-01</lastmod></url>
<url><loc>https://ministry.example/b</loc><lastmod>2025-11-01</lastmod><news:news><news:publication><news:language>en</news:language></news:publication>
<news:publication_date>2025-10-31</news:publication_date><news:title>A deal</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://ministry.example/s1.xml</loc></sitemap>
<sitemap><loc>https://elsewhere.example/s2.xml</loc></sitemap></sitemapindex>"""


def test_a_sitemap_gives_the_newest_first_with_what_it_says_of_news() -> None:
    items = listed(SITEMAP, SourceKind.SITEMAP).items
    assert [(item.url, item.title, item.published) for item in items] == [
        ("https://ministry.example/b", "A deal", "2025-10-31"),
        ("https://ministry.example/a", "", None),
    ]


def test_an_index_leads_to_sitemaps_of_its_own_host_alone() -> None:
    assert listed(INDEX, SourceKind.SITEMAP).more == ("https://ministry.example/s1.xml",)


def test_what_is_no_sitemap_has_failed() -> None:
    for text in ("", "<html></html>", "nonsense", "<urlset"):
        assert listed(text, SourceKind.SITEMAP).items == ()
    assert [finding.code for finding in listed("<html></html>", SourceKind.SITEMAP).findings] == ["no-sitemap"]


REGISTER = {
    "count": 2,
    "next_page_url": "https://www.federalregister.gov/api/v1/documents.json?page=2",
    "results": [
        {
            "document_number": "2025-19001", "title": "Modifying duties", "type": "Presidential Document", "subtype": "Executive Order",
            "publication_date": "2025-11-05", "signing_date": "2025-10-31", "effective_on": "2025-11-10", "abstract": None,
            "html_url": "https://www.federalregister.gov/documents/2025/11/05/2025-19001/modifying-duties",
            "raw_text_url": "https://www.federalregister.gov/documents/full_text/text/2025/11/05/2025-19001.txt",
        },
        {
            "document_number": "C1-2025-18000", "title": "Entity list; correction", "type": "Rule", "action": "Final rule; correction.",
            "publication_date": "2025-11-04", "signing_date": None, "effective_on": "nonsense", "abstract": "It corrects a rule.",
            "dates": "The correction is effective on publication.", "html_url": "https://www.federalregister.gov/d/c1",
            "correction_of": "https://www.federalregister.gov/api/v1/documents/2025-18000.json", "corrections": [],
        },
        "nonsense",
        {"title": "without a number"},
    ],
}  # fmt: skip


def test_the_registers_clocks_are_kept_apart_and_corrections_name_what_they_correct() -> None:
    order, correction = listed(json.dumps(REGISTER), SourceKind.FEDERAL_REGISTER).items
    assert order.facts is not None
    assert (order.facts.type, order.facts.signed, order.facts.published, order.facts.effective) == (
        "Executive Order",
        "2025-10-31",
        "2025-11-05",
        "2025-11-10",
    )
    assert correction.facts is not None
    assert (correction.facts.number, correction.facts.corrects, correction.facts.effective) == ("C1-2025-18000", "2025-18000", None)
    assert correction.text == "Final rule; correction.\n\nIt corrects a rule.\n\nThe correction is effective on publication."


def test_the_whole_text_is_wanted_where_the_register_gives_no_abstract() -> None:
    order, correction = listed(json.dumps(REGISTER), SourceKind.FEDERAL_REGISTER).items
    assert order.page == REGISTER["results"][0]["raw_text_url"]
    assert correction.page is None


def test_the_register_is_asked_for_a_window_of_days() -> None:
    url = asked_for("https://www.federalregister.gov/api/v1/documents.json?conditions[type][]=RULE", date(2025, 10, 1), date(2025, 10, 8))
    assert "publication_date%5D%5Bgte%5D=2025-10-01" in url
    assert "publication_date%5D%5Blte%5D=2025-10-08" in url
    assert listed(json.dumps(REGISTER), SourceKind.FEDERAL_REGISTER).more == (REGISTER["next_page_url"],)


def test_an_answer_that_is_none_of_the_registers_has_failed() -> None:
    for text in ("", "[]", "{}", '{"errors": {"a": "bad"}}', '{"count": 1, "results": 7}'):
        assert [finding.code for finding in listed(text, SourceKind.FEDERAL_REGISTER).findings] == ["no-register"]


def test_lines_of_json_are_items_and_a_bad_line_costs_itself_alone() -> None:
    listing = listed(
        '{"id": "a", "text": "A deal.", "publisher": "P"}\nnonsense\n{"title": 7}\n{"url": "http://n.example/1?utm_x=1", "text": "B"}',
        SourceKind.JSONL,
    )
    assert [(item.id, item.url, item.publisher) for item in listing.items] == [("a", None, "P"), (None, "http://n.example/1", None)]
    assert listing.findings[0].message.startswith("2 lines")
