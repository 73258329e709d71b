"""Prove a ledger: every row against what it must be.

In: a connection. Out: findings, one for each thing that is wrong, with the document, claim, link or decision that it is about.

Holds: nothing is changed; one bad row does not hide the next; a table that cannot be read to its end is a finding too.
Leaves to `app`: whether what claims say can be in the world (impossible steps), which is no damage.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby

from sqlalchemy import Connection, RowMapping, Select, Text, cast, select
from sqlalchemy.exc import DBAPIError

from detente.errors import DetenteError
from detente.model.claim import LinkType
from detente.model.decision_record import decision_from_record
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.model.identity import claim_key_of, document_identity, document_key
from detente.model.record import claim_from_record
from detente.model.recorded import RecordedDecision
from detente.model.selection import actors_in
from detente.store import tables
from detente.store.rows import days_of, instant_from

_ROWS_AT_ONCE = 2_000

_DOCUMENT_FIELDS = ("id", "url", "publisher", "published", "title", "text", "published_is_weak")

Check = Callable[[RowMapping], Iterator[str]]


def _finding(code: str, subject: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, subject, message)


def _rows(connection: Connection, query: Select[tuple[object, ...]], name: str) -> Iterator[RowMapping | Finding]:
    try:
        yield from connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings()
    except (DBAPIError, ValueError) as error:
        said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        yield _finding("table-unreadable", name, f"The table cannot be read to its end: {said.splitlines()[0]}.")


def _wrong(check: Check, row: RowMapping) -> list[str]:
    """What is wrong with a row; one that cannot be understood at all is wrong in one way."""
    try:
        return list(check(row))
    except DetenteError as error:
        return [f"It cannot be built: {error.message}."]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"It is not well formed: {error}."]


def _document_of(row: RowMapping) -> Document:
    return Document(**{name: row[name] for name in _DOCUMENT_FIELDS})


def _document_check(row: RowMapping) -> Iterator[str]:
    document = _document_of(row)
    if document.text_hash != row["text_hash"]:
        yield "Title and text are not those whose hash was recorded."
    elif document_key(document) != row["key"]:
        yield "Its key is not that of its address and text."
    if document_identity(document) != row["identity"]:
        yield "Its identity is not its address."
    if (document.day.isoformat() if document.day else None) != row["stated"]:
        yield "The day stated is not that of its date."
    instant_from(row)


def _claim_check(row: RowMapping) -> Iterator[str]:
    document, record = _document_of(row), json.loads(row["claim_record"])
    claim = claim_from_record(record, document)
    if claim_key_of(document, record) != row["claim_key"]:
        yield "The record is not what its key was made of."
    if list(claim.quotes) != record.get("evidence"):
        yield "The quote is not the words at its span."
    if claim.condition_words != record.get("condition"):
        yield "The condition is not the words at its span."
    if (claim.kind.value, claim.status.value, *days_of(claim)) != (row["kind"], row["status"], row["first_day"], row["last_day"]):
        yield "Kind, status or days beside the record are not those in it."


def _decision_check(row: RowMapping) -> Iterator[str]:
    held = RecordedDecision(decision_from_record(json.loads(row["decision_record"])), instant_from(row))
    if held.id != row["id"]:
        yield "The decision is not what its id was made of."


def _documents(connection: Connection) -> Iterator[Finding]:
    for row in _rows(connection, select(tables.documents).order_by(tables.documents.c.key), "documents"):
        if isinstance(row, Finding):
            yield row
        else:
            yield from (_finding("document-wrong", row["id"], message) for message in _wrong(_document_check, row))


def _claims(connection: Connection) -> Iterator[Finding]:
    claims, documents = tables.claims, tables.documents
    columns = (claims.c.key.label("claim_key"), claims.c.document_key, claims.c.position, claims.c.kind, claims.c.status)
    days = (claims.c.first_day, claims.c.last_day, cast(claims.c.record, Text).label("claim_record"))
    query = select(*columns, *days, *documents.c).join_from(claims, documents).order_by(documents.c.key, claims.c.position)
    for row in _rows(connection, query, "claims"):
        if isinstance(row, Finding):
            yield row
        else:
            subject = f"{row['id']}#{row['position'] + 1} ({row['claim_key']})"
            yield from (_finding("claim-wrong", subject, message) for message in _wrong(_claim_check, row))


def _actors(connection: Connection) -> Iterator[Finding]:
    """The actors beside the claims, by which claims are selected, are those in their records."""
    claims, actors, documents = tables.claims, tables.claim_actors, tables.documents
    query = (
        select(claims.c.key.label("claim_key"), cast(claims.c.record, Text).label("claim_record"), *documents.c, actors.c.code)
        .join_from(claims, documents)
        .outerjoin(actors, actors.c.claim_key == claims.c.key)
        .order_by(claims.c.key)
    )
    rows = (row for row in _rows(connection, query, "claim_actors") if not isinstance(row, Finding))
    for key, group in groupby(rows, key=lambda row: str(row["claim_key"])):
        held = list(group)

        def check(row: RowMapping, held: list[RowMapping] = held) -> Iterator[str]:
            claim = claim_from_record(json.loads(row["claim_record"]), _document_of(row))
            if {other["code"] for other in held if other["code"]} != actors_in(claim):
                yield "The actors beside the record are not those in it."

        if any(message.startswith("The actors") for message in _wrong(check, held[0])):
            yield _finding("claim-actors", key, "The actors beside the record are not those in it.")


def _links(connection: Connection) -> Iterator[Finding]:
    """Both ends of every link are claims of its document."""
    claims, links = tables.claims, tables.links
    known: dict[str, set[str]] = {}
    query = select(claims.c.document_key, cast(claims.c.record, Text).label("claim_record"))
    query = query.where(claims.c.document_key.in_(select(links.c.document_key)))
    for row in _rows(connection, query, "claims"):
        if not isinstance(row, Finding):
            try:
                known.setdefault(row["document_key"], set()).add(str(json.loads(row["claim_record"])["id"]))
            except (ValueError, KeyError, TypeError):
                continue  # told by `_claims`
    for row in _rows(connection, select(links).order_by(*links.c), "links"):
        if isinstance(row, Finding):
            yield row
            continue
        subject = f"{row['document_key']}: {row['source']} {row['type']} {row['target']}"
        for end in (row["source"], row["target"]):
            if end not in known.get(row["document_key"], ()):
                yield _finding("link-end", subject, f"There is no claim {end} in the document.")
        if row["type"] not in set(LinkType):
            yield _finding("link-type", subject, "The type is not in the closed list.")


def _decisions(connection: Connection) -> Iterator[Finding]:
    table = tables.decisions
    query = select(table.c.id, table.c.recorded_at, cast(table.c.record, Text).label("decision_record")).order_by(table.c.id)
    for row in _rows(connection, query, "decisions"):
        if isinstance(row, Finding):
            yield row
        else:
            yield from (_finding("decision-wrong", row["id"], message) for message in _wrong(_decision_check, row))


def _orphans(connection: Connection) -> Iterator[Finding]:
    """Rows whose foreign key leads nowhere: databases refuse them, damage makes them."""
    for table in tables.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column
            query = select(key.parent.label("lost")).where(~key.parent.in_(select(target))).distinct().order_by(key.parent)
            for row in _rows(connection, query, table.name):
                if isinstance(row, Finding):
                    yield row
                else:
                    message = f"The row's {key.parent.name} is not in {target.table.name}."
                    yield _finding("foreign-key", f"{table.name} {row['lost']}", message)


def _file(connection: Connection) -> Iterator[Finding]:
    """What SQLite finds in its own pages and indexes."""
    if connection.dialect.name != "sqlite":
        return
    try:
        for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if message != "ok":
                yield _finding("file-damaged", "file", f"SQLite finds: {' '.join(message.split())}.")
    except DBAPIError as error:
        yield _finding("file-damaged", "file", f"SQLite cannot check the file: {error.orig}.")


def problems_in(connection: Connection) -> Iterator[Finding]:
    """All that is wrong, table by table."""
    for check in (_file, _orphans, _documents, _claims, _actors, _links, _decisions):
        yield from check(connection)
