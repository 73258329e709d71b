from dataclasses import replace

from detente.views.dyad import dyad, dyad_to_record, movements
from tests.building import agreement, commitment, encounter, measure, thread


def months(*threads):
    return [(month.month, month.cooperation, month.conflict, month.balance) for month in dyad(threads, "BRA", "ARG").months]


def test_an_act_counts_once_however_many_reports_tell_it():
    assert months(thread(*(measure(f"d{n}", f"2012-03-{n + 1:02}", status="threatened") for n in range(9)))) == [("2012-03", 0, -5.1, -5.1)]


def test_each_step_of_a_matter_counts_in_the_month_in_which_it_was_first_stated():
    held = thread(
        measure("a", status="threatened"), measure("b", "2012-04-02", status="in_force"), measure("c", "2012-04-03", action="lift")
    )
    assert months(held) == [("2012-03", 0, -5.1, -5.1), ("2012-04", 5.0, -5.2, -0.2)]


def test_a_meeting_of_two_is_one_act_and_not_one_of_each():
    assert months(thread(encounter("a", status="held"))) == [("2012-03", 2.1, 0, 2.1)]


def test_what_is_only_considered_or_between_others_has_no_weight():
    assert months(thread(measure("a", status="considered")), thread(measure("b", target=["CHL"], status="in_force"))) == []


def test_threads_are_those_in_which_both_take_part_the_newest_first():
    mine = [replace(thread(agreement("a")), id="a"), replace(thread(commitment("b", "2012-03-05")), id="b")]
    found = dyad([*mine, thread(measure("c", target=["CHL"]))], "ARG", "BRA")
    assert [held.id for held in found.threads] == ["b", "a"]
    assert [(kind.value, state, count) for kind, state, count in found.counts] == [("commitment", "pledged", 1), ("agreement", "signed", 1)]


def test_every_sum_is_that_of_the_acts_that_the_record_lists():
    record = dyad_to_record(dyad([thread(encounter("a", status="held")), thread(measure("b", status="in_force"))], "ARG", "BRA"))
    for month in record["months"]:
        assert round(sum(act["weight"] for act in month["acts"]), 1) == month["balance"]
        assert all(act["quote"] and act["claim"] for act in month["acts"])
    assert record["balance"] == -3.1


def test_the_pair_that_moved_most_against_the_month_before_comes_first():
    threads = [
        thread(encounter("a", "2012-02-10", status="held")),
        thread(measure("b", status="in_force")),
        thread(measure("c", target=["CHL"], status="threatened")),
    ]
    assert [(m.left, m.right, m.before, m.change) for m in movements(threads, "2012-03")] == [
        ("ARG", "BRA", 2.1, -7.3),
        ("BRA", "CHL", 0.0, -5.1),
    ]
