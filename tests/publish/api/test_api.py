"""The API over a small ledger; all texts are written for testing."""

import csv
import io
import json
import sys
from datetime import date, timedelta

import pyarrow.parquet
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from detente.app.shelf import LedgerShelf
from detente.model.identity import claim_key
from detente.publish.api.answers import Records
from detente.publish.api.asked import cursor_of
from detente.publish.api.export import csv_bytes, flat_rows
from detente.publish.api.service import api
from tests.building import measure
from tests.publish.shelves import DEAL, MEETING, MOVED, NOON, ORDER, PLEDGE, THREAT, ledger, readings, report

TODAY = date(2012, 3, 10)


@pytest.fixture
def held():
    with ledger(THREAT, ORDER, PLEDGE, MEETING, DEAL) as opened:
        yield opened


@pytest.fixture
def client(held):
    return TestClient(api(LedgerShelf(held, today=TODAY)), raise_server_exceptions=False)


LISTS = (
    *("threads", "claims", "documents", "changes", "conflicts", "findings", "links", "threats", "measures", "tours", "coverage"),
    *("decisions", "doubts", "sources", "due", "scoreboard", "search?q=said"),
)


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_page_with_its_total(client, path):
    told = client.get(f"/{path}").json()
    assert set(told) == {"items", "total", "next", "as_of"}
    assert told["total"] == len(told["items"])


def test_a_table_is_flat():
    nested = {
        "thread": "t",
        "values": [{"value": [1, 2], "quote": "=a"}, {"value": {"value": 3, "unit": "USD"}, "quote": None}],
        "b": {"c": True},
    }
    assert csv_bytes([nested, {"thread": "u", "values": []}]).decode().splitlines() == [
        "thread,b.c,side.value,side.quote,side.value.value,side.value.unit",
        "t,true,1 | 2,'=a,,",
        "t,true,,,3,USD",
        "u,,,,,",
    ]
    joined = {"linked": [{"thread": "a", "days": 1}, {"thread": "b", "days": None}], "products": []}
    assert csv_bytes([joined]).decode().splitlines() == ["linked.thread,linked.days,products", "a | b,1 | ,"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_list_can_be_exported(client, path, form):
    answer = client.get(f"/{path}{'&' if '?' in path else '?'}format={form}")
    total = client.get(f"/{path}").json()["total"]
    assert answer.status_code == 200
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == len([row for record in client.get(f"/{path}").json()["items"] for row in flat_rows(record)])
    else:
        assert pyarrow.parquet.read_table(io.BytesIO(answer.content)).num_rows == total


def test_pages_make_up_the_whole_and_repeat_nothing(client):
    whole = client.get("/claims").json()["items"]
    found, cursor = [], None
    while True:
        page = client.get("/claims", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole


def test_records_are_made_of_the_rows_that_are_given_alone():
    made = []
    rows = Records(range(10), lambda row: made.append(row) or {"row": row})
    assert (rows[4:6], rows[-1], len(rows)) == ([{"row": 4}, {"row": 5}], {"row": 9}, 10)
    assert made == [4, 5, 9]
    assert [record["row"] for record in rows] == list(range(10))


def test_later_pages_do_not_see_what_was_recorded_meanwhile(held, client):
    first = client.get("/claims", params={"limit": 2}).json()
    held.append(readings(MOVED))
    second = client.get("/claims", params={"limit": 10, "cursor": first["next"]}).json()
    assert first["total"] == second["total"] == 5
    assert client.get("/claims").json()["total"] == 6


def test_as_of_sees_nothing_later(held, client):
    held.append(readings(MOVED))
    before = client.get("/claims", params={"as_of": (NOON - timedelta(seconds=1)).isoformat()}).json()
    assert before["total"] == 0
    assert client.get("/claims", params={"as_of": "2013-01-01T00:00:00Z"}).json()["total"] == 6


def test_modified_since_gives_what_is_new_or_otherwise(held, client):
    seen = client.get("/threads").json()["as_of"]
    held.append(readings(MOVED))
    found = client.get("/threads", params={"modified_since": seen}).json()
    assert [item["kind"] for item in found["items"]] == ["encounter"]
    assert client.get("/documents", params={"modified_since": seen}).json()["total"] == 1


def test_an_answer_that_did_not_change_is_not_sent_again(held, client):
    first = client.get("/threads")
    again = client.get("/threads", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    held.append(readings(MOVED))
    assert client.get("/threads", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_filters_are_those_of_the_search_page(client):
    found = client.get("/threads", params={"kind": ["commitment", "measure"], "status": "announced", "actor": "Brazil"}).json()["items"]
    assert [item["kind"] for item in found] == ["measure"]
    assert client.get("/threads", params={"since": "2012-03-06"}).json()["total"] == 1


def test_one_thread_is_told_whole(client):
    name = client.get("/threads", params={"kind": "measure"}).json()["items"][0]["id"]
    told = client.get(f"/threads/{name}").json()
    assert [claim["status"] for claim in told["claims"]] == ["threatened", "announced"]
    assert "joins" in told


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/threads/no-such", 404),
        ("/nothing", 404),
        ("/threads?kind=visit", 422),
        ("/threads?limit=0", 422),
        ("/threads?cursor=xx", 404),
        ("/threads?cursor=" + cursor_of(-1, None), 404),
        ("/threads?actor=Ruritania", 404),
        ("/threads?as_of=2012-03-10T00:00:00Z&known=2012-03-10", 400),
        ("/actors/Ruritania", 404),
        ("/search", 422),
    ],
)
def test_an_error_is_a_problem_that_says_what_and_where(client, path, status):
    answer = client.get(path)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"]


def test_but_for_decisions_nothing_can_be_written(client):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/threads")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
        assert method == "POST" or client.request(method, "/decisions").status_code == 405


def decided(client, **body):
    return client.post("/decisions", json={"by": "An", "why": "read both", **body})


def claim_of(held, published):
    return claim_key(next(row.claim for row in held.claims() if row.claim.document.published == published))


def rates(client):
    return {item["rate"] for item in client.get("/claims", params={"kind": "measure"}).json()["items"]}


def test_a_slot_is_corrected_and_the_correction_taken_back(held, client):
    claim = claim_of(held, "2012-03-04")
    done = decided(client, act="correct", claim=claim, slot="rate", value=30)
    assert (done.status_code, done.json()["act"], done.json()["value"], done.json()["was"]) == (201, "correct", 30, 25)
    assert rates(client) == {20, 30}
    undone = decided(client, act="undo", decision=done.json()["id"])
    assert (undone.status_code, undone.json()["by"]) == (201, "An")
    assert rates(client) == {20, 25}
    assert [item["act"] for item in client.get("/decisions").json()["items"]] == ["correct", "undo"]


@pytest.mark.parametrize(("value", "rate"), [("30", 30), ("", None), (None, None), (30.0, 30), (30.5, 30.5)])
def test_a_value_may_be_given_in_words_or_as_records_have_it(held, client, value, rate):
    assert decided(client, act="correct", claim=claim_of(held, "2012-03-04"), slot="rate", value=value).status_code == 201
    assert rates(client) == {20, rate}


def test_claims_are_parted_joined_and_retracted(held, client):
    one, other = claim_of(held, "2012-03-01T08:00:00+02:00"), claim_of(held, "2012-03-04")
    threads = lambda: client.get("/threads", params={"kind": "measure"}).json()["total"]  # noqa: E731
    assert threads() == 1
    parted = decided(client, act="part", of=[other], others=[one])
    assert (parted.status_code, threads()) == (201, 2)
    assert decided(client, act="undo", decision=parted.json()["id"]).status_code == 201
    assert threads() == 1
    assert decided(client, act="join", of=[one, other]).status_code == 201
    assert decided(client, act="retract", claim=other).status_code == 201
    assert client.get("/claims", params={"kind": "measure"}).json()["total"] == 1


def test_a_doubt_that_is_accepted_is_none_any_more(held, client):
    held.append(readings(measure(report("i", "2012-03-05"), status="announced", products=["shoes"], rate=35, effective="2012-03-20")))
    doubt = client.get("/doubts").json()["items"][0]["id"]
    assert decided(client, act="accept", doubt=doubt).status_code == 201
    assert doubt not in [item["id"] for item in client.get("/doubts").json()["items"]]
    assert decided(client, act="accept", doubt=doubt).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ({"act": "retract", "claim": "nothing#c1"}, 404, "nothing#c1"),
        ({"act": "undo", "decision": "d-nothing"}, 404, "d-nothing"),
        ({"act": "accept", "doubt": "r-nothing"}, 404, "r-nothing"),
        ({"act": "join", "of": ["nothing"]}, 404, "nothing"),
        ({"act": "burn"}, 422, ""),
        ({"act": "retract"}, 422, "retract.claim"),
        ({"act": "retract", "claim": "a", "slot": "rate"}, 422, "retract.slot"),
        ({"act": "retract", "claim": "a", "why": ""}, 422, "retract.why"),
        ({"act": "retract", "claim": "CLAIM", "by": None}, 400, "by"),
        ({"act": "retract", "claim": "CLAIM", "why": " "}, 400, None),
        ({"act": "correct", "claim": "CLAIM", "slot": "moon", "value": 1}, 400, None),
        ({"act": "correct", "claim": "CLAIM", "slot": "rate", "value": {"a": "b"}}, 400, None),
        ({"act": "part", "of": ["CLAIM"], "others": ["CLAIM"]}, 400, "part"),
    ],
)
def test_what_cannot_be_decided_is_told_and_recorded_nowhere(held, client, body, status, where):
    claim = claim_of(held, "2012-03-04")
    filled = {name: claim if value == "CLAIM" else [claim] if value == ["CLAIM"] else value for name, value in body.items()}
    answer = decided(client, **filled)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert where is None or answer.json()["where"] == where
    assert len(held.decisions()) == 0


def test_no_page_of_another_site_decides(held, client):
    body = json.dumps({"act": "retract", "claim": claim_of(held, "2012-03-04"), "by": "An", "why": "a joke"})
    sent = {"Content-Type": "application/json"}
    for headers, status in (
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({}, 415),
        ({**sent, "Origin": "https://evil.example"}, 403),
        ({**sent, "Sec-Fetch-Site": "cross-site"}, 403),
        ({**sent, "Sec-Fetch-Site": "same-site"}, 403),
    ):
        answer = client.post("/decisions", content=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert len(held.decisions()) == 0
    assert client.post("/decisions", content=body, headers=sent).status_code == 201


def test_a_cell_is_no_formula():
    assert csv_bytes([{"quote": "=cmd()", "n": -1}]).splitlines()[1] == b"'=cmd(),-1"


def test_the_description_is_openapi_3_1(client):
    told = client.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert len(told["paths"]) == len(LISTS) + 4


@pytest.mark.slow
def test_the_api_keeps_to_its_description(held):
    described = schemathesis.openapi.from_asgi("/openapi.json", api(LedgerShelf(held, today=TODAY)))
    for found in described.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def kept(case):
            case.call_and_validate()

        kept()


def test_numbers_in_parquet_keep_their_type(client):
    table = pyarrow.parquet.read_table(io.BytesIO(client.get("/coverage?format=parquet").content))
    assert str(table.schema.field("documents").type) == "int64"


def test_without_pyarrow_parquet_is_refused_with_what_to_install(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get("/claims?format=parquet")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "detente[parquet]" in answer.text
