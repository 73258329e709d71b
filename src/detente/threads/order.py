"""The order of time in which claims were stated; the same for the same claims, however they came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from detente.model.claim import Claim
from detente.model.document import Document
from detente.model.identity import document_key
from detente.model.span import Span

_UNKNOWN = (date.max, 1.0)


def _stated(document: Document) -> tuple[date, float]:
    """Day of the dateline, then the instant of that day where it is known to the minute; unknown comes last."""
    if document.published is None or document.day is None:
        return _UNKNOWN
    instant = datetime.fromisoformat(document.published)
    if instant.tzinfo is None:
        return document.day, 0.5
    midnight = datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC)
    return document.day, (instant - midnight).total_seconds() / 86400


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a claim stands in the order of time: day of statement (the last of all where it is unknown), the instant of that day, as a part
    of it, then what tells the claims of one instant apart."""

    day: int
    instant: float
    name: str
    document: str
    span: Span
    claim: str


def place_of(claim: Claim) -> Place:
    """Where a claim stands."""
    day, instant = _stated(claim.document)
    return Place(day.toordinal(), instant, claim.document.id, document_key(claim.document), claim.evidence[0], claim.id)


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """The claims from the oldest statement to the newest; within a document in the order of its text."""
    return sorted(claims, key=place_of)
