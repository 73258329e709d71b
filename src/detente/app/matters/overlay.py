"""Where what stands differs from what the index holds: claims that decisions have changed, and claims that are not in it yet.

In: decisions, and the claims of the documents that they name. Out: an `Overlay` over the index.

Holds: the index holds claims as they were read and only grows; decisions never change it, so it serves every instant.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from detente.ledger.effect import Effect, effect_of
from detente.ledger.log import Log
from detente.model.decision import references_in
from detente.model.identity import claim_key
from detente.model.ports import Naming
from detente.model.projection import Window
from detente.model.recorded import RecordedClaim, RecordedDecision
from detente.model.ties import Ties
from detente.threads.members import Member, member_of


@dataclass(frozen=True, slots=True)
class Overlay:
    """`standing` are claims that the index holds otherwise or not at all; `hidden` those that do not count as it holds them.

    All by key; `effect` is what the decisions say, over the claims of the documents that they name and no others.
    """

    standing: Mapping[str, RecordedClaim]
    members: Mapping[str, Member]
    hidden: Mapping[str, Member]
    effect: Effect

    @property
    def ties(self) -> Ties:
        """What was decided about claims being of one matter."""
        return self.effect.ties

    @property
    def retracted(self) -> frozenset[str]:
        """The keys of claims that count no more."""
        return frozenset(claim_key(held.claim.claim) for held in self.effect.retracted)


def named_in(decisions: Iterable[RecordedDecision]) -> frozenset[str]:
    """The identities of all documents that decisions name, those that were taken back too."""
    return frozenset(reference.document for held in decisions for reference in references_in(held.decision.act))


def named_claims(log: Log, decisions: Iterable[RecordedDecision], window: Window) -> list[RecordedClaim]:
    """The claims of the documents that decisions name."""
    named = named_in(decisions)
    return list(log.chosen_claims(Naming.IDENTITY, named, window.known_at, window.stated_until)) if named else []


def overlay_of(
    named: Iterable[RecordedClaim],
    decisions: Iterable[RecordedDecision],
    *,
    unread: Iterable[RecordedClaim] = (),
    indexed: Collection[str] | None = None,
) -> Overlay:
    """The overlay that decisions make of the claims of the documents they name.

    `unread` are claims that the index does not hold; `indexed` the keys that it holds of the named ones, all of them when None.
    """
    read = {claim_key(entry.claim): entry for entry in (*named, *unread)}
    outside = {claim_key(entry.claim) for entry in unread}
    if indexed is not None:
        outside |= read.keys() - set(indexed)
    effect = effect_of(read.values(), decisions)
    stands = {claim_key(entry.claim): entry for entry in effect.claims}
    changed = {key: entry for key, entry in stands.items() if entry.claim.revision is not None or key in outside}
    gone = read.keys() - stands.keys()
    return Overlay(
        standing=changed,
        members={key: member_of(entry.claim) for key, entry in changed.items()},
        hidden={key: member_of(read[key].claim) for key in (changed.keys() | gone) - outside},
        effect=effect,
    )
