"""What is published of a ledger beside its pages, and the same without a server.

In: an open ledger, or a shelf over one. Out: routes of feeds, calendar and API; feeds, calendars and briefs as text.
"""

from datetime import date
from enum import StrEnum

from fastapi import FastAPI

from detente.app.shelf import LedgerShelf, known_of
from detente.app.snapshot import Snapshot
from detente.model.saved_search import SavedSearch
from detente.publish.addresses import LOCAL, Addresses
from detente.publish.api.service import api
from detente.publish.brief import brief_of, markdown
from detente.publish.feeds.feed import atom, json_feed
from detente.publish.outlets import Place, calendar_of, feed_of, outlets
from detente.store.alerts import SqlAlerts


class FeedFormat(StrEnum):
    """The forms of feeds."""

    ATOM = "atom"
    JSON = "json"


def add_publishing(site: FastAPI, shelf: LedgerShelf) -> None:
    """Give out feeds, the calendar and the API of a ledger beside the pages of a site."""
    site.include_router(outlets(shelf))
    site.mount("/api/v1", api(shelf))


def feed_text(held: Snapshot, asked: SavedSearch, form: FeedFormat, *, base: str | None = None) -> bytes:
    """A saved search as a feed; `base` is where the pages are, without a slash at its end."""
    addresses = Addresses(base.rstrip("/")) if base else LOCAL
    place = Place(addresses, addresses.at(f"/feeds/{form.value}"), addresses.at("/search"))
    feed = feed_of(known_of(held), asked, place)
    return atom(feed) if form is FeedFormat.ATOM else json_feed(feed)


def calendar_text(held: Snapshot, asked: SavedSearch, *, base: str | None = None) -> bytes:
    """A saved search as a calendar."""
    return calendar_of(known_of(held), asked, Addresses(base.rstrip("/")) if base else LOCAL)


def brief_text(held: Snapshot, asked: SavedSearch, *, since: date, today: date) -> str:
    """What reports of these days told, in Markdown."""
    return markdown(brief_of(held, asked, since=since, until=today))


def open_alerts(target: str) -> SqlAlerts:
    """The memory of alerts of a ledger, to be closed."""
    return SqlAlerts.open(target)
