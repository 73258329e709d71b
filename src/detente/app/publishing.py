"""The ledger as what is published asks it: by several threads at once, as it is now or as it was.

In: an open ledger. Out: a shelf; feeds and calendars of it as text.

Holds: what is known is computed anew when the ledger has grown, by this process or by another, and one question at a time
goes to the database.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from fastapi import FastAPI

from detente.app.answers import OpenLedger, Snapshot
from detente.app.asking import actor_code, selection_of, window_of
from detente.errors import QueryError
from detente.model.identity import claim_key
from detente.model.saved_search import SavedSearch
from detente.publish.addresses import LOCAL, Addresses
from detente.publish.api.service import api
from detente.publish.brief import brief
from detente.publish.feeds.feed import atom, json_feed
from detente.publish.outlets import Place, calendar_of, feed_of, outlets
from detente.publish.shelf import Known
from detente.store.alerts import SqlAlerts

# What `add_publishing` adds for a search or a thread to be followed by, with its path.
OUTLETS = {"Feed": "/feeds/atom", "JSON Feed": "/feeds/json", "Calendar": "/calendar.ics"}

# Earlier times that are kept computed.
_KEPT = 8


class FeedFormat(StrEnum):
    """The forms of feeds."""

    ATOM = "atom"
    JSON = "json"


def known_of(held: Snapshot) -> Known:
    """What a snapshot knows, all of it computed."""
    held.thread_links()
    rows = held.claims()
    decisions = held.decisions()
    instants = [*(row.recorded_at for row in rows), *(row.recorded_at for row in decisions)]
    return Known(held, {claim_key(row.claim): row.recorded_at for row in rows}, len(decisions), max(instants, default=None))


class LedgerShelf:
    """The shelf over one open ledger; `today` is the machine's day where None is given."""

    def __init__(self, ledger: OpenLedger, *, today: date | None = None) -> None:
        self._ledger = ledger
        self._today = today
        self._lock = threading.RLock()
        self._version: str | None = None
        self._kept: OrderedDict[tuple[str | None, date | None], Known] = OrderedDict()

    def today(self) -> date:
        """The day that counts as today."""
        return self._today or date.today()

    def known(self, *, as_of: str | None = None, stated_by: date | None = None) -> Known:
        """What is held; what was recorded by an instant; what reports had stated by the end of a day, of what was recorded."""
        with self._lock:
            version = self._ledger.version()
            if version != self._version:
                self._kept.clear()
                self._version = version
            if (as_of, stated_by) not in self._kept:
                self._kept[as_of, stated_by] = known_of(self._snapshot(as_of, stated_by))
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end((as_of, stated_by))
            return self._kept[as_of, stated_by]

    def _snapshot(self, as_of: str | None, stated_by: date | None) -> Snapshot:
        if as_of is None:
            # A snapshot of its own: what else asks the open ledger may make it forget what it has computed.
            return self._ledger.as_of(self._ledger.version() or date.min) if stated_by is None else self._ledger.stated_by(stated_by)
        if stated_by is None:
            return self._ledger.as_of(as_of)
        raise QueryError("either as recorded by an instant or as stated by a day", where="as_of", hint="leave out `known`")

    def saved_search(self, asked: Mapping[str, Sequence[str]]) -> SavedSearch:
        """A saved search from words."""
        first = {name: next(iter(asked.get(name, ())), None) for name in ("since", "until", "in_force_on", "q", "thread")}
        selection = selection_of(
            kinds=asked.get("kind", ()),
            actors=asked.get("actor", ()),
            statuses=asked.get("status", ()),
            since=first["since"],
            until=first["until"],
            in_force_on=first["in_force_on"],
        )
        return SavedSearch(selection, (first["q"] or "").strip(), first["thread"])

    def actor_code(self, text: str) -> str:
        """The code of an actor."""
        return actor_code(text)

    def window(self, text: str) -> timedelta:
        """A length of time."""
        return window_of(text)


def add_publishing(site: FastAPI, ledger: OpenLedger, *, today: date | None = None) -> None:
    """Give out feeds, the calendar and the API of a ledger beside the pages of a site."""
    shelf = LedgerShelf(ledger, today=today)
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
    return brief(known_of(held), asked, since=since, today=today)


def open_alerts(target: str) -> SqlAlerts:
    """The memory of alerts of a ledger, to be closed."""
    return SqlAlerts.open(target)
