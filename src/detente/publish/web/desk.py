"""What the pages need of the ledger; `detente.app.serving` fulfils it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from detente.model.finding import Finding
from detente.model.recorded import RecordedDecision
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink
from detente.views.actor import ActorPage
from detente.views.changes import Change
from detente.views.conflicts import ConflictRow
from detente.views.coverage import Coverage
from detente.views.due import DueItem
from detente.views.dyad import Dyad, Movement
from detente.views.measures import MeasureRow
from detente.views.page import ThreadPage
from detente.views.review import Doubt
from detente.views.scenarios.page import StakesPage
from detente.views.scoreboard import Breakdown, ScoreRow, Threat
from detente.views.search import Hit
from detente.views.tours import TourRow


class Answers(Protocol):
    """Questions to the threads as they were known on one day; every method is as in `detente.app.answers.Snapshot`."""

    def all_threads(self) -> Sequence[Thread]: ...  # noqa: D102
    def threads(self, selection: Selection = ..., /) -> Sequence[Thread]: ...  # noqa: D102
    def thread(self, name: str, /) -> Thread: ...  # noqa: D102
    def page(self, name: str, /, *, today: date | None = None) -> ThreadPage: ...  # noqa: D102
    def due(self, selection: Selection = ..., /, *, today: date | None = None, within: str = ...) -> Sequence[DueItem]: ...  # noqa: D102
    def changes(self, selection: Selection = ..., /) -> Sequence[Change]: ...  # noqa: D102
    def conflicts(self, selection: Selection = ..., /) -> Sequence[ConflictRow]: ...  # noqa: D102
    def findings(self, selection: Selection = ..., /) -> Sequence[Finding]: ...  # noqa: D102
    def thread_links(self) -> Sequence[ThreadLink]: ...  # noqa: D102
    def threats(self, selection: Selection = ..., /, *, today: date | None = None) -> Sequence[Threat]: ...  # noqa: D102
    def scoreboard(  # noqa: D102
        self, selection: Selection = ..., /, *, by: Breakdown = ..., today: date | None = None
    ) -> Sequence[ScoreRow]: ...
    def dyad(self, left: str, right: str, selection: Selection = ..., /) -> Dyad: ...  # noqa: D102
    def movements(self, month: str, /) -> Sequence[Movement]: ...  # noqa: D102
    def actor(self, code: str, selection: Selection = ..., /, *, today: date | None = None) -> ActorPage: ...  # noqa: D102
    def tours(self, traveller: str | None = None, /) -> Sequence[TourRow]: ...  # noqa: D102
    def measures(self, selection: Selection = ..., /, *, on: date | None = None) -> Sequence[MeasureRow]: ...  # noqa: D102
    def search(self, text: str, selection: Selection = ..., /) -> Sequence[Hit]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class News:
    """What was recorded after a reader's last look; `looked` is its instant in words of ISO 8601, None before the first look."""

    looked: str | None
    changes: Sequence[Change]


class Desk(Protocol):
    """The ledger behind the pages. Its methods may be called from several threads at once."""

    def today(self) -> date:
        """The day that counts as today."""
        ...

    def version(self) -> str:
        """Another text whenever the ledger holds something new."""
        ...

    def claims(self) -> int:
        """How many claims the ledger holds."""
        ...

    def answers(self, known: date | None) -> Answers:
        """All that is known, or all that reports had stated by the end of a day."""
        ...

    def coverage(self) -> Sequence[Coverage]:
        """What was read, from whom, and when last."""
        ...

    def news(self, reader: str) -> News:
        """What is new to a reader."""
        ...

    def recorded(self, thread: Thread) -> Sequence[datetime]:
        """When the claims of a thread were recorded: the first instant and the last, one where they are the same."""
        ...

    def look(self, reader: str) -> None:
        """Record that a reader has seen all that is held now."""
        ...

    def doubts(self) -> Sequence[Doubt]:
        """What a person should look at."""
        ...

    def decisions(self) -> Sequence[RecordedDecision]:
        """All decisions, in order of recording."""
        ...

    def decide(self, act: str, names: Sequence[str], *, slot: str, value: str, by: str, why: str) -> None:
        """Record a decision (`accept`, `join`, `part`, `retract`, `correct`, `undo`) about doubts, claims, decisions by their names."""
        ...

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """Filters from the words of an address (`kind`, `actor`, `status`, `since`, `until`); QueryError for what is none."""
        ...

    def actor_code(self, text: str) -> str:
        """The code of an actor given by code or name; QueryError for an unknown one."""
        ...

    def stakes(self, thread: str) -> StakesPage:
        """What a thread would cost whom; QueryError or StakesError where it cannot be told."""
        ...
