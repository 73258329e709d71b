"""Annotated reports: stories and passage files, from their text.

In: the text of `docs.jsonl`, `gold.jsonl` and `conflicts.json`, or of a passage file (a line = the fields of a
document, its claims and links; null and [] omitted). Out: `Story`, its documents in the order of the file.

Leaves to `app`: where the files are. Leaves to `check`: whether the gold is well formed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from detente.errors import RecordError
from detente.model.document import Document
from detente.model.record import Json, Record


@dataclass(frozen=True, slots=True)
class Entry:
    """What one document says, in the public record form: the gold, or a prediction."""

    doc: str
    claims: tuple[Record, ...]
    links: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A set of documents with their gold. `has_threads` is False for passages, whose claims name no thread.

    `is_read` is False for a story that nobody who writes the reader may look into: it is only scored.
    """

    name: str
    documents: Mapping[str, Document]
    gold: Mapping[str, Entry]
    conflicts: tuple[Record, ...]
    has_threads: bool
    is_read: bool = True
    raw: Mapping[str, Record] = field(default_factory=dict)


def records_in(text: str, *, where: str) -> Iterator[Record]:
    """The JSON objects of a JSONL text; RecordError with file and line for one that is not."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise RecordError(f"not JSON: {error}", where=f"{where}:{number}") from None
            if not isinstance(record, dict):
                raise RecordError("not a JSON object", where=f"{where}:{number}")
            yield record


def _by_document(text: str, *, key: str, where: str) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for number, record in enumerate(records_in(text, where=where), 1):
        name = str(record.get(key))
        if name in found:
            raise RecordError(f"document {name!r} stands twice", where=f"{where}:{number}")
        found[name] = record
    return found


def _text(record: Record, key: str) -> str | None:
    value = record.get(key)
    return None if value is None else str(value)


def document_of(record: Record) -> Document:
    """The document of a corpus line, its text taken exactly as it stands there."""
    return Document(
        id=str(record["id"]),
        url=_text(record, "url"),
        publisher=_text(record, "publisher"),
        published=_text(record, "published"),
        title=_text(record, "title") or "",
        text=_text(record, "text") or "",
    )


def entry_of(record: Record) -> Entry:
    """A line `{"doc", "claims", "links"}`, or a passage's own line."""
    claims = cast("list[Record]", record.get("claims") or [])
    links = cast("list[Record]", record.get("links") or [])
    return Entry(str(record.get("doc", record.get("id"))), tuple(claims), tuple(links))


def entries_in(text: str, *, where: str) -> dict[str, Entry]:
    """The lines `{"doc", "claims", "links"}` of a gold or prediction file, by document."""
    return {doc: entry_of(record) for doc, record in _by_document(text, key="doc", where=where).items()}


def story_of(name: str, *, docs: str, gold: str, conflicts: str, is_read: bool) -> Story:
    """A story from the text of its three files; `conflicts` may be empty."""
    raw = _by_document(docs, key="id", where=f"{name}/docs.jsonl")
    planted: Json = json.loads(conflicts) if conflicts.strip() else []
    return Story(
        name=name,
        documents={key: document_of(record) for key, record in raw.items()},
        gold=entries_in(gold, where=f"{name}/gold.jsonl"),
        conflicts=tuple(cast("list[Record]", planted)),
        has_threads=True,
        is_read=is_read,
        raw=raw,
    )


def passages_of(name: str, text: str) -> Story:
    """A passage file as a story without threads."""
    raw = _by_document(text, key="id", where=name)
    return Story(
        name=name,
        documents={key: document_of(record) for key, record in raw.items()},
        gold={key: entry_of(record) for key, record in raw.items()},
        conflicts=(),
        has_threads=False,
        raw=raw,
    )
