"""Claims in, threads out.

Holds: the same claims give the same threads, whatever their order; every claim is in exactly one thread.
"""

from collections.abc import Iterable, Mapping

from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.thread import Thread
from detente.model.ties import NO_TIES, Ties
from detente.threads.joining import Group, explained, groups_of
from detente.threads.lifecycle import history_of
from detente.threads.naming import thread_id


def _thread_of(group: Group, ties: Ties) -> Thread:
    founder = group.claims[0]
    return Thread(
        id=thread_id(founder),
        kind=founder.kind,
        claims=group.claims,
        history=history_of(group.claims),
        joins=explained(group, [claim_key(claim) for claim in group.claims], ties),
    )


def threads_of(claims: Iterable[Claim], ties: Ties = NO_TIES) -> list[Thread]:
    """The threads of the claims, in order of their earliest claim; `ties` are what was decided about them."""
    return [_thread_of(group, ties) for group in groups_of(claims, ties)]


def ids_by_claim(threads: Iterable[Thread]) -> Mapping[str, str]:
    """The thread id of each claim, by the claim's key."""
    return {claim_key(claim): thread.id for thread in threads for claim in thread.claims}
