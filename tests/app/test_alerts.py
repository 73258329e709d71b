"""Alerts from rule to receiver on loopback; all texts are written for testing."""

import json
import socket
from contextlib import closing
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from standardwebhooks import Webhook
from werkzeug import Response

from detente.app.alerts import WAITS, Alerts, MailServer, mail_server
from detente.app.net.address import ANYWHERE, PUBLIC
from detente.errors import FetchError, NotInLedger, QueryError
from detente.model.alerting import AlertOn, DeliveryState
from detente.model.claim import Kind
from detente.model.following import DoneItem, NewItem, SourceState, Stage
from detente.model.identity import document_key
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.store.alerts import SqlAlerts
from detente.store.sources import SqlSources
from tests.building import measure
from tests.publish.shelves import MEETING, MOVED, NOON, ORDER, PLEDGE, THREAT, ledger, readings, report

MEASURES = SavedSearch(Selection(kinds=(Kind.MEASURE,)))
ALL = tuple(AlertOn)


class Inbox:
    """Takes mail on loopback."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox():
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.server = MailServer("127.0.0.1", port, None, None, "detente@ledger.example", False)
    yield handler
    controller.stop()


class World:
    """A ledger in a file with its alerts, and a clock that is moved by hand."""

    def __init__(self, path, *claims, policy=ANYWHERE, mail=None):
        self.now = NOON
        self.held = ledger(*claims, path=str(path), at=NOON)
        self.store = SqlAlerts.open(str(path))
        self.alerts = Alerts(self.held, self.store, policy=policy, mail=mail, now=lambda: self.now, today=date(2012, 3, 10))

    def read(self, *claims):
        self.now += timedelta(minutes=1)
        self.held.append(readings(*claims))

    def close(self):
        self.store.close()
        self.held.close()


@pytest.fixture
def world(tmp_path):
    made = []

    def make(*claims, **more):
        made.append(World(tmp_path / "x.ledger", *claims, **more))
        return made[-1]

    yield make
    for each in made:
        each.close()


def hook(world, httpserver, *, on=ALL, search=MEASURES):
    return world.alerts.add("r", search, on, days=7, webhook=httpserver.url_for("/hook"), mail=None)


def test_a_receiver_can_verify_a_webhook_and_cite_its_news(world, httpserver):
    here = world(THREAT)
    httpserver.expect_oneshot_request("/hook", method="POST").respond_with_response(Response(status=204))
    rule = hook(here, httpserver, on=[AlertOn.STATUS])
    here.read(ORDER)
    done = here.alerts.run()
    assert (done.fired, done.sent, done.failed, done.dead) == (1, 1, 0, 0)
    request, _ = httpserver.log[0]
    told = json.loads(request.data)
    signed = int(request.headers["webhook-timestamp"])
    assert signed == int(here.now.timestamp())
    verified = Webhook(rule.secret)
    assert (
        verified.sign(request.headers["webhook-id"], datetime.fromtimestamp(signed, tz=NOON.tzinfo), request.data.decode())
        == (request.headers["webhook-signature"])
    )
    (news,) = told["data"]["news"]
    assert (news["what"].split(";")[0], news["quote"], news["source_url"]) == (
        "threatened → announced",
        "It is said in b.",
        "https://news.example/b",
    )


def test_what_the_ledger_held_is_old_news(world, httpserver):
    here = world(THREAT, ORDER)
    hook(here, httpserver)
    assert here.alerts.run().fired == 0
    assert httpserver.log == []


def test_the_first_import_is_silent_and_what_comes_after_is_not(world, httpserver):
    here = world()
    hook(here, httpserver)
    here.read(THREAT, PLEDGE)
    assert here.alerts.fire() == 0
    here.read(ORDER)
    assert here.alerts.fire() == 1


def take_in(path, *claims, is_old):
    """As following does: the documents of the claims came by a source, at its first reading or later."""
    with closing(SqlSources.open(str(path))) as store:
        for claim in claims:
            key, url = document_key(claim.document), claim.document.url
            item = NewItem(key=url, words_hash=key, identity=url, stage=Stage.READY, payload="{}", facts=None)
            state = SourceState(name="new", own_url="http://new.example/", url="http://new.example/", due_at=NOON)
            store.take_in(state, [item], now=NOON, is_old=is_old)
            done = DoneItem(source="new", key=url, words_hash=key, stage=Stage.READ, document_key=key, why=None)
            store.finish([done], copies=(), bands={}, now=NOON)


def test_the_first_import_of_a_new_source_is_silent_and_what_it_brings_later_is_not(world, httpserver, tmp_path):
    here = world(PLEDGE)
    hook(here, httpserver, search=SavedSearch())
    other = measure(report("y", "2012-03-01"), status="threatened", products=["shoes"], rate=30, effective="2012-03-12")
    here.read(THREAT, other)
    take_in(tmp_path / "x.ledger", THREAT, other, is_old=True)
    assert here.alerts.fire() == 0
    here.read(ORDER)
    take_in(tmp_path / "x.ledger", ORDER, is_old=False)
    assert here.alerts.fire() == 1
    (told,) = here.alerts.deliveries()
    assert {news["on"] for news in json.loads(told.body)["data"]["news"]} >= {"status"}
    assert "It is said in a." not in told.body


def test_an_old_item_that_is_told_in_other_words_is_news_and_its_old_words_stay_silent(world, httpserver, tmp_path):
    here = world(PLEDGE)
    hook(here, httpserver, on=[AlertOn.NEW, AlertOn.STATUS])
    here.read(THREAT)
    take_in(tmp_path / "x.ledger", THREAT, is_old=True)
    assert here.alerts.fire() == 0
    changed = measure(report("a", "2012-03-06", text="It is said otherwise."), status="announced", products=["shoes"], rate=20)
    here.read(changed)
    take_in(tmp_path / "x.ledger", changed, is_old=False)
    assert here.alerts.fire() == 1
    (told,) = here.alerts.deliveries()
    assert [news["quote"] for news in json.loads(told.body)["data"]["news"]] == ["It is said otherwise."]


def test_a_deadline_that_an_old_item_told_of_fires_when_it_comes_near(world, httpserver, tmp_path):
    here = world(PLEDGE)
    hook(here, httpserver, on=[AlertOn.DEADLINE], search=SavedSearch())
    here.read(MEETING)
    take_in(tmp_path / "x.ledger", MEETING, is_old=True)
    later = Alerts(here.held, here.store, policy=ANYWHERE, mail=None, now=lambda: here.now, today=date(2012, 4, 5))
    assert [here.alerts.fire(), later.fire(), later.fire()] == [0, 1, 0]


def test_nobody_is_told_twice(world, httpserver):
    here = world(THREAT)
    hook(here, httpserver)
    here.read(ORDER)
    assert [here.alerts.fire() for _ in range(3)] == [1, 0, 0]


def test_two_processes_tell_of_one_thing_once(world, httpserver, tmp_path):
    here = world(THREAT)
    hook(here, httpserver)
    here.read(ORDER)
    with closing(SqlAlerts.open(str(tmp_path / "x.ledger"))) as other:
        before = here.store.fired("r")
        assert here.alerts.fire() == 1
        taken = here.store.deliveries()[0]
        assert not other.take(taken, here.store.fired("r") - before)
        assert [len(other.due(here.now)), len(here.store.due(here.now))] == [1, 0]


def test_a_report_that_repeats_or_is_of_no_interest_makes_no_message(world, httpserver):
    here = world(THREAT, ORDER)
    hook(here, httpserver)
    here.read(measure(report("z", "2012-03-09"), status="announced", products=["shoes"], rate=25, effective="2012-03-20"), PLEDGE)
    assert here.alerts.fire() == 0


def test_a_deadline_fires_once_when_it_comes_near_and_again_when_it_moved(world, httpserver):
    here = world(MEETING)
    hook(here, httpserver, on=[AlertOn.DEADLINE], search=SavedSearch())
    later = Alerts(here.held, here.store, policy=ANYWHERE, mail=None, now=lambda: here.now, today=date(2012, 4, 5))
    assert [here.alerts.fire(), later.fire(), later.fire()] == [0, 1, 0]
    here.read(MOVED)
    assert later.fire() == 1


def test_a_conflict_fires(world, httpserver):
    here = world(THREAT)
    hook(here, httpserver, on=[AlertOn.CONFLICT])
    here.read(measure(report("y", "2012-03-01"), status="threatened", products=["shoes"], rate=30, effective="2012-03-20"))
    assert here.alerts.fire() == len({row.conflict.field for row in here.held.conflicts()}) == 1


def test_a_failing_receiver_is_tried_ever_later_and_then_given_up(world, httpserver):
    here = world(THREAT)
    httpserver.expect_request("/hook").respond_with_data("no", status=500)
    hook(here, httpserver)
    here.read(ORDER)
    assert here.alerts.run().failed == 1
    assert here.alerts.run().failed == 0
    waited = []
    while here.alerts.deliveries(DeliveryState.PENDING):
        (held,) = here.alerts.deliveries(DeliveryState.PENDING)
        waited.append(round((held.due_at - here.now).total_seconds()))
        here.now = held.due_at
        here.alerts.run()
    assert waited == list(WAITS)
    (dead,) = here.alerts.deliveries(DeliveryState.DEAD)
    assert (dead.tries, dead.error) == (8, "500 Internal Server Error")
    assert len({request.headers["webhook-id"] for request, _ in httpserver.log}) == 1
    assert len(httpserver.log) == 8


def test_a_dead_letter_can_be_tried_anew(world, httpserver):
    here = world(THREAT)
    httpserver.expect_oneshot_request("/hook").respond_with_data("gone", status=410)
    hook(here, httpserver)
    here.read(ORDER)
    assert here.alerts.run().dead == 1
    httpserver.expect_oneshot_request("/hook").respond_with_data("ok")
    here.alerts.retry(here.alerts.deliveries()[0].id)
    assert here.alerts.run().sent == 1
    with pytest.raises(NotInLedger):
        here.alerts.retry("msg_none")


def test_a_webhook_to_this_machine_is_refused_unless_it_is_allowed(world, httpserver):
    here = world(THREAT, policy=PUBLIC)
    hook(here, httpserver)
    here.read(ORDER)
    assert here.alerts.run().failed == 1
    assert "private network" in here.alerts.deliveries()[0].error
    assert httpserver.log == []


def test_a_redirect_is_not_followed(world, httpserver):
    here = world(THREAT)
    httpserver.expect_request("/hook").respond_with_response(Response(status=307, headers={"Location": "/else"}))
    hook(here, httpserver)
    here.read(ORDER)
    assert here.alerts.run().failed == 1
    assert [request.path for request, _ in httpserver.log] == ["/hook"]


def test_a_digest_is_plain_and_html_of_the_same_news(world, inbox):
    here = world(THREAT, mail=inbox.server)
    here.alerts.add("mornings", MEASURES, ALL, days=7, webhook=None, mail="reader@ledger.example")
    here.read(ORDER, measure(report("h", "2012-03-05"), products=["<b>hats</b>"], target=["CHL"]))
    assert here.alerts.run().sent == 1
    (envelope,) = inbox.received
    mail = message_from_bytes(envelope.content, policy=default)
    assert envelope.rcpt_tos == ["reader@ledger.example"]
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for words in ("It is said in b.", "It is said in h.", "https://news.example/b", "Wire service T"):
        assert words in plain
        assert words in html
    assert "<b>hats" not in html
    assert mail["Subject"].startswith("detente: BRA tariff on")
    assert "and 1 more" in mail["Subject"]


def test_nothing_new_makes_no_mail(world, inbox):
    here = world(THREAT, mail=inbox.server)
    here.alerts.add("mornings", MEASURES, ALL, days=7, webhook=None, mail="reader@ledger.example")
    here.alerts.run()
    assert inbox.received == []


def test_without_a_mail_server_mail_waits(world):
    here = world(THREAT)
    here.alerts.add("mornings", MEASURES, ALL, days=7, webhook=None, mail="reader@ledger.example")
    here.read(ORDER)
    assert here.alerts.run().failed == 1
    assert here.alerts.deliveries()[0].error == "no mail server is set"


def test_a_preview_counts_what_would_have_fired_by_the_days_of_reports(world, httpserver):
    here = world(THREAT, ORDER, PLEDGE)
    rule = hook(here, httpserver)
    found = here.alerts.preview(rule, days=30)
    assert [(day.isoformat(), firing.on) for day, firing in found] == [("2012-03-01", AlertOn.NEW), ("2012-03-04", AlertOn.STATUS)]
    assert [firing.on for _, firing in here.alerts.preview(rule, days=7)] == [AlertOn.STATUS]
    assert here.alerts.preview(rule, days=3) == []


@pytest.mark.parametrize(
    ("webhook", "mail", "error"),
    [
        (None, None, QueryError),
        ("https://a.example", "a@b.example", QueryError),
        ("ftp://a.example", None, FetchError),
        ("https://user:pw@a.example", None, FetchError),
        (None, "a@b.example, c@d.example", QueryError),
        (None, "a@b.example\nBcc: c@d.example", QueryError),
    ],
)
def test_a_rule_without_one_good_target_is_refused(world, webhook, mail, error):
    here = world(THREAT)
    with pytest.raises(error):
        here.alerts.add("r", MEASURES, ALL, days=7, webhook=webhook, mail=mail)
    assert here.alerts.rules() == []


def test_a_name_is_used_once_and_removing_takes_all_of_it(world, httpserver):
    here = world(THREAT)
    hook(here, httpserver)
    with pytest.raises(QueryError):
        hook(here, httpserver)
    here.read(ORDER)
    here.alerts.fire()
    here.alerts.remove("r")
    assert (here.alerts.rules(), here.alerts.deliveries(), here.store.fired("r")) == ([], [], frozenset())
    with pytest.raises(NotInLedger):
        here.alerts.remove("r")


def test_the_mail_server_is_an_address_of_the_environment():
    found = mail_server({"DETENTE_SMTP": "smtps://u%40x:p@mail.example", "DETENTE_MAIL_FROM": "d@ledger.example"})
    assert found == MailServer("mail.example", 465, "u@x", "p", "d@ledger.example", True)
    assert mail_server({}) is None
    with pytest.raises(QueryError) as caught:
        mail_server({"DETENTE_SMTP": "http://secret@mail.example", "DETENTE_MAIL_FROM": "d@ledger.example"})
    assert "secret" not in str(caught.value)
