import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.identity import claim_key
from detente.model.ties import Tie, Ties
from detente.threads.threads import threads_of
from tests import stories
from tests.building import measure

WHEAT = {"products": ["wheat"], "rate": 12}


def tie(left, right):
    return Tie(claim_key(left), claim_key(right), "Ana: the decree is one")


def joined(*pairs):
    return Ties(tuple(tie(*pair) for pair in pairs), ())


def parted(*pairs):
    return Ties((), tuple(tie(*pair) for pair in pairs))


def sets(claims, ties):
    return {frozenset(c.document.id for c in thread.claims) for thread in threads_of(claims, ties)}


def test_claims_that_were_joined_are_one_thread_and_it_tells_who_joined_them():
    a, b = measure("a", **WHEAT), measure("b", products=["beef"], rate=40)
    assert len(threads_of([a, b])) == 2
    (thread,) = threads_of([a, b], joined((a, b)))
    assert thread.joins[0].reasons[0].level == "Ana: the decree is one"


def test_claims_that_were_parted_are_two_threads():
    a, b = measure("a", **WHEAT), measure("b", "2012-03-02", **WHEAT)
    assert len(threads_of([a, b])) == 1
    assert sets([a, b], parted((a, b))) == {frozenset("a"), frozenset("b")}


def test_a_later_report_joins_what_was_joined():
    a, b = measure("a", **WHEAT), measure("b", products=["beef"], instrument="import_restriction")
    later = measure("c", "2012-03-03", products=["beef"], instrument="import_restriction")
    assert sets([a, b, later], joined((a, b))) == {frozenset("abc")}


def test_a_later_report_of_either_sort_joins_what_was_joined_across_sorts():
    a, b = measure("a", **WHEAT), measure("b", products=["beef"], instrument="import_restriction")
    later = [measure("c", "2012-03-03", products=["beef"], instrument="import_restriction"), measure("d", "2012-03-04", **WHEAT)]
    assert sets([a, b, *later], joined((a, b))) == {frozenset("abcd")}


def test_a_parted_claim_is_kept_out_even_of_a_group_that_was_joined():
    a, b = measure("a", **WHEAT), measure("b", products=["beef"], rate=40)
    c = measure("c", "2012-03-02", **WHEAT)
    ties = Ties((tie(a, b),), (tie(b, c),))
    assert sets([a, b, c], ties) == {frozenset("ab"), frozenset("c")}


def test_ties_that_name_claims_which_are_not_there_change_nothing():
    a, b, gone = measure("a", **WHEAT), measure("b", products=["beef"]), measure("z")
    assert sets([a, b], joined((a, gone), (b, gone))) == sets([a, b], Ties((), ()))


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_with_ties_too_the_order_of_arrival_does_not_matter(chance: random.Random):
    claims = [c for c in stories.claims("eu-us-2025") if c.kind == "measure"]
    pairs = [chance.sample(claims, 2) for _ in range(4)]
    ties = Ties(tuple(tie(*pair) for pair in pairs[:2]), tuple(tie(*pair) for pair in pairs[2:] if pair not in pairs[:2]))
    shuffled = claims.copy()
    chance.shuffle(shuffled)
    found, wanted = threads_of(shuffled, ties), threads_of(claims, ties)
    assert [(t.id, [claim_key(c) for c in t.claims], t.joins) for t in found] == [
        (t.id, [claim_key(c) for c in t.claims], t.joins) for t in wanted
    ]
    assert sorted(claim_key(c) for t in found for c in t.claims) == sorted(map(claim_key, claims))


@pytest.mark.parametrize("name", ["eu-us-2025", "north-america-2025"])
def test_every_thread_can_be_taken_apart_and_all_of_a_block_put_together(name):
    thread = max(threads_of(stories.claims(name)), key=lambda t: len(t.claims))
    claims = list(thread.claims)
    assert len(threads_of(claims, joined(*((claims[0], c) for c in claims[1:])))) == 1
    apart = parted(*((a, b) for n, a in enumerate(claims) for b in claims[n + 1 :]))
    assert len(threads_of(claims, apart)) == len(claims)
