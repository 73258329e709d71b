"""Find all claims that hang together with some, without looking at all there are.

In: members to begin with, and something that gives those which others may be joined with. Out: every member of their components.

Holds: the groups of what is found are the groups that these claims have among all claims.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from detente.model.ties import Ties
from detente.threads.joining import Company, reach
from detente.threads.members import Member


class Surroundings(Protocol):
    """All claims that there are, asked for bit by bit."""

    def crowded(self, company: Company) -> bool:
        """Whether the claims of a company are compared only where they share a telling value."""
        ...

    def around(self, members: Sequence[Member]) -> Sequence[Member]:
        """Every claim that is worth comparing with one of these; more of them do no harm."""
        ...

    def members(self, keys: Collection[str]) -> Sequence[Member]:
        """The claims of these keys, as far as there are any."""
        ...


def partners(ties: Ties) -> Mapping[str, frozenset[str]]:
    """The claims that decisions tie to each claim."""
    found: dict[str, set[str]] = defaultdict(set)
    for tie in ties.joined:
        found[tie.left].add(tie.right)
        found[tie.right].add(tie.left)
    return {key: frozenset(held) for key, held in found.items()}


def reached_from(given: Sequence[Member], surroundings: Surroundings, tied: Mapping[str, frozenset[str]]) -> list[Member]:
    """The claims that are more likely than not of one matter with one of the given, or tied to one, those among the given left out."""
    own = {member.key for member in given}
    around = [member for member in surroundings.around(given) if member.key not in own]
    likely = reach(given, around, surroundings.crowded)
    found = {member.key: member for member in around if member.key in likely}
    named = {key for member in given for key in tied.get(member.key, ())} - own - found.keys()
    return [*found.values(), *(surroundings.members(named) if named else ())]


def gathered(given: Iterable[Member], surroundings: Surroundings, ties: Ties) -> list[Member]:
    """The given claims and all that hang together with them, by one pair after the other."""
    tied = partners(ties)
    found = {member.key: member for member in given}
    edge = list(found.values())
    while edge:
        edge = [member for member in reached_from(edge, surroundings, tied) if member.key not in found]
        found |= {member.key: member for member in edge}
    return list(found.values())
