"""The interactions of a document: acts of its parsed sentences, put together with those that its claims tell.

In: a prepared document and its claims. Out: interactions in order of their words.

Holds: an act is told once: where a sentence and a claim tell the same, the sentence's row is kept and names the claim.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.model.claim import Claim
from detente.model.interaction import Interaction, Party
from detente.model.span import Span
from detente.reading.analysis import Prepared
from detente.reading.interactions.acts import Act, Acts
from detente.reading.interactions.coding import code_of, draft_code
from detente.reading.interactions.contexts import Facts
from detente.reading.interactions.locating import Setting, located, place_of_act
from detente.reading.interactions.parties import Held, Parties
from detente.reading.interactions.repair import repaired
from detente.reading.mentions import Analysis
from detente.reading.parse import Syntax
from detente.vocab.claim_acts import interactions_of
from detente.vocab.interactions import weights


def interactions_in(prepared: Prepared, claims: tuple[Claim, ...]) -> tuple[Interaction, ...]:
    """All interactions that a document tells."""
    analysis = prepared.analysis
    told: list[Interaction] = []
    for sentence, tree in zip(analysis.sentences, analysis.trees, strict=True):
        if tree is not None:
            told += _of_sentence(analysis, sentence.index, tree)
    for claim in claims:
        told = _joined(told, list(interactions_of(claim)))
    return tuple(sorted(told, key=lambda each: (each.quote, each.code, str(each.source), str(each.target))))


def _of_sentence(analysis: Analysis, index: int, tree: Syntax) -> list[Interaction]:
    tree = repaired(tree)
    parties = Parties(analysis, index, tree)
    facts = Facts(tree, analysis.document.day)
    out: dict[tuple[object, ...], Interaction] = {}
    for act in Acts(tree, parties, facts).all():
        setting = Setting(place_of_act(tree, parties, act.verb), parties.only_state)
        for source, target in act.pairs:
            held = _interaction(analysis, index, tree, act, (source, target), setting)
            if held is not None:
                out.setdefault((held.source, held.target, held.code, held.contexts), held)
    return list(out.values())


def _interaction(
    analysis: Analysis, index: int, tree: Syntax, act: Act, pair: tuple[Held | None, Held | None], setting: Setting
) -> Interaction | None:
    parties = [None if held is None else held.party for held in pair]
    source, target = located(parties[0], parties[1], setting, code=act.sense.code)
    if not _is_told(source, target):
        return None
    code = code_of(act, tree)
    tokens = [act.verb, *(held.token for held in pair if held is not None)]
    base = analysis.sentences[index].span.start
    return Interaction(
        document=analysis.document,
        source=source,
        target=target,
        code=code.code,
        mode=code.mode,
        contexts=code.contexts,
        draft_code=draft_code(code, source),
        weight=weights()[code.code],
        quote=Span(base + tree.starts[min(tokens)], base + tree.ends[max(tokens)]),
        claim=None,
    )


# Parts of society that reports name without a state when they act: who they are is told enough.
_STATELESS = frozenset({"REB", "UAF", "CRM", "CVL", "PRM", "REF"})


def _is_told(source: Party | None, target: Party | None) -> bool:
    """Whether two different parties are named: a state and its own people are, a state and its government are not."""
    if source is None or (source.actor is None and source.sector not in _STATELESS):
        return False
    if target is None:
        return source.actor is not None
    if source.actor is None or target.actor is None:
        return source.actor is not target.actor
    if source.actor.code != target.actor.code:
        return True
    return source.sector != target.sector and target.sector is not None and (source.sector is not None or target.sector != "GOV")


def _same_actor(one: Party | None, other: Party | None) -> bool:
    if one is None or other is None or one.actor is None or other.actor is None:
        return one is other
    return one.actor.code == other.actor.code


def _is_same(one: Interaction, other: Interaction) -> bool:
    return (
        one.code is other.code
        and one.quote.overlaps(other.quote)
        and _same_actor(one.source, other.source)
        and _same_actor(one.target, other.target)
    )


def _joined(told: Sequence[Interaction], of_claim: Sequence[Interaction]) -> list[Interaction]:
    out = list(told)
    for new in of_claim:
        at = next((number for number, held in enumerate(out) if held.claim is None and _is_same(held, new)), None)
        if at is None:
            out.append(new)
        else:
            out[at] = replace(out[at], claim=new.claim)
    return out
