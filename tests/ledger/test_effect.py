import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import QueryError
from detente.ledger.correcting import parsed, with_value
from detente.ledger.effect import effect_of, in_force
from detente.model.decision import Decision, Retraction, reference_to
from detente.model.document import Document
from detente.model.identity import claim_key
from detente.model.record import claim_to_record
from detente.model.ties import NO_TIES
from tests import stories
from tests.building import claim, document, measure
from tests.ledger.deciding import accept, correct, join, part, recorded, retract, undo


def held(effect):
    return [entry.claim for entry in effect.claims]


def test_without_decisions_claims_stand_as_they_were_read():
    claims = recorded(*stories.claims("eu-us-2025"))
    effect = effect_of(claims, [])
    assert (list(effect.claims), effect.ties, effect.retracted, effect.unmet) == (claims, NO_TIES, (), ())


def test_a_corrected_slot_tells_who_corrected_it_and_what_was_read():
    read = measure("a", rate=10)
    (now,) = held(effect_of(recorded(read), [correct(read, "rate", "12.5")]))
    assert (str(now.rate.value), now.rate.rule, now.rate.span) == ("12.5", "corrected by Ana, was 10", None)
    record = claim_to_record(now)
    assert [(entry["slot"], entry["was"], entry["by"], entry["why"]) for entry in record["corrected"]] == [
        ("rate", 10, "Ana", "as the annex says")
    ]
    assert claim_key(now) == claim_key(read)
    assert now.quotes == read.quotes


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("status", '"in_force"'),
        ("target", '["URY","PRY"]'),
        ("products", "[]"),
        ("expires", '"2012-12"'),
        ("rate", "null"),
        ("trade_value", '{"per":"year","unit":"USD","value":34000000000}'),
        ("attributed_to", '"BRA/Dilma Rousseff"'),
    ],
)
def test_every_sort_of_slot_can_be_corrected_and_the_old_value_is_kept(slot, value):
    read = measure("a", rate=10, products=["wheat"])
    (now,) = held(effect_of(recorded(read), [correct(read, slot, value)]))
    assert claim_to_record(now)[slot] == json.loads(value)
    assert json.loads(now.revision.corrections[0].was) == claim_to_record(read)[slot]


def test_a_second_correction_stands_on_the_first():
    read = measure("a", rate=10)
    decisions = [correct(read, "rate", "20", hours=2), correct(read, "rate", "12", hours=1)]
    (now,) = held(effect_of(recorded(read), decisions))
    assert [(json.loads(c.was)) for c in now.revision.corrections] == [10, 12]
    assert now.rate.value == 20


def test_a_correction_to_what_is_read_already_changes_nothing():
    read = measure("a", rate=12)
    assert held(effect_of(recorded(read), [correct(read, "rate", "12")])) == [read]


def test_a_retracted_claim_does_not_stand_and_is_kept_with_its_decision():
    read, other = measure("a"), measure("b")
    decision = retract(read)
    effect = effect_of(recorded(read, other), [decision])
    assert held(effect) == [other]
    assert [(r.claim.claim, r.decision) for r in effect.retracted] == [(read, decision)]


def test_an_undone_decision_does_not_count_and_counts_again_when_the_undoing_is_undone():
    read = measure("a", rate=10)
    first = correct(read, "rate", "12")
    second = undo(first, hours=2)
    third = undo(second, hours=3)
    assert held(effect_of(recorded(read), [first, second])) == [read]
    assert held(effect_of(recorded(read), [first, second, third]))[0].rate.value == 12
    assert in_force([third, first, second]) == [first]


def again(read, **slots):
    """The same words read by another reader: other slots, another id."""
    record = claim_to_record(read) | slots | {"id": "c7"}
    return claim("measure", read.document, **{name: value for name, value in record.items() if name not in ("kind", "evidence", "thread")})


def test_a_decision_finds_the_claim_of_a_later_reading_of_the_same_text():
    read = measure("a", rate=10)
    reread = again(read, rate=11, products=["wheat"])
    assert claim_key(reread) != claim_key(read)
    assert held(effect_of(recorded(reread), [correct(read, "rate", "12")]))[0].rate.value == 12


def test_a_decision_finds_the_claim_in_a_new_version_that_still_has_the_sentence():
    page = {"url": "https://example.org/a"}
    old = measure(document("a", text="A duty of 10 percent is planned.", **page), rate=10)
    text = "A duty of 10 percent is planned.\n\nThis was added later."
    new_document = document("a", text=text, **page)
    new = replace(old, document=new_document)
    effect = effect_of(recorded(old, new), [correct(old, "rate", "12")])
    assert [entry.rate.value for entry in held(effect)] == [12, 12]


def test_a_decision_does_not_touch_a_new_version_whose_sentence_was_changed():
    page = {"url": "https://example.org/a"}
    old = measure(document("a", text="A duty of 10 percent is planned.", **page), rate=10)
    new = measure(document("a", text="A duty of 15 percent is planned.", **page), rate=15)
    effect = effect_of(recorded(old, new), [correct(old, "rate", "12")])
    assert [entry.rate.value for entry in held(effect)] == [12, 15]


def test_of_several_claims_of_one_sentence_the_most_alike_is_meant_and_none_where_that_is_open():
    whole = document("a")
    first, second = measure(whole, id="c1", target=["ARG"], rate=10), measure(whole, id="c2", target=["URY"], rate=10)
    decision = retract(first)
    rereads = [again(first, rate=11), replace(again(second, rate=11), id="c8")]
    assert held(effect_of(recorded(*rereads), [decision])) == [rereads[1]]
    twins = [again(first, target=["PRY"]), replace(again(first, target=["CHL"]), id="c8")]
    effect = effect_of(recorded(*twins), [decision])
    assert (held(effect), effect.unmet) == (twins, (decision,))


def test_a_decision_about_a_text_that_is_not_held_is_told_as_unmet():
    decision = retract(measure("gone"))
    effect = effect_of(recorded(measure("a")), [decision])
    assert effect.unmet == (decision,)


def test_the_newer_of_two_decisions_that_cannot_both_hold_holds():
    a, b = measure("a"), measure("b")
    joined, parted = join(a, b, hours=1), part([a], [b], hours=2)
    assert [(t.left, t.right) for t in effect_of(recorded(a, b), [joined, parted]).ties.parted] == [(claim_key(a), claim_key(b))]
    assert effect_of(recorded(a, b), [joined, parted]).ties.joined == ()
    again_joined = join(a, b, hours=3)
    ties = effect_of(recorded(a, b), [joined, parted, again_joined]).ties
    assert (len(ties.joined), ties.parted) == (1, ())


def test_no_chain_of_joins_ties_what_a_newer_decision_sets_apart():
    a, b, c = measure("a"), measure("b"), measure("c")
    ties = effect_of(recorded(a, b, c), [join(a, b, hours=1), join(b, c, hours=2), part([a], [c], hours=3)]).ties
    assert {(t.left, t.right) for t in ties.joined} == {(claim_key(b), claim_key(c))}


def test_claims_of_two_kinds_are_never_tied():
    a, b = measure("a"), claim("agreement", "b", parties=["BRA", "ARG"])
    assert effect_of(recorded(a, b), [join(a, b)]).ties == NO_TIES


def test_what_was_accepted_names_the_claims_that_it_stands_for():
    a, b = measure("a"), measure("b")
    (accepted,) = effect_of(recorded(a, b), [accept(a, b)]).accepted
    assert (accepted.doubt, accepted.sides) == ("joining", (frozenset({claim_key(a)}), frozenset({claim_key(b)})))


def decisions_about(claims):
    first, second, third, fourth = claims[:4]
    done = [correct(first, "status", f'"{claims[4].status}"' if claims[4].kind is first.kind else f'"{first.status}"')]
    done += [retract(second, hours=2), join(third, fourth, hours=3), part([third], [fourth], hours=4)]
    return [*done, undo(done[1], hours=5), retract(fourth, hours=6)]


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_records_came_in_does_not_matter(chance: random.Random):
    claims = recorded(*stories.claims("eu-us-2025"))
    decisions = decisions_about([entry.claim for entry in claims])
    wanted = effect_of(claims, decisions)
    shuffled, other = claims.copy(), decisions.copy()
    chance.shuffle(shuffled)
    chance.shuffle(other)
    found = effect_of(shuffled, other)
    assert set(map(claim_key, held(found))) == set(map(claim_key, held(wanted)))
    assert {claim_key(c): c for c in held(found)} == {claim_key(c): c for c in held(wanted)}
    assert (found.ties, found.accepted, found.unmet) == (wanted.ties, wanted.accepted, wanted.unmet)


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("rate", "12.5", 12.5),
        ("rate", "25", 25),
        ("rate", "", None),
        ("products", "steel, aluminium products", ["steel", "aluminium products"]),
        ("products", "", []),
        ("status", "in_force", "in_force"),
        ("trade_value", "34000000000 USD per year", {"value": 34000000000, "unit": "USD", "per": "year"}),
        ("effective", "2012-04", "2012-04"),
    ],
)
def test_values_are_understood_as_people_write_them(slot, text, value):
    read = measure("a")
    assert parsed(read, slot, text) == value
    assert claim_to_record(with_value(read, slot, value, rule="test"))[slot] == value


@pytest.mark.parametrize(
    ("slot", "value", "words"),
    [
        ("rate", "many", "not a number"),
        ("effective", "soon", "EDTF"),
        ("status", "held", "held"),
        ("target", ["nowhere at all"], "not an actor"),
        ("colour", "red", "no slot"),
    ],
)
def test_a_value_that_the_slot_cannot_hold_is_refused(slot, value, words):
    read = measure("a")
    with pytest.raises(QueryError, match=words) as caught:
        parsed(read, slot, value) if slot == "colour" or value == "many" else with_value(read, slot, value, rule="test")
    assert caught.value.where


@pytest.mark.parametrize(("by", "why"), [("", "because"), ("Ana", "  ")])
def test_a_decision_says_who_and_why(by, why):
    with pytest.raises(QueryError, match="who decided and why"):
        Decision(Retraction(reference_to(measure("a"))), by, why)


def test_documents_that_no_decision_names_cost_nothing():
    other = Document(id="z", url=None, publisher=None, published=None, title="", text="It is said in z.")
    claims = recorded(measure("a"), measure(other))
    assert effect_of(claims, [retract(measure("gone"))]).claims == tuple(claims)
