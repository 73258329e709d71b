"""Values as words of one line, and back.

Holds: `unquoted(quoted(text))` is the text, whatever it holds; words stand as they are where that can be read back, else as a
JSON string. What follows a value behind ` @ ` (two spaces before) is where it was found: `12-45 rule`, or a rule alone.
"""

import json
import re
from typing import cast

from detente.errors import RecordError
from detente.model.record import Json, Record
from detente.model.slots import SlotType

SEPARATOR = "  @ "

_AMOUNT = re.compile(r"(?P<value>-?[0-9.eE+-]+) (?P<unit>[A-Za-z]+)(?: per (?P<per>[a-z]+))?")

_SPAN = re.compile(r"(\d+)-(\d+)(?: (.*))?", re.DOTALL)


def to_json(value: Json) -> str:
    """JSON of one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False)


def quoted(text: str) -> str:
    """The words as they are, where they can be told from all else; else a JSON string."""
    is_plain = bool(text) and text == text.strip() and text.isprintable() and text[0] not in '"{[' and SEPARATOR not in text
    return text if is_plain else to_json(text)


def quoted_word(text: str) -> str:
    """The same where other words follow on the line: what has a blank in it is a JSON string."""
    return to_json(text) if " " in text else quoted(text)


def split(text: str) -> tuple[str, str]:
    """The value, as it is written, and what stands behind ` @ `; RecordError where a JSON value does not end."""
    if text[:1] in ('"', "{", "["):
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except ValueError:
            raise RecordError("a value that begins as JSON is not JSON to its end") from None
        if text[end:] and not text[end:].startswith(SEPARATOR):
            raise RecordError(f"unexpected behind the value: {text[end:].strip()!r}")
        return text[:end], text[end + len(SEPARATOR) :]
    value, _, proof = text.partition(SEPARATOR)
    return value, proof


def unquoted(text: str) -> str:
    """The words that `quoted` wrote."""
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        raise RecordError("a text in quotation marks must be a JSON string") from None


def number(text: str) -> Json:
    """A number in the form of JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise RecordError(f"not a number: {text!r}")
    return value


def _amount_text(amount: Record) -> str:
    per = f" per {amount['per']}" if amount.get("per") else ""
    text = f"{to_json(amount['value'])} {amount['unit']}{per}"
    return text if _AMOUNT.fullmatch(text) else to_json(amount)


def _amount(text: str) -> Json:
    if text.startswith("{"):
        return cast(Json, json.loads(text))
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise RecordError(f"not an amount: {text!r}", hint="write it as 34000000000 USD, or 25000000 t per year")
    amount: Record = {"value": number(found["value"]), "unit": found["unit"]}
    return amount | {"per": found["per"]} if found["per"] else amount


def value_text(value: Json) -> str:
    """A slot's value as it is written."""
    if isinstance(value, dict):
        return _amount_text(value)
    return quoted(value) if isinstance(value, str) else to_json(value)


def value_in(text: str, type_: SlotType) -> Json:
    """A slot's value as it was written."""
    match type_:
        case SlotType.NUMBER:
            return number(text)
        case SlotType.AMOUNT:
            return _amount(text)
        case _:
            return unquoted(text)


def proof_text(proof: Json) -> str:
    """Where a value was found: `[start, end, rule]` or `[rule]` as words."""
    assert isinstance(proof, list)
    *span, rule = proof
    words = quoted(str(rule))
    if span:
        return f"{span[0]}-{span[1]} {words}"
    return to_json(rule) if _SPAN.fullmatch(words) else words


def proof_in(text: str) -> Json:
    """The words back to `[start, end, rule]` or `[rule]`."""
    found = _SPAN.fullmatch(text)
    if found and found[3]:
        return [int(found[1]), int(found[2]), unquoted(found[3])]
    if not text:
        raise RecordError("a value needs the rule that found it", hint="behind two spaces and @: 12-45 rule")
    return [unquoted(text)]


def span_in(text: str) -> tuple[int, int]:
    """`12-45` as offsets."""
    found = _SPAN.fullmatch(text)
    if not found or found[3]:
        raise RecordError(f"not a place in the text: {text!r}", hint="write it as 12-45")
    return int(found[1]), int(found[2])
