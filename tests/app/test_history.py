"""What holds of a ledger whatever is recorded in it, and in whatever order."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.app.answers import OpenLedger
from detente.ledger.codec.parsing import entries_in
from detente.model.identity import claim_key
from detente.model.recorded import Look, RecordedDecision, RecordedReading
from tests import stories

START = datetime(2026, 1, 1, tzinfo=UTC)
READINGS = [
    type(reading)(reading.document, reading.claims[:4], ())
    for name in ("eu-us-2025", "asia-tour-2025")
    for reading in stories.readings(name)[:5]
]
ACTS = ("correct", "retract", "join", "part", "undo", "accept")

chances = st.randoms(use_true_random=False)


class Minutes:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


def decide(held, chance: random.Random):
    """One decision of some sort about what is held, where it can be made."""
    claims = [row.claim for row in held.claims()]
    names = [f"{c.document.id}#{c.id}" for c in claims]
    who = {"by": chance.choice(("Ana", "Ben")), "why": "as the decree says"}
    desk = held.review()
    match chance.choice(ACTS):
        case "correct" if claims:
            at = chance.randrange(len(claims))
            desk.correct(names[at], "status", chance.choice(list(type(claims[at].status))).value, **who)
        case "retract" if len(claims) > 3:
            desk.retract(chance.choice(names), **who)
        case "join" if len({c.kind for c in claims}) < len(claims):
            one = chance.randrange(len(claims))
            alike = [n for n, c in zip(names, claims) if c.kind == claims[one].kind and n != names[one]]
            if alike:
                desk.join(names[one], chance.choice(alike), **who)
        case "part":
            long = [t for t in held.all_threads() if len(t.claims) > 1]
            if long:
                first = chance.choice(long).claims[0]
                desk.part(f"{first.document.id}#{first.id}", **who)
        case "accept" if doubts := desk.queue():
            desk.accept(chance.choice(list(doubts)).id, **who)
        case "undo" if decisions := held.decisions():
            last = decisions[-1]
            desk.undo(last.id, **who)
        case _:
            pass


def grown(chance: random.Random, steps: int) -> OpenLedger:
    """A ledger after some readings and decisions, in some order."""
    held = OpenLedger(clock=Minutes())
    readings = chance.sample(READINGS, len(READINGS))
    for _ in range(steps):
        if readings and chance.random() < 0.6:
            held.append([readings.pop()])
        else:
            decide(held, chance)
    return held


def content(held):
    return (
        held.claims().to_records(), [(t.id, [claim_key(c) for c in t.claims], t.history) for t in held.all_threads()],
        held.conflicts().to_records(), held.decisions().to_records(), held.changes().to_records(),
    )  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(chances)
def test_as_of_never_sees_what_was_recorded_later(chance):
    """What was answered at an instant is answered as of it ever after, whatever comes later."""
    held = OpenLedger(clock=Minutes())
    seen = []
    readings = chance.sample(READINGS, 6)
    for _ in range(8):
        if readings and chance.random() < 0.6:
            held.append([readings.pop()])
        else:
            decide(held, chance)
        if (newest := held.as_of("9999-01-01")._log.newest()) is not None:
            seen.append((newest, content(held)))
    for instant, then in seen:
        assert content(held.as_of(instant)) == then
    assert all(row.recorded_at <= seen[0][0] for row in held.as_of(seen[0][0]).claims())


def recorded(held):
    return list(held._log.entries())


@settings(max_examples=8, deadline=None)
@given(chances)
def test_any_order_of_arrival_gives_the_same_ledger(chance):
    held, other = grown(chance, 10), OpenLedger()
    entries = recorded(held)
    for entry in chance.sample(entries, len(entries)):
        other.restore([entry])
    assert recorded(other) == entries
    assert content(other) == content(held)


@settings(max_examples=8, deadline=None)
@given(chances)
def test_the_same_reports_in_another_order_give_the_same_threads_and_answers(chance):
    one, other = OpenLedger(clock=Minutes()), OpenLedger(clock=Minutes())
    one.append(READINGS)
    for reading in chance.sample(READINGS, len(READINGS)):
        other.append([reading])
    assert content(other)[1:] == content(one)[1:]
    assert {row.thread + claim_key(row.claim) for row in other.claims()} == {row.thread + claim_key(row.claim) for row in one.claims()}


@settings(max_examples=8, deadline=None)
@given(chances)
def test_replaying_the_log_gives_the_same_state(chance):
    """Step by step by the ledger's own clock: each reading and decision anew, in order of recording."""
    held = grown(chance, 10)
    entries = recorded(held)
    times = iter([entry.recorded_at for entry in entries])
    again = OpenLedger(clock=lambda: next(times))
    for entry in entries:
        match entry:
            case RecordedReading():
                again.append([entry.reading])
            case RecordedDecision():
                again._forget()
                again._log.decide([entry.decision])
            case Look():
                pass
    assert recorded(again) == entries
    assert content(again) == content(held)


@settings(max_examples=6, deadline=None)
@given(chances)
def test_export_and_import_give_the_ledger_back_whole(chance):
    held, other = grown(chance, 10), OpenLedger()
    held.looked(held.unseen("Ana"))
    text = list(held.to_text())
    other.restore(entries_in(text, where="x"))
    assert list(other.to_text()) == text
    assert content(other) == content(held)
    assert len(other.unseen("Ana").changes) == 0
