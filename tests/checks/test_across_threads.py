from dataclasses import replace

import pytest

from detente.checks.conflicts import conflicts_of, findings_of
from tests.building import document, encounter, measure, thread

PEOPLE = ["BRA/Dilma Rousseff", "ARG/Cristina Kirchner"]


def fields(*claims):
    """The fields of conflicts between claims that are each a thread of its own."""
    held = [replace(thread(claim), id=f"t{n}") for n, claim in enumerate(claims)]
    return [(conflict.thread, conflict.field) for conflict in conflicts_of(held)]


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ({"rate": 20, "products": ["wheat"]}, {"rate": 30, "products": ["wheat"]}, [("t0", "rate")]),
        ({"rate": 20, "products": ["wheat"]}, {"rate": 30, "products": ["rice"]}, []),
        ({"rate": 20}, {"rate": 30}, []),
        ({"rate": 20, "products": ["wheat"]}, {"rate": 30, "products": ["wheat"], "status": "threatened"}, []),
        (
            {"rate": 20, "products": ["wheat"], "effective": "2012-04-01"},
            {"rate": 30, "products": ["wheat"], "effective": "2012-05-01"},
            [],
        ),
    ],
)
def test_two_acts_alike_in_all_but_the_rate_contradict_each_other(left, right, found):
    assert fields(measure("a", **left), measure("b", "2012-03-04", **right)) == found


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ({}, [("t0", "place")]),
        ({"date": "2012-03-11"}, []),
        ({"form": "visit"}, []),
        ({"place": "ARG"}, []),
        ({"participants": ["BRA", "ARG"]}, []),
    ],
)
def test_the_same_persons_do_not_meet_in_two_cities_on_one_day(slots, found):
    left = encounter("a", participants=PEOPLE, place="Salta, ARG", date="2012-03-10")
    right = encounter("b", "2012-03-04", **{"participants": PEOPLE, "place": "Mendoza, ARG", "date": "2012-03-10", **slots})
    assert fields(left, right) == found


def tour(text, *stops):
    held = document("a", text=text)
    return [
        encounter(held, id=f"c{n}", form="visit", participants=["BRA/Dilma Rousseff"], place=place, date=day)
        for n, (place, day) in enumerate(stops)
    ]


NINE_DAYS = [("Salta, ARG", "2012-03-01"), ("Lima, PER", "2012-03-09")]
TWO_DAYS = [("Salta, ARG", "2012-03-01"), ("Lima, PER", "2012-03-02")]


@pytest.mark.parametrize(
    ("text", "stops", "found"),
    [
        ("Rousseff begins a five-day tour.", NINE_DAYS, [("t0", "date")]),
        ("Rousseff begins a nine-day tour.", NINE_DAYS, []),
        ("Rousseff begins an eight-day regional tour.", NINE_DAYS, []),
        ("Kirchner begins a five-day tour.", NINE_DAYS, []),
        ("Rousseff begins a five-day tour.", TWO_DAYS, []),
        ("Rousseff begins a five-day tour. Her two-nation trip takes Rousseff to Argentina and Peru.", TWO_DAYS, [("t0", "date")]),
        ("Rousseff begins a five-day tour. Her three-nation trip takes Rousseff to Argentina and Peru.", TWO_DAYS, []),
    ],
)
def test_a_tour_of_another_length_than_its_stops_contradicts_itself(text, stops, found):
    assert fields(*tour(text, *stops)) == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("President Dilma Rousseff met Kirchner.", "2012-03-01", []),
        ("President Dilma Rousseff met Kirchner.", "2019-03-01", ["not-in-office"]),
        ("President Rousseff met Kirchner.", "2008-03-01", ["not-in-office"]),
        ("Former President Dilma Rousseff met Kirchner.", "2019-03-01", []),
        ("Dilma Rousseff met Kirchner.", "2019-03-01", []),
    ],
)
def test_an_office_outside_its_term_is_a_finding(text, day, found):
    held = document("a", day, text=text)
    assert [f.code for f in findings_of([thread(encounter(held, participants=["BRA/Dilma Rousseff"]))])] == found
