import pytest

from detente.checks.conflicts import conflicts_in, findings_of
from detente.evaluate.conflicts import score_conflicts
from detente.evaluate.gold import gold_conflicts
from detente.model.conflict import conflict_to_record
from tests import stories
from tests.building import agreement, commitment, document, encounter, measure, thread

# On the gold claims of the read stories; floors only rise.
RECALL_FLOOR, PRECISION_FLOOR = 0.97, 0.93
OWN_THREADS_RECALL_FLOOR, OWN_THREADS_PRECISION_FLOOR = 0.78, 0.88


@pytest.mark.parametrize(
    ("rejoin", "recall", "precision"),
    [(False, RECALL_FLOOR, PRECISION_FLOOR), (True, OWN_THREADS_RECALL_FLOOR, OWN_THREADS_PRECISION_FLOOR)],
)
def test_planted_conflicts_are_found_in_the_gold_claims(rejoin, recall, precision):
    scores = score_conflicts(stories.stories(), gold_conflicts(stories.stories(), rejoin=rejoin))
    assert scores.rate.recall >= recall
    assert scores.rate.precision >= precision


def fields(*claims):
    return [conflict.field for conflict in conflicts_in(thread(*claims))]


SOON = "2012-03-04"
LATER = "2012-05-04"


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (measure("a", rate=18.9), measure("b", SOON, rate=19.8), ["rate"]),
        (measure("a", rate=18.9), measure("b", SOON, rate=19.2), []),
        (measure("a", rate=18.9), measure("b", LATER, rate=19.8), []),
        (measure("a", rate=20, status="threatened"), measure("b", SOON, rate=10, status="in_force"), []),
        (measure("a", rate=20), measure("b", SOON, action="raise", rate=35, rate_from=20), []),
        (measure("a", rate=20, target=["ORG:Alpargatas"]), measure("b", SOON, rate=10, target=["ORG:Vulcabras"]), []),
        (measure("a", rate=20, products=["shoes"]), measure("b", SOON, rate=10, products=["tyres"]), []),
        (measure("a", rate=20, products=["cars"]), measure("b", SOON, rate=10, products=["vehicles"]), ["rate"]),
        (measure("a", action="lift", rate_from=10), measure("b", SOON, action="cut", rate=10, rate_from=20), ["rate_from"]),
        (measure("a", effective="2012-04-01"), measure("b", SOON, effective="2012-04-15"), ["effective"]),
        (measure("a", effective="2012-04"), measure("b", SOON, effective="2012-04-15"), []),
        (measure("a", action="suspend", effective="2012-04-01"), measure("b", SOON, effective="2012-02-15"), []),
        (
            measure("a", trade_value={"value": 100, "unit": "USD"}),
            measure("b", SOON, trade_value={"value": 120, "unit": "USD"}),
            ["trade_value"],
        ),
        (measure("a", attributed_to="BRA", action="maintain"), measure("b", SOON, action="cut"), ["action"]),
        (measure("a", attributed_to="BRA", action="maintain"), measure("b", SOON, action="cut", status="considered"), []),
        (measure("a", action="raise", attributed_to="BRA"), measure("b", SOON, action="maintain"), []),
        (measure("a", action="maintain", attributed_to="BRA"), measure("b", SOON, action="raise"), ["action"]),
        (measure("a", action="cut", rate=10, attributed_to="BRA"), measure("b", SOON, action="maintain", rate=10), []),
        (
            measure("a", trade_value={"value": 9, "unit": "USD"}),
            measure("b", LATER, trade_value={"value": 5, "unit": "USD"}),
            ["trade_value"],
        ),
        (measure("a", trade_value={"value": 9, "unit": "USD"}), measure("b", LATER, trade_value={"value": 5, "unit": "EUR"}), []),
        (measure("a", effective="2012-04-01", expires="2013"), measure("b", LATER, effective="2012-04-01", expires="2014"), ["expires"]),
        (measure("a", expires="2013"), measure("b", LATER, expires="2014"), []),
        (measure("a", attributed_to="BRA"), measure("b", SOON, attributed_to="ARG", status="ruled_out"), ["status"]),
        (measure("a", attributed_to="BRA"), measure("b", SOON, attributed_to="BRA", status="ruled_out"), []),
        (measure("a", status="sought"), measure("b", SOON, attributed_to="BRA", status="ruled_out"), []),
        (encounter("a", date="2012-03-10"), encounter("b", SOON, date="2012-03-11"), ["date"]),
        (encounter("a", date="2012-03"), encounter("b", SOON, date="2012-03-11"), []),
        (encounter("a", date="2012-03-10"), encounter("b", SOON, date="2012-04-11", status="postponed"), []),
        (encounter("a", place="Salta, ARG"), encounter("b", SOON, place="Mendoza, ARG"), ["place"]),
        (encounter("a", place="ARG"), encounter("b", SOON, place="Mendoza, ARG"), []),
        (encounter("a", place="BRA"), encounter("b", SOON, place="Mendoza, ARG"), ["place"]),
        (encounter("a", form="visit", place="Salta, ARG"), encounter("b", SOON, form="visit", place="Mendoza, ARG"), []),
        (encounter("a", status="held"), encounter("b", SOON, status="ruled_out", attributed_to="ARG"), ["status"]),
        (commitment("a", amount={"value": 300, "unit": "t"}), commitment("b", SOON, amount={"value": 260, "unit": "t"}), ["amount"]),
        (commitment("a", amount={"value": 300, "unit": "t"}), commitment("b", SOON, amount={"value": 295, "unit": "t"}), []),
        (commitment("a", amount={"value": 300, "unit": "t"}), commitment("b", SOON, amount={"value": 90, "unit": "USD"}), []),
        (commitment("a", amount={"value": 6, "unit": "EUR"}), commitment("b", SOON, amount={"value": 6, "unit": "USD"}), ["amount"]),
        (commitment("a", amount={"value": 9, "unit": "t"}), commitment("b", SOON, amount={"value": 25, "unit": "t", "per": "year"}), []),
        (commitment("a", deadline="2012-12-31"), commitment("b", SOON, deadline="2012-11/2012-12"), []),
        (commitment("a", deadline="2012-04/2015-04"), commitment("b", SOON, deadline="2015"), []),
        (
            commitment("a", status="sought", deadline="2012-04-01"),
            commitment("b", SOON, status="sought", deadline="2012-04-02"),
            ["deadline"],
        ),
        (commitment("a", status="sought", deadline="2012-04-01"), commitment("b", SOON, deadline="2012-04-02"), []),
        (commitment("a", deadline="2012-10/2013-01"), commitment("b", SOON, deadline="2012-11/2012-12"), ["deadline"]),
        (
            commitment("a", deadline="2012-12-31", amount={"value": 9, "unit": "t"}),
            commitment("b", SOON, deadline="2013/2015", amount={"value": 25, "unit": "t", "per": "year"}),
            [],
        ),
        (commitment("a"), commitment("b", SOON, status="denied", attributed_to="BRA"), ["status"]),
        (commitment("a", status="sought"), commitment("b", SOON, status="denied", attributed_to="BRA"), []),
        (
            agreement("a", status="extended", expires="2012-05-18"),
            agreement("b", SOON, status="extended", expires="2012-07-16"),
            ["expires"],
        ),
        (agreement("a", status="in_force", expires="2012-05-18"), agreement("b", SOON, status="extended", expires="2012-07-16"), []),
        (
            agreement("a", status="in_principle", attributed_to="ARG"),
            agreement("b", SOON, status="rejected", attributed_to="BRA"),
            ["status"],
        ),
    ],
)
def test_what_contradicts_and_what_does_not(left, right, found):
    assert fields(left, right) == found


def test_a_report_that_contradicts_itself_is_told_as_such():
    held = document("a")
    (conflict,) = conflicts_in(thread(measure(held, id="c1", effective="2012-04-01"), measure(held, id="c2", effective="2012-05-01")))
    assert conflict.why == "Within one report, a of 2012-03-01, it is 2012-04-01 and 2012-05-01."


@pytest.mark.parametrize(
    ("kind", "left", "right", "within", "apart"),
    [
        (commitment, {"attributed_to": "BRA/Dilma Rousseff"}, {"status": "denied", "attributed_to": "BRA"}, ["status"], []),
        (commitment, {"attributed_to": "BRA"}, {"status": "denied", "attributed_to": "BRA"}, [], []),
        (encounter, {"status": "proposed", "attributed_to": "BRA"}, {"status": "ruled_out", "attributed_to": "ARG"}, ["status"], []),
        (encounter, {"status": "postponed", "attributed_to": "officials"}, {"status": "cancelled"}, ["status"], []),
        (agreement, {"status": "negotiating", "attributed_to": "ARG"}, {"status": "suspended", "attributed_to": "BRA"}, ["status"], []),
        (agreement, {"status": "negotiating", "attributed_to": "ARG"}, {"status": "collapsed", "attributed_to": "BRA"}, ["status"], []),
    ],
)
def test_two_voices_of_one_report_deny_each_other_where_days_apart_it_would_be_a_change(kind, left, right, within, apart):
    held = document("a")
    assert fields(kind(held, id="c1", **left), kind(held, id="c2", **right)) == within
    assert fields(kind("b", **left), kind("c", SOON, **right)) == apart


def test_two_rates_that_one_report_gives_in_one_voice_are_of_two_things_but_two_voices_contradict_each_other():
    held = document("a")
    one, other = measure(held, id="c1", rate=10), measure(held, id="c2", rate=20, attributed_to="BRA")
    assert fields(one, measure(held, id="c2", rate=20)) == []
    assert fields(one, other) == ["rate"]


def test_contradictions_that_overlap_are_one_conflict_with_all_its_claims():
    claims = [commitment("a"), commitment("b", SOON, status="denied", attributed_to="BRA"), commitment("c", SOON)]
    (conflict,) = conflicts_in(thread(*claims))
    assert [claim.document.id for claim in conflict.claims] == ["a", "b", "c"]


def test_a_conflict_in_the_public_form_names_both_values_and_both_sources():
    (conflict,) = conflicts_in(thread(measure("a", rate=10), measure("b", SOON, rate=20)))
    assert conflict_to_record(conflict) == {
        "thread": "t",
        "field": "rate",
        "values": [{"doc": "a", "claim": "c1", "value": 10}, {"doc": "b", "claim": "c1", "value": 20}],
        "why": "a, 2012-03-01: 10 percent; b, 2012-03-04: 20 percent.",
    }


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ({"effective": "2012-02-01"}, "effect-before-announcement"),
        ({"effective": "2012-06-01", "expires": "2012-05-01"}, "end-before-beginning"),
        ({"rate": 4000}, "rate-out-of-range"),
        ({"rate": -5}, "rate-out-of-range"),
        ({"imposer": ["USA", "CHN"], "target": ["CHN"]}, "actor-on-both-sides"),
    ],
)
def test_a_value_that_cannot_be_is_a_finding(slots, code):
    (finding,) = findings_of([thread(measure("a", **slots))])
    assert (finding.code, finding.subject) == (code, "a#c1")


def test_sound_values_are_no_finding():
    assert list(findings_of([thread(measure("a", effective="2012-03-01", expires="2013-03-01", rate=245))])) == []
