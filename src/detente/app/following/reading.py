"""Items that are ready: read into the ledger, unless it has them already.

In: open items. Out: what became of each. Holds: an item that cannot be read, by whatever bug, is left out with the reason and costs no
other; a copy of a text that is read already is counted as syndication, with its source.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from detente.app.following import codec
from detente.app.following.documents import document_of
from detente.ledger.log import Log
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.following import DoneItem, OpenItem, Stage
from detente.model.identity import document_key
from detente.sources.near import bands_of, is_copy
from detente.sources.source import Source, SourceReader
from detente.store.sources import SqlSources

log = structlog.get_logger()

_COPIED_WITHIN = timedelta(days=30)

ReadAll = Callable[[Sequence[Document]], Sequence[Reading]]

# Who reads for sources that do not leave it to the embedded reader.
ReadBy = Mapping[SourceReader, ReadAll]
NOBODY_ELSE: ReadBy = {}


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the items of a batch."""

    done: tuple[DoneItem, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    item: OpenItem
    document: Document
    bands: tuple[str, ...]
    reader: SourceReader


def _left_out(item: OpenItem, why: str) -> DoneItem:
    return DoneItem(source=item.source, key=item.key, words_hash=item.words_hash, stage=Stage.LEFT_OUT, document_key=None, why=why)


class ItemReader:
    """Reads items into one ledger."""

    def __init__(
        self, ledger: Log, store: SqlSources, *, read_all: ReadAll, now: Callable[[], datetime], read_by: ReadBy = NOBODY_ELSE
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._read_by = {**read_by, SourceReader.EMBEDDED: read_all}
        self._now = now

    def read(self, items: Sequence[OpenItem], sources: Mapping[str, Source]) -> Batch:
        """Read a batch of items and be done with them."""
        done: list[DoneItem] = []
        wanted: list[_Wanted] = []
        for item in items:
            source = sources.get(item.source)
            made = self._wanted(item, source, wanted) if source else _left_out(item, "its source is not there any more")
            if isinstance(made, _Wanted):
                wanted.append(made)
            else:
                done.append(made)
        done += self._recorded(wanted)
        bands = {entry.item.identity: entry.bands for entry in wanted if entry.bands}
        self._store.finish(done, bands, now=self._now())
        return Batch(tuple(done))

    def _wanted(self, item: OpenItem, source: Source, before: Sequence[_Wanted]) -> _Wanted | DoneItem:
        """The document to read of an item, or what became of it without."""
        fields = json.loads(item.payload)
        guessed = fields.pop("guessed", None)
        made = document_of(codec.item_from(fields), source, identity=item.identity, guessed=guessed, now=self._now())
        if made.document is None:
            return _left_out(item, made.why or "no document")
        bands = bands_of(made.document.whole)
        if original := self._original(item, made.document, bands, before):
            self._store.syndicate(item, original, made.document.url, now=self._now())
            return _left_out(item, f"a copy of {original}")
        return _Wanted(item, made.document, bands, source.reader)

    def _original(self, item: OpenItem, document: Document, bands: Sequence[str], before: Sequence[_Wanted]) -> str | None:
        """The identity of a document of another source that this one is, or is a copy of."""
        if self._store.read_elsewhere(item.source, item.identity):
            return item.identity
        for other in before:
            if other.item.identity == item.identity and other.item.source != item.source:
                return other.item.identity
            if other.item.identity != item.identity and set(bands) & set(other.bands) and is_copy(document.whole, other.document.whole):
                return other.item.identity
        for identity in self._store.likely_copies(bands, since=self._now() - _COPIED_WITHIN) if bands else ():
            held = None if identity == item.identity else self._store.words_of(identity)
            if held and is_copy(document.whole, held):
                return identity
        return None

    def _recorded(self, wanted: Sequence[_Wanted]) -> list[DoneItem]:
        unknown = {document_key(document) for document in self._ledger.unknown(entry.document for entry in wanted)}
        readings: dict[str, Reading | None] = {}
        for reader in SourceReader:
            documents = [entry.document for entry in wanted if entry.reader is reader and document_key(entry.document) in unknown]
            readings |= self._readings(documents, self._read_by.get(reader) or self._read_by[SourceReader.EMBEDDED])
        self._ledger.append(reading for reading in readings.values() if reading is not None)
        return [self._done(entry, readings) for entry in wanted]

    def _done(self, entry: _Wanted, readings: Mapping[str, Reading | None]) -> DoneItem:
        key = document_key(entry.document)
        reading = readings.get(key)
        if key in readings and reading is None:
            return _left_out(entry.item, "it cannot be read")
        item, claims = entry.item, len(reading.claims) if reading else 0
        return DoneItem(
            source=item.source, key=item.key, words_hash=item.words_hash, stage=Stage.READ, document_key=key, why=None, claims=claims
        )

    def _readings(self, documents: Sequence[Document], read_all: ReadAll) -> dict[str, Reading | None]:
        """The reading of each document by its key; None for one that no reader survives."""
        if not documents:
            return {}
        try:
            return {document_key(reading.document): reading for reading in read_all(documents)}
        except Exception as error:  # whatever the bug, it must not stop the service: the one document it is about is left out
            if len(documents) > 1:
                return {key: reading for document in documents for key, reading in self._readings([document], read_all).items()}
            log.error("unreadable", document=documents[0].id, exc_info=error)
            return {document_key(documents[0]): None}
