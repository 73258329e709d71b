"""What a rule fires about, from what is known.

In: what is known, a rule, the day. Out: firings with keys that stay the same for the same news.

Holds: updates fire when they were recorded after the rule was started; deadlines and conflicts when their key is new. A
preview tells what would have fired in a time that is past, by the days on which reports told of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model.alerting import AlertOn, Firing, Rule
from detente.model.claim import Claim
from detente.model.identity import claim_key, content_hash, document_key
from detente.model.record import Json
from detente.model.thread import Thread
from detente.publish.addresses import Addresses
from detente.publish.feeds.entry import matter_words, slot_words, source_words, status_words, web_address
from detente.publish.shelf import Known
from detente.publish.words import json_words, plain
from detente.views.conflicts import ConflictRow, conflict_rows
from detente.views.due import DueItem, due
from detente.views.headline import headline_of
from detente.views.saved import Update, updates_of

_EVER = timedelta(days=36500)


def _firing(key: str, on: AlertOn, thread: Thread, claim: Claim, words: str, addresses: Addresses, about: str = "") -> Firing:
    return Firing(
        key=key,
        on=on,
        thread=thread.id,
        about=about or headline_of(thread),
        words=words,
        quote=claim.quotes[0],
        source=source_words(claim),
        source_url=web_address(claim.document.url),
        url=addresses.claim(thread, claim),
    )


def _of_update(update: Update, on: Sequence[AlertOn], addresses: Addresses) -> Firing | None:
    """The firing of an update, one however many of its sides the rule is about."""
    change = update.change
    changed = change.before is not None and change.before != change.claim.status
    moved = [slot for slot in change.slots if slot.before is not None]
    sides = ((AlertOn.NEW, change.is_new), (AlertOn.STATUS, changed), (AlertOn.VALUE, bool(moved)))
    kind = next((side for side, holds in sides if holds and side in on), None)
    if kind is None:
        return None
    words = "; ".join([status_words(change), *slot_words(change)])
    return _firing(f"update:{update.key}", kind, change.thread, change.claim, words, addresses, matter_words(change))


def _of_due(item: DueItem, addresses: Addresses) -> Firing:
    key = f"deadline:{item.thread.id}:{item.kind.value}:{item.day.isoformat()}"
    words = f"{item.kind.value} on {item.day:%a} {item.day.isoformat()} ({plain(item.thread.state)})"
    return _firing(key, AlertOn.DEADLINE, item.thread, item.claim, words, addresses)


def _of_conflict(row: ConflictRow, addresses: Addresses) -> Firing:
    values: list[Json] = [*sorted({content_hash(side.value) for side in row.sides})]
    key = f"conflict:{row.thread.id}:{row.conflict.field}:{content_hash(values)}"
    said = "; ".join(f"{json_words(row.thread.kind, row.conflict.field, side.value)}: {source_words(side.claim)}" for side in row.sides)
    words = f"{plain(row.conflict.field)} in dispute: {said}"
    return _firing(key, AlertOn.CONFLICT, row.thread, row.sides[-1].claim, words, addresses)


def _near(matters: Iterable[Thread], rule: Rule, today: date) -> Iterator[DueItem]:
    found = due(matters, today, within=timedelta(days=rule.days))
    return (item for item in found if not item.passed)


def _was_near(item: DueItem, known: Known, rule: Rule) -> bool:
    """Whether a deadline was near already when it was recorded."""
    recorded = known.recorded.get(claim_key(item.claim))
    return recorded is not None and recorded.date() >= item.day - timedelta(days=rule.days)


def _last_side(row: ConflictRow, known: Known) -> Claim:
    """The side of a conflict that was recorded last, and so made it one."""
    return max((side.claim for side in row.sides), key=lambda claim: known.recorded[claim_key(claim)])


def _found(known: Known, rule: Rule, today: date, addresses: Addresses, old: Collection[str]) -> Iterator[tuple[Firing, bool]]:
    """All that a rule fires about now, each with whether it is no news."""

    def is_old(claim: Claim) -> bool:
        return document_key(claim.document) in old

    matters = known.answers.matters(rule.search)
    for update in reversed(updates_of(matters, rule.search, known.recorded)):
        is_fresh = rule.started_at is None or update.recorded_at > rule.started_at
        if is_fresh and (firing := _of_update(update, rule.on, addresses)):
            yield firing, is_old(update.change.claim)
    if AlertOn.DEADLINE in rule.on:
        for item in _near(matters, rule, today):
            yield _of_due(item, addresses), is_old(item.claim) and _was_near(item, known, rule)
    if AlertOn.CONFLICT in rule.on:
        for row in conflict_rows(matters):
            if row.settled_by is None:
                yield _of_conflict(row, addresses), is_old(_last_side(row, known))


@dataclass(frozen=True, slots=True)
class Fired:
    """What a rule fires about, and what it would fire about if it were news."""

    news: tuple[Firing, ...]
    silent: tuple[Firing, ...]


def firings_of(known: Known, rule: Rule, *, today: date, addresses: Addresses, old: Collection[str]) -> Fired:
    """All that a rule fires about now; what it has fired about before is among it. `old` are the keys of documents that are no
    news: silent are what they changed, deadlines that were near when they came, and conflicts that they made."""
    found = list(_found(known, rule, today, addresses, old))
    news = {firing.key: firing for firing, is_silent in found if not is_silent}
    silent = {firing.key: firing for firing, is_silent in found if is_silent and firing.key not in news}
    return Fired(tuple(news.values()), tuple(silent.values()))


def _came_near(item: DueItem, days: int) -> date:
    """When a deadline came near, or was told of if it was near already."""
    return max(item.day - timedelta(days=days), item.claim.document.day or date.min)


def preview_of(known: Known, rule: Rule, *, first: date, last: date, addresses: Addresses) -> list[tuple[date, Firing]]:
    """What a rule would have fired about from one day to another, both included, by what is known now; in order of day."""
    matters = known.answers.matters(rule.search)
    found: list[tuple[date | None, Firing]] = [
        (update.change.stated, firing)
        for update in updates_of(matters, rule.search, known.recorded)
        if (firing := _of_update(update, rule.on, addresses))
    ]
    if AlertOn.DEADLINE in rule.on:
        items = due(matters, first, within=_EVER)
        found += [(_came_near(item, rule.days), _of_due(item, addresses)) for item in items if not item.passed]
    if AlertOn.CONFLICT in rule.on:
        rows = conflict_rows(matters)
        found += [
            (max((s.claim.document.day for s in row.sides if s.claim.document.day), default=None), _of_conflict(row, addresses))
            for row in rows
        ]
    within = [(day, firing) for day, firing in found if day is not None and first <= day <= last]
    return sorted({firing.key: (day, firing) for day, firing in within}.values(), key=lambda pair: (pair[0], pair[1].key))
