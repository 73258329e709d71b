"""Who contradicts whom, in the selected threads."""

from collections.abc import Iterable

from detente.checks.conflicts import conflicts_in
from detente.model.conflict import Conflict
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.views.threads import select_threads


def conflicts(threads: Iterable[Thread], selection: Selection) -> list[Conflict]:
    """The conflicts of the selected threads, those with the newest reports first."""
    return [conflict for thread in select_threads(threads, selection) for conflict in conflicts_in(thread)]
