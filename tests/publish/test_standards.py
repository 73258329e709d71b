"""Feeds and calendars of all kinds of searches keep to the standards; all texts are written for testing."""

import json
from urllib.parse import urlencode, urlsplit

import feedparser
import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from detente.app.serving import application
from tests.building import agreement, commitment, document, encounter, measure
from tests.publish.shelves import DEAL, MEETING, MOVED, ORDER, PLEDGE, THREAT, ledger
from tests.publish.standards import atom_faults, calendar_faults, html_faults, is_web_address, json_feed_faults
from tests.publish.web.conftest import gold_ledger

ODD = (
    commitment(
        document(
            "odd <1>",
            "2012-03-02T23:30:00-11:00",
            title="A \x0b title; with, signs \\ & <b>",
            text="Said “so”; and, so \\ on\n\u2028 ]]> \x00 <script>alert(1)</script> ☃ 中文 \U0001f991 &amp; it is",
            publisher='Blog "Ünïcode" <x>; A, B',
            url="https://news.example/a b/ünï?q=“x”&y=<z>|^#f#g",
        ),
        object="rice; wheat, \\ “maize” ☃ \U0001f991 " + "long " * 40,
        deadline="2012-05",
    ),
    encounter(document("no address", "2012-03-03", url="javascript:alert(1)", publisher=None), date="2012-04-01/2012-04-03"),
    agreement(document("none", None, url="https://[::1/broken", publisher="T\tU\r\nV"), topic="a\nb", expires="2013"),
    measure(document("port", "2012-03-04", url="https://news.example:999999/x"), effective="2012-06-01"),
)

SEARCHES = (
    {},
    {"kind": "measure"},
    {"kind": ["encounter", "agreement"], "status": "planned"},
    {"kind": "agreement", "since": "2030-01-01"},
    {"actor": "BRA"},
    {"in_force_on": "2012-06-02"},
    {"q": "shoes"},
    {"q": "nothing has this"},
    {"q": "☃ 中文 \U0001f991 ü"},
    {"q": "<b>&\"'</b> ]]> %41 + ; , \\"},
    {"q": "\x0b\x01 control"},
    {"q": "long " * 300},
    {"q": '"'},
    {"known": "2012-03-02"},
    {"known": "1999-01-01"},
    {"as_of": "2012-03-11T00:00:00Z"},
)

FORMS = {"/feeds/atom": atom_faults, "/feeds/json": json_feed_faults, "/calendar.ics": calendar_faults}
TYPES = {
    "/feeds/atom": "application/atom+xml; charset=utf-8",
    "/feeds/json": "application/feed+json; charset=utf-8",
    "/calendar.ics": "text/calendar; charset=utf-8",
}


def client_of(held):
    return TestClient(application(held), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client():
    with ledger(THREAT, ORDER, PLEDGE, MEETING, MOVED, DEAL, *ODD) as held:
        yield client_of(held)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: urlencode(search, doseq=True)[:40] or "all")
def test_every_search_is_a_valid_feed_and_calendar(client, form, search):
    answer = client.get(f"{form}?{urlencode(search, doseq=True)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[form])
    assert FORMS[form](answer.content) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_ledger_has_a_valid_feed_and_calendar(form):
    with ledger() as held:
        assert FORMS[form](client_of(held).get(form).content) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_thread_of_the_stories_is_a_valid_feed_and_calendar(form):
    with gold_ledger() as held:
        served = client_of(held)
        faults = {thread.id: FORMS[form](served.get(form, params={"thread": thread.id}).content) for thread in held.all_threads()[::9]}
        faults["all"] = FORMS[form](served.get(form).content)
    assert len(faults) > 20
    assert {name: found for name, found in faults.items() if found} == {}


def test_a_feed_leads_to_itself_and_to_the_page_of_its_search(client):
    address = "/feeds/atom?" + urlencode({"q": "“shoes” & <b>"})
    read = feedparser.parse(client.get(address).content)
    links = {link.rel: link.href for link in read.feed.links}
    assert client.get(links["self"]).content == client.get(address).content
    assert client.get(links["alternate"]).status_code == 200
    assert urlsplit(links["alternate"]).query == urlencode({"q": "“shoes” & <b>"})


def test_a_feed_asked_for_by_an_unwritten_address_still_tells_a_written_one(client):
    read = json.loads(client.get('/feeds/json?q="shoes"').content)
    assert is_web_address(read["feed_url"])


def test_readers_of_other_makers_find_the_same_updates_in_both_feeds(client):
    read = feedparser.parse(client.get("/feeds/atom").content)
    assert not read.bozo
    told = client.get("/feeds/json").json()["items"]
    assert [entry.id for entry in read.entries] == [item["id"] for item in told]
    assert [entry.link for entry in read.entries] == [item["url"] for item in told]
    assert [entry.title for entry in read.entries] == [item["title"] for item in told]


def test_a_calendar_is_read_back_with_all_its_letters(client):
    events = Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT")
    (pledge,) = [event for event in events if "maize" in event["SUMMARY"]]
    assert "rice; wheat, \\ “maize” ☃ \U0001f991" in pledge["SUMMARY"]
    assert pledge["DTSTART"].dt.isoformat() == "2012-05-31"


@pytest.mark.parametrize("form", [*FORMS, "/", "/search.csv", "/api/v1/threads"])
def test_the_head_of_an_answer_can_be_asked_for_alone(client, form):
    head, whole = client.head(form), client.get(form)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_the_checks_find_what_is_wrong():
    assert atom_faults(b"<feed>")
    assert atom_faults(b"<feed/>")
    assert html_faults('<p><a href="/x">x</a>') == ["p not closed", "address '/x'"]
    bad = {"version": "https://jsonfeed.org/version/1", "title": "", "items": [{"id": "1", "url": "/x"}, {"id": "1", "content_text": "x"}]}
    assert len(json_feed_faults(json.dumps(bad).encode())) == 5
    assert calendar_faults(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    empty = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    assert calendar_faults(empty) == ["calendar: no component"]
