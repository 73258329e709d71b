from datetime import UTC, datetime

from detente.app.answers import OpenLedger
from detente.model.claim import Reading
from detente.model.selection import Selection
from tests.building import document, measure


class Stopped:
    """A clock that stands still: the order of recording does not hang on it."""

    def __call__(self):
        return datetime(2026, 1, 1, tzinfo=UTC)


def put(held, claim):
    held.append([Reading(claim.document, (claim,), ())])
    return claim


def names(unseen):
    return [change.claim.document.id for change in unseen.changes]


def look(held, reader="Ana", **given):
    unseen = held.unseen(reader, **given)
    held.looked(unseen)
    return unseen


def test_a_reader_sees_what_came_since_its_last_look_and_another_reader_all():
    held = OpenLedger(clock=Stopped())
    put(held, measure("a", products=["wheat"], rate=12))
    assert names(look(held)) == ["a"]
    assert names(look(held)) == []
    put(held, measure("b", "2012-03-05", products=["wheat"], rate=15))
    assert names(held.unseen("Ana")) == ["b"]
    assert names(held.unseen("Ana")) == ["b"]
    assert names(look(held, "Ben")) == ["b", "a"]
    assert names(look(held)) == ["b"]
    assert look(held).since == look(held).upto


def test_an_old_report_that_came_in_late_is_news_whatever_its_dateline():
    held = OpenLedger(clock=Stopped())
    put(held, measure("b", "2012-03-05", products=["wheat"], rate=15))
    look(held)
    put(held, measure("a", "2012-02-01", products=["beef"], rate=12))
    assert names(look(held)) == ["a"]


def test_decisions_and_changed_reports_are_news_too():
    held = OpenLedger(clock=Stopped())
    page = {"url": "https://example.org/a"}
    put(held, measure(document("a", text="A duty of 10 percent.", **page), rate=10))
    look(held)
    put(held, measure(document("a", text="A duty of 15 percent.", **page), rate=15))
    decision = held.review().correct("a#c1", "rate", "16", by="Ana", why="as the annex says")
    unseen = look(held)
    assert [r.after.text for r in unseen.revisions] == ["A duty of 15 percent."]
    assert list(unseen.decisions) == [decision]
    assert (len(look(held).revisions), len(look(held).decisions)) == (0, 0)


def test_what_is_recorded_while_a_reader_looks_comes_the_next_time():
    held = OpenLedger(clock=Stopped())
    put(held, measure("a", products=["wheat"]))
    unseen = held.unseen("Ana")
    put(held, measure("b", products=["beef"]))
    held.looked(unseen)
    assert names(look(held)) == ["b"]


def test_an_empty_ledger_has_nothing_new_and_no_look_is_recorded():
    held = OpenLedger(clock=Stopped())
    assert look(held).upto is None
    put(held, measure("a"))
    assert names(look(held)) == ["a"]


def test_the_question_can_be_about_a_part():
    held = OpenLedger(clock=Stopped())
    put(held, measure("a"))
    assert names(held.unseen("Ana", Selection(actors=("CHN",)))) == []
    assert names(held.unseen("Ana", Selection(actors=("ARG",)))) == ["a"]


def test_looks_are_recorded_at_the_clock_of_the_ledger():
    held = OpenLedger(clock=Stopped())
    put(held, measure("a"))
    look(held)
    text = list(held.to_text())
    at = text.index("look Ana")
    assert text[at + 2] == "recorded: 2026-01-01T00:00:00+00:00"
