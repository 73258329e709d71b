"""Ordered pairs of gold claims with the links between them, for the link task.

In: labelled candidates of documents, with the documents' gold claims and links. Out: feature lists with the link types that hold.

Holds: a gold claim that no candidate tells of is still learned from: the topmost word of its evidence stands for its
trigger.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from detente.evaluate.fillers import as_list
from detente.model.claim import Kind
from detente.model.record import Record
from detente.model.slots import CHOICES
from detente.model.span import Span
from detente.reading.candidates import Candidate
from detente.reading.mentions import Analysis
from detente.reading.pairs import SIDE_SLOTS, PairView, Teller, offset_of, pairs_in_reach, sides
from detente.training.labels import LabelledCandidate, evidence_spans


def link_examples(material: Sequence[LabelledCandidate]) -> Iterator[tuple[list[str], frozenset[str]]]:
    """All pairs in reach of all documents."""
    for _, group in groupby(material, key=lambda item: item.prepared.analysis.document.id):
        yield from _of_document(list(group))


def _of_document(items: Sequence[LabelledCandidate]) -> Iterator[tuple[list[str], frozenset[str]]]:
    analysis, golds = items[0].prepared.analysis, items[0].document_claims
    numbers = {str(gold["id"]): number for number, gold in enumerate(golds)}
    told = [(_heard(analysis, item, numbers), {str(gold["id"]) for gold in item.golds}) for item in items if item.golds]
    known = {id_ for _, ids in told for id_ in ids}
    unheard = [gold for gold in golds if gold["id"] not in known]
    told += [(teller, {str(gold["id"])}) for gold in unheard if (teller := _unheard(analysis, gold, numbers))]
    tellers = [teller for teller, _ in told]
    view = PairView(analysis, tellers)
    for i, j in pairs_in_reach(tellers):
        names = {str(link["type"]) for link in items[0].links if link["from"] in told[i][1] and link["to"] in told[j][1]}
        yield view.features(i, j), frozenset(names)


def _choices(kind: Kind, gold: Record) -> dict[str, str]:
    return {choice: str(gold[choice]) for choice in CHOICES[kind]}


def _heard(analysis: Analysis, item: LabelledCandidate, numbers: dict[str, int]) -> Teller:
    candidate, gold = item.candidate, item.golds[0]
    filled = [(slot, mention) for mention, _, slots in item.role_examples for slot in slots]
    actors, others = sides(candidate.kind, filled)
    condition = next((mention.span for slot, mention in filled if slot == "condition"), None)
    number = numbers[str(gold["id"])]
    return Teller(number, candidate, offset_of(analysis, candidate), actors, others, _choices(candidate.kind, gold), condition)


def _unheard(analysis: Analysis, gold: Record, numbers: dict[str, int]) -> Teller | None:
    """A place for a gold claim that no trigger tells of; None where its sentence was not parsed."""
    span, kind = evidence_spans(analysis.document, gold)[0], Kind(str(gold["kind"]))
    sentence = analysis.sentence_of(span.start)
    tree = analysis.trees[sentence]
    if tree is None:
        return None
    start = analysis.sentences[sentence].span.start
    candidate = Candidate(kind, sentence, (tree.head_of(max(0, span.start - start), max(1, span.end - start)),), ())
    actors, others = (_codes(gold, slot) for slot in SIDE_SLOTS[kind])
    condition = _condition(analysis, gold)
    return Teller(numbers[str(gold["id"])], candidate, offset_of(analysis, candidate), actors, others, _choices(kind, gold), condition)


def _codes(gold: Record, slot: str) -> frozenset[str]:
    return frozenset(str(value).split("/")[0].removeprefix("ORG:") for value in as_list(gold.get(slot)))


def _condition(analysis: Analysis, gold: Record) -> Span | None:
    words = gold.get("condition")
    return analysis.document.find(str(words)) if words and str(words) in analysis.document.whole else None
