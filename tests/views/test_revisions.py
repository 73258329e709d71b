from datetime import UTC, date, datetime, timedelta

from detente.model.recorded import RecordedDocument
from detente.model.selection import EVERYTHING, Selection
from detente.views.revisions import revision_to_record, revisions, select_revisions
from tests.building import commitment, document, measure

START = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = {"url": "https://example.org/a"}


def version(hours, text, **fields):
    return RecordedDocument(document("a", text=text, **PAGE, **fields), START + timedelta(hours=hours))


def test_a_changed_text_is_told_by_its_lines_and_claims():
    old = version(1, "A duty of 10 percent is planned.\nWheat is not on the list.\nThe end.")
    new = version(2, "A duty of 15 percent is planned.\nWheat is not on the list.\nThe end.")
    claims = [measure(old.document, rate=10), measure(new.document, rate=15)]
    (revision,) = revisions([new, old], claims)
    assert [(c.before, c.after) for c in revision.text] == [
        (("A duty of 10 percent is planned.",), ("A duty of 15 percent is planned.",)),
    ]
    assert [(c.was, c.now) for c in revision.claims] == [(("rate=10",), ("rate=15",))]
    assert (revision.before, revision.after, revision.recorded_at) == (old.document, new.document, new.recorded_at)


def test_claims_that_went_and_came_are_told_and_those_that_stayed_are_not():
    old, new = version(1, "One."), version(2, "Two.")
    stayed = [measure(v.document, id="c1", rate=10) for v in (old, new)]
    gone = commitment(old.document, id="c2")
    came = measure(new.document, id="c3", imposer=["CHN"], target=["AUS"], instrument="export_control", action="lift", status="considered")
    (revision,) = revisions([old, new], [*stayed, gone, came])
    assert [(c.before, c.after) for c in revision.claims] == [(gone, None), (None, came)]


def test_three_versions_are_two_changes_the_newest_first():
    found = revisions([version(3, "Three."), version(1, "One."), version(2, "Two.")], [])
    assert [(r.before.text, r.after.text) for r in found] == [("Two.", "Three."), ("One.", "Two.")]


def test_one_version_is_no_change_and_the_same_text_under_another_address_neither():
    other = RecordedDocument(document("b", text="Two.", url="https://example.org/b"), START)
    assert revisions([version(1, "One."), other], []) == []


def test_changed_reports_are_selected_by_day_and_by_what_changed_in_their_claims():
    old, new = version(1, "One."), version(2, "Two.")
    found = revisions([old, new], [measure(new.document)])
    assert select_revisions(found, EVERYTHING) == found
    assert select_revisions(found, Selection(since=date(2012, 3, 1), actors=("BRA",))) == found
    assert select_revisions(found, Selection(since=date(2012, 3, 2))) == []
    assert select_revisions(found, Selection(actors=("CHN",))) == []


def test_the_public_form_names_document_lines_and_claims():
    old, new = version(1, "One."), version(2, "Two.")
    (revision,) = revisions([old, new], [measure(old.document, id="c1", rate=10), measure(new.document, id="c9", rate=15)])
    record = revision_to_record(revision)
    assert (record["url"], record["text"]) == ("https://example.org/a", [{"before": ["One."], "after": ["Two."]}])
    assert record["claims"] == [{"before": "c1", "after": "c9", "kind": "measure", "was": ["rate=10"], "now": ["rate=15"]}]
