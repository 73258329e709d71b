"""What a ledger holds, or held at an instant: every question that can be asked of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from detente.app.asking import window_of
from detente.app.matters.beginning import acting_in, between, falling, holding, meeting_in
from detente.app.matters.beginning import beginnings as beginnings_of
from detente.app.matters.lists import Lists, takes
from detente.app.matters.matters import Matters
from detente.app.rows import Rows
from detente.errors import NotInLedger
from detente.ledger.codec.writing import lines_of
from detente.ledger.effect import Effect
from detente.ledger.log import Log
from detente.model.claim import Claim, Kind, Link, Reading
from detente.model.finding import Finding
from detente.model.identity import claim_key, document_key
from detente.model.projection import Wanted
from detente.model.recorded import (
    RecordedDecision,
    RecordedDocument,
    recorded_decision_to_record,
    recorded_document_to_record,
)
from detente.model.saved_search import SavedSearch
from detente.model.selection import EVERYTHING, Selection
from detente.model.thread import Thread, thread_to_record
from detente.model.thread_link import ThreadLink, thread_link_to_record
from detente.threads.links import thread_links
from detente.threads.naming import hash_in, is_hash
from detente.views.actor import ActorPage, actor_page
from detente.views.calendar import CalendarItem, calendar_item_to_record, calendar_items
from detente.views.changes import Change, change_to_record, changes
from detente.views.conflicts import ConflictRow, conflict_row_to_record, conflicts, is_told_in
from detente.views.coverage import Coverage, claims_by_text, coverage, coverage_to_record
from detente.views.due import DueItem, due, due_to_record
from detente.views.dyad import Dyad, Movement, actors_in_threads, dyad, movements, pairs_in
from detente.views.findings import finding_to_record, findings
from detente.views.measures import MeasureRow, Stack, StateRow, measure_row_to_record, measures, stack_sizes, states_in
from detente.views.meetings import Meeting, meeting_to_record, meetings
from detente.views.page import ThreadPage, thread_page
from detente.views.review import Doubt, doubt_to_record, doubts
from detente.views.revisions import Revision, revision_to_record, revisions, select_revisions
from detente.views.saved import matters_of
from detente.views.scoreboard import (
    ALL_THREATS,
    Breakdown,
    Chosen,
    ScoreRow,
    Threat,
    score_row_to_record,
    scoreboard,
    threat_to_record,
    threats_in,
)
from detente.views.search import Hit, hit_to_record, search, terms_of
from detente.views.threads import ClaimRow, claim_row_to_record, claim_rows, find_thread, select_threads
from detente.views.tours import TourRow, tour_rows, tour_to_record

# Of more claims than this, the names of all threads are not read to tell which is like a name that was not found.
_MOST_NAMES = 20_000


class Snapshot:
    """What a ledger holds, or held at an instant, with all decisions recorded by then; asked while the ledger is open.

    `known_at`: only what was recorded by then; `stated`: only what reports of these days state. Answers are `Rows` of frozen
    objects, each with `.to_records()` (public JSON form) and `.to_dataframe()`.
    """

    def __init__(self, log: Log, *, known_at: datetime | None = None, stated: Selection = EVERYTHING) -> None:
        self._log = log
        self._known_at = known_at
        self._matters = Matters(log, known_at=known_at, stated=stated)
        self._forget()

    def earlier(self, day: date) -> "Snapshot":
        """What reports of this snapshot had stated by the end of that day, and nothing later; quick after `all_threads`."""
        held = Snapshot(self._log, known_at=self._known_at, stated=Selection(until=day))
        held._matters = self._matters.earlier(day)
        return held

    def _forget(self) -> None:
        self._matters.forget()
        self._links: tuple[ThreadLink, ...] | None = None

    def _told_links(self) -> Iterable[tuple[str, Link]]:
        """The links that documents tell, each with its document's key."""
        return self._log.links(self._known_at)

    def effect(self) -> Effect:
        """The claims as they stand by the decisions, and what else these say."""
        return self._matters.effect()

    def recorded_at(self, key: str) -> datetime | None:
        """When the claim of that key was recorded; None where it is not in the snapshot, or was retracted."""
        found = self._matters.claims([key])
        return found[key].recorded_at if key in found else None

    def thread_count(self) -> int:
        """How many threads there are."""
        return self._matters.count()

    def claim_count(self) -> int:
        """How many claims there are, those that were retracted counted too."""
        return self._matters.size()

    def newest(self) -> datetime | None:
        """The instant of what was recorded last, as far as it is known here."""
        newest = self._log.newest()
        return min(newest, self._known_at) if newest and self._known_at else newest

    def read_all(self) -> None:
        """Read all that threads are made of; after it `all_threads` asks the database nothing."""
        self._matters.read_all()

    def all_threads(self) -> Sequence[Thread]:
        """All threads, in order of their earliest claim; read or computed when first asked for."""
        return self._matters.all()

    def _selected(self, selection: Selection, beginnings: Sequence[Wanted] | None = None) -> list[Thread]:
        return select_threads(self._matters.of(*(beginnings or beginnings_of(selection))), selection)

    def claims(self, selection: Selection = EVERYTHING) -> Rows[ClaimRow]:
        """The selected claims as they stand, with their threads."""
        if (lists := self._lists(selection)) and (found := lists.claims(selection)) is not None:
            return found
        return Rows(claim_rows(self.effect().claims, self.all_threads(), selection), claim_row_to_record)

    def revisions(self, selection: Selection = EVERYTHING) -> Rows[Revision]:
        """Reports whose text was changed: what differs in text and claims, the newest change first."""
        return Rows(select_revisions(revisions(*self._matters.revised()), selection), revision_to_record)

    def decisions(self) -> Rows[RecordedDecision]:
        """All decisions, those that were taken back too, in order of recording."""
        return Rows(self._log.decisions(self._known_at), recorded_decision_to_record)

    def documents(self) -> Rows[RecordedDocument]:
        """All versions of all documents."""
        return Rows(self._log.documents(self._known_at), recorded_document_to_record)

    def coverage(self) -> Rows[Coverage]:
        """What was read, from whom, and when last."""
        lists = self._lists()
        claims = lists.claims_by_text() if lists else claims_by_text(self.all_threads())
        return Rows(coverage(self._log.heard(self._known_at), claims), coverage_to_record)

    def links(self) -> list[tuple[str, Link]]:
        """All links between claims of one document, each with the key of the document."""
        return list(self._told_links())

    def to_text(self) -> Iterator[str]:
        """All that was recorded, as lines of the readable text form, in order of recording."""
        return lines_of(self._log.entries(self._known_at))

    def readings(self) -> list[Reading]:
        """All versions of all documents with their claims as they stand, without their links."""
        claims: dict[str, list[Claim]] = defaultdict(list)
        for entry in self.effect().claims:
            claims[document_key(entry.claim.document)].append(entry.claim)
        held = self._log.documents(self._known_at)
        return [Reading(entry.document, tuple(claims[document_key(entry.document)]), ()) for entry in held]

    def _lists(self, selection: Selection = EVERYTHING) -> Lists | None:
        """Lists that read only what is shown; None where all is to be read, as of a small ledger."""
        return self._matters.lists() if takes(selection) else None

    def threads(self, selection: Selection = EVERYTHING) -> Rows[Thread]:
        """The selected threads, the one with the newest report first."""
        if lists := self._lists(selection):
            return lists.threads(selection)
        return Rows(self._selected(selection), thread_to_record)

    def thread(self, name: str) -> Thread:
        """The thread of that id; NotInLedger when there is none."""
        if is_hash(wanted := hash_in(name)):
            found = self._matters.of(Wanted(hash=wanted))
            if found:
                return find_thread(found, name)
        if self._log.projection.size() > _MOST_NAMES:
            raise NotInLedger("no such thread", where=name, hint="`detente threads` lists them")
        return find_thread(self.all_threads(), name)

    def due(
        self,
        selection: Selection = EVERYTHING,
        *,
        today: date | None = None,
        within: str | timedelta = "30d",
        passed: bool | None = None,
    ) -> Rows[DueItem]:
        """What falls due within that time of `today` (the machine's day when None), and what passed in it without news.

        `passed`: only what passed, or only what is ahead.
        """
        window = window_of(within) if isinstance(within, str) else within
        day = today or date.today()
        if lists := self._lists(selection):
            return lists.due(selection, day, window, passed)
        found = Rows(due(self._selected(selection, falling(selection, day, window)), day, within=window), due_to_record)
        return found if passed is None else found.where(lambda item: item.passed == passed)

    def changes(self, selection: Selection = EVERYTHING) -> Rows[Change]:
        """What was stated anew or otherwise between `selection.since` and `selection.until`, the newest first."""
        if lists := self._lists(selection):
            return lists.changes(selection)
        return Rows(changes(self._selected(selection), since=selection.since, until=selection.until), change_to_record)

    def news(self, seen: datetime | None) -> Rows[Change]:
        """What claims changed that were recorded after an instant, the newest first; all changes where none is given."""
        return self.changes() if seen is None else self._changes_by(self._matters.recorded_after(seen), seen, EVERYTHING)

    def conflicts(self, selection: Selection = EVERYTHING, *, standing: bool | None = None) -> Rows[ConflictRow]:
        """Who contradicts whom in the selected threads; `standing`: only what stands, or only what later reports settled."""
        if lists := self._lists(selection):
            return lists.conflicts(selection, standing)
        found = Rows(conflicts(self._selected(selection), selection), conflict_row_to_record)
        return found if standing is None else found.where(lambda row: standing == (row.settled_by is None))

    def disputed(self, selection: Selection, told: Selection) -> Rows[ConflictRow]:
        """The conflicts that stand in the selected threads, with a side that was stated in the days of `told`."""
        if lists := self._lists(selection):
            return lists.disputed(selection, told)
        return self.conflicts(selection, standing=True).where(lambda row: is_told_in(row, told))

    def findings(self, selection: Selection = EVERYTHING) -> Rows[Finding]:
        """What cannot be in the selected threads: impossible steps and values."""
        return Rows(findings(self._selected(selection)), finding_to_record)

    def doubts(self, selection: Selection = EVERYTHING) -> Rows[Doubt]:
        """What a person should look at, doubtful joins first."""
        return Rows(doubts(self.all_threads(), self.effect(), selection), doubt_to_record)

    def thread_links(self) -> Rows[ThreadLink]:
        """How the threads hang together."""
        if self._links is None:
            self._links = thread_links(self.all_threads(), self._told_links())
        return Rows(self._links, thread_link_to_record)

    def page(self, name: str, *, today: date | None = None) -> ThreadPage:
        """All of one thread: standing with sources, links, conflicts; NotInLedger when there is none of that id."""
        thread = self.thread(name)
        threads = self._matters.beside(thread)
        return thread_page(thread, threads, self._links_of(thread, threads), today or date.today())

    def _links_of(self, thread: Thread, threads: Sequence[Thread]) -> Sequence[ThreadLink]:
        """The links of a thread; `threads` are all that it may be linked with, or stand in the way of a link."""
        if self._links is not None:
            return self._links
        documents = {document_key(claim.document) for claim in thread.claims}
        return thread_links(threads, self._log.links(self._known_at, documents=documents))

    def threats(self, selection: Selection = EVERYTHING, *, today: date | None = None, chosen: Chosen = ALL_THREATS) -> Rows[Threat]:
        """Every selected thread that began as a threat, and what became of it by `today` (the machine's day when None)."""
        day = today or date.today()
        if lists := self._lists(selection):
            return lists.threats(selection, day, chosen)
        found = threats_in(self.all_threads(), self.thread_links(), day)
        asked = {thread.id for thread in self._selected(selection)}
        return Rows((threat for threat in found if threat.thread.id in asked and chosen.takes(threat.counted)), threat_to_record)

    def scoreboard(self, selection: Selection = EVERYTHING, *, by: Breakdown = Breakdown.ALL, today: date | None = None) -> Rows[ScoreRow]:
        """The same threats counted by outcome, in groups; every count holds its threads."""
        if lists := self._lists(selection):
            return lists.scoreboard(selection, by, today or date.today())
        return Rows(scoreboard((threat.counted for threat in self.threats(selection, today=today)), by), score_row_to_record)

    def dyad(self, left: str, right: str, selection: Selection = EVERYTHING) -> Dyad:
        """What is between two actors, by their codes."""
        return dyad(self._selected(selection, between(left, right)), left, right)

    def movements(self, month: str) -> Sequence[Movement]:
        """All pairs that acted in a month (`2025-10`), the one whose balance moved most first."""
        if lists := self._lists():
            return lists.movements(month)
        return movements(self._matters.of(*acting_in(month)), month)

    def actors(self) -> Sequence[tuple[str, int]]:
        """Who takes part, by code, and in how many threads, most first."""
        if lists := self._lists():
            return lists.actors()
        return actors_in_threads(self.all_threads())

    def pairs(self, most: int) -> Sequence[tuple[str, str, int]]:
        """Which two take part together, and in how many threads; the first so many."""
        if lists := self._lists():
            return lists.pairs(most)
        return pairs_in(self.all_threads())[:most]

    def calendar(self, first: date, last: date, selection: Selection = EVERYTHING) -> Rows[CalendarItem]:
        """What happens between two days, both included, what has no day last."""
        if lists := self._lists(selection):
            return lists.calendar(selection, first, last)
        return Rows(calendar_items(self._selected(selection), first, last), calendar_item_to_record)

    def day_counts(self, first: date, last: date, selection: Selection = EVERYTHING) -> Mapping[date, int]:
        """How much of it is on each day; what has no day is under the last that there is."""
        if lists := self._lists(selection):
            return lists.day_counts(selection, first, last)
        return Counter(item.day or date.max for item in self.calendar(first, last, selection))

    def meetings(self, first: date, last: date) -> Rows[Meeting]:
        """The meetings that touch the days between two, by place and day."""
        if lists := self._lists():
            return lists.meetings(first, last)
        return Rows(meetings(self._matters.of(*meeting_in(first, last)), first, last), meeting_to_record)

    def span(self) -> tuple[date, date] | None:
        """The first and the last day on which anything was stated; None where no report has a day."""
        if lists := self._lists():
            return lists.span()
        days = [claim.document.day for thread in self.all_threads() for claim in thread.claims if claim.document.day]
        return (min(days), max(days)) if days else None

    def actor(self, code: str, selection: Selection = EVERYTHING, *, today: date | None = None) -> ActorPage:
        """All of one actor, by its code."""
        return actor_page(self._selected(selection, (Wanted(actors=(code,)),)), code, today or date.today())

    def tours(self, traveller: str | None = None) -> Rows[TourRow]:
        """Tours, the latest first; of those whose traveller's name holds these words, when given."""
        return Rows(tour_rows(self.all_threads(), self.thread_links(), traveller=traveller), tour_to_record)

    def measures(self, selection: Selection = EVERYTHING, *, on: date | None = None, stack: Stack | None = None) -> Rows[MeasureRow]:
        """The measures in force or suspended on a day (the machine's day when None); `stack`: only those that stand on these."""
        day = on or date.today()
        if lists := self._lists(selection):
            return lists.measures(selection, day, stack)
        threads = self._selected(selection, beginnings_of(selection, [Kind.MEASURE]))
        found = Rows(measures(threads, day), measure_row_to_record)
        return found if stack is None else found.where(lambda row: row.stack == stack)

    def stack_sizes(self, selection: Selection = EVERYTHING, *, on: date) -> Mapping[Stack, int]:
        """How many measures stand on one imposer, target and instrument on a day."""
        if lists := self._lists(selection):
            return lists.stack_sizes(selection, on)
        return stack_sizes(self.measures(selection, on=on))

    def states(self, *, on: date) -> Sequence[StateRow]:
        """How many measures in force or suspended on a day each state imposes, and how many are against it, most hit first."""
        if lists := self._lists():
            return lists.states(on)
        return states_in(self.measures(on=on))

    def matters(self, asked: SavedSearch) -> Rows[Thread]:
        """The matters of a saved search, the one with the newest report first; NotInLedger for a thread that is not there."""
        if asked.thread is not None:
            return Rows(matters_of([self.thread(asked.thread)], asked), thread_to_record)
        beginnings = holding(asked.text, asked.selection) if terms_of(asked.text) else beginnings_of(asked.selection)
        return Rows(matters_of(self._matters.of(*beginnings), asked), thread_to_record)

    def search(self, text: str, selection: Selection = EVERYTHING) -> Rows[Hit]:
        """The claims that hold all words, in the selected threads."""
        if not terms_of(text):
            return Rows((), hit_to_record)
        return Rows(search(self._selected(selection, holding(text, selection)), text), hit_to_record)

    def _changes_by(self, new: Collection[str], since: datetime | None, selection: Selection) -> Rows[Change]:
        """The changes that these claims made, recorded since an instant."""
        beginnings = beginnings_of(selection) if since is None else (Wanted(recorded_after=since),)
        found = changes(self._selected(selection, beginnings), since=selection.since, until=selection.until)
        return Rows((change for change in found if claim_key(change.claim) in new), change_to_record)
