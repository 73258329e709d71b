"""Replies as a large model would write them, made from readings: each value with the words that it stands in."""

import json

from detente.model.claim import Claim, Reading
from detente.model.record import claim_to_record
from detente.model.slots import CHOICES, SLOTS, SlotType, values_of


def _worded(claim: Claim, slot: str, type_: SlotType) -> object:
    record = claim_to_record(claim)
    found = []
    values = record[slot] if type_ in (SlotType.ACTORS, SlotType.PHRASES) else [record[slot]]
    for held, value in zip(values_of(claim, slot), values):
        words = claim.document.words(held.span) if held.span else claim.quotes[0]
        found.append({"words": words, **(value if isinstance(value, dict) else {"value": value})})
    return found if type_ in (SlotType.ACTORS, SlotType.PHRASES) else next(iter(found), None)


def proposed(claim: Claim) -> dict[str, object]:
    """One claim as a model would propose it."""
    record = claim_to_record(claim)
    said = claim.attributed_to
    source = {"words": claim.document.words(said.span), "value": str(said.value)} if said and said.span else None
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        **{name: record[name] for name in CHOICES[claim.kind]},
        "evidence": list(claim.quotes),
        **{slot: _worded(claim, slot, type_) for slot, type_ in SLOTS[claim.kind].items()},
        "attributed_to": source,
        "condition": claim.condition_words,
    }


def reply_of(reading: Reading) -> str:
    """The whole reading as a reply."""
    links = [{"from": link.source, "type": link.type.value, "to": link.target} for link in reading.links]
    return json.dumps({"claims": [proposed(claim) for claim in reading.claims], "links": links}, ensure_ascii=False)
