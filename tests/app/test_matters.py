"""What is told from stored threads, or gathered from the index, is what computing from all claims tells."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from detente.app.answers import OpenLedger
from detente.app.matters import catching_up, matters
from detente.app.snapshot import Snapshot
from detente.errors import LedgerUnavailable, NotInLedger, Overtaken
from detente.ledger.effect import not_undone
from detente.model.claim import Kind, Reading
from detente.model.identity import claim_key
from detente.model.selection import Selection, actors_in
from detente.model.thread import Thread
from detente.store.schema import revert
from detente.threads import joining
from detente.threads.threads import threads_of
from tests import building, stories

STORIES = ("trade-war-2018", "asia-tour-2025", "eu-us-2025")


class Clock:
    """An hour later each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now


def all_readings() -> list[Reading]:
    return [reading for name in STORIES for reading in stories.readings(name)]


def in_batches(readings: Sequence[Reading], chance: random.Random) -> Iterator[list[Reading]]:
    left = list(readings)
    chance.shuffle(left)
    while left:
        count = chance.choice((1, 3, 8))
        yield left[:count]
        left = left[count:]


def computed(held: Snapshot) -> list[Thread]:
    effect = held.effect()
    return threads_of((entry.claim for entry in effect.claims), effect.ties)


def open_anew(ledger: OpenLedger) -> OpenLedger:
    """The same ledger, with nothing in memory."""
    ledger.refresh()
    return ledger


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[OpenLedger]:
    held = OpenLedger(tmp_path_factory.mktemp("ledger") / "a.ledger", clock=Clock())
    for batch in in_batches(all_readings(), random.Random(4)):
        held.append(batch)
    yield held
    held.close()


def decide(held: OpenLedger, chance: random.Random) -> None:
    """One decision of a kind drawn by chance."""
    review, threads = held.review(), held.all_threads()
    by = {"by": "Ana", "why": "checked"}
    claim = chance.choice([c for thread in threads for c in thread.claims])
    name = f"{claim.document.id}#{claim.id}"
    match chance.choice(("retract", "join", "part", "correct", "undo")):
        case "retract":
            review.retract(name, **by)
        case "correct" if claim.kind is Kind.MEASURE:
            review.correct(name, "imposer", ["FRA"], **by)
        case "correct":
            review.correct(name, "status", {"encounter": "held", "commitment": "denied", "agreement": "signed"}[claim.kind.value], **by)
        case "join":
            alike = [thread for thread in threads if thread.kind is claim.kind]
            if len(alike) > 1:
                review.join(*(thread.id for thread in chance.sample(alike, 2)), **by)
        case "part":
            long = [thread for thread in threads if len(thread.claims) > 1]
            if long:
                first, second, *_ = chance.choice(long).claims
                review.part(f"{first.document.id}#{first.id}", others=[f"{second.document.id}#{second.id}"], **by)
        case "undo":
            standing = not_undone(held.decisions())
            if standing:
                review.undo(chance.choice(standing).id, **by)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_stored_threads_are_those_of_all_claims_whatever_came_in_when_and_was_decided(seed: int):
    held, chance = OpenLedger(clock=Clock()), random.Random(seed)
    for batch in in_batches(all_readings()[: 12 + 8 * seed], chance):
        held.append(batch)
        if chance.random() < 0.5:
            decide(held, chance)
    assert open_anew(held).all_threads() == computed(held)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_an_earlier_day_is_what_its_claims_make_by_themselves_whatever_was_decided(seed: int, monkeypatch):
    chance = random.Random(seed)
    monkeypatch.setattr(joining, "CROWD", chance.choice((40, 1500)))
    held = OpenLedger(clock=Clock())
    held.append(all_readings()[:: 3 - seed % 2])
    days = sorted({reading.document.day for reading in held.readings()} - {None})
    for decided in (0, 6):
        for _ in range(decided):
            decide(held, chance)
        present = open_anew(held).as_of(held._log.newest())
        present.all_threads()
        for day in chance.sample(days, 4):
            then, alone = present.earlier(day), held.stated_by(day)
            assert then.all_threads() == computed(alone)
            assert then.effect() == alone.effect()
            assert list(then.threads(Selection(actors=("USA",)))) == list(alone.threads(Selection(actors=("USA",))))


@pytest.mark.parametrize("size", [3, *(pytest.param(size, marks=pytest.mark.slow) for size in (12, 30))])
def test_crowds_come_and_go_as_claims_do(size: int, monkeypatch):
    monkeypatch.setattr(joining, "CROWD", size)
    held, chance = OpenLedger(clock=Clock()), random.Random(size)
    for batch in in_batches(all_readings()[:24], chance):
        held.append(batch)
        if chance.random() < 0.3:
            decide(held, chance)
    assert open_anew(held).all_threads() == computed(held)
    then = held.as_of(held._log.newest() - timedelta(hours=6))
    every = [claim_key(entry.claim) for entry in then.effect().claims]
    assert then._matters._steady(lambda: then._matters._with(every)) == computed(then)


def test_what_hung_together_then_is_found_though_crowds_have_come_since(monkeypatch):
    monkeypatch.setattr(joining, "CROWD", 4)
    held = OpenLedger(clock=Clock())
    for batch in in_batches(all_readings()[:16], random.Random(5)):
        held.append(batch)
    for hours in (1, 3):
        then = held.as_of(held._log.newest() - timedelta(hours=hours))
        every = [claim_key(entry.claim) for entry in then.effect().claims]
        assert then._matters._steady(lambda held=then._matters, keys=every: held._with(keys)) == computed(then)


def test_making_all_threads_anew_gives_what_following_the_claims_gave(filled, monkeypatch):
    followed = open_anew(filled).all_threads()
    monkeypatch.setattr(catching_up, "_MANY", 0)
    filled.rebuild()
    assert filled.all_threads() == followed == computed(filled)


QUESTIONS = {
    "threads": lambda held: held.threads(),
    "of an actor": lambda held: held.threads(Selection(actors=("JPN",), kinds=(Kind.ENCOUNTER,))),
    "of a time": lambda held: held.threads(Selection(since=date(2025, 7, 1), until=date(2025, 7, 31))),
    "of a state": lambda held: held.threads(Selection(statuses=("threatened", "held"))),
    "in force": lambda held: held.threads(Selection(in_force_on=date(2018, 9, 30))),
    "due": lambda held: held.due(today=date(2025, 7, 20), within="60d"),
    "due of an actor": lambda held: held.due(Selection(actors=("EU",)), today=date(2025, 7, 20), within="2000d"),
    "changes": lambda held: held.changes(Selection(since=date(2018, 6, 1), actors=("CHN",))),
    "conflicts": lambda held: held.conflicts(Selection(actors=("USA",))),
    "dyad": lambda held: held.dyad("USA", "CHN"),
    "actor": lambda held: held.actor("EU", today=date(2025, 7, 20)),
    "movements": lambda held: held.movements("2018-07"),
    "measures": lambda held: held.measures(on=date(2018, 9, 30)),
    "words": lambda held: held.search("tariff steel"),
    "phrase": lambda held: held.search('"rare earth"', Selection(kinds=(Kind.MEASURE,))),
    "beginning of a word": lambda held: held.search("summ"),
    "revisions": lambda held: held.revisions(),
}


def told(answer: object) -> object:
    return list(answer) if isinstance(answer, Sequence) else answer


@pytest.mark.parametrize("question", QUESTIONS, ids=list(QUESTIONS))
def test_a_question_is_answered_as_from_all_claims(filled, question, monkeypatch):
    ask = QUESTIONS[question]
    for view in (open_anew(filled), filled.as_of("2026-01-01T16:30+00:00"), filled.stated_by(date(2019, 1, 31))):
        found = told(ask(view))
        with monkeypatch.context() as patch:
            patch.setattr(matters.Matters, "_way_by", lambda self, backlog: matters._Way.COMPUTED)
            view._forget()
            assert told(ask(view)) == found
        view._forget()
        assert told(ask(view)) == found


@pytest.mark.slow
def test_a_thread_is_found_with_its_links_as_from_all_threads(filled):
    for view in (open_anew(filled), filled.as_of("2026-01-01T20:30+00:00")):
        links = view.thread_links()
        linked = [thread for thread in view.all_threads() if any(thread.id in (link.source, link.target) for link in links)]
        pages = {thread.id: view.page(thread.id, today=date(2025, 11, 1)) for thread in [*linked[::4], *view.all_threads()[::40]]}
        view._forget()
        for name, page in pages.items():
            assert view.page(name, today=date(2025, 11, 1)) == page
            assert {row.link for row in page.links} == {link for link in links if name in (link.source, link.target)}


def test_a_thread_that_is_not_there_yet_is_not_found(filled):
    early = filled.as_of("2026-01-01T03:30+00:00")
    names = {thread.id for thread in early.all_threads()}
    known = {claim_key(claim) for thread in early.all_threads() for claim in thread.claims}
    late = next(thread for thread in open_anew(filled).all_threads() if known.isdisjoint(map(claim_key, thread.claims)))
    assert late.id not in names
    with pytest.raises(NotInLedger):
        early.thread(late.id)


def test_a_ledger_that_cannot_be_caught_up_is_told_as_it_is(tmp_path, monkeypatch):
    path = tmp_path / "a.ledger"
    readings = all_readings()
    with OpenLedger(path, clock=Clock()) as held:
        held.append(readings[:20])

        def fail(log: object) -> None:
            raise LedgerUnavailable("the ledger is read-only")

        monkeypatch.setattr("detente.app.answers.catch_up", fail)
        monkeypatch.setattr(matters, "catch_up", fail)
        held.append(readings[20:])
        held.refresh()
        assert held.threads(Selection(actors=("CHN",)))
        assert [*held.threads(Selection(actors=("CHN",)))] == sorted(
            (t for t in computed(held) if any("CHN" in actors_in(c) for c in t.claims)),
            key=lambda thread: (thread.newest.document.published or "", thread.id),
            reverse=True,
        )
        assert held.search("tariff")
        monkeypatch.setattr(matters, "_MOST_UNREAD", 3)
        held.refresh()
        assert held.all_threads() == computed(held)


@pytest.mark.parametrize("step", [2, *(pytest.param(step, marks=pytest.mark.slow) for step in (0, 1, 4, 6))])
def test_catching_up_that_ends_anywhere_is_taken_up_again(step, monkeypatch):
    held = OpenLedger(clock=Clock())
    readings = all_readings()
    held.append(readings[:12])
    decide(held, random.Random(3))
    monkeypatch.setattr(catching_up, "_DOCUMENTS_AT_ONCE", 3)
    projection, count = held._log.projection, 0
    changing = type(projection)._changing

    def dying(self, generation):
        nonlocal count
        count += 1
        if count > step:
            raise LedgerUnavailable("killed")
        return changing(self, generation)

    with monkeypatch.context() as patch:
        patch.setattr(type(projection), "_changing", dying)
        held.append(readings[12:28])
    held.append(readings[28:])
    assert open_anew(held).all_threads() == computed(held)


def test_of_two_that_catch_up_the_second_begins_anew(tmp_path):
    path = tmp_path / "a.ledger"
    with OpenLedger(path, clock=Clock()) as one, OpenLedger(path, clock=Clock()) as two:
        one._log.append(all_readings())
        generation = two._log.projection.backlog().generation
        assert one.all_threads() == computed(one)
        with pytest.raises(Overtaken):
            two._log.projection.clear("other", generation)
        assert two.all_threads() == one.all_threads()
        two.refresh()
        one.append([Reading(building.document("late"), (building.measure("late"),), ())])
        assert two.threads(Selection(actors=("BRA",))).to_records() == one.threads(Selection(actors=("BRA",))).to_records()


def test_a_ledger_of_an_older_version_catches_up_at_its_first_question(tmp_path):
    path = tmp_path / "a.ledger"
    with OpenLedger(path, clock=Clock()) as held:
        held.append(stories.readings("trade-war-2018"))
        decide(held, random.Random(2))
        before, hits = list(held.threads()), list(held.search("tariff"))
        assert hits
        with held._log.projection._engine.connect().execution_options(writes=True) as connection, connection.begin():
            revert(connection, to="0005")
    with OpenLedger(path, create=False) as again:
        assert list(again.search("tariff")) == hits
        assert list(again.threads()) == before
        assert list(again.problems()) == []


def test_other_rules_make_all_threads_anew(filled, monkeypatch):
    before = open_anew(filled).all_threads()
    for name in (catching_up, matters):
        monkeypatch.setattr(name, "rules", lambda: "other")
    assert open_anew(filled).all_threads() == before
    assert filled._log.projection.backlog().rules == "other"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE members SET form = replace(form, '\"USA\"', '\"CHN\"')", "index-wrong"),
        ("DELETE FROM thread_members WHERE position = 1", "thread-wrong"),
        ("UPDATE threads SET state = 'unheard'", "thread-wrong"),
        ("DELETE FROM claim_words WHERE member = 3", "words-wrong"),
        ("INSERT INTO claim_words (claim_words) VALUES ('delete-all')", "words-wrong"),
    ],
)
@pytest.mark.parametrize("kind", ["file", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_verifying_finds_what_is_not_made_of_the_log_and_rebuilding_mends_it(request, tmp_path, kind, statement, code):
    is_file = kind == "file"
    if "claim_words" in statement and is_file != ("delete-all" in statement):
        pytest.skip("a statement of the other database")
    with OpenLedger(tmp_path / "a.ledger" if is_file else request.getfixturevalue("postgresql_ledger"), clock=Clock()) as held:
        held.append(stories.readings("trade-war-2018"))
        decide(held, random.Random(2))
        assert held.all_threads() == computed(held)
        assert list(held.problems()) == []
        with held._log.projection._engine.begin() as connection:
            connection.exec_driver_sql(statement)
        assert code in {finding.code for finding in held.problems()}
        held.rebuild()
        assert list(held.problems()) == []
        assert held.all_threads() == computed(held)


FOUND = ("strasse", "34", '"34.5"', "u.s", "china", "naïve", "covid", '"rare-earth"', "1e", "2025-1", "fish", '"u.s.-china" 34')


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_both_databases_find_the_same_words(request, tmp_path, kind):
    text = "Straße 34.5% U.S.-China naïve covid19 rare-earth's 1e5 x_y 2025-10 ﬁsh"
    reading = Reading(building.document("a", text=text), (building.measure(building.document("a", text=text)),), ())
    with OpenLedger(tmp_path / "a.ledger" if kind == "file" else request.getfixturevalue("postgresql_ledger")) as held:
        held.append([reading])
        for words in FOUND:
            assert len(held.search(words)) == 1, words
        for words in ("traße", "naive", "earthling", '"china naïve 34"', "%", "--"):
            assert len(held.search(words)) == 0, words
