"""Two readings of one document put side by side: what both found, what only one found, where their values differ.

In: the embedded reader's reading and the model's. Out: `Both`: one reading, and how far the two agree.
Holds: no claim of either is lost. What both found is the model's claim, with the embedded reader's value in the rule of a slot where it
differs; what one found alone is marked so in its origin. `checks.readers` turns the marks into doubts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from detente.model.claim import Claim, Link, Reading
from detente.model.origin import marked_alone, with_otherwise
from detente.model.slots import CHOICES, SLOTS, SlotType, values_of
from detente.model.sourced import Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Claims that both found, and that one found alone; slots of the common ones that both fill alike, or not alike."""

    common: int
    only_embedded: int
    only_model: int
    slots_alike: int
    slots_unlike: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})

    @property
    def f1(self) -> float:
        """Of claims, as if either were the truth; 1 where there are none."""
        whole = 2 * self.common + self.only_embedded + self.only_model
        return 2 * self.common / whole if whole else 1.0


NOTHING = Agreement(common=0, only_embedded=0, only_model=0, slots_alike=0, slots_unlike=0)


@dataclass(frozen=True, slots=True)
class Both:
    """One reading of two, and their agreement."""

    reading: Reading
    agreement: Agreement


def both(embedded: Reading, by_model: Reading) -> Both:
    """The two readings of a document as one."""
    pairs = _pairs(embedded.claims, by_model.claims)
    common = {theirs: ours for ours, theirs in pairs.items()}
    alike = unlike = 0
    claims: list[tuple[Claim, str, str | None]] = []
    for claim in by_model.claims:
        twin = next((ours for ours in embedded.claims if ours.id == common.get(claim.id)), None)
        if twin is None:
            claims.append((replace(claim, found_by=marked_alone(claim.found_by)), claim.id, None))
            continue
        compared, same, other = _compared(claim, twin)
        alike, unlike = alike + same, unlike + other
        claims.append((compared, claim.id, twin.id))
    rest = [claim for claim in embedded.claims if claim.id not in pairs]
    alone = [(replace(claim, found_by=marked_alone(claim.found_by)), "", claim.id) for claim in rest]
    reading = _joined(embedded, by_model, [*claims, *alone])
    agreement = Agreement(
        common=len(pairs),
        only_embedded=len(rest),
        only_model=len(by_model.claims) - len(pairs),
        slots_alike=alike,
        slots_unlike=unlike,
    )
    return Both(reading, agreement)


def _pairs(embedded: tuple[Claim, ...], by_model: tuple[Claim, ...]) -> dict[str, str]:
    """The ids of claims that tell of one matter: the same kind, evidence that overlaps; of several the ones that say most alike."""
    scored = [
        (_likeness(ours, theirs), -place, -number, ours.id, theirs.id)
        for place, ours in enumerate(embedded)
        for number, theirs in enumerate(by_model)
        if ours.kind is theirs.kind and any(a.overlaps(b) for a in ours.evidence for b in theirs.evidence)
    ]
    pairs: dict[str, str] = {}
    for _, _, _, ours, theirs in sorted(scored, reverse=True):
        if ours not in pairs and theirs not in pairs.values():
            pairs[ours] = theirs
    return pairs


def _texts(claim: Claim, slot: str) -> frozenset[str]:
    return frozenset(str(held.value) for held in values_of(claim, slot))


def _likeness(ours: Claim, theirs: Claim) -> int:
    choices = [name for name in CHOICES[ours.kind] if getattr(ours, name) == getattr(theirs, name)]
    return len(choices) + sum(len(_texts(ours, slot) & _texts(theirs, slot)) for slot in SLOTS[ours.kind])


def _compared(claim: Claim, twin: Claim) -> tuple[Claim, int, int]:
    """The model's claim with the other's values where they differ, and how many slots that both fill are alike and unlike."""
    changed: dict[str, Any] = {}
    alike = unlike = 0
    for slot, type_ in SLOTS[claim.kind].items():
        mine, other = _texts(claim, slot), _texts(twin, slot)
        if not mine or not other:
            continue
        if mine == other:
            alike += 1
            continue
        unlike += 1
        first, *rest = values_of(claim, slot)
        marked: Sourced[object] = replace(first, rule=with_otherwise(first.rule, "embedded", ", ".join(sorted(other))))
        changed[slot] = (marked, *rest) if type_ in (SlotType.ACTORS, SlotType.PHRASES) else marked
    return replace(claim, **changed), alike, unlike


def _joined(embedded: Reading, by_model: Reading, claims: list[tuple[Claim, str, str | None]]) -> Reading:
    numbered: list[Claim] = []
    of_model: dict[str, str] = {}
    of_embedded: dict[str, str] = {}
    for number, (claim, theirs, ours) in enumerate(sorted(claims, key=lambda entry: entry[0].evidence), 1):
        numbered.append(replace(claim, id=f"c{number}"))
        if theirs:
            of_model[theirs] = f"c{number}"
        if ours:
            of_embedded[ours] = f"c{number}"
    links = dict.fromkeys([*_renamed(by_model.links, of_model), *_renamed(embedded.links, of_embedded)])
    return Reading(by_model.document, tuple(numbered), tuple(links))


def _renamed(links: tuple[Link, ...], ids: Mapping[str, str]) -> list[Link]:
    return [Link(ids[link.source], link.type, ids[link.target]) for link in links if link.source in ids and link.target in ids]
