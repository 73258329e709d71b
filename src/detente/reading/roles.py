"""Which mentions are asked about for which slots of a candidate.

In: an analysis and a candidate. Out: the mentions in reach: all of its sentence; actors, dates and places shortly
before it and in the title.
"""

from collections.abc import Iterator

from detente.model.claim import Kind
from detente.model.slots import SLOTS, SlotType
from detente.reading.candidates import Candidate
from detente.reading.mentions import Analysis, Mention, MentionType

_MENTIONS_FOR = {
    SlotType.ACTORS: MentionType.ACTOR,
    SlotType.PLACE: MentionType.PLACE,
    SlotType.DATE: MentionType.DATE,
    SlotType.PHRASE: MentionType.PHRASE,
    SlotType.PHRASES: MentionType.PHRASE,
    SlotType.NUMBER: MentionType.RATE,
    SlotType.AMOUNT: MentionType.AMOUNT,
}


def _slots(kind: Kind, type_: MentionType) -> tuple[str, ...]:
    slots = tuple(slot for slot, slot_type in SLOTS[kind].items() if _MENTIONS_FOR[slot_type] is type_)
    match type_:
        case MentionType.ACTOR | MentionType.SOURCE:
            return (*slots, "attributed_to")
        case MentionType.CONDITION:
            return ("condition",)
        case _:
            return slots


# The slots that a mention of a type may fill in a claim of a kind; empty where it fills none.
ROLES: dict[tuple[Kind, MentionType], tuple[str, ...]] = {(kind, type_): _slots(kind, type_) for kind in Kind for type_ in MentionType}

_REACH = {MentionType.ACTOR: 2, MentionType.DATE: 1, MentionType.PLACE: 1, MentionType.SOURCE: 1}


def mentions_in_reach(analysis: Analysis, candidate: Candidate) -> Iterator[Mention]:
    """The mentions that may fill a slot of the candidate, nearest sentence first."""
    here = candidate.sentence
    for mention in analysis.mentions[here]:
        if mention.token is not None and ROLES[candidate.kind, mention.type_]:
            yield mention
    for index in dict.fromkeys([i for i in (here - 1, here - 2, 0) if 0 <= i < here]):
        for mention in analysis.mentions[index]:
            near_enough = here - index <= _REACH.get(mention.type_, 0) or (index == 0 and mention.type_ is MentionType.ACTOR)
            if near_enough and ROLES[candidate.kind, mention.type_]:
                yield mention
