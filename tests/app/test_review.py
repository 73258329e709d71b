from datetime import UTC, date, datetime, timedelta

import pytest

from detente.app.answers import OpenLedger
from detente.errors import NotInLedger, QueryError
from detente.model.claim import Reading
from detente.model.identity import claim_key
from detente.model.selection import Selection
from tests import stories
from tests.building import agreement, claim, document, measure

START = datetime(2026, 1, 1, tzinfo=UTC)
WHEAT = {"products": ["wheat"], "rate": 12}
WHO = {"by": "Ana", "why": "as the decree says"}


class Hours:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


def ledger_of(*claims):
    held = OpenLedger(clock=Hours())
    documents = dict.fromkeys(c.document for c in claims)
    held.append([Reading(doc, tuple(c for c in claims if c.document == doc), ()) for doc in documents])
    return held


def threads(held):
    return sorted(sorted(c.document.id for c in thread.claims) for thread in held.all_threads())


def test_a_correction_shows_in_every_answer_from_then_on_and_not_before():
    held = ledger_of(measure("a", **WHEAT))
    decision = held.review().correct("a#c1", "rate", "15", **WHO)
    assert held.claims()[0].claim.rate.value == 15
    assert held.threads()[0].claims[0].rate.rule == "corrected by Ana, was 12"
    assert held.as_of(decision.recorded_at - timedelta(seconds=1)).claims()[0].claim.rate.value == 12
    assert held.as_of(decision.recorded_at).claims()[0].claim.rate.value == 15


def test_a_thread_keeps_its_hash_when_its_first_claim_is_corrected():
    held = ledger_of(measure("a", **WHEAT))
    before = held.threads()[0].id
    held.review().correct("a#c1", "rate", "15", **WHO)
    assert held.thread(before).claims[0].rate.value == 15


def test_joining_and_parting_change_the_threads_and_undoing_takes_them_back():
    held = ledger_of(measure("a", **WHEAT), measure("b", products=["beef"]), measure("c", "2012-03-02", **WHEAT))
    desk = held.review()
    assert threads(held) == [["a", "c"], ["b"]]
    joined = desk.join("a#c1", "b#c1", **WHO)
    assert ["a", "b"] in [sorted(set(names) & {"a", "b"}) for names in threads(held)]
    parted = desk.part("c#c1", **WHO)
    assert ["c"] in threads(held)
    desk.undo(parted.id, **WHO)
    desk.undo(joined.id, **WHO)
    assert threads(held) == [["a", "c"], ["b"]]


def test_whole_threads_are_joined_by_their_ids():
    held = ledger_of(measure("a", **WHEAT), measure("c", "2012-03-02", **WHEAT), measure("b", products=["beef"], rate=40))
    held.review().join(*(thread.id for thread in held.all_threads()), **WHO)
    assert threads(held) == [["a", "b", "c"]]


def test_a_retracted_claim_is_in_no_thread_and_can_still_be_shown():
    held = ledger_of(measure("a", **WHEAT), measure("b", products=["beef"]))
    decision = held.review().retract("a#c1", **WHO)
    assert threads(held) == [["b"]]
    case = held.review().case("a#c1")
    assert (case.stands, case.thread, case.decisions) == (None, None, (decision,))
    assert case.read.claim.rate.value == 12


def doubts_about(held, about):
    return [doubt for doubt in held.review().queue() if doubt.about == about]


def odd():
    return measure("a", "2012-03-05", **WHEAT, effective="2012-03-01")


def test_an_accepted_oddity_leaves_the_queue_and_comes_back_when_the_acceptance_is_undone():
    held = ledger_of(odd())
    (doubt,) = doubts_about(held, "effect-before-announcement")
    accepted = held.review().accept(doubt.id, **WHO)
    assert doubts_about(held, "effect-before-announcement") == []
    held.review().undo(accepted.id, **WHO)
    assert doubts_about(held, "effect-before-announcement") == [doubt]


def test_a_correction_by_the_doubt_settles_it():
    held = ledger_of(odd())
    (doubt,) = doubts_about(held, "effect-before-announcement")
    held.review().correct(doubt.id, "effective", "2012-04-01", **WHO)
    assert doubts_about(held, "effect-before-announcement") == []


def test_an_accepted_conflict_comes_back_when_another_report_joins_it():
    held = ledger_of(measure("a", **WHEAT), measure("b", "2012-03-02", products=["wheat"], rate=15, effective="2012-04-01"))
    held.review().join("a#c1", "b#c1", **WHO)
    (conflict,) = doubts_about(held, "conflict:rate")
    held.review().accept(conflict.id, **WHO)
    assert doubts_about(held, "conflict:rate") == []
    third = measure("c", "2012-03-03", products=["wheat"], rate=20, effective="2012-04-01")
    held.append([Reading(third.document, (third,), ())])
    held.review().join("a#c1", "c#c1", **WHO)
    assert len(doubts_about(held, "conflict:rate")) == 1


@pytest.fixture(scope="module")
def story():
    held = OpenLedger(clock=Hours())
    held.append(stories.readings("eu-us-2025"))
    return held


def test_near_misses_are_told_by_how_near_and_are_settled_by_any_decision_about_the_two(story):
    queue = [doubt for doubt in story.review().queue() if doubt.about == "joining"]
    assert [abs(doubt.score) for doubt in queue] == sorted(abs(doubt.score) for doubt in queue)
    assert {doubt.score > 0 for doubt in queue} == {True, False}
    apart = next(doubt for doubt in queue if len(doubt.threads) == 2)
    for decide in ("accept", "part", "join"):
        decision = getattr(story.review(), decide)(apart.id, **WHO)
        assert apart.id not in {doubt.id for doubt in story.review().queue()}
        together = {claim_key(apart.claims[0]), claim_key(apart.claims[1])}
        is_one = any(together <= {claim_key(c) for c in thread.claims} for thread in story.all_threads())
        assert is_one is (decide == "join")
        story.review().undo(decision.id, **WHO)
    assert apart.id in {doubt.id for doubt in story.review().queue()}


def test_the_queue_can_be_asked_for_a_part(story):
    chosen = story.review().queue(Selection(kinds=(stories.claims("eu-us-2025")[0].kind,)))
    assert 0 < len(chosen) < len(story.review().queue())
    assert {thread.kind for doubt in chosen for thread in doubt.threads} == {stories.claims("eu-us-2025")[0].kind}


@pytest.mark.parametrize(
    ("decide", "error", "words"),
    [
        (lambda desk: desk.retract("z#c1", **WHO), NotInLedger, "no such claim"),
        (lambda desk: desk.accept("r-00000000", **WHO), NotInLedger, "no such doubt"),
        (lambda desk: desk.undo("d-00000000", **WHO), NotInLedger, "no such decision"),
        (lambda desk: desk.join("a#c1", **WHO), QueryError, "two claims"),
        (lambda desk: desk.join("a#c1", "b#c1", **WHO), QueryError, "two kinds"),
        (lambda desk: desk.part("a#c1", **WHO), QueryError, "two sides"),
        (lambda desk: desk.correct("a#c1", "rate", "many", **WHO), QueryError, "not a number"),
        (lambda desk: desk.correct("b#c1", "rate", "10", **WHO), QueryError, "no slot"),
        (lambda desk: desk.retract("a#c1", by="Ana", why=" "), QueryError, "who decided and why"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_records_nothing(decide, error, words):
    held = ledger_of(measure("a", **WHEAT), agreement("b"))
    with pytest.raises(error, match=words):
        decide(held.review())
    assert len(held.decisions()) == 0


def test_a_decision_that_was_undone_cannot_be_undone_again_but_its_undoing_can():
    held = ledger_of(measure("a", **WHEAT))
    decision = held.review().retract("a#c1", **WHO)
    undoing = held.review().undo(decision.id, **WHO)
    with pytest.raises(QueryError, match="taken back already"):
        held.review().undo(decision.id, **WHO)
    held.review().undo(undoing.id, **WHO)
    assert threads(held) == []


def test_a_name_that_two_documents_bear_is_refused_and_the_key_told():
    one, other = (claim("agreement", document("a", url=f"https://example.org/{n}"), parties=["BRA", "ARG"]) for n in (1, 2))
    held = ledger_of(one, other)
    with pytest.raises(QueryError, match="two documents") as caught:
        held.review().retract("a#c1", **WHO)
    assert claim_key(one)[:12] in str(caught.value)
    held.review().retract(claim_key(one)[:12], **WHO)
    assert [row.claim for row in held.claims()] == [other]


def test_as_of_takes_days_and_instants():
    held = ledger_of(measure("a", **WHEAT))
    assert len(held.as_of("2025-12-31").claims()) == 0
    assert len(held.as_of(date(2026, 1, 1)).claims()) == 1
    assert len(held.as_of("2026-01-01T00:30").claims()) == 0
    assert len(held.as_of("2026-01-01T02:00+01:00").claims()) == 1
    with pytest.raises(QueryError, match="neither a day nor an instant"):
        held.as_of("yesterday")
