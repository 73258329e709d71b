from dataclasses import replace
from datetime import date

import pytest

from detente.model.claim import LinkType
from detente.model.thread_link import ThreadLink, ThreadLinkType
from detente.threads.links import thread_links
from detente.views.course import Outcome
from detente.views.scoreboard import Breakdown, score_row_to_record, scoreboard, threat_to_record, threats_in
from tests.building import agreement, commitment, document, measure, thread

TODAY = date(2012, 6, 1)


def days_after(*claims):
    """Claims of one thread, a day after each other from 1 March on."""
    return thread(*(measure(f"d{n}", f"2012-03-{n + 1:02}", **slots) for n, slots in enumerate(claims)))


def outcome(*claims):
    found = threats_in([days_after(*claims)], [], TODAY)
    return found[0].outcome if found else None


THREAT = {"status": "threatened", "rate": 30}
FORCE = {"status": "in_force", "rate": 30}


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ([THREAT, FORCE], Outcome.IN_FULL),
        ([THREAT, {"status": "announced", "rate": 30}, FORCE], Outcome.IN_FULL),
        ([THREAT, {"status": "in_force", "rate": 15}], Outcome.IN_PART),
        ([THREAT, {"status": "in_force"}], Outcome.IN_FULL),
        ([THREAT, FORCE, {"status": "in_force", "action": "exempt"}], Outcome.IN_PART),
        ([THREAT, FORCE, {"status": "in_force", "action": "lift"}], Outcome.THEN_WITHDRAWN),
        ([THREAT, FORCE, {"status": "announced", "action": "lift", "effective": "2012-09-01"}], Outcome.IN_FULL),
        ([THREAT, FORCE, {"status": "announced", "action": "lift", "effective": "2012-05-01"}], Outcome.THEN_WITHDRAWN),
        ([THREAT, {"status": "dropped"}], Outcome.WITHDRAWN),
        ([THREAT, {"status": "dropped"}, THREAT], Outcome.PENDING),
        ([THREAT, {"status": "ruled_out"}], Outcome.WITHDRAWN),
        ([THREAT, {"status": "ruled_out", "attributed_to": "ARG"}], Outcome.PENDING),
        ([THREAT, FORCE, {"status": "blocked"}], Outcome.BLOCKED),
        ([THREAT], Outcome.PENDING),
        ([{**THREAT, "effective": "2012-05-01"}], Outcome.LAPSED),
        ([{**THREAT, "effective": "2012-07-01"}], Outcome.PENDING),
        ([THREAT, {"status": "announced", "action": "suspend", "expires": "2012-08-01"}], Outcome.PENDING),
        ([THREAT, {"status": "announced", "action": "suspend", "expires": "2012-05-01"}], Outcome.LAPSED),
        ([{"status": "considered"}, FORCE], Outcome.IN_FULL),
        ([FORCE, THREAT], None),
        ([{"status": "announced"}, FORCE], None),
        ([{"status": "considered", "action": "lift"}], None),
        ([{"status": "sought"}], None),
    ],
)
def test_what_became_of_a_threat(claims, wanted):
    assert outcome(*claims) == wanted


def test_a_matter_only_studied_is_under_investigation_where_its_quote_says_so():
    held = document("a", text="Brazil opened an investigation into wheat.")
    (found,) = threats_in([thread(measure(held, status="considered"))], [], TODAY)
    assert found.outcome == Outcome.INVESTIGATED


def test_days_run_from_the_first_report_of_the_threat_to_the_day_of_effect():
    (found,) = threats_in([days_after(THREAT, {**FORCE, "effective": "2012-03-02"}, FORCE)], [], TODAY)
    assert (found.days, threat_to_record(found)["ended"]) == (1, "2012-03-02")


def test_a_dropped_threat_that_a_lower_rate_replaced_was_carried_out_in_part():
    old = days_after(THREAT, {"status": "dropped"})
    new = thread(measure("n1", "2012-03-10", rate=15), measure("n2", "2012-03-20", rate=15, status="in_force"))
    old, new = named(old, "old"), named(new, "new")
    (found,) = threats_in([old, new], thread_links([old, new]), TODAY)
    assert (found.outcome, found.course.through, found.days) == (Outcome.IN_PART, "new", 19)


def named(held, name):
    return replace(held, id=name)


def pledge(name, day, **slots):
    return named(thread(commitment(name, day, promisor=["ARG"], promisee=["BRA"], **slots)), name)


def test_what_a_report_links_is_told_apart_from_what_merely_followed():
    threat = named(days_after(THREAT), "threat")
    linked, followed, early = pledge("linked", "2012-03-05"), pledge("followed", "2012-03-06"), pledge("early", "2012-02-20")
    asked = pledge("asked", "2012-03-07", status="sought")
    links = [ThreadLink(name, ThreadLinkType.IN_EXCHANGE_FOR, "threat", ()) for name in ("linked", "asked")]
    (found,) = threats_in([threat, linked, followed, early, asked], links, TODAY)
    assert [gain.thread.id for gain in found.gains.linked] == ["linked"]
    assert [gain.thread.id for gain in found.gains.followed] == ["followed"]


def test_a_deal_that_a_threat_hung_on_counts_as_given_once_it_is_reached():
    threat = named(days_after(THREAT), "threat")
    deal = named(thread(agreement("a", "2012-03-05", status="negotiating"), agreement("b", "2012-03-09", status="signed")), "deal")
    link = ThreadLink("threat", ThreadLinkType.CONDITIONAL_ON, "deal", ())
    (found,) = threats_in([threat, deal], [link], TODAY)
    assert [(gain.thread.id, gain.claim.document.id) for gain in found.gains.linked] == [("deal", "b")]


def test_an_answer_in_kind_is_told_as_that():
    threat = named(days_after(THREAT), "threat")
    answer = named(thread(measure("a", "2012-03-05", imposer=["ARG"], target=["BRA"])), "answer")
    (found, *_) = threats_in([threat, answer], [ThreadLink("answer", ThreadLinkType(LinkType.RETALIATION_FOR), "threat", ())], TODAY)
    assert [gain.thread.id for gain in found.gains.retaliation] == ["answer"]


@pytest.mark.parametrize("by", list(Breakdown))
def test_every_count_is_its_threads_and_the_outcomes_add_up(by):
    threats = threats_in([named(days_after(THREAT, FORCE), "one"), named(days_after(THREAT), "two")], [], TODAY)
    for row in scoreboard([threat.counted for threat in threats], by):
        record = score_row_to_record(row)
        assert all(held["count"] == len(held["threads"]) for held in record["outcomes"].values())
        assert sum(held["count"] for held in record["outcomes"].values()) == record["threats"] == 2


def test_groups_of_time_come_in_order_of_time():
    early, late = named(days_after(THREAT), "one"), named(thread(measure("x", "2012-05-02", **THREAT)), "two")
    threats = [threat.counted for threat in threats_in([late, early], [], TODAY)]
    assert [row.group for row in scoreboard(threats, Breakdown.QUARTER)] == ["2012-Q1", "2012-Q2"]
