"""A reply's text to records, or why it is of no use.

In: the text of a reply, perhaps in a code fence or with words around it. Out: `Proposal`, or `Unusable`.
Holds: a reply that is cut off, is no JSON, is of another shape, or declines, is of no use as a whole; nothing of it is taken.
"""

import json
import re
from dataclasses import dataclass

from detente.model.record import Json, Record

_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_DECLINES = re.compile(
    r"\b(?:I|we)(?:['’]m| am| are)? (?:can(?:no|['’])?t|cannot|unable|not able|won['’]t|will not|must decline|sorry)\b|\bas an AI\b", re.I
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Claims and links as a reply has them, unchecked."""

    claims: tuple[Record, ...]
    links: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why nothing can be made of a reply, or of the attempt to get one; `code` is that of the finding."""

    code: str
    why: str


def proposal_in(text: str, *, is_cut: bool = False) -> Proposal | Unusable:
    """What a reply proposes; `is_cut` where the endpoint says that it ran out of tokens."""
    bare = _bare(text)
    if is_cut:
        return Unusable("reply-truncated", "the reply ran out of tokens")
    try:
        value: object = json.loads(bare)
    except (ValueError, RecursionError):
        return _not_json(bare)
    return _shaped(value)


def _bare(text: str) -> str:
    fenced = _FENCE.match(text)
    bare = (fenced[1] if fenced else text).strip()
    first, last = bare.find("{"), bare.rfind("}")
    return bare[first : last + 1] if not bare.startswith("{") and 0 <= first < last else bare


def _not_json(bare: str) -> Unusable:
    if bare.startswith("{"):
        try:
            json.JSONDecoder().raw_decode(bare)
        except (ValueError, RecursionError) as error:
            at_end = isinstance(error, json.JSONDecodeError) and error.pos >= len(bare)
            unclosed = bare.count("{") > bare.count("}")
            if at_end or unclosed:
                return Unusable("reply-truncated", "the reply breaks off inside its JSON")
    if _DECLINES.search(bare[:400]):
        return Unusable("reply-refused", "the model declines")
    return Unusable("reply-malformed", "the reply is not JSON")


def _records(value: object) -> tuple[Record, ...] | None:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    return tuple({str(key): as_json(field) for key, field in item.items()} for item in value if isinstance(item, dict))


def as_json(value: object) -> Json:
    """A value that came out of a JSON decoder, as such."""
    if isinstance(value, dict):
        return {str(key): as_json(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_json(held) for held in value]
    return value if isinstance(value, bool | int | float | str) else None


def _shaped(value: object) -> Proposal | Unusable:
    if not isinstance(value, dict) or "claims" not in value:
        return Unusable("reply-malformed", "the reply is no object with claims")
    claims, links = _records(value["claims"]), _records(value.get("links") or [])
    if claims is None or links is None:
        return Unusable("reply-malformed", "claims or links of the reply are no list of objects")
    return Proposal(claims, links)
