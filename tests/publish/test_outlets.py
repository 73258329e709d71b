"""Feeds and calendars as the site gives them out; all texts are written for testing."""

import re

import feedparser
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar

from detente.app.publishing import add_publishing
from detente.app.serving import application
from detente.app.shelf import LedgerShelf
from tests.publish.shelves import MEETING, MOVED, ORDER, THREAT, ledger, readings


@pytest.fixture
def held():
    with ledger(THREAT, ORDER, MEETING) as opened:
        yield opened


@pytest.fixture
def client(held):
    app = FastAPI()
    add_publishing(app, LedgerShelf(held))
    return TestClient(app)


def test_the_address_of_a_search_is_the_address_of_its_feed(client):
    read = feedparser.parse(client.get("/feeds/atom?kind=measure&status=announced").content)
    assert len(read.entries) == 2
    assert read.feed.title == "detente: measure, announced"
    assert [link.href for link in read.feed.links if link.rel == "alternate"] == ["http://testserver/search?kind=measure&status=announced"]
    assert client.get("/feeds/json?q=nothing").json()["items"] == []


def test_a_calendar_follows_what_is_read(held, client):
    def event():
        return Calendar.from_ical(client.get("/calendar.ics?kind=encounter").content).walk("VEVENT")[0]

    before = event()
    held.append(readings(MOVED))
    after = event()
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)


def test_a_feed_that_did_not_change_is_not_sent_again(client):
    etag = client.get("/feeds/atom").headers["etag"]
    assert client.get("/feeds/atom", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("query", "status"),
    [("kind=visit", 400), ("since=soon", 400), ("thread=none", 404), ("known=x", 400), ("as_of=x", 400), ("actor=Ruritania", 400)],
)
def test_what_cannot_be_asked_is_one_plain_line(client, query, status):
    answer = client.get(f"/calendar.ics?{query}")
    assert (answer.status_code, answer.text.count("\n")) == (status, 1)


def test_types_are_told(client):
    assert client.get("/feeds/atom").headers["content-type"].startswith("application/atom+xml")
    assert client.get("/feeds/json").headers["content-type"].startswith("application/feed+json")
    assert client.get("/calendar.ics").headers["content-type"].startswith("text/calendar")


def test_the_api_is_beside_the_feeds(client):
    assert client.get("/api/v1/threads").json()["total"] == 2
    assert client.get("/api/v1/openapi.json").json()["servers"] == [{"url": "/api/v1"}]
    assert client.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("page", ["/search?kind=measure&status=announced", "thread"])
def test_a_page_leads_to_its_feeds_and_calendar(held, page):
    client = TestClient(application(held), base_url="http://127.0.0.1")
    address = f"/thread/{held.threads()[0].id}" if page == "thread" else page
    links = list(dict.fromkeys(re.findall(r'href="((?:/feeds/|/calendar\.ics)[^"]*)"', client.get(address).text)))
    assert [link.split("?")[0] for link in links] == ["/feeds/atom", "/feeds/json", "/calendar.ics"]
    asked = "thread=" if page == "thread" else "kind=measure"
    assert all(asked in link and client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
