"""Calendars are read back by icalendar; all texts are written for testing."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from detente.model.identity import claim_key
from detente.publish.addresses import Addresses
from detente.publish.calendar.event import events_of
from detente.publish.calendar.ics import calendar
from tests.building import agreement, commitment, encounter, measure, thread

SITE = Addresses("https://ledger.example")
NOON = datetime(2012, 3, 5, 12, tzinfo=UTC)


def told(*claims, decisions=0):
    recorded = {claim_key(claim): NOON for claim in claims}
    events = events_of([thread(*claims)], recorded, decisions=decisions)
    return list(Calendar.from_ical(calendar(events, SITE, name="test")).walk("VEVENT"))


def only(*claims, **more):
    (event,) = told(*claims, **more)
    return event


PLANNED = encounter("a", "2012-03-01", date="2012-04-10", place="Brasília, BRA")
MOVED = encounter("b", "2012-03-05", date="2012-04-12", place="Brasília, BRA")


def test_a_day_is_a_whole_day_of_no_time_zone():
    event = only(PLANNED)
    assert event["DTSTART"].dt == date(2012, 4, 10)
    assert event["DTEND"].dt == date(2012, 4, 11)
    assert event["DTSTAMP"].dt == NOON
    assert event["SEQUENCE"] == 0


def test_a_moved_day_moves_the_same_event():
    before, after = only(PLANNED), only(PLANNED, MOVED)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == date(2012, 4, 12)


def test_a_report_that_repeats_the_day_moves_nothing():
    assert only(PLANNED, encounter("b", "2012-03-05", date="2012-04-10"))["SEQUENCE"] == 0


def test_what_is_called_off_is_cancelled_not_forgotten():
    event = only(PLANNED, encounter("b", "2012-03-05", status="cancelled"))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["DTSTART"].dt == date(2012, 4, 10)


def test_what_is_planned_again_stands_again():
    again = encounter("c", "2012-03-08", status="confirmed", date="2012-04-10")
    event = only(PLANNED, encounter("b", "2012-03-05", status="cancelled"), again)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 2)


def test_a_meeting_that_is_postponed_has_left_its_day_until_there_is_a_new_one():
    late = encounter("b", "2012-03-05", status="postponed")
    assert only(PLANNED, late)["STATUS"] == "CANCELLED"
    event = only(PLANNED, late, encounter("c", "2012-03-09", date="2012-05-02"))
    assert (event["STATUS"], event["DTSTART"].dt) == ("TENTATIVE", date(2012, 5, 2))


def test_a_threat_is_tentative_and_an_order_is_not():
    assert only(measure("a", status="threatened", effective="2012-04-01"))["STATUS"] == "TENTATIVE"
    assert only(measure("a", status="announced", effective="2012-04-01"))["STATUS"] == "CONFIRMED"
    assert only(measure("a", status="dropped", effective="2012-04-01"))["STATUS"] == "CANCELLED"


def test_effect_and_expiry_are_two_events():
    events = told(measure("a", effective="2012-04-01", expires="2013-04-01"))
    assert {str(event["UID"]).rsplit("-", 1)[1] for event in events} == {"effective@detente", "expires@detente"}


def test_a_deadline_of_a_month_is_on_its_last_day_and_says_so():
    event = only(commitment("a", deadline="2012-02"))
    assert event["DTSTART"].dt == date(2012, 2, 29)
    assert "stated as 2012-02" in event["DESCRIPTION"]


def test_a_visit_of_days_spans_them():
    event = only(encounter("a", date="2012-04-10/2012-04-12"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2012, 4, 10), date(2012, 4, 13))


def test_a_matter_without_a_day_is_no_event():
    assert told(agreement("a")) == []


def test_the_description_carries_the_words_and_who_published_them():
    assert "It is said in a." in only(PLANNED)["DESCRIPTION"]
    assert only(PLANNED)["URL"].startswith("https://ledger.example/thread/")


def test_a_calendar_of_nothing_is_a_calendar():
    assert Calendar.from_ical(calendar([], SITE, name="nothing"))["VERSION"] == "2.0"


days = st.sampled_from([None, "2012-04-10", "2012-04-11", "2012-05"])
statuses = st.sampled_from(["planned", "confirmed", "postponed", "cancelled", "held"])


@settings(deadline=None)
@given(st.lists(st.tuples(days, statuses), min_size=2, max_size=6), st.data())
def test_the_sequence_never_falls_whatever_comes_to_be_known(told_as, data):
    claims = [encounter(f"d{n}", f"2012-03-{n + 1:02}", status=status, date=day) for n, (day, status) in enumerate(told_as)]
    missing = data.draw(st.integers(1, len(claims) - 1))
    less = [claim for n, claim in enumerate(claims) if n != missing]
    before, after = told(*less), told(*claims)
    if before:
        assert after[0]["SEQUENCE"] >= before[0]["SEQUENCE"]


def test_a_decision_that_takes_a_move_away_does_not_lower_the_sequence():
    assert only(PLANNED, decisions=1)["SEQUENCE"] > only(PLANNED, MOVED)["SEQUENCE"]
