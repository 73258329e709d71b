"""The threads that a question needs, without reading the whole ledger.

In: what a question begins from. Out: threads, each whole and as it is among all claims of the snapshot.

Holds: what is found is what computing from all claims finds. The present is told from stored threads; what was known at an
instant, or is not stored yet and may not be, is gathered from the index, claim by claim; where that does not go either (a
window of another kind, an index made by other rules) all threads are computed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from contextlib import suppress
from datetime import date, datetime
from enum import Enum, auto
from typing import TypeVar

from detente.app.matters.catching_up import catch_up
from detente.app.matters.earlier import Present, earlier_threads, stated_by
from detente.app.matters.index import Index
from detente.app.matters.listed import Listed
from detente.app.matters.lists import Lists
from detente.app.matters.overlay import Overlay, named_claims, overlay_of
from detente.app.matters.stored import thread_from
from detente.app.matters.summing import sum_up
from detente.errors import LedgerUnavailable, Overtaken
from detente.ledger.effect import Effect, effect_of
from detente.ledger.log import Log
from detente.model.claim import Claim, Kind
from detente.model.identity import claim_key, document_key
from detente.model.ports import Naming
from detente.model.projection import Backlog, StoredThread, Wanted, Window
from detente.model.recorded import RecordedClaim, RecordedDocument
from detente.model.selection import Selection, actors_in
from detente.model.thread import Thread
from detente.threads.gathering import gathered
from detente.threads.joining import block_of, companies_of, explained, groups_of
from detente.threads.keys import keys_of
from detente.threads.members import Member
from detente.threads.order import place_of
from detente.threads.rules import rules
from detente.threads.threads import thread_of, threads_of
from detente.threads.ways import ways_of
from detente.views.search import words_in

# Of a ledger of more claims than this lists are made from summaries, and nothing is read beforehand.
MOST_AT_HAND = 50_000

# More documents that are not in the index than this are not laid over it: then all threads are computed.
_MOST_UNREAD = 500

_TRIES = 5

_Answer = TypeVar("_Answer")


class _Way(Enum):
    STORED = auto()
    GATHERED = auto()
    COMPUTED = auto()


class Matters:
    """The threads of one snapshot of a ledger."""

    def __init__(self, log: Log, *, known_at: datetime | None, stated: Selection) -> None:
        self._log = log
        self._known_at = known_at
        self._stated = stated
        self._window = Window(known_at, stated.until)
        self.forget()

    def forget(self) -> None:
        """Look anew at what is recorded."""
        self._backlog: Backlog | None = None
        self._way = _Way.COMPUTED
        self._overlay: Overlay | None = None
        self._effect: Effect | None = None
        self._stored: Sequence[StoredThread] | None = None
        self._all: list[Thread] | None = None
        self._present: Present | None = None
        self._lists: Lists | None = None

    def earlier(self, day: date) -> "Matters":
        """What reports had stated by the end of a day; where all threads are at hand, it is made of them."""
        then = Matters(self._log, known_at=self._known_at, stated=Selection(until=day))
        if self._all is not None and self._stored and self._effect is not None:
            present = Present(self._effect, self._stored, self._all)
            if next(iter(self._log.decisions(self._known_at)), None) is None:
                then._effect = stated_by(present, day)
            then._stored, then._present = (), present
        return then

    def effect(self) -> Effect:
        """All claims as they stand by the decisions, and what else these say."""
        if self._effect is None:
            claims = self._log.recorded_claims(self._stated, self._known_at)
            self._effect = effect_of(claims, self._log.decisions(self._known_at))
        return self._effect

    def decided(self) -> Effect:
        """What the decisions say; its claims are those of the documents that they name, at least."""
        self._prepare()
        return self._overlay.effect if self._overlay else self.effect()

    def count(self) -> int:
        """How many threads there are."""
        if self._all is None and self._prepare() and self._way is _Way.STORED:
            return self._log.projection.thread_count()
        return len(self.all())

    def size(self) -> int:
        """How many claims there are in the snapshot, those that were retracted counted too."""
        return self._log.projection.count(self._window)

    def lists(self) -> Lists | None:
        """Lists that read only what is shown; None where claims are few, or summaries cannot be kept."""
        if self._lists is None and self._size() > MOST_AT_HAND:
            self._lists = self._listed()
        return self._lists

    def _size(self) -> int:
        return self._log.projection.size()

    def _listed(self) -> Lists | None:
        self._prepare()
        if self._way is not _Way.STORED:
            return None
        try:
            if sum_up(self._log.projection, self._numbered):
                self.forget()
        except (LedgerUnavailable, Overtaken):
            return None
        return Lists(Listed(self, self._log))

    def _numbered(self, numbers: Collection[int]) -> dict[int, Thread]:
        held = dict(self._log.projection.numbered(numbers))
        entries = self.claims({key for thread in held.values() for key in thread.claims})
        claims = {key: entry.claim for key, entry in entries.items()}
        return {number: thread_from(thread, claims) for number, thread in held.items()}

    def numbered(self, numbers: Collection[int]) -> dict[int, Thread]:
        """The stored threads of these numbers."""
        return self._steady(lambda: self._numbered(numbers))

    def read_all(self) -> None:
        """Read all that threads are made of; after it `all` asks the database nothing."""
        if self._effect is None or self._stored is None:
            # What was stated by a day has no stored threads: all of them are computed from the claims alone.
            self._stored = () if self._window.stated_until else self._steady(self._read_all)
            self.effect()

    def all(self) -> Sequence[Thread]:
        """All threads, in order of their earliest claim."""
        if self._all is None:
            self.read_all()
            effect = self.effect()
            if self._stored:
                claims = {claim_key(entry.claim): entry.claim for entry in effect.claims}
                self._all = _ordered(thread_from(held, claims) for held in self._stored)
            else:
                self._all = self._computed(effect)
        return self._all

    @property
    def _is_at_hand(self) -> bool:
        """Whether all threads are in memory and so few that going through them is quicker than asking the database."""
        return self._all is not None and sum(len(thread.claims) for thread in self._all) <= MOST_AT_HAND

    def _computed(self, effect: Effect) -> list[Thread]:
        if self._present is not None:
            return earlier_threads(self._present, effect)
        return threads_of((entry.claim for entry in effect.claims), effect.ties)

    def of(self, *beginnings: Wanted) -> list[Thread]:
        """The threads that hold a claim from which a question begins, in order of their earliest claim; of several beginnings
        one is taken."""
        if self._is_at_hand or any(wanted.is_all for wanted in beginnings):
            return list(self.all())
        return self._steady(lambda: self._of(beginnings))

    def holding(self, keys: Collection[str]) -> list[Thread]:
        """The threads that hold these claims."""
        return self._steady(lambda: self._with(keys))

    def recorded_after(self, instant: datetime | None) -> frozenset[str]:
        """The keys of the claims that were recorded later, of all of them when None."""
        if instant is None:
            return frozenset(claim_key(entry.claim) for entry in self.effect().claims)
        keys = self._log.projection.keys(Wanted(recorded_after=instant), self._window)
        return frozenset(self._steady(lambda: self.claims(keys)))

    def revised(self) -> tuple[list[RecordedDocument], list[Claim]]:
        """All versions of documents of which there is more than one, and their claims as they stand."""
        documents = list(self._log.revised(self._known_at))
        keys = self._log.projection.keys_in(document_key(held.document) for held in documents)
        return documents, [entry.claim for entry in self._steady(lambda: self.claims(keys)).values()]

    def beside(self, thread: Thread) -> list[Thread]:
        """The thread, and every thread that it may be linked with, or that decides whether it is."""
        if self._is_at_hand:
            return list(self.all())
        return self._steady(lambda: self._beside(thread))

    def claims(self, keys: Collection[str]) -> dict[str, RecordedClaim]:
        """The claims of these keys as they stand, by key; those that are not in the snapshot, or were retracted, are left out."""
        if self._overlay is None:
            return {key: entry for entry in self.effect().claims if (key := claim_key(entry.claim)) in keys}
        known = self._overlay.standing
        missing = [key for key in keys if key not in known and key not in self._overlay.retracted]
        found = {key: known[key] for key in keys if key in known}
        for entry in self._log.chosen_claims(Naming.CLAIM, missing, self._window.known_at, self._window.stated_until):
            found[claim_key(entry.claim)] = entry
        return found

    def overlay(self) -> Overlay | None:
        """Where what stands differs from what was read; None where all is computed."""
        self._prepare()
        return self._overlay

    def _steady(self, answer: Callable[[], _Answer]) -> _Answer:
        """An answer from one generation of the projection: asked again when another process has changed it meanwhile."""
        for _ in range(_TRIES):
            with self._log.steady():
                if self._is_ready():
                    return answer()
            self.forget()
            self._prepare()
        self._way, self._overlay = _Way.COMPUTED, None
        return answer()

    def _is_ready(self) -> bool:
        """Whether the way to go is chosen by the projection as it is now; asked before any other row of a transaction is read."""
        backlog = self._log.projection.backlog()
        if self._backlog is None and backlog.is_empty and backlog.rules == rules():
            self._go(backlog)
        return self._backlog == backlog

    def _prepare(self) -> Backlog:
        """See how far the projection is, bring it up to what is recorded where that may be written, and choose the way to go."""
        if self._backlog is None:
            backlog = self._log.projection.backlog()
            if not backlog.is_empty or backlog.rules != rules():
                with suppress(LedgerUnavailable, Overtaken):  # read-only, or busy: what is pending is laid over what is there
                    catch_up(self._log)
                backlog = self._log.projection.backlog()
            self._go(backlog)
        assert self._backlog is not None  # chosen above
        return self._backlog

    def _go(self, backlog: Backlog) -> None:
        self._backlog = backlog
        self._way = self._way_by(backlog)
        self._overlay = None if self._way is _Way.COMPUTED else self._laid_over(backlog)

    def _way_by(self, backlog: Backlog) -> _Way:
        if backlog.rules != rules() or len(backlog.unread) > _MOST_UNREAD or self._stated != Selection(until=self._stated.until):
            return _Way.COMPUTED
        is_present = self._known_at is None or (newest := self._log.newest()) is None or newest <= self._known_at
        return _Way.STORED if is_present and self._window.stated_until is None and backlog.is_empty else _Way.GATHERED

    def _laid_over(self, backlog: Backlog) -> Overlay:
        decisions = list(self._log.decisions(self._known_at))
        unread = list(self._log.chosen_claims(Naming.DOCUMENT, backlog.unread, self._window.known_at, self._window.stated_until))
        named = named_claims(self._log, decisions, self._window)
        return overlay_of(named, decisions, unread=unread)

    @property
    def _laid(self) -> Overlay:
        assert self._overlay is not None  # but where all is computed
        return self._overlay

    def _read_all(self) -> Sequence[StoredThread]:
        """The stored threads, none where they are to be computed."""
        self._effect = None
        self.effect()
        return list(self._log.projection.all_threads()) if self._way is _Way.STORED else ()

    def _of(self, beginnings: Sequence[Wanted]) -> list[Thread]:
        if self._way is _Way.COMPUTED:
            return list(self.all())
        found = ((wanted, self._log.projection.keys(wanted, self._window)) for wanted in beginnings)
        wanted, keys = min(found, key=lambda pair: len(pair[1]))
        laid = (key for key, entry in self._laid.standing.items() if _is_wanted(wanted, entry))
        return self._with([*keys, *laid])

    def _with(self, keys: Iterable[str]) -> list[Thread]:
        """The threads that hold claims."""
        standing = set(keys) - self._laid.retracted
        if self._way is _Way.STORED:
            return self._loaded(list(self._log.projection.threads_with(standing)))
        return self._gathered(standing)

    def _loaded(self, stored: Sequence[StoredThread]) -> list[Thread]:
        entries = self.claims({key for held in stored for key in held.claims})
        claims = {key: entry.claim for key, entry in entries.items()}
        return _ordered(thread_from(held, claims) for held in stored)

    def _gathered(self, keys: Collection[str]) -> list[Thread]:
        index = Index(self._log.projection, self._laid, self._window)
        ties = self._laid.ties
        members = self._grown(keys, index) or gathered(index.members(keys), index, ties)
        groups = [group for group in groups_of(members, ties, index.crowded) if any(member.key in keys for member in group.members)]
        claims = self.claims({member.key for group in groups for member in group.members})
        return _ordered(thread_of(tuple(claims[m.key].claim for m in group.members), explained(group, ties)) for group in groups)

    def _grown(self, keys: Collection[str], index: Index) -> list[Member] | None:
        """All claims of the window that hang together with some, found by what hangs together now; None where that does not tell.

        What hung together then still does: claims are only added. It tells nothing where decisions tie or change claims, or where a
        company has become a crowd since, whose claims are compared otherwise.
        """
        if self._backlog is None or not self._backlog.is_empty or next(iter(self._log.decisions()), None) is not None:
            return None
        together = self._log.projection.together(keys).values()
        members = index.within(frozenset[str]().union(*together))
        now = Index(self._log.projection, self._laid)
        companies = {company for member in members for company in companies_of(block_of(member.keys))}
        return None if any(now.crowded(company) and not index.crowded(company) for company in companies) else members

    def _beside(self, thread: Thread) -> list[Thread]:
        if self._way is _Way.COMPUTED:
            return list(self.all())
        documents = {document_key(claim.document) for claim in thread.claims}
        told = {key for key, _ in self._log.links(self._known_at, documents=documents)}
        keys = {claim_key(claim) for claim in thread.claims} | set(self._log.projection.keys_in(told))
        marks: dict[tuple[Kind, str], set[str]] = defaultdict(set)
        for claim in thread.claims:
            kinds = (Kind.ENCOUNTER, Kind.AGREEMENT) if claim.kind in (Kind.ENCOUNTER, Kind.AGREEMENT) else (claim.kind,)
            for kind in kinds:
                marks[kind, block_of(keys_of(claim)).sort] |= ways_of(claim)
        for (kind, sort), ways in marks.items():
            keys.update(self._log.projection.marked(kind, sort, ways, self._window))
        every = frozenset[str]().union(*marks.values())
        keys.update(key for key, entry in self._laid.standing.items() if ways_of(entry.claim) & every)
        return self._with(self._within(keys))

    def _within(self, keys: Set[str]) -> Set[str]:
        """Those of the keys whose claims are in the window."""
        if self._window == Window():
            return keys
        standing = self._laid.standing.keys() & keys
        return standing | set(self._log.projection.keys_within(set(keys) - standing, self._window)) - self._laid.retracted


def _ordered(threads: Iterable[Thread]) -> list[Thread]:
    return sorted(threads, key=lambda thread: place_of(thread.claims[0]))


def _is_wanted(wanted: Wanted, entry: RecordedClaim) -> bool:
    """Whether a question may begin from a claim; more of them do no harm."""
    claim = entry.claim
    actors = actors_in(claim)
    words = f" {' '.join(words_in(claim))}" if wanted.words else ""
    return (
        (not wanted.kinds or claim.kind in wanted.kinds)
        and (not wanted.statuses or claim.status in wanted.statuses)
        and (not wanted.actors or not actors.isdisjoint(wanted.actors))
        and actors.issuperset(wanted.together)
        and Selection(since=wanted.since, until=wanted.until).has_day(claim.document.day)
        and (wanted.hash is None or claim_key(claim).startswith(wanted.hash))
        and all(f" {' '.join(run)}" in words for run in wanted.words)
        and (wanted.recorded_after is None or entry.recorded_at > wanted.recorded_after)
    )
