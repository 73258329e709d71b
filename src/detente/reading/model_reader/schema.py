"""The JSON schema of a reply, made from the claim types: their closed lists and slots are defined there and nowhere else."""

from enum import StrEnum

from detente.model.claim import LinkType
from detente.model.record import Record
from detente.model.slots import CHOICES, SLOTS, SlotType

_TEXT: Record = {"type": "string"}
_MOST_EVIDENCE = 2
_PERIODS = ("year", "month", "week", "day")


def _one_of(values: type[StrEnum] | tuple[str, ...]) -> Record:
    return {"type": "string", "enum": [str(value) for value in values]}


def _object(properties: dict[str, Record]) -> Record:
    # every property is required and no other allowed: what strict decoders ask for
    return {"type": "object", "properties": {**properties}, "required": [*properties], "additionalProperties": False}


def _or_null(schema: Record) -> Record:
    return {"anyOf": [schema, {"type": "null"}]}


def _many(schema: Record) -> Record:
    return {"type": "array", "items": schema}


def _worded(**value: Record) -> Record:
    return _object({"words": _TEXT, **value})


def _slot(type_: SlotType) -> Record:
    match type_:
        case SlotType.ACTORS | SlotType.PHRASES:
            return _many(_worded(value=_TEXT))
        case SlotType.PLACE | SlotType.DATE | SlotType.PHRASE:
            return _or_null(_worded(value=_TEXT))
        case SlotType.NUMBER:
            return _or_null(_worded(value={"type": "number"}))
        case SlotType.AMOUNT:
            return _or_null(_worded(value={"type": "number"}, unit=_TEXT, per=_or_null(_one_of(_PERIODS))))


def reply_schema() -> Record:
    """The schema of a whole reply: `claims`, and `links` between them."""
    claims: list[Record] = []
    for kind, choices in CHOICES.items():
        claims.append(
            _object(
                {
                    "id": _TEXT,
                    "kind": _one_of((kind.value,)),
                    **{name: _one_of(enum) for name, enum in choices.items()},
                    "evidence": _many(_TEXT) | {"minItems": 1, "maxItems": _MOST_EVIDENCE},
                    **{slot: _slot(type_) for slot, type_ in SLOTS[kind].items()},
                    "attributed_to": _or_null(_worded(value=_TEXT)),
                    "condition": _or_null(_TEXT),
                }
            )
        )
    link = _object({"from": _TEXT, "type": _one_of(LinkType), "to": _TEXT})
    return _object({"claims": _many({"anyOf": [*claims]}), "links": _many(link)})
