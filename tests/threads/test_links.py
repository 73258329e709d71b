from dataclasses import replace

import pytest

from detente.model.claim import Link, LinkType
from detente.model.identity import document_key
from detente.model.thread_link import thread_link_to_record
from detente.threads.links import thread_links
from tests.building import agreement, commitment, document, encounter, measure, thread


def named(name, *claims):
    return replace(thread(*claims), id=name)


def found(*threads, links=()):
    return [(link.source, link.type.value, link.target) for link in thread_links(threads, links)]


def test_a_link_that_many_reports_tell_is_one_link_between_their_threads_with_all_its_proofs():
    first, second = document("a"), document("b", "2012-03-02")
    pledges = [commitment(held, id="c1") for held in (first, second)]
    tariffs = [measure(held, id="c2", status="announced", action="lift") for held in (first, second)]
    told = [(document_key(held), Link("c1", LinkType.IN_EXCHANGE_FOR, "c2")) for held in (first, second)]
    (link,) = thread_links([named("pledge", *pledges), named("tariff", *tariffs)], told)
    assert (link.source, link.type, link.target, len(link.told_by), link.is_reported) == ("pledge", "in_exchange_for", "tariff", 2, True)
    assert thread_link_to_record(link)["told_by"][1] == {"from_doc": "b", "from_claim": "c1", "to_doc": "b", "to_claim": "c2"}


def test_a_link_within_one_thread_or_to_an_unknown_claim_is_none():
    held = document("a")
    one = named("t", measure(held, id="c1"), measure(held, id="c2"))
    key = document_key(held)
    links = [(key, Link("c1", LinkType.RETALIATION_FOR, "c2")), (key, Link("c1", LinkType.RETALIATION_FOR, "c9"))]
    assert found(one, links=links) == []


THREAT = {"status": "threatened", "rate": 30, "effective": "2012-04-01"}


@pytest.mark.parametrize(
    ("earlier", "later", "supersedes"),
    [
        ({"rate": 25}, {"rate": 50, "rate_from": 25, "action": "raise"}, True),
        ({"rate": 20}, {"rate": 50, "rate_from": 25, "action": "raise"}, False),
        ({**THREAT, "status": "dropped"}, {"rate": 15}, True),
        ({**THREAT, "status": "dropped"}, {"rate": 30}, False),
        ({**THREAT, "status": "dropped", "products": ["wheat"]}, {"rate": 15}, False),
        ({**THREAT, "status": "dropped", "target": ["CHL"]}, {"rate": 15}, False),
        (THREAT, {"rate": 15, "effective": "2012-04-07"}, True),
        (THREAT, {"rate": 15, "effective": "2012-05-07"}, False),
        (THREAT, {"rate": 15}, False),
        (THREAT, {"rate": 15, "effective": "2012-04-07", "status": "threatened"}, False),
    ],
)
def test_which_act_took_the_place_of_which(earlier, later, supersedes):
    threads = [named("old", measure("a", **earlier)), named("new", measure("b", "2012-03-10", **later))]
    assert found(*threads) == ([("new", "supersedes", "old")] if supersedes else [])


def test_of_two_acts_that_could_be_superseded_none_is():
    threads = [named(name, measure(name, status="dropped", rate=rate)) for name, rate in (("one", 30), ("two", 35))]
    assert found(*threads, named("new", measure("n", "2012-03-10", rate=15))) == []


@pytest.mark.parametrize(
    ("encounters", "at"),
    [
        ([{"form": "signing"}], "e0"),
        ([{"form": "meeting"}, {"form": "signing"}], "e1"),
        ([{"form": "meeting"}, {"form": "meeting"}], None),
        ([{"form": "signing", "date": "2012-03-11"}], None),
        ([{"form": "signing", "participants": ["BRA", "CHL"]}], None),
        ([{"form": "signing", "status": "cancelled"}], None),
    ],
)
def test_at_which_encounter_a_deal_was_signed(encounters, at):
    met = [named(f"e{n}", encounter(f"e{n}", **{"date": "2012-03-10", "status": "held", **slots})) for n, slots in enumerate(encounters)]
    deal = named("deal", agreement("d", date="2012-03-10"))
    assert found(deal, *met) == ([("deal", "signed_at", at)] if at else [])


def test_the_stops_of_a_tour_are_linked_each_to_the_one_before():
    stops = [("a", "Salta, ARG", "2012-03-10"), ("b", "Lima, PER", "2012-03-12"), ("c", "Quito, ECU", "2012-03-13/2012-03-14")]
    visits = [
        named(name, encounter(name, form="visit", participants=["BRA/Dilma Rousseff"], place=place, date=day)) for name, place, day in stops
    ]
    assert found(*visits) == [("b", "stop_of_same_tour", "a"), ("c", "stop_of_same_tour", "b")]
