"""Model objects to rows and back.

Holds: what goes in comes out the same; a document whose text is no longer what was appended is refused.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from detente.errors import LedgerUnavailable
from detente.model.claim import Claim, Link, LinkType
from detente.model.decision_record import act_name, decision_from_record, decision_to_record
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.identity import claim_key_of, document_identity, know_key
from detente.model.record import claim_from_record, claim_to_record
from detente.model.recorded import Look, RecordedDecision, RecordedReading
from detente.model.selection import actors_in
from detente.model.slots import filled

Row = dict[str, Any]


def instant_text(instant: datetime) -> str:
    """UTC to the microsecond, always of one length, so that text order is time order."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def document_row(entry: RecordedReading) -> Row:
    """One version of a document."""
    document = entry.reading.document
    return {
        "key": entry.key,
        "identity": document_identity(document),
        "id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "published": document.published,
        "published_is_weak": document.published_is_weak,
        "stated": document.day.isoformat() if document.day else None,
        "title": document.title,
        "text": document.text,
        "text_hash": document.text_hash,
        "recorded_at": instant_text(entry.recorded_at),
    }


def days_of(claim: Claim) -> tuple[str | None, str | None]:
    """The first and the last day that a claim's dates may mean."""
    dates = [held.value for _, held in filled(claim) if isinstance(held.value, Edtf)]
    firsts = [day for date in dates if (day := date.first)]
    lasts = [day for date in dates if (day := date.last)]
    return min(firsts).isoformat() if firsts else None, max(lasts).isoformat() if lasts else None


def claim_rows(entry: RecordedReading) -> Iterator[tuple[Row, list[Row]]]:
    """Each claim of a reading with its actors."""
    for position, claim in enumerate(entry.reading.claims):
        record = claim_to_record(claim, provenance=True)
        key = claim_key_of(claim.document, record)
        first, last = days_of(claim)
        row = {
            "key": key,
            "document_key": entry.key,
            "position": position,
            "kind": claim.kind.value,
            "status": claim.status.value,
            "first_day": first,
            "last_day": last,
            "record": record,
        }
        yield row, [{"claim_key": key, "code": code} for code in sorted(actors_in(claim))]


def link_rows(entry: RecordedReading) -> list[Row]:
    """The links of a reading."""
    distinct = dict.fromkeys(entry.reading.links)
    return [{"document_key": entry.key, "source": link.source, "type": link.type.value, "target": link.target} for link in distinct]


def document_from(row: RowMapping) -> Document:
    """A document, its text proven by its hash."""
    document = Document(
        id=row["id"],
        url=row["url"],
        publisher=row["publisher"],
        published=row["published"],
        title=row["title"],
        text=row["text"],
        published_is_weak=row["published_is_weak"],
    )
    if document.text_hash != row["text_hash"]:
        raise LedgerUnavailable("the text is not what was recorded", where=document.id, hint="the ledger is damaged; restore a backup")
    return document


def claim_from(row: RowMapping, document: Document) -> Claim:
    """A claim of a document."""
    claim = claim_from_record(row["record"], document)
    know_key(claim, row["claim_key"])
    return claim


def link_from(row: RowMapping) -> tuple[str, Link]:
    """A link with the key of its document."""
    return row["document_key"], Link(row["source"], LinkType(row["type"]), row["target"])


def instant_from(row: RowMapping) -> datetime:
    """When the row was recorded."""
    return datetime.fromisoformat(row["recorded_at"])


def decision_row(held: RecordedDecision) -> Row:
    """One decision."""
    return {
        "id": held.id,
        "act": act_name(held.decision.act),
        "by": held.decision.by,
        "recorded_at": instant_text(held.recorded_at),
        "record": decision_to_record(held.decision),
    }


def decision_from(row: RowMapping) -> RecordedDecision:
    """A decision, proven by its id."""
    held = RecordedDecision(decision_from_record(row["record"]), instant_from(row))
    if held.id != row["id"]:
        raise LedgerUnavailable("the decision is not what was recorded", where=row["id"], hint="the ledger is damaged; restore a backup")
    return held


def look_row(look: Look) -> Row:
    """One look of a reader."""
    return {"reader": look.reader, "recorded_at": instant_text(look.recorded_at), "seen": instant_text(look.seen)}


def look_from(row: RowMapping) -> Look:
    """A look."""
    return Look(row["reader"], datetime.fromisoformat(row["seen"]), instant_from(row))
