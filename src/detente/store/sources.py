"""How sources stand and which of their items were met, in the ledger's database.

Holds: what an answer told, its validators and when to ask again are kept in one transaction: after a crash either all of it is
known or none, so nothing is lost and nothing taken in twice. An item keeps the identity under which it was first met.
Times go in and come out as instants with their zone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Update,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

from detente.model.following import OPEN, CopiedItem, DoneItem, ItemFacts, NewItem, OpenItem, Origin, SourceState, Stage, Taken, Tally
from detente.store.engine import open_engine, translating
from detente.store.rows import Row, instant_text
from detente.store.source_tables import near_bands, source_errors, source_items, source_states, syndications
from detente.store.sql import SqlStore
from detente.store.tables import documents

_AT_ONCE = 2_000


def _state_row(state: SourceState) -> Row:
    return {name: instant_text(value) if isinstance(value, datetime) else value for name, value in asdict(state).items()}


def _state(row: RowMapping) -> SourceState:
    values: Row = {field.name: row[field.name] for field in fields(SourceState)}
    instants = [name for name, value in values.items() if name.endswith(("_at", "_since")) and value is not None]
    return SourceState(**values | {name: datetime.fromisoformat(values[name]) for name in instants})


def _open_item(row: RowMapping) -> OpenItem:
    values = {name: row[name] for name in (field.name for field in fields(OpenItem))}
    return OpenItem(**{**values, "stage": Stage(values["stage"]), "payload": values["payload"] or "{}"})


class SqlSources:
    """The working memory of following, in one database."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target

    @classmethod
    def open(cls, target: str, *, create: bool = False) -> "SqlSources":
        """Open it beside the ledger of that name; with `create` the ledger is made or migrated first."""
        SqlStore.open(target, create=create).close()
        return cls(open_engine(target, create=create), target)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translating(self._target), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translating(self._target), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def is_ready(self) -> bool:
        """Whether the database has the tables of following; one that was made before them gets them when it is written to."""
        with self._reading() as connection:
            return inspect(connection).has_table(source_states.name)

    def words(self, source: str) -> dict[str, str]:
        """What the words of each known item of a source were, as their hash, by the item's key."""
        items = source_items.c
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(select(items.key, items.words_hash).where(items.source == source))}

    def states(self) -> dict[str, SourceState]:
        """The states of all sources that were ever asked, by name."""
        with self._reading() as connection:
            return {row["name"]: _state(row) for row in connection.execute(select(source_states)).mappings()}

    def keep(self, state: SourceState, *, error_kind: str | None = None) -> None:
        """Keep a state; `error_kind` counts one more error of that kind."""
        with self._writing() as connection:
            _keep(connection, state)
            if error_kind is not None:
                _count(connection, state.name, error_kind)

    def take_in(self, state: SourceState, items: Sequence[NewItem], *, now: datetime, is_old: bool) -> Taken:
        """Keep a state with the items that its answer told of; what is known in the same words stays as it is."""
        with self._writing() as connection:
            _keep(connection, state)
            held = _held(connection, state.name, [item.key for item in items])
            new = [item for item in items if item.key not in held]
            changed = [item for item in items if item.key in held and held[item.key] != item.words_hash]
            if new:
                connection.execute(insert(source_items), [_new_row(state.name, item, now, is_old) for item in new])
            for item in changed:
                connection.execute(_renewed(state.name, item, now, is_old))
            _keep_facts(connection, state.name, items)
        return Taken(len(new), len(changed), len(items) - len(new) - len(changed))

    def facts(self) -> list[ItemFacts]:
        """What sources say of their items besides the words, where they say it."""
        items = source_items.c
        query = select(items.source, items.identity, items.stage, items.facts).where(items.facts.is_not(None))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(items.source, items.key))
            return [ItemFacts(source, identity, stage == Stage.READ, facts) for source, identity, stage, facts in rows]

    def open_items(self, stage: Stage, *, now: datetime, most: int, sources: Collection[str] | None = None) -> list[OpenItem]:
        """Items at a stage whose time has come, the longest waiting first."""
        items = source_items.c
        query = select(source_items).where(items.stage == stage, items.due_at <= instant_text(now)).order_by(items.due_at)
        if sources is not None:
            query = query.where(items.source.in_(sources))
        with self._reading() as connection:
            return [_open_item(row) for row in connection.execute(query.limit(most)).mappings()]

    def waiting(self) -> int:
        """How many items are not done with."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).where(source_items.c.stage.in_(OPEN))).scalar() or 0)

    def move(self, item: OpenItem, *, stage: Stage, payload: str, due_at: datetime, tries: int) -> None:
        """Put an item to a stage, unless its words have changed meanwhile."""
        values = {"stage": stage, "payload": payload, "due_at": instant_text(due_at), "tries": tries}
        with self._writing() as connection:
            connection.execute(update(source_items).where(*_same_as(item.source, item.key, item.words_hash)).values(**values))

    def finish(
        self, done: Sequence[DoneItem], *, copies: Sequence[CopiedItem], bands: Mapping[str, Collection[str]], now: datetime
    ) -> None:
        """Be done with items; `copies` are those among them that are of documents read already, `bands` those of the documents that
        were read, by identity."""
        with self._writing() as connection:
            if done:
                connection.execute(_FINISHED, [_finished_row(item) for item in done])
            _keep_copies(connection, copies, now)
            _keep_bands(connection, bands, now)

    def carriers(self, identity: str) -> list[tuple[str, str | None]]:
        """The sources that carried copies of a document, each with the address of its copy."""
        query = select(syndications).where(syndications.c.identity == identity).order_by(syndications.c.seen_at, syndications.c.source)
        with self._reading() as connection:
            return [(row["source"], row["url"]) for row in connection.execute(query).mappings()]

    def readers_of(self, identities: Collection[str]) -> dict[str, frozenset[str]]:
        """The sources that have brought documents which were read, by the documents' identities."""
        items, found = source_items.c, defaultdict(set)
        with self._reading() as connection:
            for part in _parts(identities):
                # The stage is looked at here: a database that chose the index of stages would read all that was ever read.
                query = select(items.identity, items.source, items.stage).where(items.identity.in_(part))
                for identity, source, stage in connection.execute(query):
                    if stage == Stage.READ:
                        found[identity].add(source)
        return {identity: frozenset(sources) for identity, sources in found.items()}

    def likely_copies(self, bands: Collection[str], *, since: datetime, most: int) -> dict[str, list[tuple[datetime, str]]]:
        """For each band the identities of `most` documents at most that have it, with the instants at which they were seen, the
        earliest first."""
        held, found = near_bands.c, defaultdict(list)
        place = func.row_number().over(partition_by=held.band, order_by=(held.seen_at, held.identity)).label("place")
        with self._reading() as connection:
            for part in _parts(bands):
                of_all = select(near_bands, place).where(held.band.in_(part), held.seen_at >= instant_text(since)).subquery()
                query = select(of_all.c.band, of_all.c.seen_at, of_all.c.identity).where(of_all.c.place <= most)
                for band, seen_at, identity in connection.execute(query.order_by(of_all.c.band, of_all.c.place)):
                    found[band].append((datetime.fromisoformat(seen_at), identity))
        return dict(found)

    def forget_bands(self, before: datetime) -> None:
        """Forget the bands of documents that are too old to be copied any more."""
        with self._writing() as connection:
            connection.execute(delete(near_bands).where(near_bands.c.seen_at < instant_text(before)))

    def words_of(self, identity: str) -> str | None:
        """Title and text of the newest version of a document."""
        query = select(documents.c.title, documents.c.text).where(documents.c.identity == identity)
        with self._reading() as connection:
            row = connection.execute(query.order_by(documents.c.recorded_at.desc(), documents.c.key).limit(1)).first()
        return None if row is None else f"{row[0]}\n{row[1]}"

    def tallies(self) -> dict[str, Tally]:
        """The items of each source by what became of them."""
        items = source_items.c
        query = select(items.source, items.stage, func.count(), func.sum(items.claims)).group_by(items.source, items.stage)
        copies = select(syndications.c.source, func.count()).group_by(syndications.c.source)
        with self._reading() as connection:
            counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for source, stage, number, claims in connection.execute(query):
                counts[source][stage] = number
                counts[source]["claims"] += claims or 0
            syndicated = {row[0]: row[1] for row in connection.execute(copies)}
        return {source: _tally(held, syndicated.get(source, 0)) for source, held in counts.items()}

    def errors(self) -> dict[str, dict[str, int]]:
        """How often each source failed, by kind of error."""
        out: dict[str, dict[str, int]] = defaultdict(dict)
        with self._reading() as connection:
            for row in connection.execute(select(source_errors)).mappings():
                out[row["source"]][row["kind"]] = row["times"]
        return dict(out)

    def seen(self, source: str, *, since: datetime) -> list[datetime]:
        """When new items of a source were first seen, those of its first reading left out."""
        items = source_items.c
        query = (
            select(items.first_seen)
            .distinct()
            .where(items.source == source, items.first_seen >= instant_text(since), items.is_old.is_(False))
        )
        with self._reading() as connection:
            return [datetime.fromisoformat(text) for text in connection.execute(query.order_by(items.first_seen)).scalars()]

    def origins(self, document_keys: Collection[str]) -> dict[str, Origin]:
        """By which source documents came, by their keys; alerts leave out what is old."""
        out: dict[str, Origin] = {}
        items = source_items.c
        with self._reading() as connection:
            for part in _parts(document_keys):
                query = select(items.document_key, items.source, items.is_old, items.facts).where(items.document_key.in_(part))
                out |= {
                    key: Origin(source, is_old, facts)
                    for key, source, is_old, facts in connection.execute(query.order_by(items.first_seen))
                }
        return out


def _tally(counts: Mapping[str, int], syndicated: int) -> Tally:
    number = {stage: counts.get(stage, 0) for stage in Stage}
    return Tally(
        items=sum(number.values()),
        waiting=number[Stage.PAGE] + number[Stage.READY],
        read=number[Stage.READ],
        left_out=number[Stage.LEFT_OUT],
        claims=counts.get("claims", 0),
        syndicated=syndicated,
    )


Named = str | BindParameter[str]


def _same_as(source: Named, key: Named, words_hash: Named) -> tuple[ColumnElement[bool], ...]:
    items = source_items.c
    return items.source == source, items.key == key, items.words_hash == words_hash


def _parts(values: Collection[str]) -> Iterator[list[str]]:
    """The values in an order of their own, as many at once as a statement may hold."""
    ordered = sorted(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _keep(connection: Connection, state: SourceState) -> None:
    row = _state_row(state)
    if not connection.execute(update(source_states).where(source_states.c.name == state.name).values(**row)).rowcount:
        connection.execute(insert(source_states), row)


def _count(connection: Connection, source: str, kind: str) -> None:
    same = (source_errors.c.source == source, source_errors.c.kind == kind)
    if not connection.execute(update(source_errors).where(*same).values(times=source_errors.c.times + 1)).rowcount:
        connection.execute(insert(source_errors), {"source": source, "kind": kind, "times": 1})


def _held(connection: Connection, source: str, keys: Sequence[str]) -> dict[str, str]:
    items = source_items.c
    held: dict[str, str] = {}
    for part in _parts(keys):
        query = select(items.key, items.words_hash).where(items.source == source, items.key.in_(part))
        held |= {row[0]: row[1] for row in connection.execute(query)}
    return held


def _new_row(source: str, item: NewItem, now: datetime, is_old: bool) -> Row:
    return {
        "source": source,
        "key": item.key,
        "words_hash": item.words_hash,
        "identity": item.identity,
        "stage": item.stage,
        "due_at": instant_text(now),
        "tries": 0,
        "is_old": is_old,
        "first_seen": instant_text(now),
        "payload": item.payload,
        "facts": item.facts,
        "claims": 0,
    }


def _renewed(source: str, item: NewItem, now: datetime, is_old: bool) -> Update:
    """Other words are news, whenever the first ones came."""
    values = {"is_old": is_old, "words_hash": item.words_hash, "stage": item.stage, "payload": item.payload, "facts": item.facts}
    same = (source_items.c.source == source, source_items.c.key == item.key)
    return update(source_items).where(*same).values(**values, due_at=instant_text(now), tries=0, why=None)


def _keep_facts(connection: Connection, source: str, items: Sequence[NewItem]) -> None:
    """Facts may change while the words stay: an act is corrected, or its day is set."""
    told = [{"of_key": item.key, "to_facts": item.facts} for item in items if item.facts]
    if told:
        same = (source_items.c.source == source, source_items.c.key == bindparam("of_key"))
        connection.execute(update(source_items).where(*same).values(facts=bindparam("to_facts")), told)


def _finished_row(item: DoneItem) -> Row:
    return {
        "of_source": item.source,
        "of_key": item.key,
        "of_words": item.words_hash,
        "to_stage": item.stage,
        "to_document": item.document_key,
        "to_why": item.why,
        "to_claims": item.claims,
    }


_FINISHED = (
    update(source_items)
    .where(*_same_as(bindparam("of_source"), bindparam("of_key"), bindparam("of_words")))
    .values(
        stage=bindparam("to_stage"),
        payload=None,
        document_key=bindparam("to_document"),
        why=bindparam("to_why"),
        claims=bindparam("to_claims"),
    )
)


def _keep_copies(connection: Connection, copies: Sequence[CopiedItem], now: datetime) -> None:
    columns = (syndications.c.identity, syndications.c.source, syndications.c.key)
    rows = {(copy.identity, copy.source, copy.key): asdict(copy) | {"seen_at": instant_text(now)} for copy in copies}
    for part in _parts({copy.identity for copy in copies}):
        held = {tuple(row) for row in connection.execute(select(*columns).where(columns[0].in_(part)))}
        rows = {key: row for key, row in rows.items() if key not in held}
    if rows:
        connection.execute(insert(syndications), list(rows.values()))


def _keep_bands(connection: Connection, bands: Mapping[str, Collection[str]], now: datetime) -> None:
    """Bands of an earlier version of a document stay: whoever is led by them to it compares the texts themselves."""
    rows = [{"band": band, "identity": identity, "seen_at": instant_text(now)} for identity, of_one in bands.items() for band in of_one]
    if rows:
        same = (near_bands.c.band == bindparam("of_band"), near_bands.c.identity == bindparam("of_identity"))
        connection.execute(delete(near_bands).where(*same), [{"of_band": row["band"], "of_identity": row["identity"]} for row in rows])
        connection.execute(insert(near_bands), rows)
