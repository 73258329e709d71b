"""The whole flow on one page.

    documents -> reading -> ledger -> threads -> checks -> views

In: documents. Out: readings in the same order; what the ledger took in; threads and their conflicts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.checks.conflicts import conflicts_of, findings_of
from detente.ledger.log import Log
from detente.model.claim import Claim, Reading
from detente.model.conflict import Conflict
from detente.model.document import Document
from detente.model.finding import Finding
from detente.model.identity import claim_key
from detente.model.recorded import Appended
from detente.model.thread import Thread
from detente.model.ties import NO_TIES, Ties
from detente.reading.reader import Reader
from detente.threads.lifecycle import impossible_steps
from detente.threads.threads import ids_by_claim, threads_of

_READER_LIFE = 5_000

OnReading = Callable[[Reading], None]


def ignore(_: Reading) -> None:
    """Nobody wants to know of each reading."""


class AnyReader(Protocol):
    """Whoever reads."""

    def read_all(self, documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
        """The readings of documents, in order."""
        ...


def read_documents(
    documents: Iterable[Document], *, jobs: int = 1, model: bool = True, reader: AnyReader | None = None
) -> Iterator[Reading]:
    """Read documents, in order; `jobs` processes share the work; without `model` by hand-written weights alone. `reader` reads in place of
    the embedded one."""
    return (reader or Reader(with_model=model)).read_all(documents, jobs=jobs)


def reading_function(*, model: bool = True) -> Callable[[Sequence[Document]], list[Reading]]:
    """A function that reads documents, for a service: its reader is made when first needed, and made anew after some thousands, since
    what a parser remembers of words only grows."""
    held: list[Reader] = []
    number = 0

    def read(documents: Sequence[Document]) -> list[Reading]:
        nonlocal number
        if not held or number > _READER_LIFE:
            held[:], number = [Reader(with_model=model)], 0
        number += len(documents)
        return list(held[0].read_all(documents))

    return read


def read_into(
    log: Log,
    documents: Iterable[Document],
    *,
    jobs: int = 1,
    model: bool = True,
    on_reading: OnReading = ignore,
    reader: AnyReader | None = None,
) -> Appended:
    """Read the documents that the log does not hold and append them, batch by batch."""
    seen = 0

    def counted() -> Iterator[Document]:
        nonlocal seen
        for document in documents:
            seen += 1
            yield document

    def told() -> Iterator[Reading]:
        for reading in read_documents(log.unknown(counted()), jobs=jobs, model=model, reader=reader):
            on_reading(reading)
            yield reading

    appended = log.append(told())
    return Appended(appended.documents, appended.claims, seen - appended.documents)


@dataclass(frozen=True, slots=True)
class Picture:
    """What the claims add up to."""

    threads: tuple[Thread, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]


def picture_of(claims: Iterable[Claim], ties: Ties = NO_TIES) -> Picture:
    """Claims joined to threads, by what was decided about them too, checked for contradictions, impossible values and steps."""
    threads = threads_of(claims, ties)
    steps = [finding for thread in threads for finding in impossible_steps(thread.id, thread.history)]
    return Picture(tuple(threads), tuple(conflicts_of(threads)), (*findings_of(threads), *steps))


def thread_ids(readings: Sequence[Reading], threads: Iterable[Thread]) -> list[Mapping[str, str]]:
    """For each reading the thread ids of its claims, by claim id; of a claim that is in no thread, as one that was retracted, none."""
    ids = ids_by_claim(threads)
    return [{claim.id: ids[key] for claim in reading.claims if (key := claim_key(claim)) in ids} for reading in readings]
