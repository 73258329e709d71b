"""A thread as a store keeps it, made of a group and turned into a thread again."""

import json
from collections.abc import Mapping, Sequence

from detente.model.claim import Claim
from detente.model.projection import StoredThread
from detente.model.record import Json
from detente.model.thread import Join, Reason, Thread
from detente.model.ties import Ties
from detente.threads.joining import DECIDED, Group, explained
from detente.threads.threads import thread_of
from detente.threads.weights import weights


def _reason(reason: Reason) -> Json:
    return [reason.slot, reason.level]


def stored_form(group: Group, ties: Ties) -> StoredThread:
    """A group as a store keeps it."""
    place = {member.key: index for index, member in enumerate(group.members)}
    joins: Json = [
        [place[join.left], place[join.right], join.score, [_reason(reason) for reason in join.reasons]] for join in explained(group, ties)
    ]
    last = group.members[-1].keys
    return StoredThread(
        kind=last.kind,
        state=last.status,
        component=group.component,
        claims=tuple(member.key for member in group.members),
        joins=json.dumps(joins, ensure_ascii=False, separators=(",", ":")),
    )


def _join(held: StoredThread, left: int, right: int, score: float, reasons: Sequence[Sequence[str]]) -> Join:
    levels = weights()[held.kind].levels
    told = tuple(Reason(slot, level, 0.0 if slot == DECIDED else levels[slot, level]) for slot, level in reasons)
    return Join(held.claims[left], held.claims[right], score, told)


def thread_from(held: StoredThread, claims: Mapping[str, Claim]) -> Thread:
    """The thread that was kept; `claims` are its claims as they stand, by key."""
    joins = tuple(_join(held, *join) for join in json.loads(held.joins))
    return thread_of(tuple(claims[key] for key in held.claims), joins)
