import json
from dataclasses import replace

import pytest

from detente.errors import RecordError
from detente.evaluate.check import faults
from detente.evaluate.corpus import Entry, passages_of, story_of
from detente.evaluate.mistakes import MistakeKind, mistake_lines, mistakes, sentence_around
from tests import stories

STORY = "chips-minerals"


def predicted(change):
    """The gold of the story's first document, changed."""
    story = stories.story(STORY)
    first = next(iter(story.gold))
    claims = change([dict(claim) for claim in story.gold[first].claims])
    return story, {doc: Entry(doc, tuple(claims), entry.links) if doc == first else entry for doc, entry in story.gold.items()}


def test_the_gold_itself_has_no_mistake():
    assert list(mistakes(*((lambda s, p: ([s], p))(*predicted(lambda claims: claims))))) == []


def test_a_missed_claim_a_spurious_one_and_a_wrong_slot_are_told_apart():
    def change(claims):
        claims[0]["status"] = "dropped"
        return [
            *claims[:-1],
            {**claims[-1], "id": "x", "imposer": ["FJI"], "participants": ["FJI"], "promisor": ["FJI"], "parties": ["FJI"]},
        ]

    story, entries = predicted(change)
    found = {(mistake.kind, mistake.claim) for mistake in mistakes([story], entries)}
    last = story.gold[next(iter(story.gold))].claims[-1]["id"]
    assert {(MistakeKind.WRONG, "c1/c1"), (MistakeKind.MISSED_CLAIM, last), (MistakeKind.SPURIOUS_CLAIM, "x")} <= found


def test_an_unread_story_is_never_listed():
    story, entries = predicted(lambda claims: [])
    assert list(mistakes([story], entries))
    assert list(mistakes([replace(story, is_read=False)], entries)) == []


def test_the_list_ends_with_counts():
    story, entries = predicted(lambda claims: [])
    lines = list(mistake_lines(list(mistakes([story], entries))))
    assert lines[-1].split(maxsplit=1)[1].startswith("missed claim")


def test_the_sentence_is_the_one_in_which_the_quote_begins():
    text = "First. The U.S. will act on Monday. Then it will rest."
    assert sentence_around(text, "act on") == "The U.S. will act on Monday."


GOOD = {"id": "p", "published": "2012-03-01", "text": "Brazil put a duty of 10% on shoes.", "claims": [], "links": []}
CLAIM = {
    "id": "c1",
    "kind": "measure",
    "status": "in_force",
    "instrument": "tariff",
    "action": "impose",
    "imposer": ["BRA"],
    "evidence": ["a duty of 10%"],
}


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({**CLAIM, "kind": "rumour"}, "kind 'rumour'"),
        ({**CLAIM, "status": "held"}, "status 'held'"),
        ({**CLAIM, "imposer": []}, "no imposer"),
        ({**CLAIM, "imposer": ["brazil"]}, "not an actor"),
        ({**CLAIM, "effective": "soon"}, "not a date"),
        ({**CLAIM, "effective": "2020-21"}, "not a date"),
        ({**CLAIM, "evidence": []}, "no evidence"),
        ({**CLAIM, "evidence": ["a duty of 20%"]}, "not in the text"),
        ({**CLAIM, "condition": "if it rains"}, "condition not in the text"),
        ({**CLAIM, "evidence": ["a", "duty", "on"]}, "more than two"),
        ({**CLAIM, "colour": "red"}, "unknown fields"),
    ],
)
def test_a_fault_in_the_gold_is_found(claim, words):
    (found,) = faults(passages_of("p", json.dumps({**GOOD, "claims": [claim]})))
    assert words in found.message
    assert found.subject == "p#c1"


def test_sound_gold_has_no_fault():
    assert list(faults(passages_of("p", json.dumps({**GOOD, "claims": [CLAIM]})))) == []


def test_a_link_to_a_claim_that_is_not_there_is_a_fault():
    record = {**GOOD, "claims": [CLAIM], "links": [{"from": "c1", "type": "conditional_on", "to": "c9"}]}
    assert [fault.subject for fault in faults(passages_of("p", json.dumps(record)))] == ["p"]


def test_a_document_that_stands_twice_is_an_error_with_its_line():
    with pytest.raises(RecordError, match="p:2: document 'p' stands twice"):
        passages_of("p", "\n".join([json.dumps(GOOD)] * 2))


def test_a_line_that_is_no_json_is_an_error_with_its_line():
    with pytest.raises(RecordError, match=r"s/gold\.jsonl:1"):
        story_of("s", docs="", gold="{", conflicts="", is_read=True)
