"""Drafts that tell the same matter in one document become one; drafts that tell several become several.

In: an analysis and its drafts. Out: drafts with their evidence (one run of words or two), one a matter.

Holds: two drafts are joined only if no slot of theirs contradicts the other; the later one's status stands. A visit to
several places is a visit to each; rates that go with different targets, products or dates are different measures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from detente.model.amount import Amount
from detente.model.claim import Kind
from detente.model.edtf import Edtf
from detente.model.slots import CORE
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.build import evidence_of
from detente.reading.dates import TimeExpression
from detente.reading.drafts import Draft, Filler
from detente.reading.mentions import Analysis, Mention
from detente.reading.quantities import Rate

Merged = list[tuple[Draft, tuple[Span, ...]]]

_SINGLE = ("rate", "rate_from", "rate_change", "trade_value", "amount", "place", "date", "effective", "expires", "deadline")
_GENERAL = frozenset({"other", "rate", "amount", "person"})


def _states(draft: Draft, slot: str) -> frozenset[str]:
    return frozenset(
        actor.code
        for filler in draft.slots.get(slot, ())
        if isinstance(filler.mention.value, ActorMention)
        for actor in filler.mention.value.actors
    )


def _words(draft: Draft, slot: str) -> frozenset[str]:
    return frozenset(
        word.rstrip("s") for filler in draft.slots.get(slot, ()) for word in str(filler.mention.value).lower().replace("-", " ").split()
    )


def _plain(mention: Mention) -> Edtf | Decimal | Amount | str | None:
    match mention.value:
        case TimeExpression(edtf=edtf):
            return edtf
        case Rate(value=value):
            return value
        case ActorMention():
            return None
        case _:
            return mention.value


def _clash(slot: str, one: Mention, other: Mention) -> bool:
    a, b = _plain(one), _plain(other)
    if a is None or b is None:
        return False
    if isinstance(a, Edtf) and isinstance(b, Edtf):
        return not a.overlaps(b)
    if slot == "place":
        return str(a) != str(b) and str(a).split(", ")[-1] not in (str(b), str(b).split(", ")[-1])
    return a != b


def contradict(one: Draft, other: Draft) -> bool:
    """Whether a slot holds values that cannot both be true of one matter."""
    for slot in _SINGLE:
        mine, theirs = one.slots.get(slot, ()), other.slots.get(slot, ())
        if mine and theirs and _clash(slot, mine[0].mention, theirs[0].mention):
            return True
    for slot in CORE[one.kind]:
        mine_states, their_states = _states(one, slot), _states(other, slot)
        if mine_states and their_states and not (mine_states & their_states):
            return True
    return False


def _same_sort(one: Draft, other: Draft) -> bool:
    """Whether the closed lists agree as far as one matter needs: instrument of a measure, form of an encounter."""
    match one.kind:
        case Kind.MEASURE:
            return one.choices["instrument"] == other.choices["instrument"]
        case Kind.ENCOUNTER:
            visits = (one.choices["form"] == "visit", other.choices["form"] == "visit")
            return visits[0] == visits[1]
        case Kind.COMMITMENT:
            return one.choices["action"] == other.choices["action"]
        case Kind.AGREEMENT:
            return True


def _shared_value(one: Draft, other: Draft, slots: Sequence[str]) -> bool:
    return any(
        one.slots.get(slot) and other.slots.get(slot) and not _clash(slot, one.slots[slot][0].mention, other.slots[slot][0].mention)
        for slot in slots
    )


def _same_matter(one: Draft, other: Draft) -> bool:
    """Whether two drafts that do not contradict each other tell of one matter."""
    near = one.candidate.sentence == other.candidate.sentence
    match one.kind:
        case Kind.MEASURE:
            products = _words(one, "products"), _words(other, "products")
            if products[0] and products[1]:
                return bool(products[0] & products[1])
            return near or _shared_value(one, other, ("rate", "trade_value"))
        case Kind.ENCOUNTER:
            same = _states(one, "participants") == _states(other, "participants")
            return same and (near or _shared_value(one, other, ("place", "date")) or len(_states(one, "participants")) > 1)
        case Kind.COMMITMENT:
            objects = _words(one, "object"), _words(other, "object")
            if objects[0] and objects[1] and objects[0] & objects[1]:
                return True
            return _shared_value(one, other, ("amount",)) or (near and not (objects[0] and objects[1]))
        case Kind.AGREEMENT:
            same = _states(one, "parties") == _states(other, "parties")
            forms = one.choices["form"] == other.choices["form"] or "other" in (one.choices["form"], other.choices["form"])
            return same and (forms or near)


def _together(one: Draft, other: Draft) -> Draft:
    """The union of two drafts; the stronger one's choices, the later one's status where it is as strong."""
    first, second = sorted((one, other), key=lambda draft: -draft.probability)
    slots: dict[str, tuple[Filler, ...]] = dict(first.slots)
    for slot, fillers in second.slots.items():
        held = slots.get(slot, ())
        if not held:
            slots[slot] = fillers
        elif slot not in (*_SINGLE, "attributed_to", "condition", "object", "topic"):
            slots[slot] = held + tuple(f for f in fillers if f not in held)
    return replace(first, slots=slots)


def _runs(analysis: Analysis, one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    """Two runs at most: overlapping ones are united, of more the first and the last stay."""
    runs: list[Span] = []
    for span in sorted((*one, *other)):
        if runs and (runs[-1].overlaps(span) or analysis.sentence_of(runs[-1].start) == analysis.sentence_of(span.start)):
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return tuple(runs) if len(runs) <= 2 else (runs[0], runs[-1])


def merged(analysis: Analysis, drafts: Sequence[Draft]) -> Merged:
    """One draft a matter, in order of place."""
    out: Merged = []
    for draft in (part for whole in drafts for part in _parts(whole)):
        evidence = (evidence_of(analysis, draft),)
        for index in range(len(out) - 1, -1, -1):
            known, runs = out[index]
            if known.kind is draft.kind and _same_sort(known, draft) and not contradict(known, draft) and _same_matter(known, draft):
                out[index] = (_together(known, draft), _runs(analysis, runs, evidence))
                break
        else:
            out.append((draft, evidence))
    return out


def _parts(draft: Draft) -> list[Draft]:
    """A draft that tells of several matters, cut by what tells them apart."""
    by = "place" if draft.kind is Kind.ENCOUNTER and draft.choices["form"] == "visit" else "rate" if draft.kind is Kind.MEASURE else None
    fillers = draft.slots.get(f"{by}*", ()) if by else ()
    if by is None or len(fillers) < 2:
        return [draft]
    return [draft.with_slots(**_share(draft, by, fillers, index)) for index in range(len(fillers))]


def _share(draft: Draft, by: str, fillers: tuple[Filler, ...], index: int) -> Mapping[str, tuple[Filler, ...]]:
    """The slots of one part: what stands nearest to its own filler where there is one for each part, else all."""
    shared: dict[str, tuple[Filler, ...]] = {by: (fillers[index],)}
    for slot in ("target", "products", "trade_value", "effective", "date"):
        held = draft.slots.get(f"{slot}*") or draft.slots.get(slot, ())
        if len(held) >= len(fillers):
            mine = [
                f
                for f in held
                if min(range(len(fillers)), key=lambda i: abs(fillers[i].mention.span.start - f.mention.span.start)) == index
            ]
            shared[slot] = tuple(mine) if slot in ("target", "products") else tuple(mine[:1])
    return shared
