"""The store behind `detente.model.ports.Store`: append-only rows in a relational database.

Holds: a batch of documents with their claims and links is one transaction; a document key is appended once, however
often and by however many processes at the same time; nothing is updated or deleted.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Self

from sqlalchemy import Connection, Engine, Select, exists, insert, select
from sqlalchemy.exc import IntegrityError

from detente.model.claim import Link
from detente.model.recorded import RecordedClaim, RecordedDocument, RecordedReading
from detente.model.selection import Selection
from detente.store import tables
from detente.store.engine import keep_log_ahead, open_engine, translating
from detente.store.rows import Row, claim_from, claim_rows, document_from, document_row, instant_from, link_from, link_rows
from detente.store.schema import migrate, require_readable, version_of

# Keys asked for in one statement; SQLite allows 32,766 variables.
_KEYS_AT_ONCE = 10_000

_ROWS_AT_ONCE = 2_000


class SqlStore:
    """A ledger's rows in one database."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target

    @classmethod
    def open(cls, target: str, *, create: bool = False) -> Self:
        """Open a ledger by path, `:memory:` or url; with `create` an absent one is made and an older one migrated.

        Raises LedgerUnavailable or LedgerTooNew.
        """
        engine = open_engine(target, create=create)
        with translating(target):
            if create:
                with engine.connect().execution_options(writes=True) as connection, connection.begin():
                    migrate(connection, where=target)
                keep_log_ahead(engine)
            else:
                with engine.connect() as connection:
                    require_readable(version_of(connection, where=target), connection, where=target)
        return cls(engine, target)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the document keys that the store holds."""
        with translating(self._target), self._engine.connect() as connection:
            return _known(connection, keys)

    def append(self, batch: Sequence[RecordedReading]) -> frozenset[str]:
        """Append whole readings in one transaction; gives the document keys that were new."""
        with translating(self._target):
            try:
                return self._append(batch)
            except IntegrityError:
                # Another process appended one of them between the question and the insert; now it is known.
                return self._append(batch)

    def _append(self, batch: Sequence[RecordedReading]) -> frozenset[str]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            known = _known(connection, [entry.key for entry in batch])
            new = [entry for entry in batch if entry.key not in known]
            _insert(connection, new)
        return frozenset(entry.key for entry in new)

    def documents(self) -> Iterator[RecordedDocument]:
        """All versions of all documents, in order of key."""
        with translating(self._target), self._engine.connect() as connection:
            query = select(tables.documents).order_by(tables.documents.c.key)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
                yield RecordedDocument(document_from(row), instant_from(row))

    def claims(self, selection: Selection) -> Iterator[RecordedClaim]:
        """The selected claims, those of one document version after the other."""
        with translating(self._target), self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_claims_query(selection)).mappings()
            for _, group in groupby(rows, key=lambda row: row["document_key"]):
                document = None
                for row in group:
                    document = document or document_from(row)
                    yield RecordedClaim(claim_from(row, document), instant_from(row))

    def links(self) -> Iterator[tuple[str, Link]]:
        """All links, each with the key of its document."""
        with translating(self._target), self._engine.connect() as connection:
            query = select(tables.links).order_by(*tables.links.c)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
                yield link_from(row)


def _known(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    wanted = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        part = wanted[start : start + _KEYS_AT_ONCE]
        found.update(connection.execute(select(tables.documents.c.key).where(tables.documents.c.key.in_(part))).scalars())
    return frozenset(found)


def _insert(connection: Connection, entries: Sequence[RecordedReading]) -> None:
    claims: list[Row] = []
    actors: list[Row] = []
    for entry in entries:
        for claim, its_actors in claim_rows(entry):
            claims.append(claim)
            actors += its_actors
    links = [row for entry in entries for row in link_rows(entry)]
    documents = [document_row(entry) for entry in entries]
    for table, rows in ((tables.documents, documents), (tables.claims, claims), (tables.claim_actors, actors), (tables.links, links)):
        if rows:
            connection.execute(insert(table), rows)


def _claims_query(selection: Selection) -> Select[tuple[object, ...]]:
    claims, documents, actors = tables.claims, tables.documents, tables.claim_actors
    query = select(documents, claims.c.document_key, claims.c.record).join_from(claims, documents)
    if selection.kinds:
        query = query.where(claims.c.kind.in_([kind.value for kind in selection.kinds]))
    if selection.statuses:
        query = query.where(claims.c.status.in_(selection.statuses))
    if selection.actors:
        query = query.where(exists().where(actors.c.claim_key == claims.c.key, actors.c.code.in_(selection.actors)))
    if selection.since:
        query = query.where(documents.c.stated >= selection.since.isoformat())
    if selection.until:
        query = query.where(documents.c.stated <= selection.until.isoformat())
    return query.order_by(documents.c.key, claims.c.position)
