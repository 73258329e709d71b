"""Events as iCalendar (RFC 5545), for calendars that subscribe to an address.

Holds: the same events give the same bytes, whenever they are asked for. No method: RFC 5546 asks one for an organiser, and
nobody organises what reports tell.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Timezone, TimezoneStandard
from icalendar import Event as Component

from detente.publish.addresses import Addresses
from detente.publish.calendar.event import Event
from detente.publish.feeds.entry import clean, source_words, web_address
from detente.publish.words import plain
from detente.views.headline import headline_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def _description(event: Event) -> str:
    claim = event.claim
    source = web_address(claim.document.url)
    lines = [f"{plain(event.told.status)}; {event.what}, stated as {event.when}", *(f"“{quote}”" for quote in claim.quotes)]
    lines += [f"condition: {claim.condition_words}"] if claim.condition_words else []
    lines += [source_words(claim), *([source] if source else [])]
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


def _utc() -> Timezone:
    """The component of a calendar without an event: it must have one, and a zone shows nothing."""
    made, standard = Timezone(), TimezoneStandard()
    made.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    made.add_component(standard)
    return made


def calendar(events: Iterable[Event], addresses: Addresses, *, name: str) -> bytes:
    """The calendar under a name."""
    made = Calendar()
    made.add("prodid", "-//detente//calendar 1//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", clean(name))
    made.add("x-wr-calname", clean(name))
    components: list[Component | Timezone] = [_component(event, addresses) for event in events]
    for component in components or (_utc(),):
        made.add_component(component)
    return bytes(made.to_ical())
