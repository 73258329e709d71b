"""The API over a small ledger; all texts are written for testing."""

import csv
import io
from datetime import date, timedelta

import pyarrow.parquet
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from detente.app.publishing import LedgerShelf
from detente.publish.api.asked import cursor_of
from detente.publish.api.export import csv_bytes
from detente.publish.api.service import api
from tests.publish.shelves import DEAL, MEETING, MOVED, NOON, ORDER, PLEDGE, THREAT, ledger, readings

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
    *("decisions", "due", "scoreboard", "search?q=said"),
)


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_page_with_its_total(client, path):
    told = client.get(f"/{path}").json()
    assert set(told) == {"items", "total", "next", "as_of"}
    assert told["total"] == len(told["items"])


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_list_can_be_exported(client, path, form):
    answer = client.get(f"/{path}{'&' if '?' in path else '?'}format={form}")
    total = client.get(f"/{path}").json()["total"]
    assert answer.status_code == 200
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(answer.text)))) == total
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


def test_nothing_can_be_written(client):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/threads")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


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
