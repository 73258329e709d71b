from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from detente.model.identity import document_identity
from detente.model.recorded import Heard
from detente.threads.links import thread_links
from detente.views.actor import actor_page, actor_to_record
from detente.views.coverage import claims_by_text, coverage, coverage_to_record
from detente.views.search import search
from detente.views.tours import tour_rows, tour_to_record
from tests.building import agreement, commitment, document, encounter, measure, thread

TODAY = date(2012, 3, 15)
TRAVELLER = ["BRA/Dilma Rousseff"]


def named(held, name):
    return replace(held, id=name)


def visit(name, place, day, **slots):
    return named(thread(encounter(name, form="visit", participants=TRAVELLER, place=place, date=day, **slots)), name)


def test_an_actor_has_its_threats_and_those_against_it_apart():
    threads = [
        named(thread(measure("a", status="threatened")), "by"),
        named(thread(measure("b", imposer=["ARG"], target=["BRA"], status="threatened")), "against"),
        named(thread(measure("c", status="in_force")), "force"),
        named(thread(measure("d", status="in_force", action="suspend")), "suspended"),
        named(thread(measure("f", status="considered", action="cut")), "easing"),
        named(thread(measure("e", imposer=["CHL"], target=["PER"])), "others"),
    ]
    page = actor_page(threads, "BRA", TODAY)
    assert [t.id for t in page.threats_by] == ["by"]
    assert [t.id for t in page.threats_against] == ["against"]
    assert [t.id for t in page.measures_by] == ["force"]
    assert "others" not in [t.id for t in page.threads]
    assert [(c.code, len(c.threads)) for c in page.companions] == [("ARG", 5)]


def test_an_actor_acts_through_people_and_has_days_before_it():
    page = actor_page([thread(encounter("a", date="2012-03-20"))], "BRA", TODAY)
    assert [(p.name, len(p.threads)) for p in page.people] == [("Dilma Rousseff", 1)]
    assert [record["day"] for record in actor_to_record(page)["due"]] == ["2012-03-20"]


def test_a_tour_has_its_stops_in_order_with_what_was_planned_and_what_came_of_it():
    second = visit("second", "Lima, PER", "2012-03-12")
    first = named(
        thread(
            encounter("a", form="visit", participants=TRAVELLER, place="Salta, ARG", date="2012-03-10", status="planned"),
            encounter("b", "2012-03-10", form="visit", participants=TRAVELLER, place="Salta, ARG", date="2012-03-10", status="held"),
        ),
        "first",
    )
    (row,) = tour_rows([second, first], thread_links([second, first]), traveller="rousseff")
    stops = tour_to_record(row)["stops"]
    assert [(stop["place"], stop["planned"]["doc"], stop["state"]) for stop in stops] == [
        ("Salta, ARG", "a", "held"),
        ("Lima, PER", "second", "planned"),
    ]
    assert row.tour.days == 3


@pytest.mark.parametrize(
    "other", [("Lima, PER", "2012-03-20"), ("Salta, ARG", "2012-03-11"), ("Lima, PER", "2012-03"), ("Lima, PER", None)]
)
def test_visits_far_apart_or_to_one_place_or_without_a_day_are_no_tour(other):
    assert tour_rows([visit("a", "Salta, ARG", "2012-03-10"), visit("b", *other)], []) == []


def test_meetings_held_and_deals_signed_at_a_stop_are_told_with_it():
    stops = [visit("a", "Salta, ARG", "2012-03-10"), visit("b", "Lima, PER", "2012-03-12")]
    summit = named(thread(encounter("c", form="summit", place="Salta, ARG", date="2012-03-10", status="held")), "summit")
    deal = named(thread(agreement("d", date="2012-03-10")), "deal")
    threads = [*stops, summit, deal]
    (row,) = tour_rows(threads, thread_links(threads))
    assert [([t.id for t in stop.encounters], [t.id for t in stop.signed]) for stop in row.stops] == [(["summit"], ["deal"]), ([], [])]


def test_a_meeting_in_the_city_of_one_stop_is_not_told_of_another_in_the_same_country():
    stops = [visit("a", "Salta, ARG", "2012-03-10"), visit("b", "Mendoza, ARG", "2012-03-10")]
    met = [
        named(thread(encounter(place, place=place, date="2012-03-10", status="held")), place) for place in ("Mendoza, ARG", "Cafayate, ARG")
    ]
    threads = [*stops, *met]
    (row,) = tour_rows(threads, thread_links(threads))
    told = {stop.stop.place: [t.id for t in stop.encounters] for stop in row.stops}
    assert told == {"Salta, ARG": ["Cafayate, ARG"], "Mendoza, ARG": ["Mendoza, ARG", "Cafayate, ARG"]}


def test_a_search_finds_claims_that_hold_all_words_in_quote_title_or_slots():
    wheat = document("a", title="Flour dearer", text="Brazil taxes wheat from Argentina.")
    threads = [named(thread(measure(wheat, products=["durum"])), "wheat"), named(thread(commitment("b", object="wheat flour")), "flour")]
    assert [(hit.thread.id, hit.where) for hit in search(threads, "wheat")] == [("wheat", "quote"), ("flour", "object")]
    assert [hit.thread.id for hit in search(threads, "WHEAT flour")] == ["wheat", "flour"]
    assert [hit.thread.id for hit in search(threads, '"wheat flour"')] == ["flour"]
    assert [hit.thread.id for hit in search(threads, "dur taxes")] == ["wheat"]
    assert search(threads, "rye") == search(threads, " ") == search(threads, "heat") == []


def test_coverage_tells_who_was_read_and_when_last():
    now = datetime(2012, 3, 10, 8, 0, tzinfo=UTC)
    first = document("a", publisher="Reuters", url="http://r.example/1")
    changed = document("a", "2012-03-02", publisher="Reuters", url="http://r.example/1", text="Otherwise.")
    entries = [
        Heard(document_identity(held), held.publisher, held.url, held.day, held.text_hash, now)
        for held in (first, changed, document("b", None))
    ]
    rows = {row["publisher"]: row for row in map(coverage_to_record, coverage(entries, claims_by_text([thread(measure(first))])))}
    assert rows["Reuters"] | {"last_recorded": ""} == {
        "publisher": "Reuters",
        "class": "wire",
        "documents": 1,
        "versions": 2,
        "claims": 1,
        "empty": 1,
        "undated": 0,
        "first_stated": "2012-03-01",
        "last_stated": "2012-03-02",
        "last_recorded": "",
    }
    assert (rows["not stated"]["undated"], rows["not stated"]["last_stated"]) == (1, None)
