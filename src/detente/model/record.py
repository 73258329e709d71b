"""Claims and documents in the public JSON form: the field names that export, API and `read --format jsonl` use.

`claim_to_record` and `claim_from_record` are each other's inverse when `provenance` is written: then the record holds
under `provenance` the span and the rule of every value, beside the public fields.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import zip_longest
from typing import Any, cast

from detente.errors import RecordError
from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import UNNAMED_SOURCES, Claim, Kind, Link, LinkType, Reading, Source
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.revision import Corrected
from detente.model.slots import CHOICES, CLASS_OF, SLOTS, SlotType, values_of
from detente.model.sourced import Sourced
from detente.model.span import Span

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Record = dict[str, Json]

_MANY = (SlotType.ACTORS, SlotType.PHRASES)


def number_to_json(value: Decimal) -> int | float:
    """An integer where the value is one: `25`, not `25.0`."""
    return int(value) if value == value.to_integral_value() else float(value)


def _value_to_json(value: object) -> Json:
    match value:
        case Amount():
            record: Record = {"value": number_to_json(value.value), "unit": value.unit}
            return record | {"per": value.per} if value.per else record
        case Decimal():
            return number_to_json(value)
        case _:
            return str(value)


def _provenance(held: Sourced[Any]) -> Json:
    return [held.span.start, held.span.end, held.rule] if held.span else [held.rule]


def corrected_to_record(corrected: Corrected) -> Record:
    """The public form of what was corrected in a slot."""
    return {
        "slot": corrected.slot,
        "was": json.loads(corrected.was),
        "by": corrected.by,
        "why": corrected.why,
        "recorded_at": corrected.recorded_at.isoformat(),
        "decision": corrected.decision,
    }


def claim_to_record(claim: Claim, *, thread: str | None = None, provenance: bool = False) -> Record:
    """The public form of a claim; every field of its kind is there, unknown ones as null or []; `corrected` only where anything was."""
    record: Record = {"id": claim.id, "kind": claim.kind.value}
    record |= {choice: str(getattr(claim, choice)) for choice in CHOICES[claim.kind]}
    for slot, type_ in SLOTS[claim.kind].items():
        values = [_value_to_json(held.value) for held in values_of(claim, slot)]
        record[slot] = cast(Json, values) if type_ in _MANY else next(iter(values), None)
    record["evidence"] = list(claim.quotes)
    record["attributed_to"] = None if claim.attributed_to is None else str(claim.attributed_to.value)
    record["condition"] = claim.condition_words
    record["thread"] = thread
    if claim.revision is not None:
        record["corrected"] = [corrected_to_record(corrected) for corrected in claim.revision.corrections]
    if provenance:
        record["found_by"] = claim.found_by
        record["provenance"] = {
            "evidence": [[span.start, span.end] for span in claim.evidence],
            "condition": [claim.condition.start, claim.condition.end] if claim.condition else None,
            "attributed_to": _provenance(claim.attributed_to) if claim.attributed_to else None,
            **{slot: [_provenance(held) for held in values_of(claim, slot)] for slot in SLOTS[claim.kind]},
        }
    return record


def source_of(text: str) -> Source:
    """`analysts`, `officials`, `sources`, `media` as they are, anything else as an actor."""
    return text if text in UNNAMED_SOURCES else Actor.parse(text)


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise RecordError(f"not a number: {value!r}") from None


def _amount(value: object) -> Amount:
    if not isinstance(value, dict) or "value" not in value or not isinstance(value.get("unit"), str):
        raise RecordError(f"not an amount: {value!r}")
    return Amount(_decimal(value["value"]), value["unit"], value.get("per"))


# Actors and dates come again and again, and are never changed.
_actor, _date = lru_cache(maxsize=16_384)(Actor.parse), lru_cache(maxsize=16_384)(Edtf)

_READING: dict[SlotType, Callable[[Any], object]] = {
    SlotType.ACTORS: lambda value: _actor(str(value)),
    SlotType.DATE: lambda value: _date(str(value)),
    SlotType.NUMBER: _decimal,
    SlotType.AMOUNT: _amount,
    SlotType.PLACE: str,
    SlotType.PHRASE: str,
    SlotType.PHRASES: str,
}


def value_from_json(type_: SlotType, value: object) -> object:
    """A slot's value from its public form; RecordError for one that the slot cannot hold."""
    return _READING[type_](value)


def _sourced(value: object, proof: object) -> Sourced[Any]:
    if isinstance(proof, list) and len(proof) == 3 and isinstance(proof[0], int) and isinstance(proof[1], int):
        return Sourced(value, Span(proof[0], proof[1]), str(proof[2]))
    return Sourced(value, None, str(proof[0]) if isinstance(proof, list) and len(proof) == 1 else "record")


def _items(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


# Of each kind its slots, how they are read, and whether they take many values: told once, as claims are read by the million.
_PLANS = {kind: tuple((slot, _READING[type_], type_ in _MANY) for slot, type_ in slots.items()) for kind, slots in SLOTS.items()}


def _values(read: Callable[[Any], object], items: Sequence[object], proofs: Sequence[object]) -> tuple[Sourced[Any], ...]:
    return tuple(_sourced(read(item), proof) for item, proof in zip_longest(items, proofs[: len(items)]))


def claim_from_record(record: Record, document: Document) -> Claim:
    """Read a claim; without `provenance` the evidence is looked up in the document and values carry the rule `record`.

    Raises RecordError for a malformed record and GroundingError for words that are not in the document.
    """
    where = f"{document.id}#{record.get('id')}"
    try:
        kind = Kind(str(record.get("kind")))
        provenance: dict[str, Any] = cast(Any, record.get("provenance")) or {}
        filled: dict[str, Any] = {name: enum(str(record.get(name))) for name, enum in CHOICES[kind].items()}
        for slot, read, takes_many in _PLANS[kind]:
            value = record.get(slot)
            if value is None or value == "" or value == []:
                filled[slot] = () if takes_many else None
            else:
                values = _values(read, value if isinstance(value, list) else [value], provenance.get(slot) or ())
                filled[slot] = values if takes_many else values[0]
    except ValueError as error:
        raise RecordError(str(error), where=where) from None
    spans = [Span(*pair) for pair in provenance.get("evidence", ())]
    condition = record.get("condition")
    if not provenance:
        spans = [document.find(str(words)) for words in _items(record.get("evidence"))]
    proof = provenance.get("condition")
    source = record.get("attributed_to")
    return CLASS_OF[kind](
        document=document,
        id=str(record["id"]),
        evidence=tuple(spans),
        attributed_to=_sourced(source_of(str(source)), provenance.get("attributed_to")) if source else None,
        condition=(Span(*proof) if proof else document.find(str(condition))) if condition else None,
        found_by=str(record.get("found_by", "record")),
        **filled,
    )


def document_to_record(document: Document) -> Record:
    """The public form of a document."""
    return {f.name: getattr(document, f.name) for f in fields(document) if f.init}


def link_to_record(link: Link) -> Record:
    """The public form of a link."""
    return {"from": link.source, "type": link.type.value, "to": link.target}


def link_from_record(record: Record) -> Link:
    """Read a link; RecordError for a type that is not in the closed list."""
    try:
        return Link(str(record.get("from")), LinkType(str(record.get("type"))), str(record.get("to")))
    except ValueError as error:
        raise RecordError(str(error)) from None


def reading_to_record(reading: Reading, *, threads: dict[str, str] | None = None) -> Record:
    """One document's line: `{"doc", "claims", "links"}`; `threads` maps claim ids to thread ids."""
    return {
        "doc": reading.document.id,
        "claims": [claim_to_record(claim, thread=(threads or {}).get(claim.id)) for claim in reading.claims],
        "links": [link_to_record(link) for link in reading.links],
    }
