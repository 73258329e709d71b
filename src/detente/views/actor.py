"""One actor: what it takes part in, with whom, through whom, and what it has before it.

In: threads, a code, a day. Out: an `ActorPage`, its parts all tuples of threads or counts of them.

Holds: an actor takes part where a slot names it; who only says something about others does not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model.claim import Claim, Kind, Measure
from detente.model.claim import MeasureAction as Act
from detente.model.claim import MeasureStatus as M
from detente.model.record import Json, Record
from detente.model.selection import actors_in
from detente.model.slots import SLOTS, SlotType, values_of
from detente.model.thread import Thread
from detente.views.due import DueItem, due, due_to_record
from detente.views.headline import headline_of

AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Companion:
    """Another actor, and the threads in which both take part."""

    code: str
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts for the actor, and the threads that name them."""

    name: str
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """`threats_by` and `threats_against` are open threats; `measures_by` and `measures_against` are in force by the newest report."""

    code: str
    threads: tuple[Thread, ...]
    companions: tuple[Companion, ...]
    people: tuple[Person, ...]
    threats_by: tuple[Thread, ...]
    threats_against: tuple[Thread, ...]
    measures_by: tuple[Thread, ...]
    measures_against: tuple[Thread, ...]
    due: tuple[DueItem, ...]

    def of(self, kind: Kind) -> tuple[Thread, ...]:
        """The threads of one kind."""
        return tuple(thread for thread in self.threads if thread.kind is kind)


def _people(claim: Claim, code: str) -> Iterable[str]:
    for slot, type_ in SLOTS[claim.kind].items():
        if type_ is SlotType.ACTORS:
            for held in values_of(claim, slot):
                state, _, name = str(held.value).partition("/")
                if state == code and name:
                    yield name


def _is_side(thread: Thread, code: str, slot: str) -> bool:
    return any(code == held.value.code for claim in thread.claims if isinstance(claim, Measure) for held in getattr(claim, slot))


_OPEN = frozenset({M.THREATENED, M.CONSIDERED})
_STANDING = frozenset({M.IN_FORCE})

# What a threat threatens, and what leaves a measure standing.
_RESTRICTS = frozenset({Act.IMPOSE, Act.RAISE, Act.EXTEND})
_STAYS = frozenset(Act) - {Act.LIFT, Act.SUSPEND}


def _sides(threads: Iterable[Thread], code: str, slot: str, states: frozenset[M], acts: frozenset[Act]) -> tuple[Thread, ...]:
    """The measures of one side whose newest report has one of the statuses and acts."""
    newest = ((thread, thread.newest) for thread in threads if thread.state in states and _is_side(thread, code, slot))
    return tuple(thread for thread, claim in newest if isinstance(claim, Measure) and claim.action in acts)


def _grouped(pairs: Iterable[tuple[str, Thread]]) -> list[tuple[str, tuple[Thread, ...]]]:
    held: dict[str, dict[str, Thread]] = defaultdict(dict)
    for name, thread in pairs:
        held[name][thread.id] = thread
    return sorted(((name, tuple(threads.values())) for name, threads in held.items()), key=lambda item: (-len(item[1]), item[0]))


def actor_page(threads: Iterable[Thread], code: str, today: date) -> ActorPage:
    """All of one actor as of a day."""
    mine = [thread for thread in threads if any(code in actors_in(claim) for claim in thread.claims)]
    mine.sort(key=lambda thread: (thread.newest.document.published or "", thread.id), reverse=True)
    others = ((other, thread) for thread in mine for claim in thread.claims for other in actors_in(claim) - {code})
    people = ((name, thread) for thread in mine for claim in thread.claims for name in _people(claim, code))
    return ActorPage(
        code=code,
        threads=tuple(mine),
        companions=tuple(Companion(*item) for item in _grouped(others)),
        people=tuple(Person(*item) for item in _grouped(people)),
        threats_by=_sides(mine, code, "imposer", _OPEN, _RESTRICTS),
        threats_against=_sides(mine, code, "target", _OPEN, _RESTRICTS),
        measures_by=_sides(mine, code, "imposer", _STANDING, _STAYS),
        measures_against=_sides(mine, code, "target", _STANDING, _STAYS),
        due=tuple(due(mine, today, within=AHEAD)),
    )


def _named(threads: Iterable[Thread]) -> list[Json]:
    return [{"thread": t.id, "kind": t.kind.value, "state": str(t.state), "matter": headline_of(t)} for t in threads]


def actor_to_record(page: ActorPage) -> Record:
    """The public form."""
    companions: list[Json] = [{"actor": each.code, "threads": [t.id for t in each.threads]} for each in page.companions]
    people: list[Json] = [{"name": each.name, "threads": [t.id for t in each.threads]} for each in page.people]
    dues: list[Json] = [due_to_record(item) for item in page.due]
    return {
        "actor": page.code,
        "threads": _named(page.threads),
        "companions": companions,
        "people": people,
        "threats_by": _named(page.threats_by),
        "threats_against": _named(page.threats_against),
        "measures_by": _named(page.measures_by),
        "measures_against": _named(page.measures_against),
        "due": dues,
    }
