"""What is asked: parts, messages, schema; and what replies are."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.claim import Kind
from detente.model.document import Document
from detente.model.slots import CHOICES, SLOTS
from detente.model.span import Span
from detente.reading.model_reader.messages import GUIDE_VERSION, ask_to_record, asks_of, guide, instructions
from detente.reading.model_reader.parts import parts_of
from detente.reading.model_reader.replies import Proposal, Unusable, proposal_in
from detente.reading.model_reader.schema import reply_schema
from detente.reading.model_reader.words import find_words, nearest
from tests.reading.model_reader.proposals import pledge, tariff

ROOT = Path(__file__).parents[3]


def test_the_schema_has_every_choice_and_slot_of_every_kind_and_no_other():
    kinds = {claim["properties"]["kind"]["enum"][0]: claim for claim in reply_schema()["properties"]["claims"]["items"]["anyOf"]}
    assert set(kinds) == {kind.value for kind in Kind}
    for kind in Kind:
        fixed = {"id", "kind", "evidence", "attributed_to", "condition"}
        assert set(kinds[kind]["properties"]) == fixed | set(CHOICES[kind]) | set(SLOTS[kind])
        assert kinds[kind]["required"] == list(kinds[kind]["properties"])
        for name, enum in CHOICES[kind].items():
            assert kinds[kind]["properties"][name]["enum"] == [str(value) for value in enum]


def test_the_proposals_of_these_tests_are_of_the_schema():
    kinds = {claim["properties"]["kind"]["enum"][0]: claim for claim in reply_schema()["properties"]["claims"]["items"]["anyOf"]}
    assert set(tariff()) == set(kinds["measure"]["required"])
    assert set(pledge()) == set(kinds["commitment"]["required"])


def test_instructions_hold_guide_and_schema_and_nothing_of_a_report(report):
    assert guide() in instructions()
    assert json.dumps(reply_schema(), separators=(",", ":")) in instructions()
    assert all(f"`{status}`" in guide() for choices in CHOICES.values() for status in choices["status"])
    assert "steel" not in instructions()


def test_the_annotation_guide_of_the_docs_is_the_one_that_is_sent():
    assert (ROOT / "docs" / "annotation-guide.md").read_text(encoding="utf-8") == guide()


def test_the_same_text_is_asked_with_the_same_hash_and_another_day_with_another(report):
    (ask,) = asks_of(report)
    assert asks_of(report)[0].hash == ask.hash
    later = Document(
        id="other", url="https://example.org/", publisher=report.publisher, published="2025-10-22", title=report.title, text=report.text
    )
    assert asks_of(later)[0].hash != ask.hash
    record = ask_to_record(ask)
    assert (record["hash"], record["guide"], record["doc"], record["parts"]) == (ask.hash, GUIDE_VERSION, "d1", 1)
    assert [message["role"] for message in record["messages"]] == ["system", "user"]


@given(st.text(alphabet=st.sampled_from("ab. \n"), min_size=1, max_size=600), st.integers(20, 60))
def test_parts_cover_the_text_overlap_and_are_no_longer_than_they_may_be(text, most):
    parts = parts_of(text, most=most, overlap=8)
    assert (parts[0].start, parts[-1].end) == (0, len(text))
    assert all(len(part) <= most for part in parts)
    assert all(later.start < earlier.end and earlier.start < later.start for earlier, later in itertools.pairwise(parts))


def test_a_part_is_cut_where_a_paragraph_ends():
    text = "\n\n".join(f"Paragraph {number} " + "word " * 30 for number in range(20))
    for part in parts_of(text, most=900, overlap=400)[:-1]:
        assert text[part.end - 2 : part.end] == "\n\n"


@given(st.text(min_size=1, max_size=80), st.data())
def test_words_that_stand_in_a_text_are_found_where_they_stand(text, data):
    whole = Span(0, len(text))
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = find_words(text, whole, words)
    if found is not None:
        assert "".join(text[found.span.start : found.span.end].split()) or not words.strip()
        if found.is_exact:
            assert text[found.span.start : found.span.end] == words.strip()


def test_of_several_places_the_one_in_or_near_the_evidence_is_taken():
    text = "Japan met China. Later Japan left. China stayed."
    whole = Span(0, len(text))
    assert nearest(text, whole, "Japan", (Span(17, 34),)).span.start == 23
    assert nearest(text, whole, "China", (Span(17, 34),)).span.start in (10, 35)
    assert nearest(text, whole, "Chin", (Span(17, 34),)) is None


CLAIMS = '{"claims": [], "links": []}'


@pytest.mark.parametrize("text", [CLAIMS, f"```json\n{CLAIMS}\n```", f"Here it is:\n{CLAIMS}\nDone.", '{"claims": []}'])
def test_a_reply_in_a_fence_or_with_words_around_is_read(text):
    assert proposal_in(text) == Proposal((), ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"claims": [{"id": "c1", "kind": "meas', "reply-truncated"),
        ('{"claims": [{"id": "c1"}, ', "reply-truncated"),
        ('{"claims": [}', "reply-malformed"),
        ("I’m sorry, but I cannot help with that.", "reply-refused"),
        ("As an AI I have no opinion.", "reply-refused"),
        ("There are two claims.", "reply-malformed"),
        ("", "reply-malformed"),
        ("[]", "reply-malformed"),
        ('{"links": []}', "reply-malformed"),
        ('{"claims": "none"}', "reply-malformed"),
        ('{"claims": [1]}', "reply-malformed"),
        ('{"claims": [], "links": [2]}', "reply-malformed"),
        ("[" * 5000, "reply-malformed"),
    ],
)
def test_a_reply_of_no_use_is_named_for_what_it_is(text, code):
    found = proposal_in(text)
    assert isinstance(found, Unusable)
    assert found.code == code


def test_a_reply_that_ran_out_of_tokens_is_not_taken_in_part():
    assert proposal_in(CLAIMS, is_cut=True) == Unusable("reply-truncated", "the reply ran out of tokens")
