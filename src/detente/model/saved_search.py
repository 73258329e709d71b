"""One question that is asked again and again: filters and words, or one thread; and its public JSON form.

Feeds, calendars and alert rules are each about one saved search.
"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from detente.errors import RecordError
from detente.model.claim import Kind
from detente.model.record import Json, Record
from detente.model.selection import EVERYTHING, Selection


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """`text` are words that a matter must hold in one of its claims; `thread` is the id of the one matter that is followed."""

    selection: Selection = EVERYTHING
    text: str = ""
    thread: str | None = None


def saved_search_words(search: SavedSearch) -> str:
    """The filters in a line: `measure, threatened; USA, CHN; "rare earths"`; `everything` for none."""
    held = search.selection
    groups = [", ".join((*held.kinds, *held.statuses)), ", ".join(held.actors), f"“{search.text}”" if search.text else ""]
    days = [f"since {held.since}" if held.since else "", f"until {held.until}" if held.until else ""]
    days.append(f"in force on {held.in_force_on}" if held.in_force_on else "")
    return "; ".join(part for part in (search.thread or "", *groups, *days) if part) or "everything"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def saved_search_to_record(search: SavedSearch) -> Record:
    """The public form; `saved_search_from_record` is its inverse."""
    held = search.selection
    return {
        "kind": cast(Json, [str(kind) for kind in held.kinds]),
        "actor": cast(Json, list(held.actors)),
        "status": cast(Json, list(held.statuses)),
        "since": _day(held.since),
        "until": _day(held.until),
        "in_force_on": _day(held.in_force_on),
        "text": search.text,
        "thread": search.thread,
    }


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _day_from(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def saved_search_from_record(record: Record) -> SavedSearch:
    """A saved search from its public form; RecordError for what is none."""
    try:
        selection = Selection(
            kinds=tuple(map(Kind, _texts(record.get("kind")))),
            actors=_texts(record.get("actor")),
            statuses=_texts(record.get("status")),
            since=_day_from(record.get("since")),
            until=_day_from(record.get("until")),
            in_force_on=_day_from(record.get("in_force_on")),
        )
    except ValueError as error:
        raise RecordError(f"not a saved search: {error}") from None
    thread = record.get("thread")
    return SavedSearch(selection, str(record.get("text") or ""), thread if isinstance(thread, str) else None)
