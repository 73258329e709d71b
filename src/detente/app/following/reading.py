"""Items that are ready: read into the ledger, unless it has them already.

In: open items. Out: what became of each. Holds: an item that cannot be read, by whatever bug, is left out with the reason and costs no
other; a copy of a text that is read already is counted as syndication, with its source.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import structlog

from detente.app.following import codec
from detente.app.following.documents import document_of
from detente.ledger.log import Log
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.following import CopiedItem, DoneItem, OpenItem, Stage
from detente.model.identity import document_key
from detente.sources.near import bands_of, is_copy
from detente.sources.source import Source, SourceReader
from detente.store.sources import SqlSources

log = structlog.get_logger()

_COPIED_WITHIN = timedelta(days=30)
# Documents of the store that a text is compared with; those beyond are copies of them as a rule.
_MOST_COMPARED = 5

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
    key: str
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
        made = [self._wanted(item, sources.get(item.source)) for item in items]
        wanted, copies = self._told_apart([entry for entry in made if isinstance(entry, _Wanted)])
        done = [entry for entry in made if isinstance(entry, DoneItem)]
        done += [_left_out(entry.item, f"a copy of {original}") for entry, original in copies]
        done += self._recorded(wanted)
        self._store.finish(
            done,
            copies=[_copied(entry, original) for entry, original in copies],
            bands={entry.item.identity: entry.bands for entry in wanted if entry.bands},
            now=self._now(),
        )
        return Batch(tuple(done))

    def _wanted(self, item: OpenItem, source: Source | None) -> _Wanted | DoneItem:
        """The document to read of an item, or what became of it without."""
        if source is None:
            return _left_out(item, "its source is not there any more")
        fields = json.loads(item.payload)
        guessed = fields.pop("guessed", None)
        made = document_of(codec.item_from(fields), source, identity=item.identity, guessed=guessed, now=self._now())
        if made.document is None:
            return _left_out(item, made.why or "no document")
        return _Wanted(item, made.document, document_key(made.document), bands_of(made.document.whole), source.reader)

    def _told_apart(self, made: Sequence[_Wanted]) -> tuple[list[_Wanted], list[tuple[_Wanted, str]]]:
        """Those to be read, and those that are copies, each with the identity of what it is a copy of."""
        readers = self._store.readers_of({entry.item.identity for entry in made})
        bands = {band for entry in made for band in entry.bands}
        likely = self._store.likely_copies(bands, since=self._now() - _COPIED_WITHIN, most=_MOST_COMPARED) if bands else {}
        before, copies = _Before(), []
        for entry in made:
            is_read_elsewhere = bool(readers.get(entry.item.identity, frozenset()) - {entry.item.source})
            original = entry.item.identity if is_read_elsewhere else before.original(entry) or self._original(entry, likely)
            if original:
                copies.append((entry, original))
            else:
                before.add(entry)
        return before.entries, copies

    def _original(self, entry: _Wanted, likely: Mapping[str, Sequence[tuple[datetime, str]]]) -> str | None:
        """The identity of a document read earlier that this one is a copy of."""
        found = sorted({place for band in entry.bands for place in likely.get(band, ())})
        others = dict.fromkeys(identity for _, identity in found if identity != entry.item.identity)
        for identity in islice(others, _MOST_COMPARED):
            held = self._store.words_of(identity)
            if held and is_copy(entry.document.whole, held):
                return identity
        return None

    def _recorded(self, wanted: Sequence[_Wanted]) -> list[DoneItem]:
        unknown = {document_key(document) for document in self._ledger.unknown(entry.document for entry in wanted)}
        readings: dict[str, Reading | None] = {}
        for reader in SourceReader:
            documents = [entry.document for entry in wanted if entry.reader is reader and entry.key in unknown]
            readings |= self._readings(documents, self._read_by.get(reader) or self._read_by[SourceReader.EMBEDDED])
        self._ledger.append(reading for reading in readings.values() if reading is not None)
        return [self._done(entry, readings) for entry in wanted]

    def _done(self, entry: _Wanted, readings: Mapping[str, Reading | None]) -> DoneItem:
        key = entry.key
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


class _Before:
    """The documents of a batch that are to be read, as those behind them in it see them."""

    def __init__(self) -> None:
        self.entries: list[_Wanted] = []
        self._by_identity: dict[str, list[_Wanted]] = defaultdict(list)
        self._by_band: dict[str, list[_Wanted]] = defaultdict(list)

    def add(self, entry: _Wanted) -> None:
        self.entries.append(entry)
        self._by_identity[entry.item.identity].append(entry)
        for band in entry.bands:
            self._by_band[band].append(entry)

    def original(self, entry: _Wanted) -> str | None:
        """The identity of another source's document that this one is, or of a document that it is a copy of."""
        identity = entry.item.identity
        if any(other.item.source != entry.item.source for other in self._by_identity[identity]):
            return identity
        near = {other.item.identity: other for band in entry.bands for other in self._by_band[band] if other.item.identity != identity}
        return next((name for name, other in near.items() if is_copy(entry.document.whole, other.document.whole)), None)


def _copied(entry: _Wanted, original: str) -> CopiedItem:
    return CopiedItem(identity=original, source=entry.item.source, key=entry.item.key, url=entry.document.url)
