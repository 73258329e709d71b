"""What the ledger holds: documents, claims, links, decisions and readers' looks with the instant at which they were recorded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from detente.model.claim import Claim, Reading
from detente.model.decision import Decision
from detente.model.decision_record import decision_to_record
from detente.model.document import Document
from detente.model.identity import content_hash, document_key
from detente.model.record import Record, document_to_record
from detente.model.selection import Selection


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
class Heard:
    """A version of a document without its text, and when it was recorded; `text_hash` tells texts apart."""

    identity: str
    publisher: str | None
    url: str | None
    day: date | None
    text_hash: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """Claims that are listed: those that are selected as they were read, but for `otherwise`, and of these `chosen`; keys."""

    selection: Selection
    otherwise: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision and when it was recorded."""

    decision: Decision
    recorded_at: datetime

    @property
    def id(self) -> str:
        """What another decision names it by: `d-` and a hash of its content and instant."""
        return f"d-{content_hash([decision_to_record(self.decision), self.recorded_at.astimezone(UTC).isoformat()])[:12]}"


@dataclass(frozen=True, slots=True)
class Look:
    """A named reader has seen all that was recorded up to `seen`; it looked at `recorded_at`."""

    reader: str
    seen: datetime
    recorded_at: datetime


# All that a ledger holds.
Entry = RecordedReading | RecordedDecision | Look


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: documents that were new, claims that came with them, documents that the ledger held already."""

    documents: int
    claims: int
    known: int

    def plus(self, other: "Appended") -> "Appended":
        """Both together."""
        return Appended(self.documents + other.documents, self.claims + other.claims, self.known + other.known)


def recorded_document_to_record(held: RecordedDocument) -> Record:
    """The public form of the document with the instant of recording."""
    return document_to_record(held.document) | {"recorded_at": held.recorded_at.isoformat()}


def recorded_decision_to_record(held: RecordedDecision) -> Record:
    """The public form of the decision with its id and the instant of recording."""
    return {"id": held.id, **decision_to_record(held.decision), "recorded_at": held.recorded_at.isoformat()}
