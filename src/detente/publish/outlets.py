"""A saved search as a feed or a calendar, and the addresses at which the site gives them out.

In: what is known, a saved search. Out: bytes; routes `/feeds/atom`, `/feeds/json` and `/calendar.ics`, with the query of the
search page. An unchanged answer is told as such (304).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from detente.errors import InputError, NotInLedger, QueryError
from detente.model.saved_search import SavedSearch, saved_search_words
from detente.publish.addresses import Addresses
from detente.publish.calendar.event import events_of
from detente.publish.calendar.ics import CALENDAR_TYPE, calendar
from detente.publish.feeds.entry import entry_of, written
from detente.publish.feeds.feed import ATOM_TYPE, JSON_TYPE, MOST, Feed, atom, json_feed
from detente.publish.shelf import Known, Shelf
from detente.views.saved import updates_of

SEARCHED = ("kind", "actor", "status", "since", "until", "in_force_on", "q", "thread")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the site gives out a form of a search, and of which media type it is."""

    path: str
    type: str


# By the names that readers see.
OUTLETS = {
    "Feed": Outlet("/feeds/atom", ATOM_TYPE),
    "JSON Feed": Outlet("/feeds/json", JSON_TYPE),
    "Calendar": Outlet("/calendar.ics", CALENDAR_TYPE),
}

# When nothing was ever recorded, nothing was ever updated.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is given out: its own address and that of the page of the same search."""

    addresses: Addresses
    itself: str
    home: str


Publish = Callable[[Known, SavedSearch, Place], bytes]


def feed_of(known: Known, asked: SavedSearch, place: Place) -> Feed:
    """The feed of a saved search."""
    updates = updates_of(known.answers.matters(asked), asked, known.recorded)[:MOST]
    entries = [entry_of(update, place.addresses) for update in updates]
    newest = max((entry.updated for entry in entries), default=_NEVER)
    return Feed(saved_search_words(asked), place.home, place.itself, entries, newest)


def calendar_of(known: Known, asked: SavedSearch, addresses: Addresses) -> bytes:
    """The calendar of a saved search; its matters are chosen by `since` and `until`, its days are not."""
    events = events_of(known.answers.matters(asked), known.recorded, decisions=known.decisions)
    return calendar(events, addresses, name=f"detente: {saved_search_words(asked)}")


def etag_of(body: bytes) -> str:
    """The validator of an answer."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def names_etag(header: str | None, etag: str) -> bool:
    """Whether a request says that it has this answer already."""
    return header is not None and any(each.strip().removeprefix("W/") in (etag, "*") for each in header.split(","))


def answered(request: Request, body: bytes, media_type: str) -> Response:
    """The answer, or 304 where the request has it already."""
    headers = {"ETag": etag_of(body), "Cache-Control": "private, no-cache"}
    if names_etag(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def day_in(request: Request, name: str) -> date | None:
    """A day of the address; QueryError for what is none."""
    text = request.query_params.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(f"not a day: {text!r}", where=name, hint="write it as 2025-10-30") from None


def searched(request: Request) -> dict[str, Sequence[str]]:
    """The parameters of a search that an address fills."""
    given = {name: [value for value in request.query_params.getlist(name) if value.strip()] for name in SEARCHED}
    return {name: values for name, values in given.items() if values}


def _place(request: Request) -> Place:
    addresses = Addresses(str(request.base_url).rstrip("/"))
    query = urlencode([(name, value) for name, values in searched(request).items() for value in values])
    thread = request.query_params.get("thread")
    home = addresses.at(f"/thread/{thread}") if thread else addresses.at("/search", query)
    url = request.url
    itself = addresses.at(quote(url.path), written(url.query))
    return Place(addresses, itself, home)


def _told(request: Request, shelf: Shelf, publish: Publish, media_type: str) -> Response:
    """What is published of the search in an address; a plain line where it cannot be."""
    try:
        known = shelf.known(as_of=request.query_params.get("as_of") or None, stated_by=day_in(request, "known"))
        body = publish(known, shelf.saved_search(searched(request)), _place(request))
    except (InputError, NotInLedger) as error:
        return PlainTextResponse(f"{error}\n", 404 if isinstance(error, NotInLedger) else 400)
    return answered(request, body, media_type)


def outlets(shelf: Shelf) -> APIRouter:
    """The routes of feeds and calendars."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(OUTLETS["Feed"].path)
    def in_atom(request: Request) -> Response:
        return _told(request, shelf, lambda *asked: atom(feed_of(*asked)), ATOM_TYPE)

    @routes.get(OUTLETS["JSON Feed"].path)
    def in_json(request: Request) -> Response:
        return _told(request, shelf, lambda *asked: json_feed(feed_of(*asked)), JSON_TYPE)

    @routes.get(OUTLETS["Calendar"].path)
    def in_calendar(request: Request) -> Response:
        return _told(request, shelf, lambda known, asked, place: calendar_of(known, asked, place.addresses), CALENDAR_TYPE)

    return routes
