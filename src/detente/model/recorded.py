"""What the ledger holds: documents, claims and links together with the instant at which they were recorded."""

from dataclasses import dataclass
from datetime import datetime

from detente.model.claim import Claim, Reading
from detente.model.document import Document
from detente.model.identity import document_key
from detente.model.record import Record, document_to_record


@dataclass(frozen=True, slots=True)
class RecordedReading:
    """All that was read in one version of a document; `recorded_at` has its zone."""

    reading: Reading
    recorded_at: datetime

    @property
    def key(self) -> str:
        """The key of the version of the document."""
        return document_key(self.reading.document)


@dataclass(frozen=True, slots=True)
class RecordedClaim:
    """A claim and when it was recorded."""

    claim: Claim
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A version of a document and when it was recorded."""

    document: Document
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: documents that were new, claims that came with them, documents that the ledger held already."""

    documents: int
    claims: int
    known: int


def recorded_document_to_record(held: RecordedDocument) -> Record:
    """The public form of the document with the instant of recording."""
    return document_to_record(held.document) | {"recorded_at": held.recorded_at.isoformat()}
