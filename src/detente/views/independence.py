"""Sources counted by independence: how many publishers tell something in words of their own.

In: documents. Out: those that count, one for each independent source, and how many there are of each class.

Holds: near-identical texts are one source, whoever prints them, and one publisher is one source, however much it prints:
as many documents are chosen as possible so that no two share a text or a publisher, the earliest first. Two texts are
near-identical when `ALIKE` of the runs of five words of one are in the other: a copy with a few words changed, cut or
put before and behind.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.model.claim import Claim
from detente.model.document import Document
from detente.model.identity import document_identity, document_key
from detente.model.record import Json, Record
from detente.vocab.publishers import PublisherClass, publisher_class

ALIKE = 0.8

_RUN = 5

# Of a text of fewer runs the whole of both must agree: a few common words are no copy.
_FEWEST_RUNS = 15

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sources:
    """`documents` are the ones that count, `copies` those that repeat them; `by_class` counts the former, most frequent first."""

    documents: tuple[Document, ...]
    copies: tuple[Document, ...]

    @property
    def count(self) -> int:
        """How many independent sources there are."""
        return len(self.documents)

    @property
    def by_class(self) -> tuple[tuple[PublisherClass, int], ...]:
        """How many of each class."""
        counted = Counter(class_of(document) for document in self.documents)
        return tuple(sorted(counted.items(), key=lambda item: (-item[1], list(PublisherClass).index(item[0]))))


def class_of(document: Document) -> PublisherClass:
    """The class of who published a document."""
    return publisher_class(document.publisher, document.url)


def publisher_of(document: Document) -> str:
    """Who published it, for telling two publishers apart; a document of an unknown one stands for itself."""
    return " ".join((document.publisher or document_identity(document)).casefold().split())


@lru_cache(maxsize=2048)
def _runs(text: str) -> frozenset[str]:
    words = _WORDS.findall(text.casefold())
    return frozenset(" ".join(words[index : index + _RUN]) for index in range(max(1, len(words) - _RUN + 1)))


def _is_copy(shared: int, left: int, right: int) -> bool:
    whole = min(left, right) if min(left, right) >= _FEWEST_RUNS else max(left, right)
    return shared >= ALIKE * whole


def texts_of(documents: Iterable[Document]) -> Mapping[str, int]:
    """The number of its text for each document, by document key; near-identical ones, in order of time, share a number.

    A text is compared with the first of each number only, so forty copies cost no more than forty look-ups.
    """
    firsts: list[frozenset[str]] = []
    held_by: dict[str, list[int]] = defaultdict(list)
    number_of: dict[str, int] = {}
    for document in sorted({document_key(document): document for document in documents}.values(), key=_when):
        runs = _runs(document.text)
        shared = Counter(number for run in runs for number in held_by.get(run, ()))
        alike = [(-count, number) for number, count in shared.items() if _is_copy(count, len(runs), len(firsts[number]))]
        number = min(alike)[1] if alike else len(firsts)
        number_of[document_key(document)] = number
        if not alike:
            firsts.append(runs)
            for run in runs:
                held_by[run].append(number)
    return number_of


def _when(document: Document) -> tuple[str, str, str]:
    return document.published or "9999", document.id, document.text_hash


def _matched(edges: Sequence[tuple[Hashable, int]]) -> dict[int, Hashable]:
    """The most pairs of publisher and text that share neither; augmenting paths, the earlier edges first."""
    texts_by: dict[Hashable, list[int]] = defaultdict(list)
    for publisher, text in edges:
        texts_by[publisher].append(text)
    publisher_for: dict[int, Hashable] = {}
    for start in texts_by:
        _augment(start, texts_by, publisher_for)
    return publisher_for


def _augment(start: Hashable, texts_by: Mapping[Hashable, Sequence[int]], publisher_for: dict[int, Hashable]) -> None:
    """Give a publisher a text of its own, moving others to another text of theirs where that makes room."""
    came_by: dict[int, tuple[Hashable, int | None]] = {}
    queue: deque[tuple[Hashable, int | None]] = deque([(start, None)])
    while queue:
        publisher, held = queue.popleft()
        for text in texts_by[publisher]:
            if text in came_by:
                continue
            came_by[text] = publisher, held
            if text not in publisher_for:
                step: int | None = text
                while step is not None:
                    owner, before = came_by[step]
                    publisher_for[step] = owner
                    step = before
                return
            queue.append((publisher_for[text], text))


def sources_of(documents: Iterable[Document], texts: Mapping[str, int] | None = None) -> Sources:
    """The independent sources among documents; `texts` is `texts_of` a larger set, where that is at hand."""
    ordered = sorted({document_key(document): document for document in documents}.values(), key=_when)
    numbers = texts_of(ordered) if texts is None else texts
    chosen = _matched([(publisher_of(document), numbers[document_key(document)]) for document in ordered])
    counting: list[Document] = []
    copies: list[Document] = []
    taken: set[int] = set()
    for document in ordered:
        text = numbers[document_key(document)]
        is_first = text not in taken and chosen.get(text) == publisher_of(document)
        (counting if is_first else copies).append(document)
        taken |= {text} if is_first else set()
    return Sources(tuple(counting), tuple(copies))


def sources_of_claims(claims: Iterable[Claim], texts: Mapping[str, int] | None = None) -> Sources:
    """The independent sources of claims."""
    return sources_of((claim.document for claim in claims), texts)


def sources_to_record(sources: Sources) -> Record:
    """The public form: how many, of which classes, which documents, which of them are copies."""
    documents: list[Json] = [document.id for document in sources.documents]
    copies: list[Json] = [document.id for document in sources.copies]
    by_class: Record = {kind.value: count for kind, count in sources.by_class}
    return {"independent": sources.count, "by_class": by_class, "documents": documents, "copies": copies}
