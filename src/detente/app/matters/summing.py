"""Bring summaries up to the stored threads.

In: a projection, and how its threads are read. Out: the same projection, with a summary of each thread and none besides.

Holds: only threads that are new are read; each step is whole in itself, so a run that ends anywhere is taken up by the next.
"""

from collections.abc import Callable, Collection, Mapping

from detente.model.ports import Projection
from detente.model.thread import Thread
from detente.views.summaries import summary_of

# Threads of one transaction: few enough that others get to write in between.
_AT_ONCE = 500


def sum_up(projection: Projection, read: Callable[[Collection[int]], Mapping[int, Thread]]) -> bool:
    """Make the summaries that are missing, and tell whether any were; Overtaken where another process made threads."""
    missing, gone = projection.summaries.missing(), projection.summaries.gone()
    if not missing and not gone:
        return False
    generation = projection.backlog().generation
    for start in range(0, max(len(missing), 1), _AT_ONCE):
        threads = read(missing[start : start + _AT_ONCE])
        made = [summary_of(number, thread) for number, thread in threads.items()]
        projection.summaries.put(made, gone, generation)
        generation, gone = generation + 1, []
    return True
