"""Events as iCalendar (RFC 5545), for calendars that subscribe to an address.

Holds: the same events give the same bytes, whenever they are asked for.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar
from icalendar import Event as Component

from detente.publish.addresses import Addresses
from detente.publish.calendar.event import Event
from detente.publish.feeds.entry import clean, plain, source_words, web_address
from detente.views.headline import headline_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def _description(event: Event) -> str:
    claim = event.claim
    lines = [f"{plain(event.told.status)}; {event.what}, stated as {event.when}", *(f"“{quote}”" for quote in claim.quotes)]
    lines += [f"condition: {claim.condition_words}"] if claim.condition_words else []
    lines += [source_words(claim), *([claim.document.url] if claim.document.url and web_address(claim.document.url) else [])]
    return clean("\n".join(lines))


def _component(event: Event, addresses: Addresses) -> Component:
    made = Component()
    status = plain(event.told.status)
    made.add("uid", event.uid)
    made.add("dtstamp", event.modified.astimezone(UTC))
    made.add("last-modified", event.modified.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("dtstart", event.first)
    made.add("dtend", event.last + timedelta(days=1))
    made.add("summary", clean(f"{headline_of(event.thread)}: {event.what} ({status})"))
    made.add("description", _description(event))
    made.add("status", event.standing.value)
    made.add("categories", [event.thread.kind.value, event.what])
    made.add("transp", "TRANSPARENT")
    made.add("url", addresses.thread(event.thread))
    return made


def calendar(events: Iterable[Event], addresses: Addresses, *, name: str) -> bytes:
    """The calendar under a name."""
    made = Calendar()
    made.add("prodid", "-//detente//calendar 1//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", clean(name))
    made.add("x-wr-calname", clean(name))
    for event in events:
        made.add_component(_component(event, addresses))
    return bytes(made.to_ical())
