"""A day in Markdown: what changed, what is due, what is disputed; every sentence with its words and its source.

Holds: nothing is said that no report says. Words of reports are escaped, so that they stay words. A part of nothing is left
out; a brief of nothing says so in one line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from detente.model.claim import Claim
from detente.model.record import Json
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.publish.feeds.entry import matter_words, plain, slot_words, source_words, status_words, web_address
from detente.publish.shelf import Known
from detente.views.changes import Change, changes
from detente.views.conflicts import ConflictRow, Side, conflict_rows
from detente.views.due import DueItem, due
from detente.views.headline import headline_of

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")

DAYS_AHEAD = 14


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


def _words(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "not stated"
    if isinstance(value, dict):
        return " ".join(_words(part) for part in value.values())
    return "not stated" if value is None else plain(value)


def _side(side: Side) -> str:
    return f"  - {escaped(_words(side.value))}: {_quoted(side.claim)}"


def _conflict_lines(row: ConflictRow) -> Iterator[str]:
    yield f"- **{escaped(headline_of(row.thread))}**, {plain(row.conflict.field)}:"
    yield from map(_side, row.sides)


def _part(title: str, lines: Iterable[str]) -> list[str]:
    held = list(lines)
    return [f"## {title}", "", *held, ""] if held else []


def _told_since(row: ConflictRow, since: date, until: date) -> bool:
    return any(side.claim.document.day and since <= side.claim.document.day <= until for side in row.sides)


def brief(known: Known, asked: SavedSearch, *, since: date, today: date) -> str:
    """The brief of what reports from `since` to `today` told, both days included."""
    matters = known.answers.matters(SavedSearch(_undated(asked.selection), asked.text, asked.thread))
    changed = changes(matters, since=since, until=today)
    items: Sequence[DueItem] = due(matters, today, within=timedelta(days=DAYS_AHEAD))
    rows = [row for row in conflict_rows(matters) if row.settled_by is None and _told_since(row, since, today)]
    parts = [
        *_part(f"What changed ({len(changed)})", map(_change_line, changed)),
        *_part(f"Due within {DAYS_AHEAD} days", (_due_line(item) for item in items if not item.passed)),
        *_part("Passed without news", (_due_line(item) for item in items if item.passed)),
        *_part("Disputed", (line for row in rows for line in _conflict_lines(row))),
    ]
    days = f"{since.isoformat()} to {today.isoformat()}" if since != today else today.isoformat()
    body = parts or ["Nothing changed, nothing is due, nothing is newly disputed.", ""]
    return "\n".join([f"# Brief, {days}", "", *body])


def _undated(selection: Selection) -> Selection:
    """The filters without the days: what was told in the days is asked by the brief itself."""
    return Selection(selection.kinds, selection.actors, selection.statuses, None, None, selection.in_force_on)
