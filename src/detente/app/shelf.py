"""The ledger as pages, feeds, the API and alerts ask it: by several threads at once, as it is now or as it was.

In: an open ledger. Out: what is known at a time, each answer computed once for it; decisions and looks.

Holds: what is given out is of one instant and never changes; when the ledger has grown, by this process or by another, the next
who asks gets what it holds now, or, where that takes longer than they may wait, what it held a moment ago while it is
computed beside them. One question at a time goes to the database. A decision is seen by whoever asks after it.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from detente.app.answers import OpenLedger
from detente.app.asking import actor_code, selection_of, window_of
from detente.app.matters.matters import MOST_AT_HAND
from detente.app.rows import RowsRead
from detente.app.snapshot import Snapshot
from detente.errors import QueryError
from detente.model.identity import claim_key
from detente.model.record import Record
from detente.model.recorded import RecordedDecision
from detente.model.saved_search import SavedSearch
from detente.publish.shelf import Answers, Known, Verdict

# Earlier times that are kept computed: a reader goes back and forth between few.
_TIMES_KEPT = 12

# Answers that are kept for one time.
_ANSWERS_KEPT = 2_000

# How long the ledger is taken to be as it was, in seconds, by those who cannot wait. Twice as long as computing it took, where that is
# more: a ledger that grows all the time leaves most of the machine to its readers.
_LOOKS_EVERY = 0.2

_NOT_YET = object()


class Remembered:
    """A snapshot whose answers are computed once each; it is asked by several threads, and one at a time computes.

    Has every method of `detente.app.answers.Snapshot`; what it is asked with must be hashable, and its answers are not to be changed.
    """

    def __init__(self, snapshot: Snapshot, lock: threading.RLock) -> None:
        self._snapshot = snapshot
        self._lock = lock
        self._held: OrderedDict[Hashable, object] = OrderedDict()

    def __getattr__(self, name: str) -> Callable[..., object]:
        question = getattr(self._snapshot, name)

        def asked(*given: Hashable, **named: Hashable) -> object:
            key = (name, given, tuple(sorted(named.items())))
            found = self._held.get(key, _NOT_YET)
            return self._computed(key, lambda: question(*given, **named)) if found is _NOT_YET else found

        return asked

    def _computed(self, key: Hashable, answer: Callable[[], object]) -> object:
        with self._lock:
            if key not in self._held:
                found = answer()
                self._held[key] = found.under(self._lock) if isinstance(found, RowsRead) else found
                if len(self._held) > _ANSWERS_KEPT:
                    self._held.popitem(last=False)
            return self._held[key]


def known_of(held: Snapshot) -> Known:
    """What a snapshot knows, all of it computed."""
    return _known(held, held)


class RecordedInstants(Mapping[str, datetime]):
    """When each claim of a snapshot was recorded, by its key; asked of the ledger one by one."""

    def __init__(self, held: Snapshot, lock: threading.RLock) -> None:
        self._held = held
        self._lock = lock

    def __getitem__(self, key: str) -> datetime:
        with self._lock:
            found = self._held.recorded_at(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter([claim_key(row.claim) for row in self._held.claims()])

    def __len__(self) -> int:
        with self._lock:
            return self._held.claim_count()


def _known(held: Snapshot, answers: Answers) -> Known:
    held.thread_links()
    rows = held.claims()
    decisions = held.decisions()
    instants = [*(row.recorded_at for row in rows), *(row.recorded_at for row in decisions)]
    return Known(answers, {claim_key(row.claim): row.recorded_at for row in rows}, len(decisions), max(instants, default=None))


Prepare = Callable[[Answers, date], None]


def no_sources() -> Sequence[Record]:
    """How sources stand where nothing is followed."""
    return ()


class LedgerShelf:
    """The shelf over one open ledger; `today` is the machine's day where None is given.

    `patience`: seconds that who asks may wait for what the ledger has grown by; None for as long as it takes. `sources` tells how
    those stand that are followed into the ledger; `prepare` asks what will be asked first, before anything is given out.
    """

    def __init__(
        self,
        ledger: OpenLedger,
        *,
        today: date | None = None,
        patience: float | None = None,
        sources: Callable[[], Sequence[Record]] = no_sources,
        prepare: Prepare | None = None,
    ) -> None:
        self._ledger = ledger
        self._today = today
        self._patience = patience
        self._sources = sources
        self._prepare = prepare
        self._database = threading.RLock()
        self._renewing = threading.Lock()
        self._beginning = threading.Lock()
        self._version: str | None = None
        self._present: Known | None = None
        self._held: Snapshot | None = None
        self._beside: threading.Thread | None = None
        self._looked = 0.0
        self._cost = 0.0
        self._times: OrderedDict[tuple[str | None, date | None], Known] = OrderedDict()

    def today(self) -> date:
        """The day that counts as today."""
        return self._today or date.today()

    def known(self, *, as_of: str | None = None, stated_by: date | None = None) -> Known:
        """What is held; what was recorded by an instant; what reports had stated by the end of a day, of what was recorded."""
        present = self._now()
        if as_of is None and stated_by is None:
            return present
        if as_of is not None and stated_by is not None:
            raise QueryError("either as recorded by an instant or as stated by a day", where="as_of", hint="leave out `known`")
        with self._renewing:
            if (as_of, stated_by) not in self._times:
                held = self._ledger.as_of(as_of) if as_of is not None else self._stated_by(stated_by or date.min)
                self._times[as_of, stated_by] = self._computed(held, None)
                if len(self._times) > _TIMES_KEPT:
                    self._times.popitem(last=False)
            self._times.move_to_end((as_of, stated_by))
            return self._times[as_of, stated_by]

    def _stated_by(self, day: date) -> Snapshot:
        with self._database:
            return self._ledger.stated_by(day) if self._held is None else self._held.earlier(day)

    def version(self) -> str:
        """Another text whenever what is given out has changed."""
        self._now()
        return self._version or ""

    def _now(self) -> Known:
        """What is held now, or was a moment ago where it takes long to compute."""
        present = self._present
        if present is None or self._patience is None:
            return self._renewed()
        rest = max(_LOOKS_EVERY, 2 * self._cost)
        if time.monotonic() - self._looked >= rest and (begun := self._begun()) and self._cost < self._patience:
            begun.join(self._patience)
        return self._present or present

    def _begun(self) -> threading.Thread | None:
        """Begin to compute what is held now, beside who asks; None where that goes on already."""
        with self._beginning:
            if self._beside is not None and self._beside.is_alive():
                return None
            self._beside = threading.Thread(target=self._renewed, daemon=True)
            self._beside.start()
            return self._beside

    def _renewed(self) -> Known:
        """What is held now."""
        with self._renewing:
            with self._database:
                version = self._ledger.version()
            self._looked = time.monotonic()
            if version == self._version and self._present is not None:
                return self._present
            # A snapshot of its own: what else asks the open ledger may make it forget what it has computed.
            held = self._ledger.as_of(version or date.min)
            present = self._computed(held, self.today(), newest=self._ledger.now())
            with self._database:
                self._held = held if held.claim_count() <= MOST_AT_HAND else None
            self._present, self._version, self._cost = present, version, time.monotonic() - self._looked
            self._looked = time.monotonic()
            self._times.clear()
            return present

    def _computed(self, held: Snapshot, today: date | None, *, newest: Snapshot | None = None) -> Known:
        """What a snapshot knows; of a large ledger nothing is read, and `newest`, where given, is asked instead, as it is then.

        The database is let go of while threads are put together or computed. Of an earlier time, which has no `today`, nothing is asked
        beforehand: few of its pages are.
        """
        with self._database:
            if held.claim_count() > MOST_AT_HAND:
                held = newest or held
                answers = cast("Answers", Remembered(held, self._database))
                return Known(answers, RecordedInstants(held, self._database), len(held.decisions()), held.newest())
            held.read_all()
        held.all_threads()
        with self._database:
            # Has all methods of the snapshot, as its docstring says.
            known = _known(held, cast("Answers", Remembered(held, self._database)))
        if self._prepare is not None and today is not None:
            self._prepare(known.answers, today)
        return known

    def sources(self) -> Sequence[Record]:
        """How the sources that are followed stand."""
        return self._sources()

    def rest(self) -> None:
        """Wait until nothing is computed any more: the ledger can be closed then, if nobody asks again."""
        beside = self._beside
        if beside is not None:
            beside.join()

    def decide(self, verdict: Verdict) -> RecordedDecision:
        """Record a decision; whoever asks after it sees what it made of the threads."""
        with self._database:
            self._ledger.refresh()
            review = self._ledger.review()
            by, why, name = verdict.by, verdict.why, next(iter(verdict.names), "")
            match verdict.act:
                case "accept":
                    recorded = review.accept(name, by=by, why=why)
                case "join":
                    recorded = review.join(*verdict.names, by=by, why=why)
                case "part":
                    recorded = review.part(*verdict.names, others=verdict.others, by=by, why=why)
                case "retract":
                    recorded = review.retract(name, by=by, why=why)
                case "correct":
                    recorded = review.correct(name, verdict.slot, verdict.value, by=by, why=why)
                case "undo":
                    recorded = review.undo(name, by=by, why=why)
                case _:
                    hint = "accept, join, part, retract, correct, undo"
                    raise QueryError(f"no such decision: {verdict.act!r}", where="act", hint=hint)
        self._renewed()
        return recorded

    def seen_by(self, reader: str) -> datetime | None:
        """Up to which instant of recording a reader has seen everything; None before the first look."""
        with self._database:
            return self._ledger.seen_by(reader)

    def look(self, reader: str) -> None:
        """Record that a reader has seen all that is given out now."""
        with self._database:
            if self._version:
                self._ledger.look(reader, datetime.fromisoformat(self._version))

    def saved_search(self, asked: Mapping[str, Sequence[str]]) -> SavedSearch:
        """A saved search from words."""
        first = {name: next(iter(asked.get(name, ())), None) for name in ("since", "until", "in_force_on", "q", "thread")}
        selection = selection_of(
            kinds=asked.get("kind", ()),
            actors=asked.get("actor", ()),
            statuses=asked.get("status", ()),
            since=first["since"],
            until=first["until"],
            in_force_on=first["in_force_on"],
        )
        return SavedSearch(selection, (first["q"] or "").strip(), first["thread"])

    def actor_code(self, text: str) -> str:
        """The code of an actor."""
        return actor_code(text)

    def window(self, text: str) -> timedelta:
        """A length of time."""
        return window_of(text)
