"""Where a reader was wrong: missed, spurious and wrong values, each with the sentence that it is about.

In: stories and predictions. Out: `Mistake`, in the order of documents.

Holds: only stories that may be read are listed; unread ones are scored and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.evaluate.corpus import Entry, Story
from detente.evaluate.fillers import Filler, ScoredClaim, agree
from detente.evaluate.score import Pair, align, scored_claims

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'“‘(])|\n+")


class MistakeKind(StrEnum):
    """What is wrong."""

    MISSED_CLAIM = "missed claim"
    SPURIOUS_CLAIM = "spurious claim"
    MISSED = "missed"
    SPURIOUS = "spurious"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Mistake:
    """`wanted` is the gold value, `given` the predicted one; `claim` the ids of the gold and the predicted claim."""

    kind: MistakeKind
    document: str
    claim: str
    slot: str
    wanted: str
    given: str
    sentence: str


def sentence_around(whole: str, quote: str) -> str:
    """The sentence in which a quote begins; the quote itself where it is not in the text."""
    start = whole.find(quote)
    if start < 0:
        return quote
    ends = [match.end() for match in _SENTENCE_END.finditer(whole)]
    first = max((end for end in ends if end <= start), default=0)
    last = min((end for end in ends if end > start), default=len(whole))
    return " ".join(whole[first:last].split())


def _summary(claim: ScoredClaim) -> str:
    return f"{claim.kind}: " + ", ".join(f"{filler.slot}={filler.value}" for filler in claim.fillers)


def _unmatched(gold: Sequence[Filler], other: Sequence[Filler]) -> tuple[list[Filler], list[Filler]]:
    missed, spurious = [], list(other)
    for filler in gold:
        index = next((i for i, candidate in enumerate(spurious) if filler.slot == candidate.slot and agree(filler, candidate)), None)
        if index is None:
            missed.append(filler)
        else:
            del spurious[index]
    return missed, spurious


def _values_by_slot(fillers: Sequence[Filler]) -> dict[str, str]:
    slots = dict.fromkeys(filler.slot for filler in fillers)
    return {slot: " | ".join(str(filler.value) for filler in fillers if filler.slot == slot) for slot in slots}


def _slot_mistakes(document: str, whole: str, pair: Pair) -> Iterator[Mistake]:
    missed, spurious = map(_values_by_slot, _unmatched(pair.gold.fillers, pair.predicted.fillers))
    sentence = sentence_around(whole, pair.gold.evidence[0])
    for slot in dict.fromkeys([*missed, *spurious]):
        kind = MistakeKind.WRONG if slot in missed and slot in spurious else MistakeKind.MISSED if slot in missed else MistakeKind.SPURIOUS
        yield Mistake(
            kind=kind,
            document=document,
            claim=f"{pair.gold.id}/{pair.predicted.id}",
            slot=slot,
            wanted=missed.get(slot, ""),
            given=spurious.get(slot, ""),
            sentence=sentence,
        )


def _claim_mistake(kind: MistakeKind, document: str, whole: str, claim: ScoredClaim) -> Mistake:
    is_missed = kind is MistakeKind.MISSED_CLAIM
    return Mistake(
        kind=kind,
        document=document,
        claim=claim.id,
        slot=claim.kind,
        wanted=_summary(claim) if is_missed else "",
        given="" if is_missed else _summary(claim),
        sentence=sentence_around(whole, claim.evidence[0]) if claim.evidence else "",
    )


def _document_mistakes(story: Story, gold: Entry, mine: Entry | None) -> Iterator[Mistake]:
    whole = story.documents[gold.doc].whole
    golds, others = scored_claims(gold), scored_claims(mine)
    pairs = align(golds, others)
    by_gold = {pair.gold.id: pair for pair in pairs}
    for claim in golds:
        if claim.id in by_gold:
            yield from _slot_mistakes(gold.doc, whole, by_gold[claim.id])
        else:
            yield _claim_mistake(MistakeKind.MISSED_CLAIM, gold.doc, whole, claim)
    aligned = {pair.predicted.id for pair in pairs}
    for claim in others:
        if claim.id not in aligned:
            yield _claim_mistake(MistakeKind.SPURIOUS_CLAIM, gold.doc, whole, claim)


def mistakes(stories: Sequence[Story], predictions: Mapping[str, Entry]) -> Iterator[Mistake]:
    """All mistakes in the stories that may be read."""
    for story in stories:
        if story.is_read:
            for doc, gold in story.gold.items():
                yield from _document_mistakes(story, gold, predictions.get(doc))


def mistake_lines(found: Sequence[Mistake]) -> Iterator[str]:
    """The mistakes as text, then how many there are of each kind and slot, most frequent first."""
    for mistake in found:
        yield f"{mistake.document}#{mistake.claim} {mistake.kind} {mistake.slot}"
        if mistake.wanted:
            yield f"    wanted: {mistake.wanted}"
        if mistake.given:
            yield f"    given:  {mistake.given}"
        yield f"    {mistake.sentence}"
    yield ""
    for (kind, slot), count in Counter((mistake.kind, mistake.slot) for mistake in found).most_common():
        yield f"{count:5d}  {kind} {slot}"
