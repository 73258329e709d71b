"""The store behind `detente.model.ports.Store`: append-only rows in a relational database.

Holds: a batch of documents with their claims and links is one transaction; a document key is appended once, however
often and by however many processes at the same time; nothing is updated or deleted; what is appended is recorded
later than all that was held.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Column, Connection, Engine, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from detente.model.claim import Link
from detente.model.finding import Finding
from detente.model.ports import Naming
from detente.model.recorded import Heard, Listing, Look, RecordedClaim, RecordedDecision, RecordedDocument, RecordedReading
from detente.model.selection import Selection
from detente.store import tables
from detente.store.conditions import is_listed, selected
from detente.store.copying import copy_to
from detente.store.engine import keep_log_ahead, open_engine, reading, steady, translating
from detente.store.parts import parts_of
from detente.store.projection import DECISION, UNREAD, SqlProjection, put_off
from detente.store.rows import (
    Row,
    claim_from,
    claim_rows,
    decision_from,
    decision_row,
    document_from,
    document_row,
    instant_from,
    instant_text,
    link_from,
    link_rows,
    look_from,
    look_row,
)
from detente.store.schema import HEAD, migrate, require_readable, version_of
from detente.store.verifying import problems_in

_ROWS_AT_ONCE = 2_000


class SqlStore:
    """A ledger's rows in one database."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target
        self._projection = SqlProjection(engine, target)

    @property
    def projection(self) -> SqlProjection:
        """What is kept beside the log."""
        return self._projection

    @classmethod
    def open(cls, target: str, *, create: bool = False) -> Self:
        """Open a ledger by path, `:memory:` or url; with `create` an absent one is made. One of an older version is migrated.

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
                    version = version_of(connection, where=target)
                    require_readable(version, connection, where=target)
                if version not in (None, HEAD):
                    with engine.connect().execution_options(writes=True) as connection, connection.begin():
                        migrate(connection, where=target)
        return cls(engine, target)

    def steady(self) -> AbstractContextManager[None]:
        """Inside it one thread reads by one connection, in one transaction that sees all as it is at its first row."""
        return steady(self._engine, self._target)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the document keys that the store holds."""
        with reading(self._engine, self._target) as connection:
            return _held(connection, tables.documents.c.key, keys)

    def append(self, batch: Sequence[RecordedReading], *, as_recorded: bool = False) -> frozenset[str]:
        """Append whole readings in one transaction; gives the document keys that were new."""
        with translating(self._target):
            try:
                return self._append(batch, as_recorded)
            except IntegrityError:
                # Another process appended one of them between the question and the insert; now it is known.
                return self._append(batch, as_recorded)

    def _append(self, batch: Sequence[RecordedReading], as_recorded: bool) -> frozenset[str]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            known = _held(connection, tables.documents.c.key, [entry.key for entry in batch])
            new = [entry for entry in batch if entry.key not in known]
            if new and not as_recorded:
                earliest = _behind(connection)
                new = [replace(entry, recorded_at=max(entry.recorded_at, earliest)) if earliest else entry for entry in new]
            _insert(connection, new)
            put_off(connection, UNREAD, [entry.key for entry in new])
        return frozenset(entry.key for entry in new)

    def documents(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of all documents, in order of key."""
        with reading(self._engine, self._target) as connection:
            query = _recorded_by(known_at, select(tables.documents)).order_by(tables.documents.c.key)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
                yield RecordedDocument(document_from(row), instant_from(row))

    def claims(self, selection: Selection, known_at: datetime | None = None) -> Iterator[RecordedClaim]:
        """The selected claims, those of one document version after the other."""
        with reading(self._engine, self._target) as connection:
            yield from _claims(connection, _recorded_by(known_at, _claims_query(selection)))

    def chosen_claims(
        self, by: Naming, values: Collection[str], known_at: datetime | None = None, stated_until: date | None = None
    ) -> Iterator[RecordedClaim]:
        """The claims of these keys, or of the documents of these keys or identities, as they were read."""
        column = {
            Naming.CLAIM: tables.claims.c.key,
            Naming.DOCUMENT: tables.claims.c.document_key,
            Naming.IDENTITY: tables.documents.c.identity,
        }
        with reading(self._engine, self._target) as connection:
            query = _recorded_by(known_at, _claims_query(Selection(until=stated_until)))
            for part in parts_of(values):
                yield from _claims(connection, query.where(column[by].in_(part)))

    def heard(self, known_at: datetime | None = None) -> Iterator[Heard]:
        """All versions of all documents without their texts, in order of key."""
        table = tables.documents
        columns = (table.c.identity, table.c.publisher, table.c.url, table.c.stated, table.c.text_hash, table.c.recorded_at)
        with reading(self._engine, self._target) as connection:
            query = _recorded_by(known_at, select(*columns)).order_by(table.c.key)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query):
                day = date.fromisoformat(row.stated) if row.stated else None
                yield Heard(row.identity, row.publisher, row.url, day, row.text_hash, datetime.fromisoformat(row.recorded_at))

    def claims_by_text(self) -> dict[str, int]:
        """How many claims were read in the text of each hash."""
        query = select(tables.documents.c.text_hash, func.count().label("claims")).join_from(tables.claims, tables.documents)
        with reading(self._engine, self._target) as connection:
            return {row.text_hash: row.claims for row in connection.execute(query.group_by(tables.documents.c.text_hash))}

    def listed(self, listing: Listing, start: int, stop: int) -> list[str]:
        """The keys of claims in the order of `claims`, from one place up to another."""
        query = select(tables.claims.c.key).join_from(tables.claims, tables.documents).where(is_listed(listing))
        query = query.order_by(tables.documents.c.key, tables.claims.c.position).offset(start).limit(stop - start)
        with reading(self._engine, self._target) as connection:
            return list(connection.execute(query).scalars())

    def listed_count(self, listing: Listing) -> int:
        """How many they are."""
        query = select(func.count()).select_from(tables.claims).join(tables.documents).where(is_listed(listing))
        with reading(self._engine, self._target) as connection:
            return connection.execute(query).scalar_one()

    def revised(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of the documents of which there is more than one."""
        identity = tables.documents.c.identity
        many = _recorded_by(known_at, select(identity)).group_by(identity).having(func.count() > 1)
        with reading(self._engine, self._target) as connection:
            query = _recorded_by(known_at, select(tables.documents)).where(identity.in_(many)).order_by(tables.documents.c.key)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
                yield RecordedDocument(document_from(row), instant_from(row))

    def links(self, known_at: datetime | None = None, *, documents: Collection[str] | None = None) -> Iterator[tuple[str, Link]]:
        """All links, or those of the documents of these keys, each with the key of its document."""
        query = select(tables.links).order_by(*tables.links.c)
        if known_at is not None:
            query = _recorded_by(known_at, query.join(tables.documents))
        chosen = [query] if documents is None else [query.where(tables.links.c.document_key.in_(part)) for part in parts_of(documents)]
        with reading(self._engine, self._target) as connection:
            for each in chosen:
                for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(each).mappings():
                    yield link_from(row)

    def append_decisions(self, batch: Sequence[RecordedDecision], *, as_recorded: bool = False) -> tuple[RecordedDecision, ...]:
        """Append decisions in one transaction; gives those that were new, as they were recorded."""
        with translating(self._target), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            earliest = None if as_recorded else _behind(connection)
            dated = [replace(held, recorded_at=max(held.recorded_at, earliest)) if earliest else held for held in batch]
            known = _held(connection, tables.decisions.c.id, [held.id for held in dated])
            new = {held.id: held for held in dated if held.id not in known}
            if new:
                connection.execute(insert(tables.decisions), [decision_row(held) for held in new.values()])
                put_off(connection, DECISION, new)
        return tuple(new.values())

    def decisions(self, known_at: datetime | None = None) -> Iterator[RecordedDecision]:
        """All decisions, in order of recording."""
        table = tables.decisions
        with reading(self._engine, self._target) as connection:
            query = _recorded_by(known_at, select(table), table.c.recorded_at).order_by(table.c.recorded_at, table.c.id)
            for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
                yield decision_from(row)

    def append_looks(self, batch: Sequence[Look]) -> None:
        """Append looks of named readers; one that is held already is left as it is."""
        with translating(self._target), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            query = select(tables.looks).where(tables.looks.c.reader.in_({look.reader for look in batch}))
            known = {(row.reader, row.recorded_at) for row in connection.execute(query)}
            new = {(row["reader"], row["recorded_at"]): row for row in map(look_row, batch)}
            rows = [row for key, row in new.items() if key not in known]
            if rows:
                connection.execute(insert(tables.looks), rows)

    def looks(self, reader: str | None = None) -> Iterator[Look]:
        """The looks of one reader, or of all, in order of recording."""
        query = select(tables.looks).order_by(tables.looks.c.recorded_at, tables.looks.c.reader)
        with reading(self._engine, self._target) as connection:
            for row in connection.execute(query if reader is None else query.where(tables.looks.c.reader == reader)).mappings():
                yield look_from(row)

    def problems(self) -> Iterator[Finding]:
        """All that is wrong with what is held."""
        with translating(self._target), self._engine.connect() as connection:
            yield from problems_in(connection)

    def backup(self, target: str) -> None:
        """Copy all that is held at this instant into a new file."""
        with translating(self._target):
            copy_to(self._engine, Path(target))

    def newest(self) -> datetime | None:
        """The instant of the newest document or decision."""
        with reading(self._engine, self._target) as connection:
            return _newest(connection)


_LATEST = select(*(select(func.max(table.c.recorded_at)).scalar_subquery() for table in (tables.documents, tables.decisions)))


def _newest(connection: Connection) -> datetime | None:
    found = [text for text in connection.execute(_LATEST).one() if text]
    return datetime.fromisoformat(max(found)) if found else None


def _behind(connection: Connection) -> datetime | None:
    """The first instant later than all that is recorded; asked for inside the transaction that writes."""
    newest = _newest(connection)
    return None if newest is None else newest + timedelta(microseconds=1)


_Query = TypeVar("_Query", bound=Select[Any])


def _recorded_by(known_at: datetime | None, query: _Query, column: Column[Any] = tables.documents.c.recorded_at) -> _Query:
    return query if known_at is None else query.where(column <= instant_text(known_at))


def _claims(connection: Connection, query: Select[tuple[object, ...]]) -> Iterator[RecordedClaim]:
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings()
    for _, group in groupby(rows, key=lambda row: row["document_key"]):
        document = None
        for row in group:
            document = document or document_from(row)
            yield RecordedClaim(claim_from(row, document), instant_from(row))


def _held(connection: Connection, column: Column[Any], keys: Collection[str]) -> frozenset[str]:
    """Those of the keys that a column holds."""
    return frozenset(key for part in parts_of(keys) for key in connection.execute(select(column).where(column.in_(part))).scalars())


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
    claims, documents = tables.claims, tables.documents
    query = select(documents, claims.c.document_key, claims.c.key.label("claim_key"), claims.c.record).join_from(claims, documents)
    return query.where(*selected(selection)).order_by(documents.c.key, claims.c.position)
