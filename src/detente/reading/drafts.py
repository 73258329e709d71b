"""Drafts of claims: what the judge makes of a candidate, before drafts of one matter are merged and claims are built.

In: a prepared document and a judge. Out: `Draft`s in order of place.

Holds: every filler is a mention of the document with its probability; a draft has a filler in each core slot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from detente.model.claim import Kind
from detente.model.slots import CHOICES, CORE, SLOTS, SlotType
from detente.reading.analysis import Prepared
from detente.reading.candidates import Candidate
from detente.reading.features import CandidateView
from detente.reading.judge import Judge
from detente.reading.mentions import Mention
from detente.reading.roles import ROLES, mentions_in_reach

# Probabilities from which a candidate is looked at, kept, and a mention taken as a filler.
LOOK = 0.12
KEEP = 0.45
FILL = 0.5
FILL_CORE = 0.2
FILL_DISTANT = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Filler:
    """A mention in a slot."""

    mention: Mention
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A claim in the making. `slots` holds the fillers of actor, phrase, value and date slots, of `attributed_to` and `condition`."""

    candidate: Candidate
    probability: float
    choices: Mapping[str, str]
    slots: Mapping[str, tuple[Filler, ...]]

    @property
    def kind(self) -> Kind:
        """The kind of claim."""
        return self.candidate.kind

    def with_slots(self, **slots: tuple[Filler, ...]) -> "Draft":
        """The same draft with other fillers in some slots."""
        return replace(self, slots={**self.slots, **slots})


_MANY = (SlotType.ACTORS, SlotType.PHRASES)
_OPTIONAL_CORE = frozenset({"target"})


def _chosen(slot: str, kind: Kind, fillers: list[Filler], here: int) -> tuple[Filler, ...]:
    is_many = SLOTS[kind].get(slot) in _MANY
    is_core = slot in CORE[kind] and slot not in _OPTIONAL_CORE
    ranked = sorted(fillers, key=lambda f: -f.probability)
    if not is_many:
        best = next((f for f in ranked if f.probability >= FILL), None)
        return (best,) if best else ()
    near = [f for f in fillers if f.mention.sentence == here and f.probability >= FILL]
    far = [f for f in fillers if f.mention.sentence != here and f.probability >= FILL_DISTANT]
    if near or far:
        return tuple(near + far)
    return (ranked[0],) if is_core and ranked and ranked[0].probability >= FILL_CORE else ()


def drafts_in(prepared: Prepared, judge: Judge) -> list[Draft]:
    """The drafts of one document."""
    out = []
    for candidate in prepared.candidates:
        view = CandidateView(prepared.analysis, candidate)
        probability = judge.tasks[f"{candidate.kind}.claim"].probabilities(view.clause_features)["claim"]
        if probability >= LOOK:
            out.append(_draft(view, judge, probability))
    return [draft for draft in out if has_core(draft) and draft.probability >= KEEP]


def has_core(draft: Draft) -> bool:
    """Whether all slots that a claim of the kind cannot do without are filled."""
    return all(draft.slots.get(slot) for slot in CORE[draft.kind] if slot not in _OPTIONAL_CORE)


def _draft(view: CandidateView, judge: Judge, probability: float) -> Draft:
    candidate, kind = view.candidate, view.candidate.kind
    choices = {}
    for choice in CHOICES[kind]:
        shares = judge.tasks[f"{kind}.{choice}"].shares(view.clause_features)
        choices[choice] = max(shares, key=lambda label: shares[label])
    found: dict[str, list[Filler]] = {}
    for mention in mentions_in_reach(view.analysis, candidate):
        task = judge.tasks.get(f"{kind}.{mention.type_}")
        if task is not None:
            for slot, chance in task.probabilities(view.role_features(mention)).items():
                found.setdefault(slot, []).append(Filler(mention, chance))
    slots = {slot: _chosen(slot, kind, fillers, candidate.sentence) for slot, fillers in found.items()}
    return Draft(candidate, probability, choices, slots)


def roles_of(kind: Kind) -> Iterable[str]:
    """All slots that mentions can fill in a claim of a kind, `attributed_to` and `condition` included."""
    return dict.fromkeys(slot for (k, _), slots in ROLES.items() if k is kind for slot in slots)
