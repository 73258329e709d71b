"""The projection behind `detente.model.ports.Projection`: an index of claims, and threads, in the ledger's database.

Holds: it follows from the log and can be made anew from it at any time. What is appended is pending in the same transaction;
every change of the projection takes the number of the generation that it was computed from, and is refused when another
process has changed it since: nothing is computed from one state and written over another.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, literal, select, true, update

from detente.model.claim import Kind
from detente.model.projection import ALL_TIME, Backlog, HeldMember, IndexedClaim, StoredThread, Wanted, Window
from detente.store.blocks import block_numbers, block_of
from detente.store.conditions import fitting, indexed_in, stated_in
from detente.store.engine import reading
from detente.store.generation import changing
from detente.store.parts import AT_ONCE, parts_of
from detente.store.projection_tables import EMPTIED, block_actors, blocks, members, pending, projection, thread_members, threads
from detente.store.projection_tables import marks as mark_table
from detente.store.rows import Row, instant_text
from detente.store.summaries import SqlSummaries, highest_number
from detente.store.tables import claims, decisions, documents
from detente.store.words import add_words, counted_words, empty_words, members_with

_ROWS_AT_ONCE = 2_000

UNREAD, UNGROUPED, DECISION = "unread", "ungrouped", "decision"


def _hash_of(kind: str, sort: str, mark: str) -> int:
    """A telling value of claims of one kind and sort, as a number of 64 bits."""
    return int.from_bytes(blake2b(f"{kind}\x00{sort}\x00{mark}".encode(), digest_size=8).digest(), "big", signed=True)


_MEMBER = (members.c.claim_key, members.c.form, blocks.c.kind, blocks.c.core)

_BACKLOG = select(projection.c.generation, projection.c.rules, pending).join_from(projection, pending, true(), isouter=True)


class SqlProjection:
    """The projection of one ledger."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target
        self._summaries = SqlSummaries(engine, target)

    @property
    def summaries(self) -> SqlSummaries:
        """What is kept of each thread for lists of all."""
        return self._summaries

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading(self._engine, self._target) as connection:
            yield connection

    @contextmanager
    def _changing(self, generation: int) -> Iterator[Connection]:
        """A transaction that takes the projection from one generation to the next."""
        with changing(self._engine, self._target, generation) as connection:
            yield connection

    def backlog(self) -> Backlog:
        """How far the projection is."""
        held: dict[str, set[str]] = {UNREAD: set(), UNGROUPED: set(), DECISION: set()}
        with self._reading() as connection:
            rows = connection.execute(_BACKLOG).all()
        for _, _, about, key in rows:
            if about is not None:
                held[about].add(key)
        return Backlog(rows[0].generation, rows[0].rules, *(frozenset(held[about]) for about in (UNREAD, UNGROUPED, DECISION)))

    def clear(self, rules: str, generation: int) -> None:
        """Empty it, to be made anew by other rules."""
        with self._changing(generation) as connection:
            for table in (*EMPTIED, pending):
                connection.execute(delete(table))
            empty_words(connection)
            connection.execute(update(projection).values(rules=rules))
            put_all_off(connection)

    def index(self, given: Sequence[IndexedClaim], read: Collection[str], generation: int) -> None:
        """Take in claims; `read` are the keys of their documents, and of those without claims."""
        with self._changing(generation) as connection:
            numbers = block_numbers(connection, given)
            first = (connection.execute(select(func.max(members.c.id))).scalar() or 0) + 1
            rows = [(number, numbers[block_of(claim)], claim) for number, claim in enumerate(given, first)]
            if rows:
                connection.execute(insert(members), [_member_row(*row) for row in rows])
                marked = [row for each in rows for row in _mark_rows(*each)]
                if marked:
                    connection.execute(insert(mark_table), marked)
                add_words(connection, ((number, claim.words) for number, _, claim in rows))
            for part in parts_of(read):
                chosen = (pending.c.about == UNREAD, pending.c.key.in_(part))
                connection.execute(update(pending).where(*chosen).values(about=UNGROUPED))

    def word_counts(self) -> Iterator[tuple[str, int]]:
        """Every word that search finds, with the number of claims that it finds it in."""
        with self._reading() as connection:
            yield from counted_words(connection)

    def size(self) -> int:
        """How many claims the index holds."""
        with self._reading() as connection:
            return connection.execute(select(func.sum(blocks.c.size))).scalar() or 0

    def count(self, window: Window = ALL_TIME) -> int:
        """How many claims the log holds."""
        query = select(func.count()).select_from(claims)
        bounds = stated_in(window)
        with self._reading() as connection:
            return connection.execute(query.join(documents).where(*bounds) if bounds else query).scalar_one()

    def keys_within(self, keys: Collection[str], window: Window) -> list[str]:
        """Those of the keys whose claims the index holds and that are in a window."""
        query = select(members.c.claim_key).where(*indexed_in(window))
        with self._reading() as connection:
            chosen = (query.where(members.c.claim_key.in_(part)) for part in parts_of(keys))
            return [key for each in chosen for key in connection.execute(each).scalars()]

    def keys_in(self, documents: Iterable[str]) -> list[str]:
        """The keys of the claims of documents."""
        with self._reading() as connection:
            chosen = (select(claims.c.key).where(claims.c.document_key.in_(part)) for part in parts_of(documents))
            return [key for query in chosen for key in connection.execute(query).scalars()]

    def claims_in(self, kind: Kind, sort: str, actor: str, window: Window = ALL_TIME, *, most: int | None = None) -> int:
        """How many claims of a kind and sort an actor acts in, counted up to `most`; of an empty one, those in which nobody does."""
        company = (block_actors.c.kind == kind.value, block_actors.c.sort == sort, block_actors.c.actor == actor)
        with self._reading() as connection:
            bounds = indexed_in(window)
            if not bounds:
                return connection.execute(select(func.sum(blocks.c.size)).join_from(blocks, block_actors).where(*company)).scalar() or 0
            one = select(members.c.id).join(block_actors, block_actors.c.block == members.c.block).where(*company, *bounds)
            return connection.execute(select(func.count()).select_from(one.limit(most).subquery())).scalar_one()

    def company(self, kind: Kind, sort: str, actor: str, window: Window = ALL_TIME) -> Iterator[HeldMember]:
        """The claims of a kind and sort that an actor acts in."""
        company = (block_actors.c.kind == kind.value, block_actors.c.sort == sort, block_actors.c.actor == actor)
        query = select(*_MEMBER).join_from(members, blocks).join(block_actors, block_actors.c.block == blocks.c.id)
        yield from self._members(query.where(*company, *indexed_in(window)))

    def around(
        self, kind: Kind, sort: str, core: Sequence[str], marks: Collection[str] | None, window: Window = ALL_TIME
    ) -> Iterator[HeldMember]:
        """The claims of a kind and sort whose actors are all among these, or take all of these in; with one of the marks, where given."""
        actors = list(core) or [""]
        near = select(block_actors.c.block).where(
            block_actors.c.kind == kind.value, block_actors.c.sort == sort, block_actors.c.actor.in_(actors)
        )
        query = select(*_MEMBER).join_from(members, blocks).where(*indexed_in(window))
        is_near = _is_near(frozenset(core))
        if marks is None:
            with self._reading() as connection:
                found = connection.execute(select(blocks.c.id, blocks.c.core).where(blocks.c.id.in_(near)))
                related = [row.id for row in found if is_near(json.loads(row.core))]
            for part in parts_of(related):
                yield from self._members(query.where(members.c.block.in_(part)))
            return
        for part in parts_of(_hash_of(kind.value, sort, mark) for mark in marks):
            marked = select(mark_table.c.member).where(mark_table.c.mark.in_(part), mark_table.c.block.in_(near))
            for held in self._members(query.where(members.c.id.in_(marked))):
                if is_near(held.core):
                    yield held

    def marked(self, kind: Kind, sort: str, marks: Collection[str], window: Window = ALL_TIME) -> list[str]:
        """The keys of the claims of a kind and sort that bear one of the marks."""
        found: list[str] = []
        with self._reading() as connection:
            for part in parts_of(_hash_of(kind.value, sort, mark) for mark in marks):
                query = select(members.c.claim_key).join_from(mark_table, members, members.c.id == mark_table.c.member)
                found += connection.execute(query.where(mark_table.c.mark.in_(part), *indexed_in(window))).scalars()
        return found

    def members(self, keys: Collection[str]) -> Iterator[HeldMember]:
        """The claims of these keys, as far as the index holds them."""
        for part in parts_of(keys):
            yield from self._members(select(*_MEMBER).join_from(members, blocks).where(members.c.claim_key.in_(part)))

    def members_of(self, kind: Kind) -> Iterator[HeldMember]:
        """All claims of a kind."""
        yield from self._members(select(*_MEMBER).join_from(members, blocks).where(blocks.c.kind == kind.value))

    def _members(self, query: Select[Any]) -> Iterator[HeldMember]:
        with self._reading() as connection:
            for key, form, kind, core in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query):
                yield HeldMember(key, Kind(kind), tuple(json.loads(core)), form)

    def together(self, keys: Collection[str]) -> dict[str, frozenset[str]]:
        """The components of the stored threads that hold these claims, each with the keys of all its claims."""
        found: dict[str, set[str]] = {}
        with self._reading() as connection:
            named: set[str] = set()
            for part in parts_of(keys):
                query = select(threads.c.component).distinct().join_from(members, thread_members, thread_members.c.member == members.c.id)
                query = query.join(threads, threads.c.number == thread_members.c.thread).where(members.c.claim_key.in_(part))
                named.update(connection.execute(query).scalars())
            for part in parts_of(named):
                query = select(threads.c.component, members.c.claim_key).join_from(
                    threads, thread_members, thread_members.c.thread == threads.c.number
                )
                query = query.join(members, members.c.id == thread_members.c.member).where(threads.c.component.in_(part))
                for component, key in connection.execute(query):
                    found.setdefault(component, set()).add(key)
        return {component: frozenset(held) for component, held in found.items()}

    def regroup(self, given: Sequence[StoredThread], generation: int, *, instead_of: Collection[str] | Kind) -> None:
        """Put threads in the place of those of the named components, or of all of a kind."""
        with self._changing(generation) as connection:
            for chosen in _threads_gone(instead_of):
                gone = select(threads.c.number).where(chosen)
                connection.execute(delete(thread_members).where(thread_members.c.thread.in_(gone)))
                connection.execute(delete(threads).where(chosen))
            numbers = _member_numbers(connection, (key for thread in given for key in thread.claims))
            first = highest_number(connection) + 1
            if given:
                connection.execute(insert(threads), [_thread_row(number, thread) for number, thread in enumerate(given, first)])
                rows = [
                    {"member": numbers[key], "thread": number, "position": place}
                    for number, thread in enumerate(given, first)
                    for place, key in enumerate(thread.claims)
                ]
                connection.execute(insert(thread_members), rows)

    def settle(self, backlog: Backlog) -> None:
        """Note that the threads are those of all that was pending."""
        with self._changing(backlog.generation) as connection:
            for about, keys in ((UNGROUPED, backlog.unread | backlog.ungrouped), (DECISION, backlog.decisions)):
                for part in parts_of(keys):
                    connection.execute(delete(pending).where(pending.c.about == about, pending.c.key.in_(part)))

    def threads_with(self, keys: Collection[str]) -> Iterator[StoredThread]:
        """The stored threads that hold any of these claims."""
        holding = select(thread_members.c.thread).join(members, members.c.id == thread_members.c.member)
        if len(keys) <= AT_ONCE:
            yield from self._threads(threads.c.number.in_(holding.where(members.c.claim_key.in_(sorted(keys)))))
            return
        with self._reading() as connection:
            numbers: set[int] = set()
            for part in parts_of(keys):
                numbers.update(connection.execute(holding.where(members.c.claim_key.in_(part))).scalars())
        for part in parts_of(numbers):
            yield from self._threads(threads.c.number.in_(part))

    def thread_count(self) -> int:
        """How many threads are stored."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(threads)).scalar_one()

    def all_threads(self) -> Iterator[StoredThread]:
        """All stored threads."""
        yield from self._threads()

    def numbered(self, numbers: Collection[int]) -> Iterator[tuple[int, StoredThread]]:
        """The stored threads of these numbers, each with its number."""
        with self._reading() as connection:
            for part in parts_of(numbers):
                yield from _threads_in(connection, threads.c.number.in_(part))

    def _threads(self, *chosen: ColumnElement[bool]) -> Iterator[StoredThread]:
        with self._reading() as connection:
            for _, thread in _threads_in(connection, *chosen):
                yield thread

    def keys(self, wanted: Wanted, window: Window = ALL_TIME) -> list[str]:
        """The keys of the claims that a question begins from; of words, as far as the index holds them."""
        query = select(claims.c.key).join_from(claims, documents)
        query = query.where(*stated_in(window), *fitting(wanted))
        with self._reading() as connection:
            if wanted.words:
                holding = members_with(connection, wanted.words).subquery()
                query = query.join(members, members.c.claim_key == claims.c.key).join(holding, holding.c.member == members.c.id)
            return list(connection.execute(query).scalars())


def _threads_in(connection: Connection, *chosen: ColumnElement[bool]) -> Iterator[tuple[int, StoredThread]]:
    query = select(threads, members.c.claim_key).join_from(threads, thread_members, thread_members.c.thread == threads.c.number)
    query = query.join(members, members.c.id == thread_members.c.member).where(*chosen)
    query = query.order_by(threads.c.number, thread_members.c.position)
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
    for number, group in groupby(rows, key=lambda row: row.number):
        held = list(group)
        row = held[0]
        yield number, StoredThread(Kind(row.kind), row.state, row.component, tuple(each.claim_key for each in held), row.joins)


def put_off(connection: Connection, about: str, keys: Collection[str]) -> None:
    """Note what the projection does not hold yet, in the transaction that appends it."""
    if keys:
        connection.execute(insert(pending), [{"about": about, "key": key} for key in sorted(keys)])


def put_all_off(connection: Connection) -> None:
    """Note that the projection holds nothing of what is recorded."""
    for about, column in ((UNREAD, documents.c.key), (DECISION, decisions.c.id)):
        connection.execute(insert(pending).from_select(["about", "key"], select(literal(about), column)))


def _is_near(core: frozenset[str]) -> Callable[[Collection[str]], bool]:
    def is_near(other: Collection[str]) -> bool:
        held = frozenset(other)
        return held == core if not held or not core else held <= core or core <= held

    return is_near


def _member_row(number: int, block: int, claim: IndexedClaim) -> Row:
    return {
        "id": number,
        "claim_key": claim.key,
        "block": block,
        "recorded_at": instant_text(claim.recorded_at),
        "stated": claim.stated.isoformat() if claim.stated else None,
        "form": claim.form,
    }


def _mark_rows(number: int, block: int, claim: IndexedClaim) -> Iterator[Row]:
    for mark in {_hash_of(claim.kind.value, claim.sort, mark) for mark in claim.marks}:
        yield {"mark": mark, "block": block, "member": number}


def _thread_row(number: int, thread: StoredThread) -> Row:
    return {
        "number": number,
        "kind": thread.kind.value,
        "state": thread.state,
        "component": thread.component,
        "joins": thread.joins,
    }


def _threads_gone(instead_of: Collection[str] | Kind) -> Iterator[ColumnElement[bool]]:
    if isinstance(instead_of, Kind):
        yield threads.c.kind == instead_of.value
    else:
        yield from (threads.c.component.in_(part) for part in parts_of(instead_of))


def _member_numbers(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts_of(keys):
        rows = connection.execute(select(members.c.claim_key, members.c.id).where(members.c.claim_key.in_(part)))
        found.update((key, number) for key, number in rows)
    return found
