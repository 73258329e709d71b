"""Drafts to typed claims: values with their words, evidence, ids in order of place.

In: an analysis and drafts. Out: claims that hold all invariants of `detente.model.claim`.

Holds: every value has the span of its words, and names the rule that resolved it where the words alone do not give it.
"""

from collections.abc import Sequence
from typing import Any

from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import AgreementForm, Claim, Kind
from detente.model.slots import CHOICES, CLASS_OF, SLOTS, SlotType
from detente.model.sourced import Sourced
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.dates import TimeExpression
from detente.reading.drafts import Draft, Filler
from detente.reading.lengths import end_by_length
from detente.reading.mentions import Analysis, Mention
from detente.reading.phrases import Phrase, Shape, key_of
from detente.reading.quantities import is_without_currency
from detente.reading.rates import Rate
from detente.reading.statuses import on_its_day

VERSION = "1"
_PERSON_SLOTS = frozenset({"participants", "attributed_to"})


def _actors(slot: str, fillers: Sequence[Filler]) -> tuple[Sourced[Actor], ...]:
    """The actors of a slot, each state or person once; a person stands for the state where persons count."""
    found: dict[str, Sourced[Actor]] = {}
    for filler in sorted(fillers, key=lambda f: f.mention.span.start):
        mention = filler.mention.value
        assert isinstance(mention, ActorMention)
        for actor in mention.actors:
            kept = actor if slot in _PERSON_SLOTS else actor.state
            found.setdefault(str(kept), Sourced(kept, filler.mention.span, f"actor-{mention.how}"))
    persons = {held.value.code for held in found.values() if held.value.person}
    return tuple(held for held in found.values() if held.value.person or held.value.code not in persons)


def _value(analysis: Analysis, mention: Mention, slot: str, draft: Draft) -> Sourced[Any] | None:
    value = mention.value
    match value:
        case TimeExpression(edtf=edtf):
            return Sourced(edtf, mention.span, f"date-{value.rule}") if edtf else None
        case Rate(value=rate):
            return Sourced(
                -rate if slot == "rate_change" and draft.choices.get("action") in ("cut", "suspend") else rate, mention.span, "rate"
            )
        case Amount():
            alone = is_without_currency(analysis.document.words(mention.span))
            return Sourced(value, mention.span, "currency-elsewhere" if alone else "words")
        case ActorMention():
            return None
        case _:
            return Sourced(value, mention.span, "words")


def _phrase(analysis: Analysis, mention: Mention) -> Sourced[str]:
    """The words of a phrase; a noun that only stands before another one takes the form it has elsewhere in the document."""
    phrase = mention.value
    assert isinstance(phrase, Phrase)
    if phrase.shape is Shape.MODIFIER and (full := analysis.plain_phrases.get(key_of(phrase))) is not None:
        return Sourced(full, mention.span, "words-elsewhere")
    return Sourced(phrase.words, mention.span, "words")


def _phrases(analysis: Analysis, fillers: Sequence[Filler]) -> tuple[Sourced[str], ...]:
    found: dict[str, Sourced[str]] = {}
    for filler in fillers:
        assert isinstance(filler.mention.value, Phrase)
        found.setdefault(key_of(filler.mention.value), _phrase(analysis, filler.mention))
    return tuple(found.values())


def _implied(analysis: Analysis, draft: Draft) -> Sourced[str] | None:
    """What a deal is about where no words but those for the deal itself say so: a trade deal is about trade."""
    if draft.choices.get("form") != AgreementForm.TRADE_DEAL:
        return None
    tree = analysis.trees[draft.candidate.sentence]
    assert tree is not None
    base = analysis.sentences[draft.candidate.sentence].span.start
    return Sourced("trade", Span(base + tree.starts[draft.candidate.main], base + tree.ends[draft.candidate.main]), "form")


def _filled(analysis: Analysis, draft: Draft) -> dict[str, Any]:
    out: dict[str, Any] = {name: enum(draft.choices[name]) for name, enum in CHOICES[draft.kind].items()}
    for slot, type_ in SLOTS[draft.kind].items():
        fillers = draft.slots.get(slot, ())
        match type_:
            case SlotType.ACTORS:
                out[slot] = _actors(slot, fillers)
            case SlotType.PHRASES:
                out[slot] = _phrases(analysis, fillers)
            case SlotType.PHRASE:
                out[slot] = _phrase(analysis, fillers[0].mention) if fillers else _implied(analysis, draft)
            case _:
                out[slot] = _value(analysis, fillers[0].mention, slot, draft) if fillers else None
    if draft.kind is Kind.MEASURE and out["effective"] is not None:
        out["status"] = on_its_day(analysis, out["status"], out["effective"].value, is_doubtful=draft.is_doubtful)
        out["expires"] = out["expires"] or end_by_length(analysis, draft, out["effective"].value)
    return out


def _attributed(draft: Draft) -> Sourced[Any] | None:
    fillers = sorted(draft.slots.get("attributed_to", ()), key=lambda f: -f.probability)
    if not fillers:
        return None
    mention = fillers[0].mention
    if isinstance(mention.value, ActorMention):
        return Sourced(mention.value.actors[0], mention.span, f"actor-{mention.value.how}")
    return Sourced(str(mention.value), mention.span, "source-words")


def evidence_of(analysis: Analysis, draft: Draft) -> Span:
    """From the first to the last word of trigger and fillers inside the sentence."""
    tree = analysis.trees[draft.candidate.sentence]
    assert tree is not None
    base = analysis.sentences[draft.candidate.sentence].span.start
    points = [(base + tree.starts[token], base + tree.ends[token]) for token in draft.candidate.tokens]
    for slot, fillers in draft.slots.items():
        if slot != "attributed_to":
            points += [(f.mention.span.start, f.mention.span.end) for f in fillers if f.mention.sentence == draft.candidate.sentence]
    return Span(min(start for start, _ in points), max(end for _, end in points))


def claims_of(analysis: Analysis, drafts: Sequence[tuple[Draft, tuple[Span, ...]]], *, reader: str) -> tuple[Claim, ...]:
    """The claims of a document, numbered in order of their evidence."""
    out: list[Claim] = []
    for number, (draft, evidence) in enumerate(sorted(drafts, key=lambda pair: pair[1]), 1):
        condition = draft.slots.get("condition", ())
        out.append(
            CLASS_OF[draft.kind](
                document=analysis.document,
                id=f"c{number}",
                evidence=evidence,
                attributed_to=_attributed(draft),
                condition=condition[0].mention.span if condition else None,
                found_by=f"{reader}/{draft.kind}/{VERSION}",
                **_filled(analysis, draft),
            )
        )
    return tuple(out)
