"""All that `detente evaluate` prints: the table, the figures of read and unread stories and their gap, conflicts.

In: stories, predictions, reported conflicts. Out: lines of plain text.
"""

from collections.abc import Iterator, Mapping, Sequence

from detente.evaluate.conflicts import conflict_line, score_conflicts
from detente.evaluate.corpus import Entry, Story
from detente.evaluate.score import score
from detente.evaluate.table import gap_line, headline, score_lines
from detente.model.record import Record


def report_lines(stories: Sequence[Story], predictions: Mapping[str, Entry], reported: Sequence[Record] | None) -> Iterator[str]:
    """The table over all stories; conflicts where stories plant any; then the three figures."""
    yield from score_lines(score(stories, predictions))
    if reported is not None and any(story.conflicts for story in stories):
        yield conflict_line(score_conflicts(stories, reported))
    yield ""
    yield from three_figures(stories, predictions)


def three_figures(stories: Sequence[Story], predictions: Mapping[str, Entry]) -> Iterator[str]:
    """Stories that were read while the reader was written, stories that were not, and how much worse it does on those."""
    read = [story for story in stories if story.is_read]
    unread = [story for story in stories if not story.is_read]
    on_read, on_unread = score(read, predictions), score(unread, predictions)
    yield headline(f"read ({len(read)})", on_read) if read else "read: none of these"
    yield headline(f"unread ({len(unread)})", on_unread) if unread else "unread: none of these"
    yield gap_line(on_read, on_unread) if read and unread else "gap: needs both"
