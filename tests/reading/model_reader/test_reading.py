"""Parts to one reading; the embedded reader's readings through the model's door; both side by side."""

import json
from dataclasses import replace

import pytest

from detente.checks.readers import findings
from detente.model.document import Document
from detente.model.origin import is_alone, reader_of
from detente.model.record import claim_to_record
from detente.reading.model_reader.both import NOTHING, both
from detente.reading.model_reader.messages import asks_of
from detente.reading.model_reader.reading import read
from detente.reading.model_reader.replies import Unusable, proposal_in
from detente.reading.reader import Reader
from tests import stories
from tests.model_replies import reply_of
from tests.reading.model_reader.proposals import pledge, tariff, worded


def test_a_claim_in_the_overlap_of_two_parts_is_one(parser, report):
    long = replace(report, text=f"{report.text}\n" + "The ministers spoke for an hour and said nothing of note. " * 60)
    asks = asks_of(long, most=3_000, overlap=1_200)
    assert len(asks) > 1
    told = json.dumps({"claims": [tariff()], "links": []})
    fuller = json.dumps(
        {"claims": [tariff(id="c7", products=[]), pledge(id="c8")], "links": [{"from": "c7", "type": "in_exchange_for", "to": "c8"}]}
    )
    nothing = '{"claims": [], "links": []}'
    shown = [ask for ask in asks if long.words(ask.part).startswith("A tariff")]
    answers = [(ask, proposal_in(told if ask in shown else nothing)) for ask in asks]
    again = [(replace(shown[0], number=99), proposal_in(fuller))]
    found = read(long, [*answers, *again], parser, model="m")
    assert [claim.kind for claim in found.reading.claims] == ["measure", "commitment"]
    assert claim_to_record(found.reading.claims[0])["products"] == ["steel"]
    assert [(link.source, link.target) for link in found.reading.links] == [("c1", "c2")]


def test_evidence_outside_the_part_that_was_shown_is_none(parser, report):
    (ask,) = asks_of(report)
    narrow = replace(ask, part=replace(ask.part, end=60))
    found = read(report, [(narrow, proposal_in(json.dumps({"claims": [pledge()], "links": []})))], parser, model="m")
    assert [finding.code for finding in found.findings] == ["evidence-not-in-text"]


def test_a_part_without_a_usable_reply_leaves_no_reading(parser, report):
    (ask,) = asks_of(report)
    found = read(report, [(ask, Unusable("endpoint-busy", "the endpoint asks for fewer requests"))], parser, model="m")
    assert found.reading is None
    assert [(finding.code, finding.subject) for finding in found.findings] == [("endpoint-busy", "d1")]


@pytest.fixture(scope="module")
def embedded():
    return Reader()


def test_what_the_embedded_reader_found_passes_the_checks_as_it_is(embedded):
    same = total = 0
    for document in list(stories.story("eu-us-2025").documents.values())[:3]:
        reading = embedded.read(document)
        (ask,) = asks_of(document, most=50_000)
        found = read(document, [(ask, proposal_in(reply_of(reading)))], embedded.parser, model="m")
        mine, theirs = ([claim_to_record(claim) | {"id": ""} for claim in claims] for claims in (reading.claims, found.reading.claims))
        total += len(mine)
        same += sum(record in theirs for record in mine)
    assert total > 25
    assert same >= 0.9 * total


def test_two_readers_agree_with_themselves(embedded, report):
    reading = embedded.read(report)
    found = both(reading, reading)
    assert reading.claims
    assert (found.agreement.common, found.agreement.only_model, found.agreement.only_embedded, found.agreement.slots_unlike) == (
        len(reading.claims), 0, 0, 0,
    )  # fmt: skip
    assert found.agreement.f1 == 1
    assert (NOTHING + found.agreement) == found.agreement
    assert [claim for claim in found.reading.claims if is_alone(claim.found_by)] == []


def test_no_claim_of_either_reader_is_lost_and_doubts_are_marked(answered, report):
    one = answered(report, tariff()).reading
    other = answered(report, tariff(products=[worded("Chinese steel", "Chinese steel")]), pledge()).reading
    found = both(one, other)
    assert [claim.kind for claim in found.reading.claims] == ["measure", "commitment"]
    assert (found.agreement.common, found.agreement.only_model, found.agreement.slots_unlike) == (1, 1, 1)
    measure, commitment = found.reading.claims
    assert is_alone(commitment.found_by)
    assert reader_of(commitment.found_by) == "m/1@guide-1"
    assert measure.products[0].rule == "words; embedded: steel"
    assert [finding.code for finding in findings(commitment)] == ["one-reader"]
    assert [finding.message for finding in findings(measure)] == ["products is Chinese steel here. The embedded reader reads steel."]
    alone = both(other, one)
    assert [is_alone(claim.found_by) for claim in alone.reading.claims] == [False, True]


def test_a_report_with_nothing_to_say_is_asked_and_read(answered):
    empty = Document(id="d", url=None, publisher=None, published=None, title="", text="It rained.")
    assert answered(empty).reading.claims == ()
