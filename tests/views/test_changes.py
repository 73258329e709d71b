from datetime import date

from detente.views.changes import change_to_record, changes
from tests.building import encounter, measure, thread


def told(*claims):
    return [(change.claim.document.id, change.is_new, [slot.slot for slot in change.slots]) for change in changes([thread(*claims)])]


def test_the_first_report_is_a_new_matter_and_a_repetition_is_no_change():
    slots = {"rate": 20, "effective": "2012-04-01"}
    assert told(measure("a", **slots), measure("b", "2012-03-02", **slots)) == [("a", True, ["rate", "effective"])]


def test_a_new_status_is_a_change_and_the_newest_comes_first():
    found = told(
        measure("a"), measure("b", "2012-03-02", status="in_force"), measure("c", "2012-03-03", status="in_force", action="suspend")
    )
    assert found == [("c", False, []), ("b", False, []), ("a", True, [])]


def test_a_moved_date_is_told_with_both_values():
    (moved, _) = changes([thread(encounter("a", date="2012-03-20"), encounter("b", "2012-03-02", date="2012-03-27"))])
    assert [(slot.slot, slot.before, slot.after) for slot in moved.slots] == [("date", "2012-03-20", "2012-03-27")]


def test_a_date_that_becomes_more_precise_is_a_change_and_a_vaguer_one_is_not():
    precise = told(encounter("a", date="2012-03"), encounter("b", "2012-03-02", date="2012-03-27"))
    vague = told(encounter("a", date="2012-03-27"), encounter("b", "2012-03-02", date="2012-03"))
    assert ([doc for doc, *_ in precise], [doc for doc, *_ in vague]) == (["b", "a"], ["a"])


def test_a_country_after_its_city_is_no_change():
    assert [doc for doc, *_ in told(encounter("a", place="Salta, ARG"), encounter("b", "2012-03-02", place="ARG"))] == ["a"]


def test_changes_since_a_day_leave_out_the_earlier_and_the_undated():
    claims = [measure("a"), measure("b", "2012-03-02", status="in_force"), measure("c", None, status="dropped")]
    found = changes([thread(*claims)], since=date(2012, 3, 2))
    assert [change.claim.document.id for change in found] == ["b"]


def test_a_change_in_the_public_form_names_source_and_quote():
    (change,) = changes([thread(measure("a", rate=20))])
    record = change_to_record(change)
    assert record["slots"] == [{"slot": "rate", "before": None, "after": "20 %"}]
    assert (record["new"], record["quote"], record["matter"]) == (True, "It is said in a.", "BRA tariff on ARG 20 %")
