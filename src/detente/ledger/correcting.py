"""Claims with a slot that holds another value.

Holds: the document, the quote and the key stay; the value's provenance says who corrected it and what was read, and the
claim's `revision` keeps that for every slot, emptied ones and closed lists too. A value that the slot cannot hold is refused.
"""

from dataclasses import replace

from detente.errors import QueryError, RecordError
from detente.model.claim import Claim, Kind
from detente.model.identity import canonical, claim_key
from detente.model.record import Json, Record, claim_from_record, claim_to_record
from detente.model.revision import Corrected, Revision
from detente.model.slots import CHOICES, SLOTS, SlotType

_SOURCE = "attributed_to"

_MANY = (SlotType.ACTORS, SlotType.PHRASES)


def correctable(kind: Kind) -> tuple[str, ...]:
    """The slots of a kind that may be corrected."""
    return (*CHOICES[kind], *SLOTS[kind], _SOURCE)


def value_of(claim: Claim, slot: str) -> str:
    """What a claim says in a slot, as canonical JSON; QueryError for a slot that cannot be corrected."""
    if slot not in correctable(claim.kind):
        raise QueryError(
            f"a claim of kind {claim.kind} has no slot {slot!r}", where="slot", hint=f"one of {', '.join(correctable(claim.kind))}"
        )
    return canonical(claim_to_record(claim)[slot])


def _provenance(slot: str, value: Json, rule: str) -> Json:
    return [rule] if slot == _SOURCE else [[rule] for _ in (value if isinstance(value, list) else [value])]


def with_value(claim: Claim, slot: str, value: Json, *, rule: str) -> Claim:
    """The claim with another value in a slot; QueryError for a slot that it has not, or a value that the slot cannot hold."""
    value_of(claim, slot)
    record: Record = claim_to_record(claim, provenance=True) | {slot: value}
    held = record["provenance"]
    assert isinstance(held, dict)
    if slot not in CHOICES[claim.kind]:
        held[slot] = _provenance(slot, value, rule)
    try:
        changed = claim_from_record(record, claim.document)
    except RecordError as error:
        raise QueryError(error.message, where=slot, hint=_form(claim.kind, slot)) from None
    if canonical(claim_to_record(changed)[slot]) != canonical(value):
        raise QueryError(f"not a value of this slot: {canonical(value)}", where=slot, hint=_form(claim.kind, slot))
    return replace(changed, revision=claim.revision)


def corrected(claim: Claim, value: Json, correction: Corrected) -> Claim:
    """The claim with a slot corrected; the same claim where it holds that value already. `correction.was` is set to what it held."""
    was = value_of(claim, correction.slot)
    if was == canonical(value):
        return claim
    changed = with_value(claim, correction.slot, value, rule=f"corrected by {correction.by}, was {was}")
    earlier = claim.revision.corrections if claim.revision else ()
    return replace(changed, revision=Revision(claim_key(claim), (*earlier, replace(correction, was=was))))


_FORMS = {
    SlotType.ACTORS: "actors as USA, EU, ORG:Boeing or USA/Full Name, parted by commas",
    SlotType.DATE: "a date as 2025-11-10, 2025-11 or 2025-10-26/2025-10-28",
    SlotType.NUMBER: "a number",
    SlotType.AMOUNT: "an amount as 550000000000 USD, or 25000000 t per year",
    SlotType.PLACE: "a place as Busan, KOR",
    SlotType.PHRASE: "a short phrase",
    SlotType.PHRASES: "short phrases, parted by commas",
}


def _form(kind: Kind, slot: str) -> str:
    if slot in CHOICES[kind]:
        return f"one of {', '.join(CHOICES[kind][slot])}"
    return "an actor, or analysts, officials, sources, media" if slot == _SOURCE else _FORMS[SLOTS[kind][slot]]


def parsed(claim: Claim, slot: str, text: str) -> Json:
    """The value that a person means by `text`: JSON, or plain words; nothing for an empty text. Not checked: `with_value` does."""
    value_of(claim, slot)
    type_ = SLOTS[claim.kind].get(slot)
    words = text.strip()
    if not words:
        return [] if type_ in _MANY else None
    if type_ in _MANY:
        return [part.strip() for part in words.split(",") if part.strip()]
    if type_ is SlotType.NUMBER:
        return _number(words, slot)
    if type_ is SlotType.AMOUNT:
        value, _, unit = words.partition(" ")
        unit, _, per = unit.partition(" per ")
        amount: Record = {"value": _number(value.replace(",", ""), slot), "unit": unit}
        return amount | {"per": per} if per else amount
    return words


def _number(text: str, slot: str) -> Json:
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise QueryError(f"not a number: {text!r}", where=slot) from None
