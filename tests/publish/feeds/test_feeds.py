"""Feeds are read back by feedparser; all texts are written for testing."""

import json
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import NotInLedger
from detente.model.claim import Kind
from detente.model.identity import claim_key
from detente.model.saved_search import SavedSearch, saved_search_from_record, saved_search_to_record
from detente.model.selection import Selection
from detente.publish.addresses import Addresses
from detente.publish.feeds.entry import entry_of, web_address
from detente.publish.feeds.feed import MOST, Feed, atom, json_feed
from detente.threads.threads import threads_of
from detente.views.saved import matters_of, updates_of
from tests.building import commitment, document, measure

SITE = Addresses("https://ledger.example")
NOON = datetime(2012, 3, 5, 12, tzinfo=UTC)


def updates(claims, asked=None, recorded_at=NOON):
    recorded = {claim_key(claim): recorded_at for claim in claims}
    threads = threads_of(claims)
    asked = asked or SavedSearch()
    return updates_of(matters_of(threads, asked), asked, recorded)


def feed(claims, **more):
    entries = [entry_of(update, SITE) for update in updates(claims, **more)]
    return Feed("everything", "https://ledger.example/search", "https://ledger.example/feeds/atom", entries, NOON)


def report(name, published, **fields):
    return document(name, published, url=f"https://news.example/{name}", publisher="Wire service T", **fields)


THREAT = measure(report("a", "2012-03-01T08:00:00+02:00"), status="threatened", products=["shoes"], rate=20)
ORDER = measure(report("b", "2012-03-04"), status="announced", products=["shoes"], rate=25)


def test_a_feed_reader_finds_what_changed_with_words_source_and_address():
    read = feedparser.parse(atom(feed([THREAT, ORDER])))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [
        "BRA tariff on ARG (shoes) 25 %: threatened → announced",
        "BRA tariff on ARG (shoes) 20 %: threatened",
    ]
    newest = read.entries[0]
    assert "It is said in b." in newest.summary
    assert "Wire service T" in newest.summary
    assert newest.link.startswith("https://ledger.example/thread/")
    assert [link.href for link in newest.links if link.rel == "via"] == ["https://news.example/b"]
    assert read.feed.links[0].href == "https://ledger.example/feeds/atom"


def test_an_instant_that_no_report_states_is_not_told():
    day_only, whole = (entry_of(update, SITE) for update in updates([ORDER, THREAT]))
    assert day_only.published is None
    assert whole.published == datetime(2012, 3, 1, 6, tzinfo=UTC)


def test_json_feed_and_atom_tell_the_same_entries():
    held = feed([THREAT, ORDER])
    told = json.loads(json_feed(held))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in told["items"]] == [entry.id for entry in feedparser.parse(atom(held)).entries]
    assert told["items"][0]["external_url"] == "https://news.example/b"
    assert all(item["content_text"] and item["content_html"] for item in told["items"])


def test_an_entry_keeps_its_id_while_later_reports_come_in():
    early = {entry.id for entry in feed([THREAT]).entries}
    late = {entry.id for entry in feed([THREAT, ORDER]).entries}
    assert early < late


def test_a_report_that_only_repeats_makes_no_entry():
    again = measure(report("c", "2012-03-05"), status="announced", products=["shoes"], rate=25)
    assert len(feed([THREAT, ORDER, again]).entries) == 2


def test_a_feed_of_nothing_is_a_feed():
    read = feedparser.parse(atom(feed([])))
    assert not read.bozo
    assert read.entries == []
    assert json.loads(json_feed(feed([])))["items"] == []


def test_a_long_feed_holds_the_newest_alone():
    claims = [commitment(report(f"r{n}", "2012-03-01"), object=f"thing {n}", promisor=[f"ORG:Firm {n}"]) for n in range(MOST + 5)]
    assert len(feedparser.parse(atom(feed(claims))).entries) == MOST


def test_words_of_a_report_are_never_markup():
    hostile = document("x", "2012-03-01", text="<script>alert(1)</script> & ]]> \x0b said", url="javascript:alert(1)", publisher="<b>T</b>")
    raw = atom(feed([commitment(hostile)]))
    read = feedparser.parse(raw, sanitize_html=False)
    assert not read.bozo
    assert "<script" not in read.entries[0].content[0].value
    assert "&lt;script&gt;" in read.entries[0].content[0].value
    assert b"javascript:" not in raw


@settings(deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_any_words_make_a_feed_that_can_be_read(words):
    held = feed([commitment(document("x", "2012-03-01", text=words.strip() or "x", title="t"))])
    assert len(feedparser.parse(atom(held)).entries) == len(held.entries) == 1
    json.loads(json_feed(held))


@pytest.mark.parametrize("url", ["javascript:x", "data:text/html,x", "http://", "//x", None, "http://[bad"])
def test_only_web_addresses_are_linked(url):
    assert web_address(url) is None


def test_a_search_chooses_matters_by_filters_and_words():
    pledge = commitment(report("d", "2012-03-02"))
    assert len(updates([THREAT, pledge], SavedSearch(Selection(kinds=(Kind.COMMITMENT,))))) == 1
    assert len(updates([THREAT, pledge], SavedSearch(text="shoes"))) == 1
    assert updates([THREAT, pledge], SavedSearch(text="bicycles")) == []


def test_one_thread_can_be_followed():
    pledge = commitment(report("d", "2012-03-02"))
    thread = next(held for held in threads_of([THREAT, pledge]) if held.kind is Kind.COMMITMENT)
    assert [update.change.claim for update in updates([THREAT, pledge], SavedSearch(thread=thread.id))] == [pledge]
    with pytest.raises(NotInLedger):
        updates([THREAT], SavedSearch(thread="no-such"))


def test_a_saved_search_survives_its_record():
    asked = SavedSearch(Selection(kinds=(Kind.MEASURE,), actors=("USA",), statuses=("threatened",), since=NOON.date()), "shoes", "t-1")
    assert saved_search_from_record(saved_search_to_record(asked)) == asked
