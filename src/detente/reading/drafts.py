"""Drafts of claims: what the judge makes of a candidate, before drafts of one matter are merged and claims are built.

In: a prepared document and a judge. Out: `Draft`s in order of place.

Holds: every filler is a mention of the document with its probability; a draft has a filler in each core slot.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from detente.model.claim import Kind, MeasureAction
from detente.model.slots import CHOICES, CORE, SLOTS, SlotType
from detente.reading.actors.mentions import ActorMention
from detente.reading.analysis import Prepared
from detente.reading.candidates import Candidate
from detente.reading.encoder import Floats, States
from detente.reading.features import CandidateView
from detente.reading.hearing import Hearing, hearings
from detente.reading.judge import Judge
from detente.reading.memory import Memory
from detente.reading.mentions import Mention, MentionType
from detente.reading.network import Network
from detente.reading.phrases import Phrase
from detente.reading.roles import ROLES, mentions_in_reach
from detente.reading.statuses import as_threat, as_told, likeliest, may_be_unrealised

# Probabilities from which a candidate is kept, and a mention taken as a filler.
KEEP = 0.45
FILL = 0.5
FILL_CORE = 0.2
FILL_DISTANT = 0.5
# That of another actor from which it takes the place of one that stands on both sides.
INSTEAD = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Filler:
    """A mention in a slot."""

    mention: Mention
    probability: float
    is_far: bool = False


@dataclass(frozen=True, eq=False)
class Draft:
    """A claim in the making. `slots` holds the fillers of actor, phrase, value and date slots, of `attributed_to` and `condition`.

    `chances` are the logarithms of the probabilities of each closed list's labels, in its order; `others` are further candidates that
    were found to tell of the same matter.
    """

    candidate: Candidate
    probability: float
    chances: Mapping[str, Floats]
    slots: Mapping[str, tuple[Filler, ...]]
    others: tuple[Candidate, ...] = ()

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The likeliest label of each closed list; a measure is in force only where it is hardly likely that it is none yet."""
        named = {name: tuple(CHOICES[self.kind][name]) for name in self.chances}
        out = {name: str(labels[int(self.chances[name].argmax())]) for name, labels in named.items()}
        return {**out, "status": str(likeliest(named["status"], self.chances["status"], out.get("action")))}

    @property
    def kind(self) -> Kind:
        """The kind of claim."""
        return self.candidate.kind

    @property
    def is_doubtful(self) -> bool:
        """Whether a measure may well be none yet."""
        return self.kind is Kind.MEASURE and may_be_unrealised(self.chances["status"], self.choices["action"])

    def with_slots(self, **slots: tuple[Filler, ...]) -> "Draft":
        """The same draft with other fillers in some slots."""
        return replace(self, slots={**self.slots, **slots})


_OPTIONAL_CORE = frozenset({"target"})
# Two sides of one claim: an actor is on one of them only.
_SIDES = {Kind.MEASURE: ("imposer", "target"), Kind.COMMITMENT: ("promisor", "promisee"), Kind.AGREEMENT: ("parties", "mediators")}
# How many actors a claim of the kind cannot do without.
_LEAST = {"parties": 2, "participants": 1, "imposer": 1, "promisor": 1}


def _codes(mention: Mention) -> frozenset[str]:
    return frozenset(actor.code for actor in mention.value.actors) if isinstance(mention.value, ActorMention) else frozenset()


def _actors_chosen(slot: str, near: list[Filler], far: list[Filler]) -> tuple[Filler, ...]:
    """All likely actors of the sentence; from elsewhere only where it has fewer than the claim cannot do without."""
    least = _LEAST.get(slot, 0)
    chosen = [f for f in near if f.probability >= FILL]
    known = {code for f in chosen for code in _codes(f.mention)}
    rest = [(f, FILL_CORE if least else FILL_DISTANT) for f in sorted((*near, *far), key=lambda f: -f.probability) if f not in chosen]
    for filler, bar in rest:
        if len(known) >= max(least, 1):
            break
        if filler.probability >= bar and not _codes(filler.mention) <= known:
            chosen.append(filler)
            known |= _codes(filler.mention)
    return tuple(chosen)


def _sides_apart(kind: Kind, found: Mapping[str, list[Filler]]) -> dict[str, list[Filler]]:
    """Each actor only on the side where it is likelier: on the other its fillers are dropped."""
    sides = _SIDES.get(kind)
    if sides is None:
        return dict(found)
    best: dict[str, tuple[float, str]] = {}
    for slot in sides:
        for filler in found.get(slot, ()):
            for code in _codes(filler.mention):
                best[code] = max(best.get(code, (0.0, "")), (filler.probability, slot))
    return {
        slot: [f for f in fillers if slot not in sides or all(best[code][1] == slot for code in _codes(f.mention))]
        for slot, fillers in found.items()
    }


def _likeliest(fillers: Iterable[Filler]) -> dict[str, float]:
    """How likely the likeliest filler of each actor is."""
    out: dict[str, float] = {}
    for filler in fillers:
        for code in _codes(filler.mention):
            out[code] = max(out.get(code, 0.0), filler.probability)
    return out


def _others_instead(
    kind: Kind, slots: Mapping[str, tuple[Filler, ...]], found: Mapping[str, tuple[Sequence[Filler], Sequence[Filler]]]
) -> Mapping[str, tuple[Filler, ...]]:
    """An actor that stands on both sides of a claim gives way to another on the side where it is less likely.

    Where nobody else is likely enough it stays on both: either may be the right one, and `checks` tell of it.
    """
    out = dict(slots)
    first, second = _SIDES.get(kind, ("", ""))
    one, other = _likeliest(slots.get(first, ())), _likeliest(slots.get(second, ()))
    for code in sorted(one.keys() & other.keys()):
        weaker, stronger = (second, first) if one[code] >= other[code] else (first, second)
        left = tuple(f for f in out[weaker] if code not in _codes(f.mention))
        if not left and weaker == first:
            taken = {c for f in out[stronger] for c in _codes(f.mention)}
            free = [f for rows in found[weaker] for f in rows if f.probability >= INSTEAD and taken.isdisjoint(_codes(f.mention))]
            left = (max(free, key=lambda f: f.probability),) if free else ()
        out[weaker] = left or out[weaker]
    return _not_from_afar(out, first, second) if kind is Kind.COMMITMENT else out


def _not_from_afar(slots: Mapping[str, tuple[Filler, ...]], first: str, second: str) -> Mapping[str, tuple[Filler, ...]]:
    """Who acts in the claim's own sentence is not taken from another one as acted upon."""
    here = {code for f in slots.get(first, ()) if not f.is_far for code in _codes(f.mention)}
    kept = tuple(f for f in slots.get(second, ()) if not f.is_far or here.isdisjoint(_codes(f.mention)))
    return {**slots, second: kept} if second in slots else slots


def _phrases_chosen(slot: str, fillers: list[Filler]) -> tuple[Filler, ...]:
    """The likely phrases, none inside another."""
    chosen: list[Filler] = []
    for filler in sorted(fillers, key=lambda f: -f.probability):
        phrase = filler.mention.value
        if isinstance(phrase, Phrase) and slot == "products" and phrase.is_general:
            continue
        if filler.probability >= FILL and not any(filler.mention.span.overlaps(f.mention.span) for f in chosen):
            chosen.append(filler)
    return tuple(sorted(chosen, key=lambda f: f.mention.span))


def _chosen(slot: str, kind: Kind, near: list[Filler], far: list[Filler]) -> tuple[Filler, ...]:
    match SLOTS[kind].get(slot):
        case SlotType.ACTORS:
            return _actors_chosen(slot, near, far)
        case SlotType.PHRASES:
            return _phrases_chosen(slot, near) or _phrases_chosen(slot, far)
        case _:
            ranked = sorted(near, key=lambda f: -f.probability) + sorted(far, key=lambda f: -f.probability)
            best = next((f for f in ranked if f.probability >= FILL), None)
            return (best,) if best else ()


def drafts_in(prepared: Prepared, judge: Judge, network: Network | None = None, states: States | None = None) -> list[Draft]:
    """The drafts of one document; with a network, judged by both. `states` are its encoder's, where they are known already."""
    out: list[Draft] = []
    memory = Memory()
    views = [CandidateView(prepared.analysis, candidate, memory, prepared.beside(candidate)) for candidate in prepared.candidates]
    for view, hearing in zip(views, hearings(prepared, views, judge, network, states), strict=True):
        if (probability := hearing.claim) >= KEEP:
            draft = _draft(view, hearing, probability)
            out.append(draft)
            memory.add(view.candidate, [(slot, f.mention) for slot, fillers in draft.slots.items() for f in fillers])
    return _each_number_once([draft for draft in out if has_core(draft)])


_NUMBERS = ("rate", "rate_from", "rate_change", "trade_value", "amount")


def _each_number_once(drafts: list[Draft]) -> list[Draft]:
    """A rate or an amount belongs to one claim: where two drafts took it, the less sure one gives it up."""
    best: dict[Mention, float] = {}
    for draft in drafts:
        for slot in _NUMBERS:
            for filler in draft.slots.get(slot, ()):
                best[filler.mention] = max(best.get(filler.mention, 0.0), filler.probability)
    return [
        draft.with_slots(
            **{slot: tuple(f for f in draft.slots[slot] if f.probability >= best[f.mention]) for slot in _NUMBERS if draft.slots.get(slot)}
        )
        for draft in drafts
    ]


def has_core(draft: Draft) -> bool:
    """Whether all slots that a claim of the kind cannot do without are filled."""
    return all(draft.slots.get(slot) for slot in CORE[draft.kind] if slot not in _OPTIONAL_CORE)


def _draft(view: CandidateView, hearing: Hearing, probability: float) -> Draft:
    candidate, kind = view.candidate, view.candidate.kind
    chances = {choice: hearing.choice(choice) for choice in CHOICES[kind]}
    chances["status"] = as_told(view.analysis, candidate, chances["status"])
    here: list[Mention] = []
    elsewhere: list[Mention] = []
    for mention in mentions_in_reach(view.analysis, candidate, view.memory):
        (here if mention.sentence == candidate.sentence else elsewhere).append(mention)
    here = [mention for mention in here if not _is_aside(view, mention)]
    near = _sides_apart(kind, _heard(kind, hearing, here, set(roles_of(kind))))
    wanting = {slot for slot in roles_of(kind) if _wants_more(slot, kind, near.get(slot, []))}
    far = {slot: [replace(f, is_far=True) for f in rows] for slot, rows in _heard(kind, hearing, elsewhere, wanting).items()}
    found = {slot: (near.get(slot, []), far.get(slot, [])) for slot in dict.fromkeys((*near, *far))}
    slots = _others_instead(kind, {slot: _chosen(slot, kind, *rows) for slot, rows in found.items()}, found)
    if not slots.get("condition") and (unmet := _unmet(view)):
        slots = {**slots, "condition": (Filler(unmet, 1.0),)}
        chances = {**chances, "status": as_threat(chances["status"])} if kind is Kind.MEASURE else chances
    draft = Draft(candidate, probability, chances, slots)
    if draft.choices.get("action") == MeasureAction.LIFT and slots.get("rate") and not slots.get("rate_from"):
        # Of a duty that is lifted the rate is the one before; none is left after.
        return draft.with_slots(rate_from=slots["rate"], rate=())
    return draft


_ASIDE = frozenset({"margin", "sideline", "fringe"})


def _is_aside(view: CandidateView, mention: Mention) -> bool:
    """`met on the margins of the APEC summit`: who holds the summit does not meet."""
    tree, main = view.tree, view.candidate.main
    if (
        mention.type_ is not MentionType.ACTOR
        or mention.token is None
        or tree.deps[mention.token] not in ("compound", "amod", "nmod", "poss")
    ):
        return False
    return any(tree.lemmas[token] in _ASIDE and token not in (main, *tree.ancestors(main)) for token in tree.ancestors(mention.token))


# What opens a sentence that tells what will come if something does not: `Without a deal by May, the duty will rise`.
_LACKING = frozenset({"without", "absent", "in the absence of", "failing", "barring"})


def _unmet(view: CandidateView) -> Mention | None:
    """The condition with which the sentence begins, where it says what is lacking and the verb behind it looks ahead."""
    tree, sentence = view.tree, view.analysis.sentences[view.candidate.sentence]
    looks_ahead = any(tree.tags[child] == "MD" for child in tree.children[view.governor])
    for mention in view.analysis.mentions[view.candidate.sentence] if looks_ahead else ():
        if mention.type_ is MentionType.CONDITION and mention.value in _LACKING and mention.span.start == sentence.span.start:
            return mention
    return None


def _heard(kind: Kind, hearing: Hearing, mentions: Iterable[Mention], slots: Set[str]) -> dict[str, list[Filler]]:
    """The mentions as fillers of those of the slots that they may fill, with their probabilities."""
    asked = [mention for mention in mentions if not slots.isdisjoint(ROLES[kind, mention.type_])]
    out: dict[str, list[Filler]] = defaultdict(list)
    for mention, chances in zip(asked, hearing.fillers(asked), strict=True):
        for slot, chance in chances.items():
            if slot in slots:
                out[slot].append(Filler(mention, chance))
    return out


def _wants_more(slot: str, kind: Kind, near: Sequence[Filler]) -> bool:
    """Whether the candidate's own sentence leaves a slot short of what a claim needs, so that other sentences are asked."""
    sure = [f for f in near if f.probability >= FILL]
    if SLOTS[kind].get(slot) is SlotType.ACTORS:
        return len({code for f in sure for code in _codes(f.mention)}) < max(_LEAST.get(slot, 0), 1)
    return not sure


def roles_of(kind: Kind) -> Iterable[str]:
    """All slots that mentions can fill in a claim of a kind, `attributed_to` and `condition` included."""
    return dict.fromkeys(slot for (k, _), slots in ROLES.items() if k is kind for slot in slots)
