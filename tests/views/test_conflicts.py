from datetime import date

from detente.model.selection import Selection
from detente.views.conflicts import conflict_row_to_record, conflicts
from detente.views.findings import findings
from detente.views.page import page_to_record, thread_page
from tests.building import document, encounter, measure, thread


def row(*claims):
    (found,) = conflicts([thread(*claims)], Selection())
    return found


def said(name, day, publisher, **slots):
    return measure(document(name, day, publisher=publisher), **slots)


DISPUTED = (said("a", "2012-03-01", "Reuters", rate=20), said("b", "2012-03-02", "Xinhua", rate=30, attributed_to="BRA"))


def test_a_conflict_names_both_values_quotes_sources_and_their_classes():
    record = conflict_row_to_record(row(*DISPUTED))
    assert [(v["doc"], v["value"], v["publisher"], v["class"], v["said_by"], v["quote"]) for v in record["values"]] == [
        ("a", 20, "Reuters", "wire", None, "It is said in a."),
        ("b", 30, "Xinhua", "state media", "BRA", "It is said in b."),
    ]
    assert record["settled_by"] is None


def test_a_later_report_with_one_of_the_values_settles_it():
    later = said("c", "2012-03-20", "AP", rate=30)
    assert conflict_row_to_record(row(*DISPUTED, later))["settled_by"]["doc"] == "c"


def test_later_reports_that_disagree_or_give_another_value_settle_nothing():
    apart = [said("c", "2012-03-20", "AP", rate=30), said("d", "2012-04-20", "AFP", rate=20)]
    assert row(*DISPUTED, *apart).settled_by is None
    assert row(*DISPUTED, said("c", "2012-03-20", "AP", rate=25)).settled_by is None


def test_a_page_has_standing_sources_conflicts_and_what_is_due():
    held = thread(*DISPUTED, said("c", "2012-03-03", "Reuters", rate=30, effective="2012-05-01"))
    record = page_to_record(thread_page(held, [held], [], date(2012, 3, 10)), why=True)
    assert record["sources"]["by_class"] == {"wire": 1, "state media": 1}
    assert [value["sources"]["by_class"] for value in record["standing"]["rate"]["stated"]] == [{"wire": 1, "state media": 1}, {"wire": 1}]
    assert [item["day"] for item in record["due"]] == ["2012-05-01"]
    assert [conflict["field"] for conflict in record["conflicts"]] == ["rate"]
    assert (record["matter"], record["joins"]) == ("BRA tariff on ARG 30 %", [])


def test_an_impossible_step_is_among_the_findings_and_what_one_report_tells_is_no_step():
    later = thread(encounter("a", status="held"), encounter("b", "2012-03-05", status="planned"))
    held = document("c")
    within = thread(encounter(held, id="c1", status="held"), encounter(held, id="c2", status="planned"))
    assert [finding.code for finding in findings([later, within])] == ["impossible-step"]
