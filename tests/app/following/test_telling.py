"""After each round people are told of news; all texts are written for testing."""

import json
from contextlib import closing

import pytest

from detente.app.alerts import Alerts, alerting
from detente.app.answers import OpenLedger
from detente.app.net.address import policy_allowing
from detente.errors import QueryError
from detente.model.alerting import AlertOn
from detente.model.claim import Reading
from detente.model.saved_search import SavedSearch
from detente.model.selection import EVERYTHING
from detente.store.alerts import SqlAlerts
from tests.building import measure
from tests.publisher import rss, rss_item


def reads_a_duty(documents):
    """A reader that finds one duty in each report, each against another state."""
    targets = {"one": "BRA", "two": "CHL", "three": "ARG"}
    found = {each: next(code for word, code in targets.items() if word in each.title) for each in documents}
    return [Reading(each, (measure(each, imposer=["JPN"], target=[code]),), ()) for each, code in found.items()]


@pytest.fixture
def telling(follower, site, httpserver):
    """A follower that tells one rule of all news; the ledger is made by it and empty before."""
    follower.source(url=site.url())
    follower.read_all = reads_a_duty
    follower.tell = alerting(follower.target, allow_hosts=("127.0.0.1", "localhost"), environment={})
    httpserver.expect_request("/hook", method="POST").respond_with_data("", status=204)
    OpenLedger(follower.target).close()
    with OpenLedger(follower.target) as held, closing(SqlAlerts.open(follower.target)) as store:
        alerts = Alerts(held, store, policy=policy_allowing(("127.0.0.1", "localhost")), mail=None)
        alerts.add("r", SavedSearch(EVERYTHING, "", None), [AlertOn.NEW], days=7, webhook=httpserver.url_for("/hook"), mail=None)
    return follower


def posted(httpserver):
    return [[news["matter"] for news in json.loads(request.data)["data"]["news"]] for request, _ in httpserver.log]


def test_the_first_import_is_silent_then_each_round_tells_its_news_once(telling, site, httpserver):
    site.says["/feed"] = rss(rss_item("one"), rss_item("two"))
    first = telling.once()
    assert (first.read, first.messages, posted(httpserver)) == (2, 0, [])
    telling.clock.go(days=2)
    site.says["/feed"] = rss(rss_item("three"), rss_item("one"), rss_item("two"))
    second = telling.once()
    assert (second.read, second.messages) == (1, 1)
    assert [len(news) for news in posted(httpserver)] == [1]
    telling.clock.go(days=2)
    assert (telling.once().messages, len(posted(httpserver))) == (0, 1)


def test_a_message_that_was_not_taken_waits_for_a_later_round(telling, site, httpserver):
    site.says["/feed"] = rss(rss_item("one"))
    telling.once()
    telling.clock.go(days=2)
    site.says["/feed"] = rss(rss_item("two"), rss_item("one"))
    httpserver.clear()
    httpserver.expect_request("/hook").respond_with_data("", status=503)
    assert telling.once().messages == 1
    with closing(SqlAlerts.open(telling.target)) as store:
        (delivery,) = store.deliveries()
    assert (delivery.tries, delivery.state.value) == (1, "pending")


def test_what_keeps_alerts_from_going_out_keeps_nothing_from_being_read(telling, site):
    def failing():
        raise QueryError("no", where="here")

    telling.tell = failing
    site.says["/feed"] = rss(rss_item("one"))
    summary = telling.once()
    assert (summary.read, summary.messages) == (1, 0)


def test_while_it_runs_people_are_told_at_most_once_a_minute_and_every_five(follower, site):
    follower.source(url=site.url())
    told = []
    follower.tell = lambda: told.append(follower.clock.now) or 0
    start = follower.clock.now

    async def rounds(service):
        for minutes in (0, 1, 2, 4, 5, 9):
            follower.clock.now = start.replace(minute=minutes)
            if minutes == 1:
                service.summary.read += 1
            await service.tell()

    follower.use(rounds)
    assert [at.minute for at in told] == [0, 1, 9]


def test_a_mail_server_that_cannot_be_understood_is_told_before_anything_is_read(tmp_path):
    with pytest.raises(QueryError, match="mail server"):
        alerting(str(tmp_path / "x"), allow_hosts=(), environment={"DETENTE_SMTP": "http://a.example"})
