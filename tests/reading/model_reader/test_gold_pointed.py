"""What the checks cost a perfect model: the gold of a story, each value pointed at words of the text, through the model's door."""

import json
import re

import pytest

from detente.app.evaluation import predictions_of
from detente.evaluate.score import score
from detente.model.record import claim_to_record
from detente.model.slots import CHOICES, SLOTS, SlotType
from detente.model.span import Span
from detente.reading.mentions import MentionType, loose_mentions
from detente.reading.model_reader.messages import asks_of
from detente.reading.model_reader.reading import read
from detente.reading.model_reader.replies import proposal_in
from tests import stories

STORY = "eu-us-2025"


def _spans(document, loose, type_, value):
    match type_:
        case SlotType.PHRASE | SlotType.PHRASES:
            return [Span(*found.span()) for found in re.finditer(re.escape(str(value)), document.whole, re.IGNORECASE)]
        case SlotType.ACTORS:
            named = [(span, held.actors) for kind, span, held in loose if kind is MentionType.ACTOR]
            exact = [span for span, actors in named if any(str(actor) == value for actor in actors)]
            return exact or [span for span, actors in named if any(actor.code == value.split("/")[0] for actor in actors)]
        case SlotType.DATE:
            return [span for kind, span, held in loose if kind is MentionType.DATE and str(held.edtf) == value]
        case SlotType.PLACE:
            return [span for kind, span, held in loose if kind is MentionType.PLACE and held == value]
        case SlotType.NUMBER:
            return [span for kind, span, held in loose if kind is MentionType.RATE and held.value == abs(value)]
        case SlotType.AMOUNT:
            return [span for kind, span, held in loose if kind is MentionType.AMOUNT and held.value == value["value"]]


def _pointed(claim, loose, type_, value):
    """The value with the words nearest to the evidence that our own code takes for it; None where there are none."""
    spans = _spans(claim.document, loose, type_, value)
    if not spans:
        return None
    near = min(spans, key=lambda span: min(0 if run.contains(span) else 1 + abs(span.start - run.start) for run in claim.evidence))
    return {"words": claim.document.words(near), **(value if isinstance(value, dict) else {"value": value})}


def _proposed(claim, loose):
    record = claim_to_record(claim)
    given = {"id": claim.id, "kind": claim.kind.value, "evidence": list(claim.quotes), "condition": claim.condition_words}
    given |= {name: record[name] for name in CHOICES[claim.kind]}
    for slot, type_ in SLOTS[claim.kind].items():
        held = record[slot] if isinstance(record[slot], list) else [] if record[slot] is None else [record[slot]]
        values = [pointed for value in held if (pointed := _pointed(claim, loose, type_, value))]
        given[slot] = values if type_ in (SlotType.ACTORS, SlotType.PHRASES) else next(iter(values), None)
    said = record["attributed_to"]
    return given | {"attributed_to": _pointed(claim, loose, SlotType.ACTORS, said) if said else None}


@pytest.mark.slow
def test_the_checks_cost_a_perfect_model_little(parser):
    readings = []
    for gold in stories.readings(STORY):
        loose = loose_mentions(gold.document)
        links = [{"from": link.source, "type": link.type.value, "to": link.target} for link in gold.links]
        reply = json.dumps({"claims": [_proposed(claim, loose) for claim in gold.claims], "links": links})
        answers = [(ask, proposal_in(reply)) for ask in asks_of(gold.document)]
        readings.append(read(gold.document, answers, parser, model="gold").reading)
    found = score([stories.story(STORY)], predictions_of(readings).entries)
    assert found.template.f1 > 0.97
