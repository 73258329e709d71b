"""A loopback server plays what endpoints do. No test waits: pauses are counted instead."""

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from werkzeug import Request, Response

from detente.app.large_model.endpoint import Endpoint, retry_after
from detente.app.large_model.replies import Reply
from detente.errors import InputError
from detente.reading.model_reader.replies import Unusable
from detente.reading.model_reader.schema import reply_schema
from tests.app.large_model.conftest import KEY, NOTHING, completion

PATH = "/v1/chat/completions"


class Pauses(list[float]):
    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def endpoint(settings, pauses) -> Endpoint:
    return Endpoint(settings, pause=pauses)


def test_what_leaves_is_the_messages_the_model_and_the_key_and_nothing_else(httpserver, endpoint, ask):
    httpserver.expect_request(PATH, method="POST").respond_with_json(completion())
    assert endpoint.reply(ask) == Reply(text=NOTHING, is_cut=False, prompt_tokens=100, reply_tokens=20)
    request, _ = httpserver.log[0]
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    body = json.loads(request.data)
    assert body["messages"] == [{"role": message.role, "content": message.content} for message in ask.messages]
    assert {name: body[name] for name in ("model", "temperature", "seed", "stream")} == {
        "model": "acme/reader-1", "temperature": 0, "seed": 0, "stream": False,
    }  # fmt: skip
    assert body["response_format"]["json_schema"]["schema"] == reply_schema()
    assert set(body) == {"model", "messages", "temperature", "top_p", "seed", "stream", "max_tokens", "response_format"}


@pytest.mark.parametrize(("schema", "form"), [("json_object", {"type": "json_object"}), ("none", None)])
def test_endpoints_that_know_no_schema_are_told_otherwise(httpserver, settings, pauses, ask, schema, form):
    httpserver.expect_request(PATH).respond_with_json(completion())
    Endpoint(replace(settings, schema=schema), pause=pauses).reply(ask)
    assert json.loads(httpserver.log[0][0].data).get("response_format") == form


def test_without_a_key_no_header_names_one(httpserver, settings, pauses, ask):
    httpserver.expect_request(PATH).respond_with_json(completion())
    Endpoint(replace(settings, key=""), pause=pauses).reply(ask)
    assert "Authorization" not in httpserver.log[0][0].headers


@pytest.mark.parametrize(
    ("response", "code", "attempts"),
    [
        (Response("busy", status=429, headers={"Retry-After": "7"}), "endpoint-busy", 3),
        (Response("oops", status=500), "endpoint-failing", 3),
        (Response("oops", status=503, headers={"Retry-After": "2"}), "endpoint-failing", 3),
        (Response("no", status=401), "endpoint-refuses", 1),
        (Response("no", status=404), "endpoint-refuses", 1),
        (Response("", status=302, headers={"Location": "http://example.org/"}), "endpoint-refuses", 1),
        (Response("<html>"), "endpoint-malformed", 1),
        (Response('{"choices": [{"mess'), "endpoint-malformed", 1),
        (Response("[]"), "endpoint-malformed", 1),
        (Response("{}"), "endpoint-malformed", 1),
        (Response(json.dumps({"choices": [{"message": {"content": None}}]})), "endpoint-malformed", 1),
        (Response(json.dumps(completion(None, refusal="No."))), "reply-refused", 1),
        (Response(json.dumps(completion(finish="content_filter"))), "reply-refused", 1),
    ],
)
def test_each_failure_has_its_name_and_is_tried_again_only_where_that_may_help(httpserver, endpoint, pauses, ask, response, code, attempts):
    httpserver.expect_request(PATH).respond_with_response(response)
    outcome = endpoint.reply(ask)
    assert isinstance(outcome, Unusable)
    assert outcome.code == code
    assert len(httpserver.log) == attempts
    assert len(pauses) == attempts - 1
    assert KEY not in outcome.why


def test_retry_after_is_waited_for(httpserver, endpoint, pauses, ask):
    httpserver.expect_ordered_request(PATH).respond_with_response(Response("busy", status=429, headers={"Retry-After": "7"}))
    httpserver.expect_ordered_request(PATH).respond_with_json(completion())
    assert isinstance(endpoint.reply(ask), Reply)
    assert pauses == [7.0]


def test_a_longer_wait_than_anybody_has_patience_for_is_not_waited(httpserver, endpoint, pauses, ask):
    httpserver.expect_request(PATH).respond_with_response(Response("busy", status=429, headers={"Retry-After": "3600"}))
    assert endpoint.reply(ask) == Unusable("endpoint-busy", "the endpoint asks for fewer requests")
    assert (pauses, len(httpserver.log)) == ([], 1)


def test_an_endpoint_that_never_answers_times_out(httpserver, settings, pauses, ask):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        outcome = Endpoint(replace(settings, url=url, seconds=1, attempts=1), pause=pauses).reply(ask)
    assert isinstance(outcome, Unusable)
    assert outcome.code == "endpoint-timeout"


def test_an_endpoint_that_is_not_there_is_said(settings, pauses, ask):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    outcome = Endpoint(replace(settings, url=f"http://127.0.0.1:{port}/v1", attempts=2), pause=pauses).reply(ask)
    assert isinstance(outcome, Unusable)
    assert (outcome.code, len(pauses)) == ("endpoint-unreachable", 1)


def test_a_reply_without_a_count_of_tokens_is_a_reply(httpserver, endpoint, ask):
    body = completion()
    del body["usage"]
    httpserver.expect_request(PATH).respond_with_handler(lambda _: Response(json.dumps(body)))
    assert endpoint.reply(ask) == Reply(text=NOTHING, is_cut=False, prompt_tokens=0, reply_tokens=0)


def test_running_out_of_tokens_is_told(httpserver, endpoint, ask):
    def cut(request: Request) -> Response:
        return Response(json.dumps(completion('{"claims": [', finish="length")))

    httpserver.expect_request(PATH).respond_with_handler(cut)
    outcome = endpoint.reply(ask)
    assert isinstance(outcome, Reply)
    assert outcome.is_cut


@pytest.mark.parametrize("missing", [{"url": ""}, {"name": ""}])
def test_without_url_or_name_nobody_is_asked(settings, pauses, missing):
    with pytest.raises(InputError, match="no model is named"):
        Endpoint(replace(settings, **missing), pause=pauses)


def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(settings, pauses):
    with pytest.raises(InputError) as failure:
        Endpoint(replace(settings, key="se\ncret"), pause=pauses)
    assert "se\ncret" not in str(failure.value)


def test_the_key_is_in_no_text_of_the_settings(settings):
    assert KEY not in repr(settings)
    assert KEY not in str(settings)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("5", 5),
        ("-1", 0),
        ("soon", None),
        ("nan", None),
        ("Tue, 21 Oct 2025 10:00:30 GMT", 30),
        ("Tue, 21 Oct 2025 09:00:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert retry_after(header, now=datetime(2025, 10, 21, 10, tzinfo=UTC)) == seconds
