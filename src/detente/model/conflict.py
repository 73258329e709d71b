"""Two reports about one matter and one time that cannot both be true; and the public JSON form of that."""

from dataclasses import dataclass
from typing import cast

from detente.model.claim import Claim
from detente.model.record import Json, Record, claim_to_record


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims of one thread that disagree in a field; `why` is a whole sentence."""

    field: str
    left: Claim
    right: Claim
    why: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """All claims of a thread that disagree in one field at one time, in order of time."""

    thread: str
    field: str
    claims: tuple[Claim, ...]
    why: str


def value_in(claim: Claim, field: str) -> Json:
    """What a claim says in a field, in the public form."""
    return claim_to_record(claim).get(field)


def conflict_to_record(conflict: Conflict) -> Record:
    """The form of a corpus' `conflicts.json`: thread, field, values with their documents and claims, why."""
    values: list[Json] = [{"doc": c.document.id, "claim": c.id, "value": value_in(c, conflict.field)} for c in conflict.claims]
    return {"thread": conflict.thread, "field": conflict.field, "values": cast(Json, values), "why": conflict.why}
