"""Whether a reading is what its case asks for.

In: a case and a reading. Out: the reasons why it is wrong, none where it is right.

Holds: every expected claim has a claim of its own of that kind with the named slots, the links join those very claims,
and no unwanted claim is there. Actors agree by state (by person where the case names one), phrases by shared words as
in scoring, all else when equal; accents of places do not count.
"""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from typing import Any

from detente.evaluate.fillers import alike
from detente.model.actor import Actor
from detente.model.claim import UNNAMED_SOURCES, Claim, Link, Reading
from detente.model.edtf import Edtf
from detente.model.slots import SLOTS, SlotType, values_of
from tests.reading.case_files import NOTHING, Case, Expected, amount_of


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def _same_actors(wanted: str, held: list[object]) -> bool:
    asked = [actor if actor in UNNAMED_SOURCES else Actor.parse(actor) for actor in wanted.split(",")]
    persons = {str(actor) for actor in asked if isinstance(actor, Actor) and actor.person}
    return _states(asked) == _states(held) and persons <= {str(actor) for actor in held}


def _states(actors: list[Any]) -> set[str]:
    return {str(actor.state) if isinstance(actor, Actor) else str(actor) for actor in actors}


def _agrees(type_: SlotType, wanted: str, held: list[Any]) -> bool:
    if wanted == NOTHING or not held:
        return wanted == NOTHING and not held
    match type_:
        case SlotType.ACTORS:
            return _same_actors(wanted, held)
        case SlotType.PHRASE | SlotType.PHRASES:
            return all(any(alike(phrase, value) for value in held) for phrase in wanted.split(","))
        case SlotType.PLACE:
            return _plain(str(held[0])) == _plain(wanted)
        case SlotType.DATE:
            return bool(held[0] == Edtf(wanted))
        case SlotType.NUMBER:
            return bool(held[0] == Decimal(wanted))
        case SlotType.AMOUNT:
            return bool(held[0] == amount_of(wanted))


def _held(claim: Claim, slot: str) -> tuple[SlotType, list[Any]]:
    if slot == "condition":
        return SlotType.PHRASE, [claim.condition_words] if claim.condition else []
    if slot == "attributed_to":
        return SlotType.ACTORS, [claim.attributed_to.value] if claim.attributed_to else []
    return SLOTS[claim.kind][slot], [held.value for held in values_of(claim, slot)]


def differences(expected: Expected, claim: Claim) -> list[str]:
    """The choices and slots in which a claim of the same kind is not what is expected."""
    wrong = [name for name, words in expected.choices.items() if str(getattr(claim, name)) not in words]
    for slot, alternatives in expected.slots.items():
        type_, held = _held(claim, slot)
        if not any(_agrees(type_, wanted, held) for wanted in alternatives):
            wrong.append(slot)
    return wrong


def _fits(expected: Expected, claim: Claim) -> bool:
    return expected.kind is claim.kind and not differences(expected, claim)


def _assignments(case: Case, reading: Reading) -> Iterator[tuple[Claim, ...]]:
    fitting = [claim for claim in reading.claims if any(_fits(expected, claim) for expected in case.expected)]
    for chosen in permutations(fitting, len(case.expected)):
        if all(_fits(expected, claim) for expected, claim in zip(case.expected, chosen, strict=True)):
            yield chosen


def _joined(case: Case, reading: Reading, chosen: tuple[Claim, ...]) -> bool:
    named = {f"c{number}": claim.id for number, claim in enumerate(chosen, 1)}
    return all(Link(named[link.source], link.type, named[link.target]) in reading.links for link in case.links)


def _nearest_miss(expected: Expected, reading: Reading) -> str:
    near = [differences(expected, claim) for claim in reading.claims if claim.kind is expected.kind]
    return f"{expected.kind}: " + (f"wrong {', '.join(min(near, key=len))}" if near else "not found")


def mistakes(case: Case, reading: Reading) -> list[str]:
    """Why a reading is not what the case asks for, in words."""
    if case.is_negative:
        return [f"claims {claim.kind} {claim.status}: {claim.quotes[0]!r}" for claim in reading.claims]
    wrong = [f"unwanted {bad.kind}" for bad in case.unwanted if any(_fits(bad, claim) for claim in reading.claims)]
    assignments = list(_assignments(case, reading))
    if not assignments:
        missed = [e for e in case.expected if not any(_fits(e, claim) for claim in reading.claims)]
        wrong += [_nearest_miss(expected, reading) for expected in missed] or ["one claim for two"]
    elif not any(_joined(case, reading, chosen) for chosen in assignments):
        wrong.append("links")
    return wrong
