"""A matter across documents: its claims in order of time, its state, why its claims belong together.

`thread_to_record` is the public JSON form. A thread follows from its claims, also where a store keeps it: its id is
that of its earliest claim, so it stays the same while later reports come in.
"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from detente.model.claim import Claim, Kind, Status
from detente.model.record import Json, Record, claim_to_record


@dataclass(frozen=True, slots=True)
class Reason:
    """One slot in which two claims were compared; `weight` in natural log odds, positive speaks for one matter."""

    slot: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Join:
    """Two claims, by their keys, that were found to be of one matter; `score` is the sum of prior and weights."""

    left: str
    right: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A status that the matter was said to have; `stated` is the dateline of the first report that said so."""

    stated: date | None
    status: Status
    action: str | None
    claim: Claim


@dataclass(frozen=True, slots=True)
class Thread:
    """`claims` and `history` run from the oldest report to the newest; `state` is the newest stated status."""

    id: str
    kind: Kind
    claims: tuple[Claim, ...]
    history: tuple[Step, ...]
    joins: tuple[Join, ...]

    @property
    def state(self) -> Status:
        """The newest stated status."""
        return self.history[-1].status

    @property
    def since(self) -> date | None:
        """The dateline of the report that first gave the present status."""
        return self.history[-1].stated

    @property
    def newest(self) -> Claim:
        """The claim that was stated last."""
        return self.claims[-1]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _step_to_record(step: Step) -> Json:
    return {
        "stated": _day(step.stated),
        "status": str(step.status),
        "action": step.action,
        "doc": step.claim.document.id,
        "claim": step.claim.id,
    }


def _join_to_record(join: Join) -> Json:
    reasons: list[Json] = [{"slot": reason.slot, "level": reason.level, "weight": reason.weight} for reason in join.reasons]
    return {"left": join.left, "right": join.right, "score": round(join.score, 2), "reasons": reasons}


def thread_to_record(thread: Thread, *, why: bool = False) -> Record:
    """The public form; claims carry `doc`, the id of their document, and with `why` the joins are told too."""
    claims: list[Json] = [{"doc": claim.document.id, **claim_to_record(claim, thread=thread.id)} for claim in thread.claims]
    record: Record = {
        "id": thread.id,
        "kind": thread.kind.value,
        "state": str(thread.state),
        "since": _day(thread.since),
        "history": [_step_to_record(step) for step in thread.history],
        "claims": claims,
    }
    return record | {"joins": cast(Json, [_join_to_record(join) for join in thread.joins])} if why else record
