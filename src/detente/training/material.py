"""The annotated corpus as material to learn from.

In: stories and passages with their gold. Out: labelled candidates.
"""

from collections.abc import Sequence

from detente.evaluate.corpus import Story
from detente.reading.analysis import prepare
from detente.reading.parse import Parser
from detente.training.labels import LabelledCandidate, labelled


def material_of(stories: Sequence[Story], parser: Parser) -> list[LabelledCandidate]:
    """All candidates of all documents, in order; stories that nobody may look into are refused by the caller."""
    out: list[LabelledCandidate] = []
    for story in stories:
        documents = list(story.documents.values())
        for document, prepared in zip(documents, prepare(documents, parser), strict=True):
            gold = story.gold[document.id]
            out += labelled(prepared, gold.claims, gold.links)
    return out
