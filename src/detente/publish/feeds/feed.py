"""A feed: the newest updates of one saved search, as Atom (RFC 4287) or JSON Feed 1.1.

Holds: a feed of nothing is a valid feed. It says no more than `MOST` entries, the newest; older ones are in the ledger.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from detente.model.record import Json, Record
from detente.publish.feeds.entry import Entry, clean, urn

MOST = 100

ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Feed:
    """`home` is the page of the same search, `itself` the feed's own address; `asked` names it where addresses change."""

    asked: str
    home: str
    itself: str
    entries: Sequence[Entry]
    updated: datetime

    @property
    def title(self) -> str:
        """What a feed reader lists it under."""
        return clean(f"detente: {self.asked}")


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _child(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    made = SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text
    return made


def _atom_entry(feed: Element, entry: Entry) -> None:
    made = _child(feed, "entry")
    _child(made, "id", entry.id)
    _child(made, "title", entry.title)
    _child(made, "updated", _instant(entry.updated))
    if entry.published:
        _child(made, "published", _instant(entry.published))
    _child(made, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.source:
        _child(made, "link", rel="via", href=entry.source)
    _child(made, "category", term=entry.kind)
    _child(made, "content", entry.html, type="html")


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    register_namespace("", _ATOM)
    root = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _child(root, "id", urn(f"feed:{feed.asked}"))
    _child(root, "title", feed.title)
    _child(root, "updated", _instant(feed.updated))
    _child(_child(root, "author"), "name", "detente")
    _child(root, "link", rel="self", type="application/atom+xml", href=feed.itself)
    _child(root, "link", rel="alternate", type="text/html", href=feed.home)
    for entry in feed.entries[:MOST]:
        _atom_entry(root, entry)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _item(entry: Entry) -> Record:
    item: Record = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_modified": _instant(entry.updated),
        "tags": [entry.kind],
    }
    item |= {"external_url": entry.source} if entry.source else {}
    return item | ({"date_published": _instant(entry.published)} if entry.published else {})


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    items: list[Json] = [_item(entry) for entry in feed.entries[:MOST]]
    record: Record = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.itself,
        "language": "en",
        "authors": [{"name": "detente"}],
        "items": items,
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()
