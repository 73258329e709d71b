"""Interactions that claims tell, by the table `claims.csv`.

In: claims of one document. Out: interactions with the id of their claim.

Holds: a claim whose kind, status and choice are not in the table, or whose parties are not filled, gives nothing.
"""

from collections.abc import Iterator
from typing import cast

from detente.model.actor import Actor
from detente.model.claim import Agreement, Claim, Commitment, Encounter, Measure
from detente.model.interaction import Interaction, Party
from detente.model.slots import values_of
from detente.vocab.countries import is_state
from detente.vocab.interactions import ClaimRule, claim_rules, weights

_SELF, _PLACE = "self", "place"
_SEVERAL = 2


def _choice(claim: Claim) -> str:
    match claim:
        case Encounter() | Agreement():
            return claim.form.value
        case Measure() | Commitment():
            return claim.action.value


def _rule(claim: Claim) -> ClaimRule | None:
    key = (claim.kind.value, str(claim.status))
    return claim_rules().get((*key, _choice(claim))) or claim_rules().get((*key, "*"))


def _place(claim: Claim) -> tuple[Party, ...]:
    if not isinstance(claim, Encounter) or claim.place is None:
        return ()
    code = claim.place.value.rsplit(", ", 1)[-1]
    return (Party(Actor(code), None),) if is_state(code) else ()


def _parties(claim: Claim, slot: str) -> tuple[Party, ...]:
    if slot == _PLACE:
        return _place(claim)
    actors = (cast(Actor, held.value) for held in values_of(claim, slot))
    return tuple(dict.fromkeys(Party(actor, "GOV" if actor.person else None) for actor in actors))


def _pairs(claim: Claim, rule: ClaimRule) -> Iterator[tuple[Party, Party]]:
    sources = _parties(claim, rule.source)
    targets = sources if rule.target == _SELF else _parties(claim, rule.target)
    for source in sources:
        for target in targets:
            if source.actor and target.actor and source.actor.code != target.actor.code:
                yield source, target


def interactions_of(claim: Claim) -> Iterator[Interaction]:
    """The acts that one claim tells, one for each pair of parties."""
    rule = _rule(claim)
    if rule is None:
        return
    is_wide = rule.mode is None and isinstance(claim, Encounter) and len(claim.participants) > _SEVERAL
    for source, target in _pairs(claim, rule):
        yield Interaction(
            document=claim.document,
            source=source,
            target=target,
            code=rule.code,
            mode="multilateral" if is_wide and rule.code.value == "CONSULT" else rule.mode,
            contexts=(rule.context,) if rule.context else (),
            draft_code="DEMAND" if rule.code.value == "REQUEST" else rule.code.value,
            weight=weights()[rule.code],
            quote=claim.evidence[0],
            claim=claim.id,
        )
