"""Decisions in the public JSON form, and back.

Holds: `decision_from_record` is the inverse of `decision_to_record`; a record that is none raises RecordError.
"""

import json
from collections.abc import Callable, Mapping
from typing import assert_never, cast

from detente.errors import RecordError
from detente.model.claim import Kind
from detente.model.decision import Acceptance, Act, Correction, Decision, Joining, Parting, Reference, Retraction, Undoing
from detente.model.identity import canonical
from detente.model.record import Json, Record

_NAMES: dict[type[Act], str] = {
    Acceptance: "accept",
    Correction: "correct",
    Retraction: "retract",
    Joining: "join",
    Parting: "part",
    Undoing: "undo",
}


def act_name(act: Act) -> str:
    """The word for an act: `accept`, `correct`, `retract`, `join`, `part`, `undo`."""
    return _NAMES[type(act)]


def _reference_to_record(reference: Reference) -> Json:
    return {
        "document": reference.document,
        "key": reference.key,
        "kind": reference.kind.value,
        "quote": reference.quote,
        "traits": list(reference.traits),
    }


def _references(references: tuple[Reference, ...]) -> Json:
    return [_reference_to_record(reference) for reference in references]


def _fields(act: Act) -> Record:
    match act:
        case Acceptance():
            return {"claims": _references(act.claims), "doubt": act.doubt}
        case Correction():
            value, was = json.loads(act.value), json.loads(act.was)
            return {"claims": _references((act.claim,)), "slot": act.slot, "value": value, "was": was}
        case Retraction():
            return {"claims": _references((act.claim,))}
        case Joining():
            return {"claims": _references(act.claims)}
        case Parting():
            return {"claims": _references(act.claims), "others": _references(act.others)}
        case Undoing():
            return {"decision": act.decision}
        case _:
            assert_never(act)


def decision_to_record(decision: Decision) -> Record:
    """The public form: act, by, why, and what the act is about."""
    return {"act": act_name(decision.act), "by": decision.by, "why": decision.why, **_fields(decision.act)}


def _text(record: Mapping[str, Json], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value:
        raise RecordError(f"a decision needs {name!r}")
    return value


def _reference(record: Json) -> Reference:
    if not isinstance(record, dict):
        raise RecordError(f"not a claim that a decision can name: {record!r}")
    traits = record.get("traits")
    if not isinstance(traits, list):
        raise RecordError("a claim that a decision names needs 'traits'")
    try:
        kind = Kind(_text(record, "kind"))
    except ValueError as error:
        raise RecordError(str(error)) from None
    return Reference(_text(record, "document"), _text(record, "key"), kind, _text(record, "quote"), tuple(map(str, traits)))


def _many(record: Mapping[str, Json], name: str = "claims") -> tuple[Reference, ...]:
    held = record.get(name)
    if not isinstance(held, list) or not held:
        raise RecordError(f"a decision needs {name!r}")
    return tuple(map(_reference, held))


def _correction(record: Mapping[str, Json]) -> Correction:
    return Correction(_many(record)[0], _text(record, "slot"), canonical(record.get("value")), canonical(record.get("was")))


_READERS: dict[str, Callable[[Mapping[str, Json]], Act]] = {
    "accept": lambda record: Acceptance(_many(record), _text(record, "doubt")),
    "correct": _correction,
    "retract": lambda record: Retraction(_many(record)[0]),
    "join": lambda record: Joining(_many(record)),
    "part": lambda record: Parting(_many(record), _many(record, "others")),
    "undo": lambda record: Undoing(_text(record, "decision")),
}


def decision_from_record(record: Record) -> Decision:
    """Read a decision; RecordError for one that is not well formed."""
    name = _text(record, "act")
    if name not in _READERS:
        raise RecordError(f"no such act: {name!r}", hint=f"one of {', '.join(_READERS)}")
    return Decision(_READERS[name](cast("Mapping[str, Json]", record)), _text(record, "by"), _text(record, "why"))
