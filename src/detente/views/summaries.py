"""The notes by which lists find a thread that is not at hand: what each list would say of it, as far as it goes by it alone.

In: a thread. Out: its summary. What follows from a day (in force, what became of a threat) is noted with the days between which
it holds.

Holds: a list that is made of notes is the list that is made of all threads. Leaves to lists: what two threads make together
(twins, tours, what took a measure's place), for which the notes only tell which threads to look at.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from detente.checks.conflicts import conflicts_in
from detente.checks.tours import tours_told_in
from detente.checks.twins import key_of
from detente.model.claim import Kind
from detente.model.identity import canonical, content_hash
from detente.model.record import Json
from detente.model.selection import actors_in
from detente.model.summary import About, Note, Summary
from detente.model.thread import Thread
from detente.threads.successors import scopes_of
from detente.views import course, measures
from detente.views.calendar import items_of, span_of
from detente.views.changes import changes
from detente.views.conflicts import row_of
from detente.views.due import dues_of
from detente.views.dyad import acts_in, month_of, pair_of
from detente.views.gains import pairs_given, reached
from detente.views.independence import Sources
from detente.views.meetings import meeting_of
from detente.views.scoreboard import sides_of

STANDING, SETTLED = "standing", "settled"

# Whether there is news of a matter since a day of it.
SILENT, NEWS = "silent", "news"

# What is noted of a measure does not go by its sources, and comparing their texts is most of what its row costs.
_NO_SOURCES = Sources((), ())

_ONE_DAY = timedelta(days=1)

_Told = TypeVar("_Told")


def parts_of(key: str) -> list[str]:
    """The parts of a key that has several."""
    return key.split("\t")


def key_from(*parts: str) -> str:
    """A key of several parts; it sorts as they do."""
    return "\t".join(parts)


def summary_of(number: int, thread: Thread) -> Summary:
    """The summary of a thread that is kept under that number."""
    newest = thread.newest.document.published or ""
    return Summary(number, thread.kind, str(thread.state), thread.id, newest, tuple(_notes(thread)))


def _notes(thread: Thread) -> Iterator[Note]:
    codes = sorted({code for claim in thread.claims for code in actors_in(claim)})
    yield from (Note(About.ACTOR, code) for code in codes)
    yield from (Note(About.PAIR, key_from(*pair)) for pair in combinations(codes, 2))
    yield from _of_changes(thread)
    for place, act in enumerate(acts_in(thread)):
        yield Note(About.ACT, month_of(act.claim), text=key_from(*pair_of(act)), amount=act.weight, place=place)
    for place, item in enumerate(items_of(thread)):
        first, last = (day.isoformat() for day in span_of(item))
        yield Note(About.DAY, item.what, first, last, (item.day or date.max).isoformat(), place=place)
    for place, (due, is_told_after) in enumerate(dues_of(thread)):
        day = due.day.isoformat()
        yield Note(About.DUE, SILENT if is_told_after else NEWS, day, day, due.kind.value, place=place)
    yield from _of_conflicts(thread)
    if thread.kind is Kind.MEASURE:
        yield from _of_measure(thread)
    gift = reached(thread)
    if gift is not None and gift.document.day is not None:
        day = gift.document.day.isoformat()
        yield from (Note(About.GIFT, key_from(*pair), day, day) for pair in sorted(pairs_given(gift)))
    meeting = meeting_of(thread)
    if meeting is not None:
        yield Note(About.MEETING, meeting.place, meeting.first.isoformat(), meeting.last.isoformat())


def _of_changes(thread: Thread) -> Iterator[Note]:
    places = {id(claim): place for place, claim in enumerate(thread.claims)}
    for change in changes([thread]):
        stated = change.claim.document.published or ""
        yield Note(About.CHANGE, first=stated, text=change.claim.id, place=places[id(change.claim)])


def _of_conflicts(thread: Thread) -> Iterator[Note]:
    for place, conflict in enumerate(conflicts_in(thread)):
        yield Note(About.CONFLICT, STANDING if row_of(conflict, thread).settled_by is None else SETTLED, place=place)
    twins = {_hashed(key) for claim in thread.claims if (key := key_of(claim)) is not None}
    yield from (Note(About.TWIN, key) for key in sorted(twins))
    yield from (Note(About.LENGTH, key_from(text, str(traveller))) for text, traveller in sorted(tours_told_in(thread)))


def _of_measure(thread: Thread) -> Iterator[Note]:
    yield from (Note(About.SCOPE, key) for key in sorted({_hashed(scope) for scope in scopes_of(thread)}))
    turns = sorted(measures.turns_of(thread))
    for first, last, (stack, height, imposing, hit) in _spans(turns, lambda day: _force(thread, day)):
        days = first.isoformat(), last.isoformat()
        yield Note(About.FORCE, key_from(*stack), *days, amount=height)
        yield from (Note(About.IMPOSED, code, *days) for code in imposing)
        yield from (Note(About.AGAINST, code, *days) for code in hit)
    for first, last, (key, began, days_taken) in _spans(sorted(course.turns_of(thread)), lambda day: _course(thread, day)):
        yield Note(About.COURSE, key, first.isoformat(), last.isoformat(), began, -1.0 if days_taken is None else days_taken)


def _force(thread: Thread, day: date) -> tuple[tuple[str, str, str], float, tuple[str, ...], tuple[str, ...]] | None:
    row = measures.measure_on(thread, day, weighed=lambda _: _NO_SOURCES)
    if row is None:
        return None
    imposing, hit = (tuple(sorted({held.value.code for held in side})) for side in (row.claim.imposer, row.claim.target))
    return row.stack, measures.height_of(row), imposing, hit


def _course(thread: Thread, day: date) -> tuple[str, str, int | None] | None:
    held = course.course_of(thread, day)
    if held is None:
        return None
    imposer, target = sides_of(thread)
    key: Json = [held.outcome.value, list(imposer), list(target)]
    return canonical(key), (held.began or date.max).isoformat(), held.days


def _spans(turns: Iterable[date], told: Callable[[date], _Told | None]) -> Iterator[tuple[date, date, _Told]]:
    """Between which days the same is told, and what; nothing where that is None."""
    begun, before = date.min, told(date.min)
    for turn in turns:
        now = told(turn)
        if now != before:
            if before is not None:
                yield begun, turn - _ONE_DAY, before
            begun, before = turn, now
    if before is not None:
        yield begun, date.max, before


def _hashed(key: object) -> str:
    return content_hash(_plain(key))


def _plain(key: object) -> Json:
    """A key that can be compared as one that can be written."""
    if isinstance(key, frozenset):
        parts: list[Json] = [*sorted(str(_plain(part)) for part in key)]
        return parts
    return [_plain(part) for part in key] if isinstance(key, tuple) else str(key)
