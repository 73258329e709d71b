"""What a saved search finds: its matters, and what was learnt of them, each with the instant at which the ledger learnt it.

Holds: an update is a change that one claim made; it keeps its claim's key whatever is recorded later, so that what was
published once is known again. A claim that was corrected is a newer state of the same update.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.saved_search import SavedSearch
from detente.model.thread import Thread
from detente.views.changes import Change, changes
from detente.views.search import search
from detente.views.threads import find_thread, select_threads


@dataclass(frozen=True, slots=True)
class Update:
    """A change, when the ledger learnt it, and when it last learnt otherwise of the same claim."""

    change: Change
    recorded_at: datetime
    revised_at: datetime

    @property
    def key(self) -> str:
        """The key of the claim that made the change."""
        return claim_key(self.change.claim)


def matters_of(threads: Sequence[Thread], asked: SavedSearch) -> list[Thread]:
    """The matters of a saved search, the one with the newest report first; NotInLedger for a thread that is not there."""
    held = threads if asked.thread is None else [find_thread(threads, asked.thread)]
    chosen = select_threads(held, asked.selection)
    if not asked.text:
        return chosen
    found = {hit.thread.id for hit in search(chosen, asked.text)}
    return [thread for thread in chosen if thread.id in found]


def revised_at(claim: Claim, recorded_at: datetime) -> datetime:
    """When the claim got the values that it has."""
    return max([recorded_at, *(entry.recorded_at for entry in claim.revision.corrections)] if claim.revision else [recorded_at])


def updates_of(matters: Iterable[Thread], asked: SavedSearch, recorded: Mapping[str, datetime]) -> list[Update]:
    """The updates of the matters within the days asked for, the one that was learnt last first."""
    found = changes(matters, since=asked.selection.since, until=asked.selection.until)
    dated = [(change, recorded[key]) for change in found if (key := claim_key(change.claim)) in recorded]
    held = [Update(change, at, revised_at(change.claim, at)) for change, at in dated]
    return sorted(held, key=lambda update: update.recorded_at, reverse=True)
