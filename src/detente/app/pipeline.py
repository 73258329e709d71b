"""The whole flow on one page: documents are read, appended to the ledger, joined to threads and checked."""

from collections.abc import Iterable, Iterator, Mapping

from detente.model.claim import Reading
from detente.model.document import Document


def read_documents(documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
    """Read documents in order; `jobs` processes share the work."""
    from detente.reading.reader import Reader  # noqa: PLC0415

    return Reader().read_all(documents, jobs=jobs)


def readings_by_document(documents: Iterable[Document], *, jobs: int = 1) -> Mapping[str, Reading]:
    """Read documents, by document id."""
    return {reading.document.id: reading for reading in read_documents(documents, jobs=jobs)}
