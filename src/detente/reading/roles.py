"""Which mentions are asked about for which slots of a candidate.

In: an analysis and a candidate. Out: the mentions in reach: all of its sentence, and those shortly before and behind it
and in the title that reports let a reader carry over.
"""

from collections.abc import Iterator

from detente.model.claim import Kind
from detente.model.slots import SLOTS, SlotType
from detente.reading.candidates import Candidate
from detente.reading.memory import Memory
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

# How many sentences back, and forward, a mention of a type may stand from the trigger.
_BACK = {
    MentionType.ACTOR: 3,
    MentionType.DATE: 1,
    MentionType.PLACE: 2,
    MentionType.SOURCE: 1,
    MentionType.PHRASE: 1,
    MentionType.RATE: 1,
    MentionType.AMOUNT: 1,
}
_FORWARD = {MentionType.DATE: 1, MentionType.RATE: 1, MentionType.AMOUNT: 1, MentionType.CONDITION: 1, MentionType.PHRASE: 1}
_IN_TITLE = (MentionType.ACTOR, MentionType.PHRASE, MentionType.PLACE)


def _in_reach(analysis: Analysis, here: int, index: int, type_: MentionType) -> bool:
    if index == 0 and type_ in _IN_TITLE:
        return True
    if index < here:
        return here - index <= _BACK.get(type_, 0)
    same_paragraph = analysis.sentences[index].paragraph == analysis.sentences[here].paragraph
    return same_paragraph and index - here <= _FORWARD.get(type_, 0)


def mentions_in_reach(analysis: Analysis, candidate: Candidate, memory: Memory) -> Iterator[Mention]:
    """The mentions that may fill a slot: those of the sentence, those before, behind and in the title, the actors of the last claims."""
    here = candidate.sentence
    around = [i for i in (here - 1, here - 2, here - 3, here + 1, 0) if 0 <= i < len(analysis.sentences) and i != here]
    for mention in analysis.mentions[here]:
        if mention.token is not None and ROLES[candidate.kind, mention.type_]:
            yield mention
    for index in dict.fromkeys(around):
        for mention in analysis.mentions[index]:
            if ROLES[candidate.kind, mention.type_] and _in_reach(analysis, here, index, mention.type_):
                yield mention
    for mention in memory.last_actors(candidate.kind):
        if mention.sentence not in (here, *around[:3]):
            yield mention
