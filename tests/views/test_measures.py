from datetime import date

import pytest

from detente.views.measures import Force, measure_row_to_record, measures, rate_with_base, stack_sizes
from tests.building import measure, thread

DAY = date(2012, 6, 1)


def force(*claims, on=DAY):
    rows = measures([thread(*(measure(f"d{n}", f"2012-03-{n + 1:02}", **slots) for n, slots in enumerate(claims)))], on)
    return rows[0].force if rows else None


FORCE = {"status": "in_force", "rate": 20}


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ([FORCE], Force.IN_FORCE),
        ([{"status": "announced", "effective": "2012-05-01"}], Force.IN_FORCE),
        ([{"status": "announced", "effective": "2012-07-01"}], None),
        ([{"status": "announced"}], None),
        ([{"status": "threatened", "effective": "2012-05-01"}], None),
        ([FORCE, {"status": "in_force", "action": "lift"}], None),
        ([FORCE, {"status": "announced", "action": "lift", "effective": "2012-07-01"}], Force.IN_FORCE),
        ([FORCE, {"status": "in_force", "action": "suspend", "expires": "2012-09-01"}], Force.SUSPENDED),
        ([FORCE, {"status": "in_force", "action": "suspend", "expires": "2012-05-01"}], Force.SUSPENSION_OVER),
        ([{**FORCE, "expires": "2012-05-01"}], None),
        ([{**FORCE, "expires": "2012-05-01"}, {"status": "in_force", "action": "extend", "expires": "2013"}], Force.IN_FORCE),
        ([FORCE, {"status": "blocked"}], None),
        ([{"status": "announced", "effective": "2012-05-01"}, {"status": "dropped"}], None),
    ],
)
def test_how_a_measure_stands_on_a_day(claims, wanted):
    assert force(*claims) == wanted


def test_a_measure_is_not_in_force_before_its_day():
    assert force({"status": "announced", "effective": "2012-05-01"}, on=date(2012, 4, 30)) is None


def test_a_beginning_keeps_its_precision_and_a_month_counts_from_its_end():
    old = thread(measure("a", status="in_force", effective="2009"))
    (row,) = measures([old], DAY)
    assert (measure_row_to_record(row)["since"], row.since) == ("2009", None)
    soon = thread(measure("a", effective="2012-06"))
    assert [bool(measures([soon], day)) for day in (date(2012, 6, 29), date(2012, 6, 30))] == [False, True]


def test_the_end_of_an_act_that_is_over_is_not_told_of_the_one_that_holds():
    provisional = measure("a", effective="2012-01-01", expires="2012-04-30")
    final = measure("b", "2012-03-09", effective="2012-05-01")
    (row,) = measures([thread(provisional, final)], DAY)
    assert (str(row.since_when), row.expires) == ("2012-05-01", None)


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"rate": 25}, "25 % (as reported, base not stated)"),
        ({"rate": 10, "rate_from": 20}, "10 % (before: 20 %)"),
        ({"rate": 35, "rate_from": 25, "rate_change": 10}, "35 % (before: 25 %, +10 points)"),
        ({"rate_change": 10}, "+10 points on top of a base that is not stated"),
        ({"rate_change": 10, "rate_from": 20}, "+10 points on top of 20 %"),
        ({}, "not stated"),
    ],
)
def test_a_rate_never_stands_without_its_base(slots, words):
    assert rate_with_base(measure("a", **slots)) == words


def test_rates_that_stack_stay_apart_beside_each_other_and_are_not_added():
    fentanyl, reciprocal = (thread(measure(name, status="in_force", rate=rate)) for name, rate in (("a", 10), ("b", 20)))
    other = thread(measure("c", status="in_force", target=["CHL"], rate=5))
    rows = measures([fentanyl, other, reciprocal], DAY)
    assert [(row.stack[1], measure_row_to_record(row)["rate"]) for row in rows] == [("ARG", 20), ("ARG", 10), ("CHL", 5)]
    assert [stack_sizes(rows)[row.stack] for row in rows] == [2, 2, 1]


def test_a_row_names_its_proof_and_its_sources():
    (row,) = measures([thread(measure("a", **FORCE), measure("b", "2012-03-02", **FORCE))], DAY)
    record = measure_row_to_record(row)
    assert (record["doc"], record["claim"], record["sources"]["independent"]) == ("b", "c1", 2)
