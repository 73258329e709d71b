"""Summaries of threads, and the lists that are found by their notes.

Holds: a summary is of one stored thread and goes with it; a number that a thread had is not given to another while its summary
is kept. Lists come in the order in which views give them.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, UnaryExpression, delete, exists, func, insert, select, tuple_
from sqlalchemy.sql.elements import KeyedColumnElement

from detente.model.selection import Selection
from detente.model.summary import About, Note, Sought, Summary
from detente.store.engine import reading
from detente.store.generation import changing
from detente.store.projection_tables import members, notes, summaries, thread_members, threads
from detente.store.tables import claims, documents

_AT_ONCE = 5_000

_Order = Sequence[KeyedColumnElement[object] | UnaryExpression[object]]

# By which columns the list of each kind of note is sorted, its threads' own among them.
_ORDERS: dict[About, _Order] = {
    About.CHANGE: (notes.c.first.desc(), summaries.c.name.desc(), notes.c.text.desc()),
    About.FORCE: (notes.c.key, notes.c.amount.desc(), summaries.c.name),
    About.COURSE: (notes.c.text, summaries.c.name),
    About.DAY: (notes.c.text, notes.c.key, summaries.c.name),
    About.DUE: (notes.c.first, summaries.c.name, notes.c.text),
    About.MEETING: (notes.c.key, notes.c.first, summaries.c.name),
    About.CONFLICT: (summaries.c.newest.desc(), summaries.c.name.desc(), notes.c.place),
    About.ACT: (notes.c.thread, notes.c.place),
}


def highest_number(connection: Connection) -> int:
    """The highest number that a thread has, or had while its summary is still kept."""
    held = (connection.execute(select(func.max(column))).scalar() or 0 for column in (threads.c.number, summaries.c.thread))
    return max(held)


def _beside(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.kinds:
        yield summaries.c.kind.in_([kind.value for kind in selection.kinds])
    if selection.statuses:
        yield summaries.c.state.in_(selection.statuses)
    if selection.actors:
        acting = notes.alias()
        chosen = select(acting.c.thread).where(acting.c.about == About.ACTOR.value, acting.c.key.in_(selection.actors))
        yield summaries.c.thread.in_(chosen)
    if selection.since or selection.until:
        yield summaries.c.thread.in_(_told_in(selection).with_only_columns(thread_members.c.thread))


def _told_in(selection: Selection) -> Select[tuple[int, int]]:
    """Where claims stand that were stated in the days of a selection: thread, and place in it."""
    query = select(thread_members.c.thread, thread_members.c.position).join_from(documents, claims)
    query = query.join(members, members.c.claim_key == claims.c.key).join(thread_members, thread_members.c.member == members.c.id)
    if selection.since:
        query = query.where(documents.c.stated >= selection.since.isoformat())
    if selection.until:
        query = query.where(documents.c.stated <= selection.until.isoformat())
    return query


def _fitting(sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield notes.c.about == sought.about.value
    if sought.keys:
        yield notes.c.key.in_(sorted(sought.keys))
    if sought.texts:
        yield notes.c.text.in_(sorted(sought.texts))
    if sought.touching is not None:
        yield notes.c.first <= sought.touching[1].isoformat()
        yield notes.c.last >= sought.touching[0].isoformat()
    if sought.on is not None:
        yield notes.c.first <= sought.on.isoformat()
        yield notes.c.last >= sought.on.isoformat()
    if sought.within is not None:
        yield notes.c.first >= sought.within[0].isoformat()
        yield notes.c.last <= sought.within[1].isoformat()
    if sought.stated is not None:
        yield tuple_(notes.c.thread, notes.c.place).in_(_told_in(sought.stated))
    beside = list(_beside(sought.beside))
    if beside:
        yield notes.c.thread.in_(select(summaries.c.thread).where(*beside))


_TELLS = exists().where(claims.c.document_key == documents.c.key)

_BY_DAY = (documents.c.stated, documents.c.stated.desc())


class SqlSummaries:
    """The summaries of one ledger's threads."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading(self._engine, self._target) as connection:
            yield connection

    def missing(self) -> list[int]:
        """The numbers of the threads that have no summary."""
        query = select(threads.c.number).where(threads.c.number.not_in(select(summaries.c.thread))).order_by(threads.c.number)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def gone(self) -> list[int]:
        """The numbers that have a summary and no thread any more."""
        query = select(summaries.c.thread).where(summaries.c.thread.not_in(select(threads.c.number)))
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def put(self, given: Sequence[Summary], gone: Sequence[int], generation: int) -> None:
        """Keep summaries, and forget those of threads that are gone."""
        with changing(self._engine, self._target, generation) as connection:
            for start in range(0, len(gone), _AT_ONCE):
                part = gone[start : start + _AT_ONCE]
                connection.execute(delete(notes).where(notes.c.thread.in_(part)))
                connection.execute(delete(summaries).where(summaries.c.thread.in_(part)))
            if given:
                connection.execute(insert(summaries), [_summary_row(each) for each in given])
            rows = [_note_row(each.thread, note) for each in given for note in each.notes]
            if rows:
                connection.execute(insert(notes), rows)

    def thread_count(self, selection: Selection) -> int:
        """How many threads are of a kind, state and actors."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(summaries).where(*_beside(selection))).scalar_one()

    def newest(self, selection: Selection, start: int, stop: int) -> list[int]:
        """The numbers of the same threads, the one with the newest report first."""
        query = select(summaries.c.thread).where(*_beside(selection)).order_by(summaries.c.newest.desc(), summaries.c.name.desc())
        with self._reading() as connection:
            return list(connection.execute(query.offset(start).limit(stop - start)).scalars())

    def count(self, sought: Sought) -> int:
        """How many notes are sought."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(notes).where(*_fitting(sought))).scalar_one()

    def found(self, sought: Sought, start: int = 0, stop: int | None = None) -> list[tuple[int, Note]]:
        """The notes that are sought, in their order, each with the number of its thread."""
        query = select(notes).join_from(notes, summaries, summaries.c.thread == notes.c.thread).where(*_fitting(sought))
        query = query.order_by(*_ORDERS.get(sought.about, (notes.c.thread, notes.c.place)))
        if stop is not None:
            query = query.offset(start).limit(stop - start)
        with self._reading() as connection:
            return [
                (row.thread, Note(sought.about, row.key, row.first, row.last, row.text, row.amount, row.place))
                for row in connection.execute(query)
            ]

    def tally(self, sought: Sought, most: int | None = None) -> list[tuple[str, int]]:
        """How many notes there are of each key, the most frequent first; no more than so many keys."""
        counted = func.count().label("counted")
        query = (
            select(notes.c.key, counted).where(*_fitting(sought)).group_by(notes.c.key).order_by(counted.desc(), notes.c.key).limit(most)
        )
        with self._reading() as connection:
            return [(row.key, row.counted) for row in connection.execute(query)]

    def by_text(self, sought: Sought) -> list[tuple[str, int]]:
        """The same of each text, in its order."""
        query = select(notes.c.text, func.count().label("counted")).where(*_fitting(sought)).group_by(notes.c.text)
        with self._reading() as connection:
            return [(row.text, row.counted) for row in connection.execute(query.order_by(notes.c.text))]

    def sums(self, month: str) -> list[tuple[str, float, float, int]]:
        """Of each pair that acted in a month: the sum of the weights above 0, of those below, and how many acts."""
        above, below = (func.sum(func.coalesce(part, 0.0)) for part in (_above(), _below()))
        chosen = (notes.c.about == About.ACT.value, notes.c.key == month)
        query = select(notes.c.text, above.label("above"), below.label("below"), func.count().label("acts")).where(*chosen)
        with self._reading() as connection:
            return [(row.text, row.above, row.below, row.acts) for row in connection.execute(query.group_by(notes.c.text))]

    def names(self, numbers: Collection[int]) -> dict[int, str]:
        """What the threads of these numbers are called."""
        with self._reading() as connection:
            chosen = (sorted(numbers)[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
            queries = (select(summaries.c.thread, summaries.c.name).where(summaries.c.thread.in_(part)) for part in chosen)
            return {number: name for query in queries for number, name in connection.execute(query)}

    def names_by_claim(self, keys: Collection[str]) -> dict[str, str]:
        """What the threads that hold the claims of these keys are called, by the claim's key."""
        query = select(members.c.claim_key, summaries.c.name).join_from(members, thread_members, thread_members.c.member == members.c.id)
        query = query.join(summaries, summaries.c.thread == thread_members.c.thread)
        with self._reading() as connection:
            chosen = (sorted(keys)[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
            return {key: name for part in chosen for key, name in connection.execute(query.where(members.c.claim_key.in_(part)))}

    def span(self) -> tuple[str, str] | None:
        """The first and the last day on which a document was stated that tells of anything; None where none has a day."""
        first, last = (
            select(documents.c.stated).where(_TELLS, documents.c.stated.is_not(None)).order_by(order).limit(1) for order in _BY_DAY
        )
        with self._reading() as connection:
            ends = [connection.execute(query).scalar() for query in (first, last)]
            return (ends[0], ends[1]) if ends[0] and ends[1] else None

    def sharing(self, about: About) -> list[int]:
        """The numbers of the threads that share the key of a note with another thread."""
        chosen = notes.c.about == about.value
        shared = select(notes.c.key).where(chosen).group_by(notes.c.key).having(func.min(notes.c.thread) < func.max(notes.c.thread))
        with self._reading() as connection:
            return list(connection.execute(select(notes.c.thread).distinct().where(chosen, notes.c.key.in_(shared))).scalars())


def _above() -> ColumnElement[Any]:
    return (notes.c.amount + func.abs(notes.c.amount)) / 2


def _below() -> ColumnElement[Any]:
    return (notes.c.amount - func.abs(notes.c.amount)) / 2


def _summary_row(given: Summary) -> dict[str, object]:
    return {"thread": given.thread, "kind": given.kind.value, "state": given.state, "name": given.name, "newest": given.newest}


def _note_row(number: int, note: Note) -> dict[str, object]:
    return {
        "thread": number,
        "about": note.about.value,
        "key": note.key,
        "first": note.first,
        "last": note.last,
        "text": note.text,
        "amount": note.amount,
        "place": note.place,
    }
