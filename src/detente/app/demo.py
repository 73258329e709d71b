"""The demonstration: all stories of the package in a ledger in memory, and what a user wants to see first.

In: the stories. Out: `Demo`, the answers as of the day on which the newest story ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.app.corpus import load_stories, packaged_corpus
from detente.app.ledger import Ledger
from detente.app.pipeline import OnReading
from detente.app.rows import Rows
from detente.evaluate.corpus import Story
from detente.model.conflict import Conflict
from detente.model.recorded import Appended
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.views.changes import Change
from detente.views.due import DueItem

CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Demo:
    """The answers; `thread` is the matter with the most varied history."""

    today: date
    added: Appended
    due: Rows[DueItem]
    changes: Rows[Change]
    threats: Rows[Thread]
    conflicts: Rows[Conflict]
    thread: Thread


def demo_stories() -> list[Story]:
    """The stories that come with the package."""
    return load_stories([packaged_corpus()])


def _days(story: Story) -> list[date]:
    return [document.day for document in story.documents.values() if document.day]


def _most_eventful(threads: Sequence[Thread]) -> Thread:
    """The thread with the most steps told by the most documents; the first in order of time among equals."""
    return max(threads, key=lambda thread: (len(thread.history), len({claim.document.id for claim in thread.claims})))


def run_demo(stories: Sequence[Story], ledger: Ledger, *, jobs: int, on_reading: OnReading) -> Demo:
    """Read all stories into the ledger and ask it."""
    added = ledger.read([document for story in stories for document in story.documents.values()], jobs=jobs, on_reading=on_reading)
    today = max(day for story in stories for day in _days(story))
    return Demo(
        today=today,
        added=added,
        due=ledger.due(today=today, within="60d"),
        changes=ledger.changes()[:CHANGES_SHOWN],
        threats=ledger.threads(Selection(statuses=("threatened",))),
        conflicts=ledger.conflicts(),
        thread=_most_eventful(ledger.all_threads()),
    )
