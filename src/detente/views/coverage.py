"""What was read, from whom, and when last.

In: documents as recorded, threads. Out: a row a publisher, the one that was heard of last first.

Holds: a changed text of a document is another version, not another document.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from detente.model.claim import Claim
from detente.model.identity import document_identity
from detente.model.record import Record
from detente.model.recorded import RecordedDocument
from detente.model.thread import Thread
from detente.views.independence import class_of, publisher_of
from detente.vocab.publishers import PublisherClass


@dataclass(frozen=True, slots=True)
class Coverage:
    """One publisher. `undated` counts documents without a dateline; `empty` those in which no claim was found."""

    publisher: str
    kind: PublisherClass
    documents: int
    versions: int
    claims: int
    empty: int
    undated: int
    first_stated: date | None
    last_stated: date | None
    last_recorded: datetime


def _row(held: list[RecordedDocument], claims: dict[str, int]) -> Coverage:
    documents = [entry.document for entry in held]
    days = [document.day for document in documents if document.day]
    found = [claims.get(document.text_hash, 0) for document in documents]
    return Coverage(
        publisher=documents[0].publisher or "not stated",
        kind=class_of(documents[-1]),
        documents=len({document_identity(document) for document in documents}),
        versions=len(documents),
        claims=sum(found),
        empty=found.count(0),
        undated=sum(document.day is None for document in documents),
        first_stated=min(days, default=None),
        last_stated=max(days, default=None),
        last_recorded=max(entry.recorded_at for entry in held),
    )


def _claims_by_text(claims: Iterable[Claim]) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for claim in claims:
        counted[claim.document.text_hash] += 1
    return counted


def coverage(documents: Iterable[RecordedDocument], threads: Iterable[Thread]) -> list[Coverage]:
    """A row a publisher; documents that name none are one row."""
    by_publisher: dict[str, list[RecordedDocument]] = defaultdict(list)
    for entry in documents:
        by_publisher[publisher_of(entry.document) if entry.document.publisher else ""].append(entry)
    claims = _claims_by_text(claim for thread in threads for claim in thread.claims)
    rows = [_row(held, claims) for held in by_publisher.values()]
    return sorted(rows, key=lambda row: (row.last_stated or date.min, row.publisher), reverse=True)


def coverage_to_record(row: Coverage) -> Record:
    """The public form."""
    return {
        "publisher": row.publisher,
        "class": row.kind.value,
        "documents": row.documents,
        "versions": row.versions,
        "claims": row.claims,
        "empty": row.empty,
        "undated": row.undated,
        "first_stated": row.first_stated.isoformat() if row.first_stated else None,
        "last_stated": row.last_stated.isoformat() if row.last_stated else None,
        "last_recorded": row.last_recorded.isoformat(),
    }
