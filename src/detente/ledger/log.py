"""The append-only log of readings.

In: readings, a clock, a store behind its protocol. Out: what was new; claims and documents with the instant of recording.

Holds: nothing is overwritten or deleted; the same document (url, or id where it has none) with the same text adds
nothing; a changed text is a new version whose claims stand beside the old ones; `recorded_at` is set here and nowhere
else, and a batch is recorded wholly or not at all.
Leaves to `threads`: which claims are of one matter.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from detente.model.claim import Claim, Link, Reading
from detente.model.document import Document
from detente.model.identity import document_key
from detente.model.ports import Store
from detente.model.recorded import Appended, RecordedClaim, RecordedDocument, RecordedReading
from detente.model.selection import EVERYTHING, Selection

Clock = Callable[[], datetime]

# Documents in one transaction: large enough to be fast, small enough that a killed run loses little.
BATCH = 200


class Log:
    """The log over one store."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def append(self, readings: Iterable[Reading]) -> Appended:
        """Record readings, in batches; what was already held is counted as known."""
        total = Appended(0, 0, 0)
        remaining = iter(readings)
        while batch := list(islice(remaining, BATCH)):
            total = _plus(total, self._append_batch(batch))
        return total

    def _append_batch(self, readings: list[Reading]) -> Appended:
        now = self._clock()
        recorded = {entry.key: entry for entry in (RecordedReading(reading, now) for reading in readings)}
        new = self._store.append(list(recorded.values()))
        claims = sum(len(recorded[key].reading.claims) for key in new)
        return Appended(len(new), claims, len(readings) - len(new))

    def unknown(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those documents whose text the log does not hold yet, so that no work is spent on the others."""
        remaining = iter(documents)
        while batch := list(islice(remaining, BATCH)):
            known = self._store.known([document_key(document) for document in batch])
            yield from (document for document in batch if document_key(document) not in known)

    def recorded_claims(self, selection: Selection = EVERYTHING) -> Iterator[RecordedClaim]:
        """The selected claims with their instants of recording."""
        return self._store.claims(selection)

    def claims(self, selection: Selection = EVERYTHING) -> Iterator[Claim]:
        """The selected claims."""
        return (recorded.claim for recorded in self._store.claims(selection))

    def documents(self) -> Iterator[RecordedDocument]:
        """All versions of all documents."""
        return self._store.documents()

    def links(self) -> Iterator[tuple[str, Link]]:
        """All links, each with the key of its document."""
        return self._store.links()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()


def _plus(left: Appended, right: Appended) -> Appended:
    return Appended(left.documents + right.documents, left.claims + right.claims, left.known + right.known)
