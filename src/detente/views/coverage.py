"""What was read, from whom, and when last.

In: documents as recorded, how many claims are in each text. Out: a row a publisher, the one that was heard of last first.

Holds: a changed text of a document is another version, not another document.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from detente.model.record import Record
from detente.model.recorded import Heard
from detente.model.thread import Thread
from detente.vocab.publishers import PublisherClass, publisher_class


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


def _row(held: list[Heard], claims: Mapping[str, int]) -> Coverage:
    days = [each.day for each in held if each.day]
    found = [claims.get(each.text_hash, 0) for each in held]
    return Coverage(
        publisher=held[0].publisher or "not stated",
        kind=publisher_class(held[-1].publisher, held[-1].url),
        documents=len({each.identity for each in held}),
        versions=len(held),
        claims=sum(found),
        empty=found.count(0),
        undated=len(held) - len(days),
        first_stated=min(days, default=None),
        last_stated=max(days, default=None),
        last_recorded=max(each.recorded_at for each in held),
    )


def claims_by_text(threads: Iterable[Thread]) -> Mapping[str, int]:
    """How many claims there are in the text of each hash."""
    return Counter(claim.document.text_hash for thread in threads for claim in thread.claims)


def coverage(documents: Iterable[Heard], claims: Mapping[str, int]) -> list[Coverage]:
    """A row a publisher; documents that name none are one row. `claims` are `claims_by_text`."""
    by_publisher: dict[str, list[Heard]] = defaultdict(list)
    for entry in documents:
        by_publisher[" ".join((entry.publisher or "").casefold().split())].append(entry)
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
