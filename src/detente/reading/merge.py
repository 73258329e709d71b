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
from detente.model.slots import CHOICES, CORE, SLOTS
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.bare import RATE
from detente.reading.build import evidence_of
from detente.reading.dates import TimeExpression
from detente.reading.drafts import Draft, Filler
from detente.reading.encoder import Floats
from detente.reading.judge import Judge
from detente.reading.mentions import Analysis, Mention
from detente.reading.phrases import Phrase
from detente.reading.rates import Rate

Merged = list[tuple[Draft, tuple[Span, ...]]]

_SINGLE = ("rate", "rate_from", "rate_change", "trade_value", "amount", "place", "date", "effective", "expires", "deadline")
# The judge's task, a kind each, and the probability from which two drafts are joined.
SAME_MATTER = "same-matter"
SAME = 0.5
# How many matters back a draft is compared with: all of any report of common length, and long ones stay linear.
_LOOKED_BACK = 80


def _states(draft: Draft, slot: str) -> frozenset[str]:
    return frozenset(
        actor.code
        for filler in draft.slots.get(slot, ())
        if isinstance(filler.mention.value, ActorMention)
        for actor in filler.mention.value.actors
    )


def _words(draft: Draft, slot: str) -> frozenset[str]:
    values = [filler.mention.value for filler in draft.slots.get(slot, ())]
    return frozenset(word for value in values for word in (value.telling if isinstance(value, Phrase) else str(value).lower().split()))


def _plain(mention: Mention) -> Edtf | Decimal | Amount | str | None:
    match mention.value:
        case TimeExpression(edtf=edtf):
            return edtf
        case Rate(value=value):
            return value
        case ActorMention() | Phrase():
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


def _relation(one: Draft, other: Draft, slot: str) -> str:
    """How the values of a slot stand to each other: same, part, apart, one-sided or none."""
    mine, theirs = one.slots.get(slot, ()), other.slots.get(slot, ())
    if not mine or not theirs:
        return "none" if not mine and not theirs else "first" if mine else "second"
    if slot in _SINGLE:
        return "apart" if _clash(slot, mine[0].mention, theirs[0].mention) else "same"
    values_of = _states if isinstance(mine[0].mention.value, ActorMention) else _words
    return _overlap(values_of(one, slot), values_of(other, slot))


def _overlap(one: frozenset[str], other: frozenset[str]) -> str:
    return "same" if one == other else "part" if one & other else "apart"


def _persons(draft: Draft) -> frozenset[str]:
    return frozenset(
        actor.person
        for filler in draft.slots.get("participants", ())
        if isinstance(filler.mention.value, ActorMention)
        for actor in filler.mention.value.actors
        if actor.person
    )


def _reach_back(analysis: Analysis, draft: Draft) -> str:
    """How the trigger is introduced: `the levy`, `that meeting`, `its`, `a`, or bare."""
    tree = analysis.trees[draft.candidate.sentence]
    assert tree is not None
    return next((tree.lower[c] for c in tree.children[draft.candidate.main] if tree.deps[c] in ("det", "poss")), "bare")


def pair_features(analysis: Analysis, one: Draft, other: Draft) -> list[str]:
    """Features of two drafts of one kind, the earlier first: do they tell of one matter?"""
    away = other.candidate.sentence - one.candidate.sentence
    near = "here" if away == 0 else "next" if away == 1 else "near" if away <= 3 else "far"
    out = [f"near={near}"]
    for choice in CHOICES[one.kind]:
        pair = f"{one.choices[choice]}>{other.choices[choice]}"
        same = one.choices[choice] == other.choices[choice]
        out += [f"{choice}={pair}", f"{choice}-same={same}", f"{choice}-same={same}|{near}"]
    apart = 0
    for slot in SLOTS[one.kind]:
        relation = _relation(one, other, slot)
        apart += relation == "apart"
        out += [f"{slot}={relation}", f"{slot}={relation}|{near}"]
    lemma = [analysis.trees[d.candidate.sentence].lemmas[d.candidate.main] for d in (one, other)]  # type: ignore[union-attr]
    persons = _persons(one), _persons(other)
    people = _overlap(*persons) if all(persons) else "none"
    out += [f"apart={min(apart, 3)}", f"people={people}", f"people={people}|{near}", f"lemma-same={lemma[0] == lemma[1]}|{near}"]
    introduced = _reach_back(analysis, other)
    out += [f"by={introduced}", f"by={introduced}|{near}", f"weak={one.candidate.is_weak}{other.candidate.is_weak}|{near}"]
    return out


def _heard_together(first: Draft, second: Draft) -> Mapping[str, Floats]:
    """Of two places of one sentence, what both say of status and action; the second as far as it is likely to be a claim at all."""
    return {name: chances + second.probability * second.chances[name] for name, chances in first.chances.items()}


def _together(one: Draft, other: Draft) -> Draft:
    """The union of two drafts; the stronger one's choices, unless both stand in one sentence."""
    first, second = sorted((one, other), key=lambda draft: -draft.probability)
    slots: dict[str, tuple[Filler, ...]] = dict(first.slots)
    for slot, fillers in second.slots.items():
        held = slots.get(slot, ())
        if not held:
            slots[slot] = fillers
        elif slot not in (*_SINGLE, "attributed_to", "condition", "object", "topic"):
            slots[slot] = held + tuple(f for f in fillers if f not in held)
    chances = _heard_together(first, second) if one.candidate.sentence == other.candidate.sentence else first.chances
    return replace(first, chances=chances, slots=slots, others=(*first.others, second.candidate, *second.others))


def _runs(analysis: Analysis, one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    """Two runs at most: overlapping ones are united, of more the first and the last stay."""
    runs: list[Span] = []
    for span in sorted((*one, *other)):
        if runs and (runs[-1].overlaps(span) or analysis.sentence_of(runs[-1].start) == analysis.sentence_of(span.start)):
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return tuple(runs) if len(runs) <= 2 else (runs[0], runs[-1])


def _is_rate_of(analysis: Analysis, one: Draft, other: Draft) -> bool:
    """Whether one merely is the rate to which the verb takes the other: `the tariff on goods from there will rise to 50 percent`."""
    tree = analysis.trees[one.candidate.sentence]
    if tree is None or one.candidate.entries != (RATE,) or one.candidate.sentence != other.candidate.sentence:
        return False
    trigger = other.candidate.main
    is_argument = tree.deps[trigger] in ("nsubj", "nsubjpass", "dobj")
    return is_argument and not other.slots.get("rate") and tree.heads[trigger] in tree.ancestors(one.candidate.main)


def merged(analysis: Analysis, drafts: Sequence[Draft], judge: Judge) -> Merged:
    """One draft a matter, in order of place."""
    out: Merged = []
    for draft in (part for whole in drafts for part in parts_of(whole)):
        evidence = (evidence_of(analysis, draft),)
        task = judge.tasks[f"{draft.kind}.{SAME_MATTER}"]
        best, chance = None, SAME
        for index in range(max(0, len(out) - _LOOKED_BACK), len(out)):
            known = out[index][0]
            if known.kind is draft.kind and not contradict(known, draft):
                is_one = _is_rate_of(analysis, known, draft) or _is_rate_of(analysis, draft, known)
                odds = 1.0 if is_one else task.probabilities(pair_features(analysis, known, draft))[SAME_MATTER]
                if odds >= chance:
                    best, chance = index, odds
        if best is None:
            out.append((draft, evidence))
        else:
            known, runs = out[best]
            out[best] = (_together(known, draft), _runs(analysis, runs, evidence))
    return out


def parts_of(draft: Draft) -> list[Draft]:
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
