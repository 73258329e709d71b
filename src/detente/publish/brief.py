"""A day: what changed, what is due, what is disputed; every sentence with its words and its source.

In: matters, the days. Out: what the page of the day shows, and the same as Markdown.

Holds: nothing is said that no report says. Words of reports are escaped, so that they stay words. A part of nothing is left
out; a brief of nothing says so in one line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.model.claim import Claim
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.publish.feeds.entry import matter_words, slot_words, source_words, status_words, web_address
from detente.publish.shelf import Answers
from detente.publish.words import json_words, plain
from detente.views.changes import Change, changes
from detente.views.conflicts import ConflictRow, Side, conflict_rows, is_told_in
from detente.views.due import DueItem, due
from detente.views.headline import headline_of

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")

DAYS_AHEAD = 14

NOTHING = "Nothing changed, nothing is due, nothing is newly disputed."


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _source(claim: Claim) -> str:
    url = web_address(claim.document.url)
    words = escaped(source_words(claim))
    return f"[{words}](<{url.replace('>', '%3E').replace('<', '%3C')}>)" if url else words


def _quoted(claim: Claim) -> str:
    return f"“{escaped(claim.quotes[0])}” — {_source(claim)}"


def _change_line(change: Change) -> str:
    said = "; ".join([status_words(change), *slot_words(change)])
    return f"- **{escaped(matter_words(change))}**: {escaped(said)}. {_quoted(change.claim)}"


def _due_line(item: DueItem) -> str:
    day = f"{item.day:%a} {item.day.isoformat()}"
    stated = "" if item.when.is_day else f", stated as {item.when}"
    return (
        f"- {day}{stated}: **{escaped(headline_of(item.thread))}**, {item.kind.value} ({plain(item.thread.state)}). {_quoted(item.claim)}"
    )


def _side(row: ConflictRow, side: Side) -> str:
    return f"  - {escaped(json_words(row.thread.kind, row.conflict.field, side.value))}: {_quoted(side.claim)}"


def _conflict_lines(row: ConflictRow) -> Iterator[str]:
    yield f"- **{escaped(headline_of(row.thread))}**, {plain(row.conflict.field)}:"
    yield from (_side(row, side) for side in row.sides)


def _part(title: str, lines: Iterable[str]) -> list[str]:
    held = list(lines)
    return [f"## {title}", "", *held, ""] if held else []


@dataclass(frozen=True, slots=True)
class Brief:
    """What reports from `since` to `until` told, both days included; what is due, and what passed without news, by `until`."""

    since: date
    until: date
    changed: Sequence[Change]
    ahead: Sequence[DueItem]
    passed: Sequence[DueItem]
    disputed: Sequence[ConflictRow]

    @property
    def days(self) -> str:
        """The days in words of ISO 8601."""
        return self.until.isoformat() if self.since == self.until else f"{self.since.isoformat()} to {self.until.isoformat()}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.changed or self.ahead or self.passed or self.disputed)


def brief_of(answers: Answers, asked: SavedSearch, *, since: date, until: date) -> Brief:
    """The brief of the matters that a search asks for."""
    undated, told = _undated(asked.selection), Selection(since=since, until=until)
    if asked.text or asked.thread is not None:
        return _brief_of_matters(answers.matters(SavedSearch(undated, asked.text, asked.thread)), told, since, until)
    items = list(answers.due(undated, today=until, within=timedelta(days=DAYS_AHEAD)))
    return Brief(
        since=since,
        until=until,
        changed=list(answers.changes(replace(undated, since=since, until=until))),
        ahead=[item for item in items if not item.passed],
        passed=[item for item in items if item.passed],
        disputed=list(answers.disputed(undated, told)),
    )


def _brief_of_matters(matters: Sequence[Thread], told: Selection, since: date, until: date) -> Brief:
    items = due(matters, until, within=timedelta(days=DAYS_AHEAD))
    return Brief(
        since=since,
        until=until,
        changed=changes(matters, since=since, until=until),
        ahead=[item for item in items if not item.passed],
        passed=[item for item in items if item.passed],
        disputed=[row for row in conflict_rows(matters) if row.settled_by is None and is_told_in(row, told)],
    )


def markdown(told: Brief) -> str:
    """The brief as Markdown."""
    parts = [
        *_part(f"What changed ({len(told.changed)})", map(_change_line, told.changed)),
        *_part(f"Due within {DAYS_AHEAD} days", map(_due_line, told.ahead)),
        *_part("Passed without news", map(_due_line, told.passed)),
        *_part("Disputed", (line for row in told.disputed for line in _conflict_lines(row))),
    ]
    return "\n".join([f"# Brief, {told.days}", "", *(parts or [NOTHING, ""])])


def _undated(selection: Selection) -> Selection:
    """The filters without the days: what was told in the days is asked by the brief itself."""
    return Selection(selection.kinds, selection.actors, selection.statuses, None, None, selection.in_force_on)
