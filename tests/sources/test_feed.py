import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.sources.adapters import listing_in
from detente.sources.feed import feed_listing
from detente.sources.item import Listing
from detente.sources.source import SourceKind
from tests.publisher import rss, rss_item

BASE = "http://news.example/feed"


def listed(text: str, most: int = 100) -> Listing:
    return listing_in(text, kind=SourceKind.FEED, url=BASE, most=most, links=None)


RSS_090 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>T</title></channel><item><title>A deal</title><link>http://news.example/1</link></item></rdf:RDF>"""
RSS_091 = """<rss version="0.91"><channel><title>T</title>
<item><title>A deal</title><link>http://news.example/1</link></item></channel></rss>"""
RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://news.example/"><title>T</title></channel>
<item rdf:about="http://news.example/1"><title>A deal</title><link>http://news.example/1</link>
<dc:date>2025-10-30T08:00+09:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:f</id>
<entry><id>urn:1</id><title type="html">A &lt;b>deal&lt;/b></title>
<link rel="self" href="/api/1"/><link rel="alternate" href="/1"/>
<updated>2025-10-30T09:00:00Z</updated><published>2025-10-30T08:00:00Z</published>
<summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>The whole text of it.</p></div></content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "T",
"items": [{"id": 1, "url": "/1", "title": "A deal",
"content_html": "<p>Whole</p>",
"date_published": "2025-10-30T08:00:00Z"}, "nonsense", {"id": "2"}]}"""


@pytest.mark.parametrize("text", [RSS_090, RSS_091, RSS_10, ATOM, JSON])
def test_every_format_gives_title_and_address(text: str) -> None:
    item = listed(text).items[0]
    assert (item.url, item.page) == ("http://news.example/1",) * 2
    assert item.title.startswith("A ")


@pytest.mark.parametrize(
    ("text", "date"), [(RSS_10, "2025-10-30T08:00+09:00"), (ATOM, "2025-10-30T08:00:00Z"), (JSON, "2025-10-30T08:00:00Z"), (RSS_091, None)]
)
def test_the_words_of_the_date_are_given_as_they_are_and_none_where_there_are_none(text: str, date: str | None) -> None:
    assert listed(text).items[0].published == date


def test_the_longest_of_summary_and_content_is_the_text() -> None:
    assert "The whole text" in listed(ATOM).items[0].text


def keys(*items: str) -> list[str]:
    return [item.key for item in listed(rss(*items)).items]


def test_an_item_is_known_by_its_guid_whatever_else_changes() -> None:
    first = rss_item("one", link="http://news.example/1")
    assert keys(first) == keys(rss_item("one", title="Changed", text="Changed", link="http://news.example/2", date=""))


def test_without_a_guid_it_is_known_by_its_address_without_tracking() -> None:
    plain = "<item><title>{}</title><link>http://news.example/1{}</link></item>"
    assert keys(plain.format("A", "")) == keys(plain.format("B", "?utm_source=x&amp;utm_medium=y#top"))
    assert keys(plain.format("A", "")) != keys(plain.format("A", "?id=7"))


def test_without_either_it_is_known_by_its_words() -> None:
    plain = "<item><title>{}</title></item>"
    assert keys(plain.format("A")) == keys(plain.format("A"))
    assert keys(plain.format("A")) != keys(plain.format("B"))


def test_a_title_that_several_texts_bear_tells_none_of_them() -> None:
    plain = "<item><title>Briefing</title><description>{}</description></item>"
    assert len(set(keys(plain.format("Steel."), plain.format("Wine."), plain.format("Wine.")))) == 2
    assert keys(plain.format("Steel.")) == keys(plain.format("Steel and more."))


def test_a_json_feed_is_keyed_as_any_other() -> None:
    head = '{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}'
    one = '{"id": "%s", "url": "http://news.example/%s", "title": "A deal", "content_text": "%s"}'
    shared = listed(head % ", ".join((one % ("x", "1", "a"), one % ("x", "2", "b")))).items
    assert len({item.key for item in shared}) == 2
    untold = '{"title": "A deal", "content_text": "%s"}'
    assert listed(head % untold % "a").items[0].key == listed(head % untold % "b").items[0].key


def test_a_guid_that_several_items_share_tells_none_of_them() -> None:
    items = [rss_item("same", title=f"T{n}", link=f"http://news.example/{n}") for n in range(3)]
    assert len(set(keys(*items))) == 3


def test_an_address_that_several_items_share_tells_none_of_them() -> None:
    items = listed(rss(*(rss_item(f"g{n}", link="http://news.example/live") for n in range(3)))).items
    assert len({item.key for item in items}) == len({item.url for item in items}) == 3
    assert {item.page for item in items} == {None}


@settings(deadline=None)
@given(st.permutations([rss_item(str(n), link=f"http://news.example/{n}") for n in range(5)]))
def test_keys_do_not_depend_on_the_order(items: list[str]) -> None:
    assert sorted(keys(*items)) == sorted(keys(*sorted(items)))


def test_a_feed_that_is_cut_off_loses_only_its_last_item() -> None:
    whole = rss(*(rss_item(str(n), text="word " * 50) for n in range(4)))
    for end in range(whole.index("</item>", whole.index("wo")) + 8, len(whole) - 20, 97):
        found = listed(whole[:end]).items
        complete = whole[:end].count("</item>")
        assert complete - 1 <= len(found) <= complete
        assert all(item.text.count("word") == 50 for item in found)


def test_no_more_items_are_taken_than_allowed_and_it_is_told() -> None:
    listing = listed(rss(*(rss_item(str(n)) for n in range(30))), most=10)
    assert len(listing.items) == 10
    assert [finding.code for finding in listing.findings] == ["too-many-items"]


def test_how_often_it_changes_is_told_in_seconds() -> None:
    assert listed(rss(extra="<ttl>90</ttl>")).every == 5400
    assert listed(rss(extra="<ttl>-1</ttl>")).every is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_adapter(text: str) -> None:
    assert feed_listing(f"<rss><channel><item><title>{text}</title></item></channel></rss>", url=BASE, most=10) is not None
    assert listed(text).items == () or listed(text).items
