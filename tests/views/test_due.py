from datetime import date, timedelta

import pytest

from detente.views.due import due, due_to_record
from tests.building import agreement, commitment, encounter, measure, thread

TODAY = date(2012, 3, 15)
MONTH = timedelta(days=30)


def items(*claims, within=MONTH):
    return [(item.kind.value, str(item.when), item.passed) for item in due([thread(*claims)], TODAY, within=within)]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (encounter("a", date="2012-03-20"), [("meeting", "2012-03-20", False)]),
        (encounter("a", date="2012-03-20", status="cancelled"), []),
        (encounter("a", date="2012-03-10"), [("meeting", "2012-03-10", True)]),
        (encounter("a", date="2012-03-10", status="held"), []),
        (encounter("a", date="2012-03"), [("meeting", "2012-03", False)]),
        (encounter("a", date="2012-06-20"), []),
        (measure("a", effective="2012-04-01", status="threatened"), [("takes effect", "2012-04-01", False)]),
        (measure("a", effective="2012-04-01", status="dropped"), []),
        (measure("a", expires="2012-04-01", status="in_force"), [("expires", "2012-04-01", False)]),
        (commitment("a", deadline="2012-04-01/.."), []),
        (commitment("a", deadline="2012-04-01"), [("deadline", "2012-04-01", False)]),
        (commitment("a", deadline="2012-04-01", status="fulfilled"), []),
        (agreement("a", expires="2012-04-01", status="extended"), [("expires", "2012-04-01", False)]),
        (agreement("a", date="2012-04-01", status="negotiating"), [("conclusion", "2012-04-01", False)]),
    ],
)
def test_what_is_due_and_what_is_not(claim, found):
    assert items(claim) == found


def test_only_the_newest_stated_date_counts():
    assert items(encounter("a", date="2012-03-20"), encounter("b", "2012-03-05", date="2012-03-22")) == [("meeting", "2012-03-22", False)]


def test_a_later_report_without_a_date_keeps_the_known_one():
    assert items(encounter("a", date="2012-03-20"), encounter("b", "2012-03-05")) == [("meeting", "2012-03-20", False)]


def test_a_day_that_passed_is_silent_once_a_later_report_tells_of_the_matter():
    assert items(measure("a", effective="2012-03-05"), measure("b", "2012-03-10")) == []


def test_what_is_due_comes_in_order_of_day_and_names_its_source():
    threads = [thread(encounter("a", date="2012-03-20")), thread(measure("b", effective="2012-03-18"))]
    found = [due_to_record(item) for item in due(threads, TODAY, within=MONTH)]
    assert [(record["day"], record["doc"], record["quote"]) for record in found] == [
        ("2012-03-18", "b", "It is said in b."),
        ("2012-03-20", "a", "It is said in a."),
    ]


def test_a_window_without_end_is_possible():
    assert items(encounter("a", date="2099-01-01"), within=timedelta(days=365 * 10_000)) == [("meeting", "2099-01-01", False)]
