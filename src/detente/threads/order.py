"""The order of time in which claims were stated; the same for the same claims, however they came in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from detente.model.claim import Claim
from detente.model.document import Document

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


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """The claims from the oldest statement to the newest; within a document in the order of its text."""
    return sorted(
        claims, key=lambda claim: (*_stated(claim.document), claim.document.id, claim.document.text_hash, claim.evidence[0], claim.id)
    )
