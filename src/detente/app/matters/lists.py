"""Lists of a ledger's threads that read only what is shown of them: found by notes, cut by the database.

In: matters whose threads are stored and summed up. Out: rows of the same views, as views make them of all threads.

Holds: each list is the list that computing from all threads gives; its rows are read when they are asked for, and are of
the ledger as it is then.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from detente.app.rows import Rows, RowsRead
from detente.checks.conflicts import conflicts_in
from detente.checks.tours import conflicts_of_tours
from detente.checks.twins import conflicts_between
from detente.model.claim import Kind, Link, LinkType
from detente.model.identity import document_key
from detente.model.ports import Summaries
from detente.model.record import Record
from detente.model.recorded import Listing, RecordedClaim
from detente.model.selection import Selection
from detente.model.summary import About, Note, Sought
from detente.model.thread import Thread, thread_to_record
from detente.threads.links import thread_links
from detente.threads.order import place_of
from detente.views.calendar import CalendarItem, calendar_item_to_record, items_of
from detente.views.changes import Change, change_to_record, changes
from detente.views.conflicts import ConflictRow, conflict_row_to_record, is_told_in, row_of
from detente.views.course import Outcome
from detente.views.due import DueItem, days_within, due_to_record, dues_of
from detente.views.dyad import Movement, month_before, movement_of, movement_to_record
from detente.views.measures import MeasureRow, Stack, StateRow, measure_on, measure_row_to_record, states_from
from detente.views.meetings import Meeting, meeting_of, meeting_to_record
from detente.views.scoreboard import (
    Breakdown,
    Chosen,
    Counted,
    ScoreRow,
    Threat,
    score_row_to_record,
    scoreboard,
    sides_of,
    threat_to_record,
    threats_in,
)
from detente.views.summaries import SETTLED, SILENT, STANDING, key_from, parts_of
from detente.views.threads import ClaimRow, claim_row_to_record, select_threads

_Row = TypeVar("_Row")


class Reading(Protocol):
    """What lists read by."""

    @property
    def summaries(self) -> Summaries:
        """The notes."""
        ...

    def numbered(self, numbers: Collection[int]) -> Mapping[int, Thread]:
        """The stored threads of these numbers."""
        ...

    def telling(self, documents: Collection[str]) -> Sequence[Thread]:
        """The threads that documents of these keys tell of."""
        ...

    def beside(self, thread: Thread) -> Sequence[Thread]:
        """The thread, and every thread that it may be linked with, or that decides whether it is."""
        ...

    def listing(self, selection: Selection) -> Listing | None:
        """The selected claims as they stand; None where decisions are about very many."""
        ...

    def listed(self, listing: Listing, start: int, stop: int) -> Mapping[str, RecordedClaim]:
        """Those from one place up to another, by key, in the order of the log."""
        ...

    def listed_count(self, listing: Listing) -> int:
        """How many they are."""
        ...

    def claims_by_text(self) -> Mapping[str, int]:
        """How many claims stand in the text of each hash."""
        ...

    def links(self, documents: Collection[str] | None = None) -> Iterable[tuple[str, Link]]:
        """The links of all documents, or of those of these keys, each with the key of its document."""
        ...


def takes(selection: Selection) -> bool:
    """Whether a list can be made for a selection: what is in force on a day is not noted of all kinds."""
    return selection.in_force_on is None


def _balance(above: float, below: float) -> float:
    """The balance of a month, as `views.dyad` rounds it."""
    return round(round(above, 1) + round(below, 1), 1)


class Lists:
    """The lists of one state of a ledger."""

    def __init__(self, held: Reading) -> None:
        self._held = held

    @property
    def _notes(self) -> Summaries:
        return self._held.summaries

    def _rows(
        self, sought: Sought, built: Callable[[Thread, Note], _Row], to_record: Callable[[_Row], Record], *, count: int | None = None
    ) -> Rows[_Row]:
        """A row a note."""

        def part(start: int, stop: int) -> Sequence[_Row]:
            found = self._notes.found(sought, start, stop)
            threads = self._held.numbered({number for number, _ in found})
            return [built(threads[number], note) for number, note in found if number in threads]

        return RowsRead(self._notes.count(sought) if count is None else count, part, to_record)

    def threads(self, selection: Selection) -> Rows[Thread]:
        """The selected threads, the one with the newest report first."""

        def part(start: int, stop: int) -> Sequence[Thread]:
            numbers = self._notes.newest(selection, start, stop)
            threads = self._held.numbered(numbers)
            return [threads[number] for number in numbers if number in threads]

        return RowsRead(self._notes.thread_count(selection), part, thread_to_record)

    def changes(self, selection: Selection) -> Rows[Change]:
        """What was stated anew or otherwise in them, the newest first."""
        stated = selection if selection.since or selection.until else None
        return self._rows(Sought(About.CHANGE, stated=stated, beside=selection), _change, change_to_record)

    def due(self, selection: Selection, today: date, within: timedelta, passed: bool | None) -> Rows[DueItem]:
        """What falls due, and what passed without news; only one of both where that is asked for."""
        earliest, latest = days_within(today, within)
        over = Sought(About.DUE, (SILENT,), within=(earliest, days_within(today, _ONE_DAY)[0]), beside=selection)
        ahead = Sought(About.DUE, within=(today, latest), beside=selection)

        def built(thread: Thread, note: Note) -> DueItem:
            item, _ = list(dues_of(thread))[note.place]
            return replace(item, passed=item.day < today)

        parts = [self._rows(each, built, due_to_record) for each in ((over, ahead) if passed is None else (over,) if passed else (ahead,))]
        return parts[0] if len(parts) == 1 else RowsRead.joined(parts[0], parts[1], due_to_record)

    def measures(self, selection: Selection, on: date, stack: Stack | None = None) -> Rows[MeasureRow]:
        """The measures in force or suspended on a day."""
        keys = () if stack is None else (key_from(*stack),)

        def built(thread: Thread, _: Note) -> MeasureRow:
            row = measure_on(thread, on)
            assert row is not None  # as the note says
            return row

        return self._rows(Sought(About.FORCE, keys, on=on, beside=selection), built, measure_row_to_record)

    def stack_sizes(self, selection: Selection, on: date) -> Mapping[Stack, int]:
        """How many of them stand on one imposer, target and instrument."""
        found = self._notes.tally(Sought(About.FORCE, on=on, beside=selection))
        return {(imposer, target, instrument): count for key, count in found for imposer, target, instrument in (parts_of(key),)}

    def states(self, on: date) -> list[StateRow]:
        """How many measures states impose, and how many are against them."""
        imposed, against = (dict(self._notes.tally(Sought(about, on=on))) for about in (About.IMPOSED, About.AGAINST))
        return states_from(imposed, against)

    def meetings(self, first: date, last: date) -> Rows[Meeting]:
        """The meetings that touch the days between two, by place and day."""

        def built(thread: Thread, _: Note) -> Meeting:
            held = meeting_of(thread)
            assert held is not None  # as the note says
            return held

        return self._rows(Sought(About.MEETING, touching=(first, last)), built, meeting_to_record)

    def calendar(self, selection: Selection, first: date, last: date) -> Rows[CalendarItem]:
        """What happens between two days, what has no day last."""
        return self._rows(Sought(About.DAY, within=(first, last), beside=selection), _calendar_item, calendar_item_to_record)

    def day_counts(self, selection: Selection, first: date, last: date) -> Mapping[date, int]:
        """How much happens on each of the days; what has no day is under the last that there is."""
        sought = Sought(About.DAY, within=(first, last), beside=selection)
        return {date.fromisoformat(day): count for day, count in self._notes.by_text(sought)}

    def actors(self) -> list[tuple[str, int]]:
        """Who takes part in how many threads."""
        return self._notes.tally(Sought(About.ACTOR))

    def pairs(self, most: int) -> list[tuple[str, str, int]]:
        """Which two take part together in how many, the first so many of them."""
        found = self._notes.tally(Sought(About.PAIR), most=most)
        return [(left, right, count) for key, count in found for left, right in (parts_of(key),)]

    def movements(self, month: str) -> Rows[Movement]:
        """The pairs that acted in a month, the one whose balance moved most first."""
        before, now = (
            {pair: _balance(above, below) for pair, above, below, _ in self._notes.sums(each)} for each in (month_before(month), month)
        )
        moved = sorted(now, key=lambda pair: (-abs(round(now[pair] - before.get(pair, 0.0), 1)), *parts_of(pair)))

        def part(start: int, stop: int) -> Sequence[Movement]:
            return [self._movement(pair, month, before.get(pair, 0.0)) for pair in moved[start:stop]]

        return RowsRead(len(moved), part, movement_to_record)

    def _movement(self, pair: str, month: str, before: float) -> Movement:
        found = self._notes.found(Sought(About.ACT, (month,), texts=(pair,)))
        threads = in_order(self._held.numbered({number for number, _ in found}).values())
        left, right = parts_of(pair)
        return movement_of(left, right, month, before, threads)

    def conflicts(self, selection: Selection, standing: bool | None = None) -> Rows[ConflictRow]:
        """Who contradicts whom in them; those that stand, or those that are settled, where that is asked for."""
        keys = () if standing is None else (STANDING,) if standing else (SETTLED,)
        sought = Sought(About.CONFLICT, keys, beside=selection)
        across = [row for row in self._across(selection) if standing is None or standing == (row.settled_by is None)]
        within = self._notes.count(sought)

        def part(start: int, stop: int) -> Sequence[ConflictRow]:
            found = self._notes.found(sought, start, stop) if start < within else []
            threads = self._held.numbered({number for number, _ in found})
            held = {number: list(conflicts_in(thread)) for number, thread in threads.items()}
            rows = [row_of(held[number][note.place], threads[number]) for number, note in found if number in held]
            return [*rows, *across[max(start - within, 0) : max(stop - within, 0)]]

        return RowsRead(within + len(across), part, conflict_row_to_record)

    def disputed(self, selection: Selection, told: Selection) -> Rows[ConflictRow]:
        """The conflicts that stand of the selected threads, with a side that was stated in the days of `told`."""
        found = self._notes.found(Sought(About.CONFLICT, (STANDING,), beside=replace(selection, since=told.since, until=told.until)))
        threads = self._held.numbered({number for number, _ in found})
        held = {number: list(conflicts_in(thread)) for number, thread in threads.items()}
        within = [row_of(held[number][note.place], threads[number]) for number, note in found if number in held]
        across = [row for row in self._across(selection) if row.settled_by is None]
        return Rows((row for row in (*within, *across) if is_told_in(row, told)), conflict_row_to_record)

    def claims(self, selection: Selection) -> Rows[ClaimRow] | None:
        """The selected claims as they stand, with their threads, in the order of the log; None where too many were decided about."""
        listing = self._held.listing(selection)
        if listing is None:
            return None

        def part(start: int, stop: int) -> Sequence[ClaimRow]:
            entries = self._held.listed(listing, start, stop)
            names = self._notes.names_by_claim(entries)
            return [ClaimRow(entry.claim, names[key], entry.recorded_at) for key, entry in entries.items() if key in names]

        return RowsRead(self._held.listed_count(listing), part, claim_row_to_record)

    def claims_by_text(self) -> Mapping[str, int]:
        """How many claims stand in the text of each hash."""
        return self._held.claims_by_text()

    def _across(self, selection: Selection) -> list[ConflictRow]:
        """The conflicts between threads, and those of tours."""
        twins, told = (
            select_threads(self._held.numbered(numbers).values(), selection)
            for numbers in (self._notes.sharing(About.TWIN), self._lengths())
        )
        by_id = {thread.id: thread for thread in (*twins, *told)}
        return [row_of(conflict, by_id[conflict.thread]) for conflict in (*conflicts_between(twins), *conflicts_of_tours(told))]

    def _lengths(self) -> set[int]:
        return {number for number, _ in self._notes.found(Sought(About.LENGTH))}

    def counted(self, selection: Selection, today: date) -> list[tuple[int, Counted]]:
        """What is counted of the threats among them, the earliest first, each with the number of its thread."""
        found = self._notes.found(Sought(About.COURSE, on=today, beside=selection))
        names = self._notes.names([number for number, _ in found])
        otherwise = {threat.thread.id: threat.counted for threat in self._weighed(self._linked(), today)}
        plain = ((number, _counted(names[number], note)) for number, note in found)
        return [(number, otherwise.get(each.id, each)) for number, each in plain]

    def _linked(self) -> list[Thread]:
        """The threads whose outcome or gain another thread decides."""
        telling = {key for key, link in self._held.links() if link.type in _GIVING}
        return [*self._held.numbered(self._notes.sharing(About.SCOPE)).values(), *self._held.telling(telling)]

    def _weighed(self, threads: Iterable[Thread], today: date) -> list[Threat]:
        """The threats among threads, each as it is among all threads."""
        asked = {thread.id: thread for thread in threads}
        beside = {other.id: other for thread in asked.values() if _may_be_threat(thread) for other in self._held.beside(thread)}
        around = asked | beside
        keys = {key for thread in asked.values() for key in _answering(thread)}
        gifts = {number for number, _ in self._notes.found(Sought(About.GIFT, keys))} if keys else set()
        around |= {thread.id: thread for thread in self._held.numbered(gifts).values()}
        every = in_order(around.values())
        documents = {document_key(claim.document) for thread in around.values() for claim in thread.claims}
        links = thread_links(every, self._held.links(documents))
        givers = frozenset(code for key, _ in self._notes.tally(Sought(About.GIFT)) for code in parts_of(key))
        return [threat for threat in threats_in(every, links, today, givers=givers) if threat.thread.id in asked]

    def threats(self, selection: Selection, today: date, chosen: Chosen) -> Rows[Threat]:
        """The chosen threats of a scoreboard, the earliest first."""
        numbers = [number for number, each in self.counted(selection, today) if chosen.takes(each)]

        def part(start: int, stop: int) -> Sequence[Threat]:
            return self._weighed(self._held.numbered(numbers[start:stop]).values(), today)

        return RowsRead(len(numbers), part, threat_to_record)

    def scoreboard(self, selection: Selection, by: Breakdown, today: date) -> Rows[ScoreRow]:
        """The threats counted by outcome, in groups."""
        return Rows(scoreboard((each for _, each in self.counted(selection, today)), by), score_row_to_record)

    def span(self) -> tuple[date, date] | None:
        """The first and the last day on which anything was stated."""
        held = self._notes.span()
        return None if held is None else (date.fromisoformat(held[0]), date.fromisoformat(held[1]))


_ONE_DAY = timedelta(days=1)

_GIVING = frozenset({LinkType.IN_EXCHANGE_FOR, LinkType.CONDITIONAL_ON})


def in_order(threads: Iterable[Thread]) -> list[Thread]:
    """Threads in order of their earliest claim."""
    return sorted(threads, key=lambda thread: place_of(thread.claims[0]))


def _may_be_threat(thread: Thread) -> bool:
    return thread.kind is Kind.MEASURE


def _answering(thread: Thread) -> Iterator[str]:
    """The pairs of whom the first might give the second something for a threat."""
    if _may_be_threat(thread):
        imposer, target = sides_of(thread)
        yield from (key_from(giver, receiver) for giver in target for receiver in imposer)


def _counted(name: str, note: Note) -> Counted:
    outcome, imposer, target = json.loads(note.key)
    began = None if note.text == date.max.isoformat() else date.fromisoformat(note.text)
    days = None if note.amount < 0 else int(note.amount)
    return Counted(name, tuple(imposer), tuple(target), Outcome(outcome), began, days, is_answered=False)


def _change(thread: Thread, note: Note) -> Change:
    claim = thread.claims[note.place]
    return next(change for change in changes([thread]) if change.claim is claim)


def _calendar_item(thread: Thread, note: Note) -> CalendarItem:
    return list(items_of(thread))[note.place]
