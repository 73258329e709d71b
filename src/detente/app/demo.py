"""The demonstration: all stories of the package in one ledger, and what a user wants to see first.

In: the stories. Out: `Demo`, the answers as of the end of one of them: from what reports had stated by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.app.corpus import load_stories, packaged_corpus
from detente.app.ledger import Ledger
from detente.app.pipeline import OnReading
from detente.app.rows import Rows
from detente.evaluate.corpus import Story
from detente.model.recorded import Appended
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.views.changes import Change
from detente.views.conflicts import ConflictRow
from detente.views.due import DueItem
from detente.views.dyad import Movement
from detente.views.page import ThreadPage
from detente.views.scoreboard import ScoreRow

# The story at whose end the questions are asked: the one that has most still ahead of it.
ASKED_AT_THE_END_OF = "asia-tour-2025"

CHANGES_SHOWN = 10

_WINDOW = "60d"


@dataclass(frozen=True, slots=True)
class Demo:
    """The answers as of `today`; `page` is of the matter with the most varied history, `moved` the dyad that moved most."""

    today: date
    added: Appended
    due: Rows[DueItem]
    changes: Rows[Change]
    threats: Rows[Thread]
    conflicts: Rows[ConflictRow]
    page: ThreadPage
    scoreboard: ScoreRow
    moved: Movement | None


def demo_stories() -> list[Story]:
    """The stories that come with the package."""
    return load_stories([packaged_corpus()])


def reports_in(stories: Sequence[Story]) -> int:
    """How many reports there are to read."""
    return sum(len(story.documents) for story in stories)


def _end_of(story: Story) -> date:
    return max(document.day for document in story.documents.values() if document.day)


def end_of_demo(stories: Sequence[Story]) -> date:
    """The day as of which the demonstration is asked."""
    return next((_end_of(story) for story in stories if story.name == ASKED_AT_THE_END_OF), max(map(_end_of, stories)))


def _most_eventful(threads: Sequence[Thread]) -> Thread:
    """The thread with the most different states, told by the most documents; the earliest among equals."""
    return max(threads, key=lambda thread: (len({step.status for step in thread.history}), len({c.document.id for c in thread.claims})))


def _last_whole_month(today: date) -> str:
    """The newest month that is over: a few days are no month to compare with one."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def run_demo(stories: Sequence[Story], ledger: Ledger, *, jobs: int, on_reading: OnReading, keep: bool = True) -> Demo:
    """Read all stories into the ledger and ask it; without `keep` nobody asks it after."""
    documents = [document for story in stories for document in story.documents.values()]
    added = ledger.read(documents, jobs=jobs, on_reading=on_reading, join=keep)
    today = end_of_demo(stories)
    known = ledger.stated_by(today)
    threads = known.all_threads()  # before the answers: else each looks for its own
    return Demo(
        today=today,
        added=added,
        due=known.due(today=today, within=_WINDOW),
        changes=known.changes()[:CHANGES_SHOWN],
        threats=known.threads(Selection(statuses=("threatened",))),
        conflicts=known.conflicts(),
        page=known.page(_most_eventful(threads).id, today=today),
        scoreboard=known.scoreboard(today=today)[0],
        moved=next(iter(known.movements(_last_whole_month(today))), None),
    )
