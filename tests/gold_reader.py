"""A reader that knows the answers: what the gold says of a story's documents, nothing for any other text."""

from collections.abc import Iterable, Iterator
from functools import cache

from detente.model.claim import Reading
from detente.model.document import Document
from tests import stories


@cache
def _gold() -> dict[str, Reading]:
    return {reading.document.text_hash: reading for story in stories.stories() for reading in stories.readings(story.name)}


class GoldReader:
    def __init__(self, *_: object, **__: object) -> None: ...

    def read(self, document: Document) -> Reading:
        return _gold().get(document.text_hash, Reading(document, (), ()))

    def read_all(self, documents: Iterable[Document], jobs: int = 1) -> Iterator[Reading]:
        return map(self.read, documents)
