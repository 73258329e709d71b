"""Tours: the stops of one traveller on adjacent days.

In: threads. Out: tours, each with its stops in order of day.

Holds: only visits of a named person whose day is known to the day are stops; two stops follow each other when the
second begins no more than `MOST_DAYS_BETWEEN` days after the first ends; a visit that did not or will not take place is
a stop too, since it was planned; a single visit is no tour. A thread may be a stop of several travellers' tours.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.model.actor import Actor
from detente.model.claim import Encounter, EncounterForm
from detente.model.edtf import Edtf
from detente.model.thread import Thread

MOST_DAYS_BETWEEN = 3

# A date that spans more is a period in which a visit is to fall, not its days.
_LONGEST_STOP = 14


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a tour; `place` as the newest report that names the city has it, None where none names any."""

    thread: Thread
    first: date
    last: date
    place: str | None


@dataclass(frozen=True, slots=True)
class Tour:
    """`id` is that of its first stop's thread and the traveller's name."""

    traveller: Actor
    stops: tuple[Stop, ...]

    @property
    def id(self) -> str:
        """A readable name that stays while later stops are added."""
        name = (self.traveller.person or self.traveller.code).lower().replace(" ", "-")
        return f"{name}-{self.stops[0].first.isoformat()}"

    @property
    def first(self) -> date:
        """The first day."""
        return self.stops[0].first

    @property
    def last(self) -> date:
        """The last day of the stop that ends last."""
        return max(stop.last for stop in self.stops)

    @property
    def days(self) -> int:
        """How many days it spans, both ends included."""
        return (self.last - self.first).days + 1


def _days(value: Edtf) -> tuple[date, date] | None:
    first, last = value.first, value.last
    if first is None or last is None or (last - first).days >= _LONGEST_STOP:
        return None
    return first, last


def stop_of(thread: Thread) -> Stop | None:
    """The visit that a thread tells of, by the newest report that dates it to the day."""
    visits = [claim for claim in thread.claims if isinstance(claim, Encounter) and claim.form is EncounterForm.VISIT]
    dated = [days for claim in visits if claim.date and (days := _days(claim.date.value))]
    places = [claim.place.value for claim in visits if claim.place]
    return Stop(thread, *dated[-1], _place(places)) if dated else None


def _place(places: Sequence[str]) -> str | None:
    """The newest place; where that is only a country, the newest city in it that was named before."""
    if not places:
        return None
    within = [place for place in places if place.rsplit(", ", 1)[-1] == places[-1].rsplit(", ", 1)[-1]]
    return next((place for place in reversed(within) if ", " in place), places[-1])


def travellers(thread: Thread) -> frozenset[Actor]:
    """The persons who are said to travel."""
    return frozenset(
        held.value
        for claim in thread.claims
        if isinstance(claim, Encounter) and claim.form is EncounterForm.VISIT
        for held in claim.participants
        if held.value.person
    )


def _runs(stops: Iterable[Stop]) -> Iterator[list[Stop]]:
    """Stops cut where more days lie between them than a tour leaves."""
    run: list[Stop] = []
    for stop in sorted(stops, key=lambda stop: (stop.first, stop.last, stop.thread.id)):
        if run and (stop.first - max(held.last for held in run)).days > MOST_DAYS_BETWEEN:
            yield run
            run = []
        run.append(stop)
    if run:
        yield run


def tours_of(threads: Iterable[Thread]) -> list[Tour]:
    """All tours, in order of their first day."""
    by_traveller: dict[Actor, list[Stop]] = defaultdict(list)
    for thread in threads:
        stop = stop_of(thread)
        if stop is not None:
            for traveller in travellers(thread):
                by_traveller[traveller].append(stop)
    found = [Tour(traveller, tuple(run)) for traveller, stops in by_traveller.items() for run in _runs(stops) if _is_tour(run)]
    return sorted(found, key=lambda tour: (tour.first, tour.traveller))


def _is_tour(run: list[Stop]) -> bool:
    return len({stop.place for stop in run}) > 1
