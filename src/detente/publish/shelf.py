"""What pages, feeds, calendars, alerts and the API need of the ledger; `detente.app.shelf` fulfils it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from detente.model.finding import Finding
from detente.model.record import Json, Record
from detente.model.recorded import RecordedDecision, RecordedDocument
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink
from detente.views.actor import ActorPage
from detente.views.calendar import CalendarItem
from detente.views.changes import Change
from detente.views.conflicts import ConflictRow
from detente.views.coverage import Coverage
from detente.views.due import DueItem
from detente.views.dyad import Dyad, Movement
from detente.views.measures import MeasureRow, Stack, StateRow
from detente.views.meetings import Meeting
from detente.views.page import ThreadPage
from detente.views.review import Doubt
from detente.views.scoreboard import Breakdown, Chosen, ScoreRow, Threat
from detente.views.search import Hit
from detente.views.threads import ClaimRow
from detente.views.tours import TourRow


class Answers(Protocol):
    """Questions to what was known; every method is as in `detente.app.answers.Snapshot`."""

    def all_threads(self) -> Sequence[Thread]: ...  # noqa: D102
    def thread_count(self) -> int: ...  # noqa: D102
    def matters(self, asked: SavedSearch, /) -> Sequence[Thread]: ...  # noqa: D102
    def claims(self, selection: Selection = ..., /) -> Sequence[ClaimRow]: ...  # noqa: D102
    def documents(self) -> Sequence[RecordedDocument]: ...  # noqa: D102
    def decisions(self) -> Sequence[RecordedDecision]: ...  # noqa: D102
    def coverage(self) -> Sequence[Coverage]: ...  # noqa: D102
    def threads(self, selection: Selection = ..., /) -> Sequence[Thread]: ...  # noqa: D102
    def thread(self, name: str, /) -> Thread: ...  # noqa: D102
    def page(self, name: str, /, *, today: date | None = None) -> ThreadPage: ...  # noqa: D102
    def due(  # noqa: D102
        self, selection: Selection = ..., /, *, today: date | None = None, within: str | timedelta = ..., passed: bool | None = None
    ) -> Sequence[DueItem]: ...
    def news(self, seen: datetime | None, /) -> Sequence[Change]: ...  # noqa: D102
    def changes(self, selection: Selection = ..., /) -> Sequence[Change]: ...  # noqa: D102
    def conflicts(self, selection: Selection = ..., /, *, standing: bool | None = None) -> Sequence[ConflictRow]: ...  # noqa: D102
    def disputed(self, selection: Selection, told: Selection, /) -> Sequence[ConflictRow]: ...  # noqa: D102
    def findings(self, selection: Selection = ..., /) -> Sequence[Finding]: ...  # noqa: D102
    def doubts(self, selection: Selection = ..., /) -> Sequence[Doubt]: ...  # noqa: D102
    def thread_links(self) -> Sequence[ThreadLink]: ...  # noqa: D102
    def threats(  # noqa: D102
        self, selection: Selection = ..., /, *, today: date | None = None, chosen: Chosen = ...
    ) -> Sequence[Threat]: ...
    def scoreboard(  # noqa: D102
        self, selection: Selection = ..., /, *, by: Breakdown = ..., today: date | None = None
    ) -> Sequence[ScoreRow]: ...
    def dyad(self, left: str, right: str, selection: Selection = ..., /) -> Dyad: ...  # noqa: D102
    def movements(self, month: str, /) -> Sequence[Movement]: ...  # noqa: D102
    def actors(self) -> Sequence[tuple[str, int]]: ...  # noqa: D102
    def pairs(self, most: int, /) -> Sequence[tuple[str, str, int]]: ...  # noqa: D102
    def calendar(self, first: date, last: date, selection: Selection = ..., /) -> Sequence[CalendarItem]: ...  # noqa: D102
    def day_counts(self, first: date, last: date, selection: Selection = ..., /) -> Mapping[date, int]: ...  # noqa: D102
    def meetings(self, first: date, last: date, /) -> Sequence[Meeting]: ...  # noqa: D102
    def span(self) -> tuple[date, date] | None: ...  # noqa: D102
    def actor(self, code: str, selection: Selection = ..., /, *, today: date | None = None) -> ActorPage: ...  # noqa: D102
    def tours(self, traveller: str | None = None, /) -> Sequence[TourRow]: ...  # noqa: D102
    def measures(  # noqa: D102
        self, selection: Selection = ..., /, *, on: date | None = None, stack: Stack | None = None
    ) -> Sequence[MeasureRow]: ...
    def stack_sizes(self, selection: Selection = ..., /, *, on: date) -> Mapping[Stack, int]: ...  # noqa: D102
    def states(self, *, on: date) -> Sequence[StateRow]: ...  # noqa: D102
    def search(self, text: str, selection: Selection = ..., /) -> Sequence[Hit]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at one time: answers, when each claim was recorded by its key, how many decisions there were.

    `newest` is the instant of what was recorded last; None for an empty ledger.
    """

    answers: Answers
    recorded: Mapping[str, datetime]
    decisions: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer wants decided: about doubts, claims, threads or decisions, by the names that people use for them.

    `others` are those from which `part` takes apart; `slot` and `value` (in words, or in the public form) are for `correct` alone.
    """

    act: str
    names: tuple[str, ...]
    by: str
    why: str
    others: tuple[str, ...] = ()
    slot: str = ""
    value: Json = None


class Shelf(Protocol):
    """The ledger, asked by several threads at once."""

    def today(self) -> date:
        """The day that counts as today."""
        ...

    def known(self, *, as_of: str | None = None, stated_by: date | None = None) -> Known:
        """All that is held, or what was recorded by an instant, or what reports had stated by the end of a day."""
        ...

    def sources(self) -> Sequence[Record]:
        """How the sources that are followed stand, each in its public form."""
        ...

    def decide(self, verdict: Verdict) -> RecordedDecision:
        """Record a decision (`accept`, `join`, `part`, `retract`, `correct`, `undo`).

        NotInLedger for a name that stands for nothing, QueryError for what cannot be decided.
        """
        ...

    def saved_search(self, asked: Mapping[str, Sequence[str]]) -> SavedSearch:
        """Filters and words of an address (`kind`, `actor`, `status`, `since`, `until`, `in_force_on`, `q`, `thread`).

        QueryError for what is none.
        """
        ...

    def actor_code(self, text: str) -> str:
        """The code of an actor given by code or name; QueryError for an unknown one."""
        ...

    def window(self, text: str) -> timedelta:
        """A length of time: `30d`, `2w`; QueryError for what is none."""
        ...
