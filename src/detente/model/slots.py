"""Which slots each kind of claim has, and of which type each slot is: the one table that codec, scorer, merging and checks go by."""

from collections.abc import Iterator
from enum import Enum, StrEnum

from detente.model.claim import (
    Agreement,
    AgreementForm,
    AgreementStatus,
    Claim,
    Commitment,
    CommitmentAction,
    CommitmentStatus,
    Encounter,
    EncounterForm,
    EncounterStatus,
    Instrument,
    Kind,
    Measure,
    MeasureAction,
    MeasureStatus,
)
from detente.model.sourced import Sourced


class SlotType(Enum):
    """What a slot holds. ACTORS and PHRASES hold any number of values, all others one or none."""

    ACTORS = "actors"
    PLACE = "place"
    DATE = "date"
    PHRASE = "phrase"
    PHRASES = "phrases"
    NUMBER = "number"
    AMOUNT = "amount"


CLASS_OF: dict[Kind, type[Claim]] = {
    Kind.ENCOUNTER: Encounter,
    Kind.MEASURE: Measure,
    Kind.COMMITMENT: Commitment,
    Kind.AGREEMENT: Agreement,
}

# Slots that take one of a closed list, by kind.
CHOICES: dict[Kind, dict[str, type[StrEnum]]] = {
    Kind.ENCOUNTER: {"status": EncounterStatus, "form": EncounterForm},
    Kind.MEASURE: {"status": MeasureStatus, "instrument": Instrument, "action": MeasureAction},
    Kind.COMMITMENT: {"status": CommitmentStatus, "action": CommitmentAction},
    Kind.AGREEMENT: {"status": AgreementStatus, "form": AgreementForm},
}

SLOTS: dict[Kind, dict[str, SlotType]] = {
    Kind.ENCOUNTER: {
        "participants": SlotType.ACTORS,
        "place": SlotType.PLACE,
        "date": SlotType.DATE,
        "topics": SlotType.PHRASES,
        "unconfirmed_by": SlotType.ACTORS,
    },
    Kind.MEASURE: {
        "imposer": SlotType.ACTORS,
        "target": SlotType.ACTORS,
        "products": SlotType.PHRASES,
        "rate": SlotType.NUMBER,
        "rate_from": SlotType.NUMBER,
        "rate_change": SlotType.NUMBER,
        "trade_value": SlotType.AMOUNT,
        "effective": SlotType.DATE,
        "expires": SlotType.DATE,
    },
    Kind.COMMITMENT: {
        "promisor": SlotType.ACTORS,
        "promisee": SlotType.ACTORS,
        "object": SlotType.PHRASE,
        "amount": SlotType.AMOUNT,
        "deadline": SlotType.DATE,
    },
    Kind.AGREEMENT: {
        "parties": SlotType.ACTORS,
        "mediators": SlotType.ACTORS,
        "topic": SlotType.PHRASE,
        "date": SlotType.DATE,
        "expires": SlotType.DATE,
    },
}


def values_of(claim: Claim, slot: str) -> tuple[Sourced[object], ...]:
    """The filled values of a slot, none or one for single slots."""
    held = getattr(claim, slot)
    if held is None:
        return ()
    return held if isinstance(held, tuple) else (held,)


def filled(claim: Claim) -> Iterator[tuple[str, Sourced[object]]]:
    """All filled slots of a claim with their values, closed lists aside."""
    for slot in SLOTS[claim.kind]:
        for value in values_of(claim, slot):
            yield slot, value


# The slots that say who acts: claims of one matter share an actor in them.
CORE: dict[Kind, tuple[str, ...]] = {
    Kind.ENCOUNTER: ("participants",),
    Kind.MEASURE: ("imposer", "target"),
    Kind.COMMITMENT: ("promisor",),
    Kind.AGREEMENT: ("parties",),
}
