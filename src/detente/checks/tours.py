"""A report gives a tour another length than its stops have: `a five-day tour` whose stops span nine days.

In: threads. Out: conflicts within one document, between its first and its last stop.

Tolerated: one day, since nights and days of travel are counted in more than one way. A tour that is longer than its stops is
a contradiction only where the report names as many countries as it says the tour has: else it may have left some out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from detente.checks.words import speaker
from detente.model.actor import Actor
from detente.model.claim import Encounter, EncounterForm
from detente.model.conflict import Conflict
from detente.model.thread import Thread

_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1)
}
_TOUR = r"(?:tour|trip|swing|journey|visit)"
_LENGTH = re.compile(rf"\b(\w+)[- ]days?,? (?:[\w-]+ ){{0,4}}?{_TOUR}\b", re.IGNORECASE)
_COUNTRIES = re.compile(rf"\b(\w+)[- ](?:nation|country|stop|leg)s?,? (?:[\w-]+ ){{0,4}}?{_TOUR}\b", re.IGNORECASE)

_TOLERANCE = 1
_LONGEST_STOP = 14

Stop = tuple[date, date, Encounter, Thread]


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else _NUMBERS.get(word.casefold())


def _stated(pattern: re.Pattern[str], text: str, surname: str) -> int | None:
    """The one number that the text gives a tour in a sentence that names the traveller; None where there are several."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if re.search(rf"\b{re.escape(surname)}\b", s)]
    found = {number for s in sentences for word in pattern.findall(s) if (number := _number(word))}
    return found.pop() if len(found) == 1 else None


def _stop(claim: Encounter, thread: Thread) -> Stop | None:
    first, last = (claim.date.value.first, claim.date.value.last) if claim.date else (None, None)
    if first is None or last is None or claim.place is None or (last - first).days >= _LONGEST_STOP:
        return None
    return first, last, claim, thread


def _stops(threads: Iterable[Thread]) -> Iterator[tuple[Actor, list[Stop]]]:
    """The dated stops that one document gives one person, in order of day."""
    held: dict[tuple[str, Actor], list[Stop]] = defaultdict(list)
    for thread in threads:
        for claim in thread.claims:
            if isinstance(claim, Encounter) and claim.form is EncounterForm.VISIT and (stop := _stop(claim, thread)):
                for actor in claim.participants:
                    if actor.value.person:
                        held[claim.document.text_hash, actor.value].append(stop)
    for (_, traveller), stops in held.items():
        if len({stop[2].place.value for stop in stops if stop[2].place}) > 1:
            yield traveller, sorted(stops, key=lambda stop: stop[:2])


def _is_whole(stops: list[Stop], text: str, surname: str) -> bool:
    countries = {stop[2].place.value.rsplit(", ", 1)[-1] for stop in stops if stop[2].place}
    return _stated(_COUNTRIES, text, surname) == len(countries)


def tours_told_in(thread: Thread) -> set[tuple[str, Actor]]:
    """The reports, by the hash of their text, and travellers of whom they tell how long a tour is; only these may be in conflict."""
    found = set()
    for claim in thread.claims:
        if isinstance(claim, Encounter) and claim.form is EncounterForm.VISIT and _stop(claim, thread):
            for actor in claim.participants:
                surname = (actor.value.person or "").split()[-1:]
                if surname and _stated(_LENGTH, claim.document.whole, surname[0]) is not None:
                    found.add((claim.document.text_hash, actor.value))
    return found


def conflicts_of_tours(threads: Iterable[Thread]) -> Iterator[Conflict]:
    """Tours whose stops do not fit the days that the same report gives them."""
    for actor, stops in _stops(threads):
        document = stops[0][2].document
        surname = (actor.person or "").split()[-1]
        days = _stated(_LENGTH, document.whole, surname)
        first, last = stops[0][0], max(stop[1] for stop in stops)
        span = (last - first).days + 1
        is_short = days is not None and span < days - _TOLERANCE and _is_whole(stops, document.whole, surname)
        if days is not None and (span > days + _TOLERANCE or is_short):
            end = max(stops, key=lambda stop: stop[1])
            why = f"Within one report, {speaker(stops[0][2])}: a tour of {days} days, and stops from {first} to {last} ({span} days)."
            yield Conflict(stops[0][3].id, "date", (stops[0][2], end[2]), why)
