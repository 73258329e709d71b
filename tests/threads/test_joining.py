import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evaluate.gold import rejoined
from detente.evaluate.score import score
from detente.model.document import Document
from detente.model.record import claim_from_record
from detente.threads.compare import Comparison, compare
from detente.threads.joining import block_of
from detente.threads.keys import keys_of
from detente.threads.naming import hash_in, slug_of
from detente.threads.threads import threads_of
from detente.threads.weights import weights
from tests import stories

# Scores on the gold claims of the read stories; floors only rise.
B_CUBED_FLOOR = 0.9


def claim(doc: str, published: str, **slots):
    text = f"It is said in {doc}."
    document = Document(id=doc, url=None, publisher=None, published=published, title="", text=text)
    record = {"id": "c1", "kind": "measure", "status": "announced", "instrument": "tariff", "action": "impose", "evidence": [text]}
    return claim_from_record({**record, **slots}, document)


def test_gold_claims_are_joined_well():
    scores = score(stories.stories(), rejoined(stories.stories()))
    assert scores.threads.f1 >= B_CUBED_FLOOR


def thread_sets(claims):
    return {(thread.id, frozenset((c.document.id, c.id) for c in thread.claims), thread.state) for thread in threads_of(claims)}


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(chance: random.Random):
    claims = list(stories.claims("eu-us-2025"))
    shuffled = claims.copy()
    chance.shuffle(shuffled)
    assert thread_sets(shuffled) == thread_sets(claims)


def test_every_claim_is_in_exactly_one_thread():
    claims = stories.claims("chips-minerals")
    held = [(c.document.id, c.id) for thread in threads_of(claims) for c in thread.claims]
    assert sorted(held) == sorted((c.document.id, c.id) for c in claims)


def test_a_later_report_does_not_rename_a_thread():
    slots = {"imposer": ["BRA"], "target": ["ARG"], "products": ["wheat"], "rate": 12}
    first, second = claim("a", "2012-03-01", **slots), claim("b", "2012-03-04", **slots, effective="2012-04-01")
    (before,), (after,) = threads_of([first]), threads_of([second, first])
    assert before.id == after.id
    assert len(after.claims) == 2


def test_an_earlier_report_takes_the_name_over_and_the_old_hash_still_names_a_claim_of_it():
    slots = {"imposer": ["BRA"], "target": ["ARG"], "products": ["wheat"], "rate": 12}
    late, early = claim("b", "2012-03-04", **slots), claim("a", "2012-03-01", **slots)
    (alone,), (both,) = threads_of([late]), threads_of([late, early])
    assert alone.id != both.id
    assert hash_in(alone.id) in {hash_in(thread.id) for c in both.claims for thread in threads_of([c])}


@pytest.mark.parametrize(
    "other",
    [
        {"products": ["beef"], "rate": 12},
        {"products": ["wheat"], "rate": 40, "action": "cut"},
        {"target": ["URY"], "products": ["maize"], "rate": 12},
        {"imposer": ["CHL"], "products": ["wheat"], "rate": 12},
        {"products": ["wheat"], "instrument": "sanction"},
    ],
)
def test_another_matter_stays_apart(other):
    slots = {"imposer": ["BRA"], "target": ["ARG"], "products": ["wheat"], "rate": 12, "effective": "2012-04-01"}
    assert len(threads_of([claim("a", "2012-03-01", **slots), claim("b", "2012-03-02", **{**slots, "effective": None, **other})])) == 2


@pytest.mark.parametrize("action", ["suspend", "lift", "extend"])
def test_suspending_extending_or_lifting_stays_on_the_thread(action):
    slots = {"imposer": ["IND"], "target": ["CAN"], "products": ["lentils"], "rate": 30}
    later = claim("b", "2019-01-10", **{**slots, "action": action})
    (thread,) = threads_of([claim("a", "2018-12-21", **slots), later])
    assert [step.action for step in thread.history] == ["impose", action]


def test_joins_tell_their_reasons_and_the_weights_add_up_to_the_score():
    thread = max(threads_of(stories.claims("asia-tour-2025")), key=lambda t: len(t.claims))
    assert len(thread.joins) == len(thread.claims) - 1
    for join in thread.joins:
        total = weights()[thread.kind].prior + sum(reason.weight for reason in join.reasons)
        assert join.score == pytest.approx(max(-8, min(8, total)))


def test_every_level_that_comparing_can_give_has_a_weight():
    for name in ("trade-war-2018", "eu-china-ev", "russia-sanctions-2022"):
        claims = stories.claims(name)
        for left in claims:
            for right in claims:
                a, b = keys_of(left), keys_of(right)
                if left.kind == right.kind and block_of(a).sort == block_of(b).sort and (a.core <= b.core or b.core <= a.core):
                    for comparison in compare(a, b):
                        assert isinstance(weights()[left.kind].of(comparison), float)


def test_comparing_is_symmetric():
    claims = [c for c in stories.claims("north-america-2025") if c.kind == "measure"]
    for left in claims[:40]:
        for right in claims[40:]:
            assert compare(keys_of(left), keys_of(right)) == compare(keys_of(right), keys_of(left))


def test_a_slot_that_is_left_open_neither_joins_nor_parts():
    full = claim("a", "2012-03-01", imposer=["BRA"], target=["ARG"], rate=12, effective="2012-04-01")
    silent = claim("b", "2012-03-01", imposer=["BRA"], target=["ARG"])
    slots = {comparison.slot for comparison in compare(keys_of(full), keys_of(silent))}
    assert not slots & {"rate", "effective", "expires", "trade_value"}


def test_a_slug_names_who_does_what_to_whom():
    assert slug_of(claim("a", "2012-03-01", imposer=["BRA"], target=["ARG"], products=["wheat"], rate=12)) == "bra-tariff-arg-wheat-12pc"


def test_an_unknown_level_has_no_weight():
    with pytest.raises(Exception, match="no weight"):
        weights()["measure"].of(Comparison("rate", "nonsense"))
