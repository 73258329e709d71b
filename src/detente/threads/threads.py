"""Claims in, threads out.

Holds: the same claims give the same threads, whatever their order; every claim is in exactly one thread.
"""

from collections.abc import Iterable, Mapping

from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.thread import Join, Thread
from detente.model.ties import NO_TIES, Ties
from detente.threads.joining import explained, groups_of
from detente.threads.lifecycle import history_of
from detente.threads.members import member_of
from detente.threads.naming import thread_id


def thread_of(claims: tuple[Claim, ...], joins: tuple[Join, ...]) -> Thread:
    """The thread of claims that were found to be of one matter; they come in order of time."""
    return Thread(id=thread_id(claims[0]), kind=claims[0].kind, claims=claims, history=history_of(claims), joins=joins)


def threads_of(claims: Iterable[Claim], ties: Ties = NO_TIES) -> list[Thread]:
    """The threads of the claims, in order of their earliest claim; `ties` are what was decided about them."""
    held = {member.key: (member, claim) for claim in claims for member in [member_of(claim)]}
    groups = groups_of((member for member, _ in held.values()), ties)
    return [thread_of(tuple(held[member.key][1] for member in group.members), explained(group, ties)) for group in groups]


def ids_by_claim(threads: Iterable[Thread]) -> Mapping[str, str]:
    """The thread id of each claim, by the claim's key."""
    return {claim_key(claim): thread.id for thread in threads for claim in thread.claims}
