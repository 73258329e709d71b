"""A tour: its stops in order, what was planned for each, and what came of it.

In: threads. Out: tours with what was first planned and last known of each stop, and what took place there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.model.claim import Claim, Encounter, EncounterForm, EncounterStatus, Kind
from detente.model.record import Json, Record
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink, ThreadLinkType
from detente.threads.tours import Stop, Tour, tours_of
from detente.views.headline import headline_of

_AHEAD = frozenset({EncounterStatus.PROPOSED, EncounterStatus.PLANNED, EncounterStatus.CONFIRMED})


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop. `planned` is the first claim that had it ahead, None where it was only told afterwards; `outcome` the newest claim.

    `encounters` are the traveller's meetings in that country in those days, `signed` the deals that were signed at them.
    """

    stop: Stop
    planned: Encounter | None
    outcome: Claim
    encounters: tuple[Thread, ...]
    signed: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class TourRow:
    """A tour with its stops."""

    tour: Tour
    stops: tuple[StopRow, ...]


def _planned(thread: Thread) -> Encounter | None:
    return next((claim for claim in thread.claims if isinstance(claim, Encounter) and claim.status in _AHEAD), None)


def _country(place: str | None) -> str | None:
    return None if place is None else place.rsplit(", ", 1)[-1]


def _is_there(place: str, tour: Tour, stop: Stop) -> bool:
    """Whether a meeting's place is that of a stop: its city, or a place in its country where no other stop has that city."""
    if place == stop.place:
        return True
    others = {other.place for other in tour.stops if other is not stop}
    return place not in others and _country(place) == _country(stop.place) is not None


def _happens_at(thread: Thread, tour: Tour, stop: Stop) -> bool:
    """Whether an encounter is the traveller's, at the stop and within its days."""
    for claim in thread.claims:
        if not isinstance(claim, Encounter) or claim.form is EncounterForm.VISIT or claim.date is None or claim.place is None:
            continue
        day = claim.date.value.first if claim.date.value.is_day else None
        is_theirs = tour.traveller in {held.value for held in claim.participants}
        if day and stop.first <= day <= stop.last and is_theirs and _is_there(claim.place.value, tour, stop):
            return True
    return False


def _signed(encounters: Sequence[Thread], links: Iterable[ThreadLink], by_id: dict[str, Thread]) -> tuple[Thread, ...]:
    names = {thread.id for thread in encounters}
    return tuple(
        by_id[link.source] for link in links if link.type is ThreadLinkType.SIGNED_AT and link.target in names and link.source in by_id
    )


def tour_rows(threads: Sequence[Thread], links: Sequence[ThreadLink], *, traveller: str | None = None) -> list[TourRow]:
    """The tours, the latest first; `traveller` is any part of the person's name, or a code."""
    by_id = {thread.id: thread for thread in threads}
    meetings = [thread for thread in threads if thread.kind is Kind.ENCOUNTER]
    rows = []
    for tour in tours_of(threads):
        if traveller is None or traveller.casefold() in str(tour.traveller).casefold() or traveller == tour.id:
            rows.append(TourRow(tour, tuple(_row(stop, tour, meetings, links, by_id) for stop in tour.stops)))
    return sorted(rows, key=lambda row: (row.tour.first, row.tour.id), reverse=True)


def _row(stop: Stop, tour: Tour, meetings: Sequence[Thread], links: Sequence[ThreadLink], by_id: dict[str, Thread]) -> StopRow:
    encounters = tuple(thread for thread in meetings if _happens_at(thread, tour, stop))
    return StopRow(stop, _planned(stop.thread), stop.thread.newest, encounters, _signed(encounters, links, by_id))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _stop_to_record(row: StopRow) -> Record:
    planned = row.planned
    encounters: list[Json] = [{"thread": t.id, "state": str(t.state), "matter": headline_of(t)} for t in row.encounters]
    signed: list[Json] = [{"thread": t.id, "state": str(t.state), "matter": headline_of(t)} for t in row.signed]
    plan: Json = None
    if planned is not None:
        plan = {
            "status": planned.status.value,
            "date": str(planned.date.value) if planned.date else None,
            "place": planned.place.value if planned.place else None,
            "stated": _day(planned.document.day),
            "doc": planned.document.id,
            "claim": planned.id,
        }
    return {
        "thread": row.stop.thread.id,
        "first": row.stop.first.isoformat(),
        "last": row.stop.last.isoformat(),
        "place": row.stop.place,
        "planned": plan,
        "state": str(row.outcome.status),
        "stated": _day(row.outcome.document.day),
        "encounters": encounters,
        "signed": signed,
    }


def tour_to_record(row: TourRow) -> Record:
    """The public form."""
    stops: list[Json] = [_stop_to_record(stop) for stop in row.stops]
    return {
        "tour": row.tour.id,
        "traveller": str(row.tour.traveller),
        "first": row.tour.first.isoformat(),
        "last": row.tour.last.isoformat(),
        "days": row.tour.days,
        "stops": stops,
    }
