"""A document made ready for judging: sentences, the gate, trees, mentions, candidates.

In: documents. Out: an `Analysis` and the candidates of each, in order.

Holds: only sentences that pass the gate are parsed: those with a word of the trigger lexicon, a rate, an amount or a
weekday, in a report that names an actor and has a word that carries a claim by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.model.document import Document
from detente.reading.actors.scan import hits_in
from detente.reading.bare import bare_candidates
from detente.reading.candidates import Candidate, candidates_in, trigger_spans
from detente.reading.capitals import in_sentence_case
from detente.reading.mentions import Analysis, loose_mentions, mentions_in
from detente.reading.parse import Parser, Syntax
from detente.reading.sentences import Sentence, sentences_of
from detente.vocab.triggers import triggers


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """An analysis with its candidates."""

    analysis: Analysis
    candidates: tuple[Candidate, ...]

    def beside(self, candidate: Candidate) -> list[Candidate]:
        """All candidates of its sentence."""
        return [other for other in self.candidates if other.sentence == candidate.sentence]


_LONGEST_SENTENCE = 1_200
_BARE = re.compile(r"\d ?%|per ?cent|[$€£¥]|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


def may_hold_claim(sentence: Sentence) -> bool:
    """The gate: cheap, before any parsing."""
    text = sentence.text
    return 8 < len(text) <= _LONGEST_SENTENCE and (bool(trigger_spans(text.lower())) or bool(_BARE.search(text)))


def may_hold_claims(document: Document) -> bool:
    """The gate before the gate: a report that names no actor, or has no word that carries a claim by itself, has none."""
    forms = {form for _, _, form in trigger_spans(document.whole.lower())}
    is_strong = any(not entry.is_weak for form in forms for entry in triggers()[form])
    return is_strong and any(hit.names or hit.persons for hit in hits_in(in_sentence_case(document.whole)))


def _gated(document: Document, sentences: tuple[Sentence, ...]) -> list[Sentence]:
    return [sentence for sentence in sentences if may_hold_claim(sentence)] if may_hold_claims(document) else []


def prepare(documents: Sequence[Document], parser: Parser) -> list[Prepared]:
    """Analyse documents together, so that the parser gets full batches."""
    cut = [sentences_of(document) for document in documents]
    gated = [_gated(document, sentences) for document, sentences in zip(documents, cut, strict=True)]
    trees = iter(parser.parse([sentence.text for chosen in gated for sentence in chosen]))
    return [
        _prepared(document, sentences, {sentence.index: next(trees) for sentence in chosen})
        for document, sentences, chosen in zip(documents, cut, gated, strict=True)
    ]


def _prepared(document: Document, sentences: tuple[Sentence, ...], trees: dict[int, Syntax]) -> Prepared:
    row = tuple(trees.get(sentence.index) for sentence in sentences)
    mentions = mentions_in(document, sentences, row, loose_mentions(document)) if trees else tuple(() for _ in sentences)
    candidates: list[Candidate] = []
    for sentence in sentences:
        if tree := row[sentence.index]:
            lexical = candidates_in(sentence.index, sentence.text, tree)
            candidates += [*lexical, *bare_candidates(sentence.index, tree, mentions[sentence.index], lexical)]
    return Prepared(Analysis(document, sentences, row, mentions), tuple(candidates))
