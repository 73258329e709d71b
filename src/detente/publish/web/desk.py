"""What the pages need of the ledger; `detente.app.serving` fulfils it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from detente.model.record import Record
from detente.model.recorded import RecordedDecision
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.publish.shelf import Answers, Verdict
from detente.views.changes import Change
from detente.views.scenarios.page import StakesPage
from detente.views.scenarios.talks_page import TalksPage


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

    def sources(self) -> Sequence[Record]:
        """How the sources that are followed stand, in the form of `detente sources status`; none where nothing can be followed into."""
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

    def decide(self, verdict: Verdict) -> RecordedDecision:
        """Record a decision; NotInLedger and QueryError as `detente.publish.shelf.Shelf.decide`."""
        ...

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """Filters from the words of an address (`kind`, `actor`, `status`, `since`, `until`); QueryError for what is none."""
        ...

    def actor_code(self, text: str) -> str:
        """The code of an actor given by code or name; QueryError for an unknown one."""
        ...

    def stakes(self, thread: str, *, is_drawn: bool = False) -> StakesPage:
        """What a thread would cost whom, with intervals where drawn; QueryError or StakesError where it cannot be told."""
        ...

    def talks(self, thread: str) -> TalksPage:
        """What the first two parties of a thread's scenario could agree on; QueryError or StakesError where it cannot be told."""
        ...
