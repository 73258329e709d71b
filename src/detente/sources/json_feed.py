"""JSON Feed 1.0 and 1.1, by hand.

In: the text of a feed and its address. Out: its items. Holds: what is not of the sort that the format asks for is as if it
were not there.
"""

import json

from detente.model.finding import Finding, Severity
from detente.sources.entries import Entry, items_of
from detente.sources.item import Listing, too_many
from detente.sources.links import link_of

_MARK = "jsonfeed.org/version/"
_MOST_DIGITS = 100

Fields = dict[str, object]


def _words(fields: Fields, *names: str) -> str:
    return next((value for name in names if isinstance(value := fields.get(name), str) and value.strip()), "")


def _number(digits: str) -> int:
    """A whole number; Python refuses those of some thousand digits, which nobody counts anything by."""
    return int(digits) if len(digits) <= _MOST_DIGITS else 0


def loaded(text: str) -> object:
    """The JSON value, None for what is none."""
    try:
        held: object = json.loads(text.lstrip("\ufeff \t\r\n"), parse_int=_number)
    except (ValueError, RecursionError):
        return None
    return held


def is_json_feed(text: str) -> bool:
    """Whether a text looks like a JSON Feed."""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and _MARK in text[:20_000]


def _entry(fields: Fields, base: str) -> Entry:
    id = fields.get("id")
    return Entry(
        guid=str(id).strip() if isinstance(id, str | int | float) and not isinstance(id, bool) else "",
        link=link_of(_words(fields, "url", "external_url"), base),
        title=_words(fields, "title"),
        text=max(_words(fields, "content_html"), _words(fields, "content_text"), _words(fields, "summary"), key=len),
        published=_words(fields, "date_published", "date_modified") or None,
        publisher=None,
        language=_words(fields, "language") or None,
    )


def json_listing(text: str, *, url: str, most: int) -> Listing:
    """The items of a JSON Feed; none, with a finding, where it is none."""
    held = loaded(text)
    items = held.get("items") if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(items, list):
        return Listing(items=(), findings=(Finding("no-feed", Severity.ERROR, url, "The answer is no JSON Feed."),))
    found = [_entry(fields, url) for fields in items[:most] if isinstance(fields, dict)]
    notes = (too_many(url, len(items), most),) if len(items) > most else ()
    return Listing(items=items_of(found), title=_words(held, "title"), findings=notes)
