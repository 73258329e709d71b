"""The second reader from documents to readings, with the embedded one behind it."""

import json
from dataclasses import replace

import pytest
from werkzeug import Response

from detente.app.large_model.endpoint import Endpoint
from detente.app.large_model.keeping import Budget, KeptReplies
from detente.app.large_model.reader import BothReaders, ModelReader
from detente.model.finding import Finding
from detente.reading.reader import Reader
from tests.app.large_model.conftest import KEY, completion

PATH = "/v1/chat/completions"


@pytest.fixture(scope="module")
def embedded() -> Reader:
    return Reader()


class Made:
    """A model reader over the loopback server, and what it found worth telling."""

    def __init__(self, settings, embedded: Reader, **changed: object) -> None:
        self.findings: list[Finding] = []
        settings = replace(settings, **changed)
        budget = Budget(settings)
        replies = KeptReplies(Endpoint(settings, pause=lambda _: None), settings.cache, budget)
        self.reader = ModelReader(replies, on_finding=self.findings.append, embedded=embedded, budget=budget, parallel=settings.parallel)

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]


def test_a_checked_reply_becomes_the_reading_with_its_origin(httpserver, settings, embedded, report, careful):
    httpserver.expect_request(PATH).respond_with_json(completion(careful))
    made = Made(settings, embedded)
    (reading,) = made.reader.read_all([report])
    (claim,) = reading.claims
    assert claim.found_by == "acme/reader-1@guide-1/measure/1"
    assert made.codes == []


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (Response("busy", status=429, headers={"Retry-After": "1"}), "endpoint-busy"),
        (Response("oops", status=502), "endpoint-failing"),
        (Response("<html>"), "endpoint-malformed"),
        (Response(json.dumps(completion("There are claims."))), "reply-malformed"),
        (Response(json.dumps(completion('{"claims": [{"kind": "mea'))), "reply-truncated"),
        (Response(json.dumps(completion('{"claims": []', finish="length"))), "reply-truncated"),
        (Response(json.dumps(completion("I cannot help with that."))), "reply-refused"),
        (Response(json.dumps(completion(None, refusal="No."))), "reply-refused"),
    ],
)
def test_on_any_failure_the_embedded_reader_reads_and_it_is_a_finding(httpserver, settings, embedded, report, response, code):
    httpserver.expect_request(PATH).respond_with_response(response)
    made = Made(settings, embedded)
    (reading,) = made.reader.read_all([report])
    assert reading == embedded.read(report)
    assert made.codes == [code, "read-by-embedded"]
    assert all(KEY not in finding.message for finding in made.findings)


def test_readings_stand_in_the_order_of_the_documents_however_many_are_asked_at_once(httpserver, settings, embedded, report, careful):
    httpserver.expect_request(PATH).respond_with_json(completion(careful))
    documents = [replace(report, id=f"d{number}", publisher=f"paper {number}") for number in range(5)]
    made = Made(settings, embedded, parallel=3)
    assert [reading.document.id for reading in made.reader.read_all(documents)] == [document.id for document in documents]
    assert len(httpserver.log) == 5


def test_a_spent_budget_leaves_the_rest_to_the_embedded_reader(httpserver, settings, embedded, report, careful):
    httpserver.expect_request(PATH).respond_with_json(completion(careful))
    documents = [replace(report, id=f"d{number}", publisher=f"paper {number}") for number in range(3)]
    made = Made(settings, embedded, documents_a_day=1)
    readings = list(made.reader.read_all(documents))
    assert [reading.claims[0].found_by.startswith("acme") for reading in readings] == [True, False, False]
    assert made.codes == ["budget-spent", "read-by-embedded"] * 2
    again = Made(settings, embedded, documents_a_day=1)
    (kept,) = again.reader.read_all(documents[:1])
    assert kept.claims[0].found_by.startswith("acme")
    assert len(httpserver.log) == 1


def test_both_readers_read_and_their_agreement_is_counted(httpserver, settings, embedded, report, careful):
    httpserver.expect_request(PATH).respond_with_json(completion(careful))
    readers = BothReaders(Made(settings, embedded).reader)
    (reading,) = readers.read_all([report])
    assert readers.agreement.common == 1
    assert reading.claims[0].found_by.startswith("acme")


def test_where_the_model_fails_both_readers_are_the_embedded_one(httpserver, settings, embedded, report):
    httpserver.expect_request(PATH).respond_with_data("no", status=401)
    readers = BothReaders(Made(settings, embedded).reader)
    assert list(readers.read_all([report])) == [embedded.read(report)]
    assert readers.agreement.common == 0
