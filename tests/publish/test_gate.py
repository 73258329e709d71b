import base64
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from detente.model.token import Scope, Token, token_hash
from detente.publish.gate import Gate, Pace

READER = Token("reader", token_hash("secret-r"), Scope.READ, datetime(2012, 3, 1, tzinfo=UTC))
EDITOR = Token("editor", token_hash("secret-e"), Scope.ADMIN, datetime(2012, 3, 1, tzinfo=UTC))


def client(*, tokens=(READER, EDITOR), pace=None):
    app = FastAPI()
    app.get("/x")(lambda: "read")
    app.post("/x")(lambda: "written")
    app.add_middleware(Gate, tokens=None if tokens is None else (lambda: tokens), pace=pace)
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
    assert "read" not in answer.text
    assert answer.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize("headers", [bearer("secret-r"), basic("secret-r"), bearer("secret-e")])
def test_a_token_opens_the_gate(headers):
    assert client().get("/x", headers=headers).text == '"read"'


def test_a_token_in_the_address_is_none():
    assert client().get("/x?token=secret-r").status_code == 401


def test_a_reader_does_not_write():
    assert client().post("/x", headers=bearer("secret-r")).status_code == 403
    assert client().post("/x", headers=bearer("secret-e")).text == '"written"'


def test_who_asks_too_often_waits():
    now = [0.0]
    asking = client(tokens=None, pace=Pace(3, clock=lambda: now[0]))
    assert [asking.get("/x").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert asking.get("/x").headers["retry-after"] == "21"
    now[0] = 21.0
    assert asking.get("/x").status_code == 200


def test_one_caller_does_not_slow_another():
    pace = Pace(1, clock=lambda: 0.0)
    assert (pace.wait("a"), pace.wait("b")) == (0.0, 0.0)
    assert pace.wait("a") == 60.0
