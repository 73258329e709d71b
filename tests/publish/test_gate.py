"""The gate before any application, and before the pages and the API of a small ledger as it stands beyond this machine."""

import base64
import logging
import re
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from detente.app.reach import reach_of
from detente.app.serving import application
from detente.model.identity import claim_key
from detente.model.token import Scope, Token, token_hash
from detente.publish.gate import LOGIN, LOGIN_LASTS, Access, Gate, Pace
from tests.publish.shelves import MEETING, ORDER, THREAT, ledger

READER = Token("reader", token_hash("secret-r"), Scope.READ, datetime(2012, 3, 1, tzinfo=UTC))
REVIEWER = Token("reviewer", token_hash("secret-w"), Scope.REVIEW, datetime(2012, 3, 1, tzinfo=UTC))
EDITOR = Token("editor", token_hash("secret-e"), Scope.ADMIN, datetime(2012, 3, 1, tzinfo=UTC))
ALL = (READER, REVIEWER, EDITOR)

BEYOND = reach_of("127.0.0.1", 8710, public="https://ledger.example")
PAGE = {"Accept": "text/html,*/*;q=0.8"}


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def access_with(tokens=ALL, *, readers=1000, strangers=1000, clock=None):
    clock = clock or Clock()
    held = tokens if callable(tokens) else lambda: tokens
    return Access(held, readers=Pace(readers, clock), strangers=Pace(strangers, clock), clock=clock)


def client(access=None):
    app = FastAPI()
    app.get("/x")(lambda: "read")
    app.post("/x")(lambda: "written")

    async def measured(request: Request):
        return len(await request.body())

    app.post("/length")(measured)
    app.add_middleware(Gate, access=access or access_with())
    return TestClient(app)


def basic(secret):
    return {"Authorization": "Basic " + base64.b64encode(f"me:{secret}".encode()).decode()}


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    "headers", [{}, bearer("wrong"), basic("wrong"), {"Authorization": "Basic !"}, {"Authorization": "Bearer"}, bearer(READER.hash)]
)
def test_without_a_token_nothing_is_told(headers):
    answer = client().get("/x", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "read" not in answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("headers", [bearer("secret-r"), basic("secret-r"), bearer("secret-e")])
def test_a_token_opens_the_gate(headers):
    assert client().get("/x", headers=headers).text == '"read"'


def test_a_token_in_the_address_is_none():
    assert client().get("/x?token=secret-r").status_code == 401


def test_a_reader_does_not_write():
    refused = client().post("/x", headers=bearer("secret-r"))
    assert (refused.status_code, refused.json()["detail"]) == (403, "the token does not have the scope review")
    assert [client().post("/x", headers=bearer(f"secret-{each}")).text for each in "we"] == ['"written"', '"written"']


def test_a_token_that_was_revoked_opens_nothing():
    held = list(ALL)
    asking = client(access_with(lambda: held))
    assert asking.get("/x", headers=bearer("secret-r")).status_code == 200
    held.remove(READER)
    assert asking.get("/x", headers=bearer("secret-r")).status_code == 401


def test_who_asks_too_often_waits_and_others_do_not():
    clock = Clock()
    asking = client(access_with(readers=3, clock=clock))
    assert [asking.get("/x", headers=bearer("secret-r")).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = asking.get("/x", headers=bearer("secret-r"))
    assert (answer.headers["content-type"], answer.headers["retry-after"]) == ("application/problem+json", "21")
    assert asking.get("/x", headers=bearer("secret-e")).status_code == 200
    clock.now = 21.0
    assert asking.get("/x", headers=bearer("secret-r")).status_code == 200


def test_who_guesses_tokens_is_counted_by_address():
    asking = client(access_with(strangers=2))
    assert [asking.get("/x", headers=bearer(f"guess-{n}")).status_code for n in range(3)] == [401, 401, 429]
    assert asking.get("/x", headers=bearer("secret-r")).status_code == 200


def test_all_addresses_of_one_network_are_one_caller():
    access = access_with(strangers=1)
    assert access.wait(None, "2001:db8::1") == 0.0
    assert access.wait(None, "2001:db8::2") == 60.0
    assert access.wait(None, "2001:db8:1::1") == 0.0
    assert access.wait(None, "192.0.2.1") == access.wait(None, "192.0.2.2") == 0.0


def test_a_request_that_is_too_long_is_not_read():
    asking = client()
    assert asking.post("/length", headers=bearer("secret-e"), content=b"x" * 60_000).text == "60000"
    assert asking.post("/length", headers=bearer("secret-e"), content=b"x" * 70_000).status_code == 413
    in_parts = (b"x" * 10_000 for _ in range(7))
    assert asking.post("/length", headers=bearer("secret-e"), content=in_parts).status_code == 413


@pytest.fixture
def held():
    with ledger(THREAT, ORDER, MEETING) as opened:
        yield opened


@pytest.fixture
def beyond(held):
    """The site as readers beyond this machine have it; no redirect is followed."""
    made = application(held, today=date(2012, 3, 10), reach=BEYOND, access=access_with())
    return TestClient(made, base_url="https://ledger.example", follow_redirects=False)


def log_in(visitor, secret, *, back="/"):
    page = visitor.get("/login", params={"back": back})
    token = re.search(r'name="token" value="([0-9a-f]+)"', page.text)[1]
    return visitor.post("/login", data={"token": token, "secret": secret, "back": back})


def form_token(visitor, address="/review"):
    return re.search(r'name="token" value="([0-9a-f]+)"', visitor.get(address).text)[1]


EVERYWHERE = (
    "/",
    "/thread/x",
    "/search.csv",
    "/static-not",
    "/live",
    "/api/v1/threads",
    "/api/v1/openapi.json",
    "/feeds/atom",
    "/calendar.ics",
)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_beyond_this_machine_every_address_asks_for_a_token(beyond, address):
    answer = beyond.get(address)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "a token is needed"
    assert answer.headers["strict-transport-security"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_page_leads_to_the_login_and_the_login_back_to_the_page(beyond):
    sent = beyond.get("/measures?on=2012-03-21", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?back=%2Fmeasures%3Fon%3D2012-03-21")
    login = beyond.get(sent.headers["location"])
    assert (login.status_code, "BRA" in login.text, 'type="password"' in login.text) == (200, False, True)
    done = log_in(beyond, "secret-r", back="/measures?on=2012-03-21")
    assert (done.status_code, done.headers["location"]) == (303, "/measures?on=2012-03-21")
    assert beyond.get(done.headers["location"], headers=PAGE).status_code == 200


def test_a_login_is_a_cookie_that_no_script_no_other_site_and_no_open_line_gets(beyond):
    cookie = log_in(beyond, "secret-r").headers["set-cookie"]
    assert cookie.startswith(f"{LOGIN}=")
    assert "secret-r" not in cookie
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


def test_a_wrong_token_is_told_and_logs_nobody_in(beyond):
    answer = log_in(beyond, "wrong")
    assert (answer.status_code, "no token that holds" in answer.text, LOGIN in beyond.cookies) == (403, True, False)


def test_a_login_form_of_another_site_is_refused(beyond):
    beyond.get("/login")
    assert beyond.post("/login", data={"token": "0" * 64, "secret": "secret-e"}).status_code == 403
    token = form_token(beyond, "/login")
    answer = beyond.post("/login", data={"token": token, "secret": "secret-e"}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, LOGIN in beyond.cookies) == (403, False)


def test_without_https_no_token_is_taken_by_the_login(held):
    made = application(held, reach=BEYOND, access=access_with())
    visitor = TestClient(made, base_url="http://ledger.example", follow_redirects=False)
    assert "not reached by https" in visitor.get("/login").text
    answer = log_in(visitor, "secret-e")
    assert (answer.status_code, LOGIN in visitor.cookies) == (400, False)


def test_logging_out_ends_the_login_on_the_server_too(beyond):
    log_in(beyond, "secret-r")
    cookie = beyond.cookies[LOGIN]
    assert beyond.post("/logout", data={"token": form_token(beyond, "/help")}).status_code == 303
    assert LOGIN not in beyond.cookies
    assert beyond.get("/", headers={"Cookie": f"{LOGIN}={cookie}"}).status_code == 401


def test_a_login_ends_with_its_token_and_after_a_week(held):
    tokens, clock = list(ALL), Clock()
    made = application(held, reach=BEYOND, access=access_with(lambda: tokens, clock=clock))
    one, other = (TestClient(made, base_url="https://ledger.example", follow_redirects=False) for _ in range(2))
    log_in(one, "secret-r")
    log_in(other, "secret-e")
    tokens.remove(READER)
    assert (one.get("/").status_code, other.get("/").status_code) == (401, 200)
    clock.now = LOGIN_LASTS + 1.0
    assert other.get("/").status_code == 401


def test_a_reader_sees_no_form_for_decisions_and_sends_none(beyond, held):
    log_in(beyond, "secret-r")
    thread = held.all_threads()[0].id
    page = beyond.get(f"/thread/{thread}").text
    assert 'action="/review"' not in page
    form = {"token": form_token(beyond, "/help"), "act": "retract", "name": thread, "why": "no"}
    answer = beyond.post("/review", data=form, headers=PAGE)
    assert (answer.status_code, "scope review" in answer.text, len(held.decisions())) == (403, True, 0)
    assert beyond.post("/look", data={"token": form["token"]}).status_code == 303
    assert held.seen_by("reader") is not None


def test_a_decision_beyond_this_machine_bears_the_name_of_the_token(beyond, held):
    log_in(beyond, "secret-w")
    name = claim_key(held.claims()[0].claim)
    form = {"token": form_token(beyond), "act": "retract", "name": name, "by": "somebody else", "why": "it is a joke"}
    assert beyond.post("/review", data=form).status_code == 303
    assert [decision.decision.by for decision in held.decisions()] == ["reviewer"]


def test_a_login_writes_nothing_to_the_api(beyond):
    log_in(beyond, "secret-e")
    assert beyond.get("/api/v1/threads").status_code == 200
    assert beyond.post("/api/v1/decisions", json={}).status_code == 401


def test_programs_decide_with_a_token_for_it_and_in_its_name(beyond, held):
    body = {"act": "retract", "claim": claim_key(held.claims()[0].claim), "why": "it is a joke"}
    assert beyond.post("/api/v1/decisions", json=body, headers=bearer("secret-r")).status_code == 403
    other = beyond.post("/api/v1/decisions", json={**body, "by": "somebody else"}, headers=bearer("secret-w"))
    assert (other.status_code, other.json()["where"]) == (400, "by")
    assert len(held.decisions()) == 0
    done = beyond.post("/api/v1/decisions", json=body, headers=bearer("secret-w"))
    assert (done.status_code, done.json()["by"]) == (201, "reviewer")


def test_feed_readers_and_calendars_are_asked_for_a_password(beyond):
    for address in ("/feeds/atom", "/calendar.ics"):
        assert beyond.get(address).headers["www-authenticate"].startswith("Basic")
        assert beyond.get(address, headers=basic("secret-r")).status_code == 200
    assert "https://ledger.example/thread/" in beyond.get("/feeds/atom", headers=basic("secret-r")).text


@pytest.mark.parametrize("host", ["evil.example", "ledger.example.evil.example", "192.0.2.1", ""])
def test_only_the_names_that_are_ours_are_answered(beyond, host):
    assert beyond.get("/", headers={"Host": host, **bearer("secret-e")}).status_code == 421


def test_no_log_and_no_answer_holds_a_secret(beyond, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    # Who sets up logging for itself may have turned off what was there before.
    monkeypatch.setattr(logging.getLogger("detente.gate"), "disabled", False)
    log_in(beyond, "secret-e")
    cookie = beyond.cookies[LOGIN]
    beyond.get("/", headers=bearer("wrong-one"))
    beyond.get("/api/v1/threads/none", headers=bearer("secret-e"))
    told = log_in(beyond, "wrong-two").text
    logged = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    assert "refused without a token: GET '/'" in logged
    assert [secret for secret in ("secret-e", cookie, "wrong-one", "wrong-two") if secret in logged + told] == []
