"""One ledger, asked by several threads while it grows; all texts are written for testing."""

import threading
from datetime import date

import pytest

from detente.app.answers import OpenLedger
from detente.app.shelf import LedgerShelf, Remembered
from detente.app.snapshot import Snapshot
from detente.errors import QueryError
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.publish.addresses import LOCAL
from detente.publish.feeds.feed import atom
from detente.publish.outlets import Place, feed_of
from detente.publish.shelf import Verdict
from tests.building import measure
from tests.publish.shelves import DEAL, MEETING, ORDER, PLEDGE, THREAT, ledger, readings, report

TODAY = date(2012, 3, 10)


def test_what_was_recorded_is_known_to_whoever_asks_next():
    with ledger(THREAT) as held:
        shelf = LedgerShelf(held, today=TODAY)
        before, version = shelf.known(), shelf.version()
        assert shelf.known() is before
        held.append(readings(MEETING))
        assert len(shelf.known().answers.all_threads()) == 2
        assert shelf.version() != version
        assert len(before.answers.all_threads()) == 1


def test_an_answer_is_computed_once():
    with ledger(THREAT, ORDER) as held:
        answers = LedgerShelf(held, today=TODAY).known().answers
        assert answers.changes() is answers.changes()
        assert answers.due(today=TODAY) is not answers.due(today=date(2012, 3, 1))


def test_an_error_is_no_answer_that_is_kept():
    with ledger(THREAT) as held:
        answers = Remembered(held, threading.RLock())
        for _ in range(2):
            with pytest.raises(QueryError):
                answers.due(within="soon")


def test_a_decision_is_seen_by_whoever_asks_after_it():
    with ledger(THREAT, ORDER) as held:
        shelf = LedgerShelf(held, today=TODAY, patience=0.0)
        (thread,) = shelf.known().answers.all_threads()
        done = shelf.decide(Verdict("retract", (held.claims()[0].claim.document.id + "#c1",), "An", "a joke"))
        (after,) = shelf.known().answers.all_threads()
        assert (len(thread.claims), len(after.claims)) == (2, 1)
        shelf.decide(Verdict("undo", (done.id,), "An", "no joke"))
        assert len(shelf.known().answers.all_threads()[0].claims) == 2


def test_who_cannot_wait_gets_what_was_known_a_moment_ago(monkeypatch):
    """The ledger grows while computing it anew is held up."""
    with ledger(THREAT) as held:
        shelf = LedgerShelf(held, today=TODAY, patience=0.0)
        assert len(shelf.known().recorded) == 1
        held.append(readings(ORDER))
        begun, go_on, computing = threading.Event(), threading.Event(), Snapshot.all_threads

        def slowly(snapshot):
            begun.set()
            assert go_on.wait(30)
            return computing(snapshot)

        monkeypatch.setattr(Snapshot, "all_threads", slowly)
        monkeypatch.setattr("detente.app.shelf._LOOKS_EVERY", 0.0)
        for _ in range(3000):
            assert len(shelf.known().recorded) == 1
            if begun.wait(0.01):
                break
        assert begun.is_set()
        assert len(shelf.known().recorded) == 1
        go_on.set()
        for _ in range(3000):
            if len(shelf.known().recorded) == 2:
                break
            threading.Event().wait(0.01)
        shelf.rest()
        assert len(shelf.known().recorded) == 2
        shelf.rest()


def test_many_ask_while_the_ledger_grows_and_each_gets_one_state_of_it(tmp_path):
    """Every answer is of one instant: as many claims in threads as were recorded then."""
    path = str(tmp_path / "x.ledger")
    ledger(THREAT, path=path).close()
    wrong: list[object] = []
    with OpenLedger(path) as served, OpenLedger(path) as writer:
        shelf = LedgerShelf(served, today=TODAY)
        over = threading.Event()

        def asks():
            try:
                while not over.is_set():
                    known = shelf.known()
                    claims = sum(len(thread.claims) for thread in known.answers.all_threads())
                    if claims != len(known.recorded) or len(known.answers.changes()) < 1:
                        wrong.append(claims)
            except Exception as error:
                wrong.append(error)

        readers = [threading.Thread(target=asks) for _ in range(8)]
        for reader in readers:
            reader.start()
        for claim in (ORDER, PLEDGE, MEETING, DEAL, *(measure(report(f"n{n}", "2012-03-07"), rate=n + 1) for n in range(6))):
            writer.append(readings(claim))
        over.set()
        for reader in readers:
            reader.join()
        assert len(shelf.known().recorded) == 11
    assert wrong == []


def test_a_look_is_up_to_what_was_given_out_and_no_further():
    with ledger(THREAT) as held:
        shelf = LedgerShelf(held, today=TODAY)
        version = shelf.version()
        held.append(readings(MEETING))
        shelf.look("reader")
        assert shelf.seen_by("reader").isoformat() == version


def test_of_a_large_ledger_nothing_is_read_before_it_is_asked_for(monkeypatch):
    place = Place(LOCAL, "/feeds/atom", "/search")
    searches = [SavedSearch(), SavedSearch(text="shoes"), SavedSearch(Selection(actors=("ARG",)))]
    with ledger(THREAT, ORDER, PLEDGE, MEETING) as held:
        small = LedgerShelf(held, today=TODAY).known()
        feeds = [atom(feed_of(small, search, place)) for search in searches]
        for module in ("shelf", "matters.matters"):
            monkeypatch.setattr(f"detente.app.{module}.MOST_AT_HAND", 1)
        large = LedgerShelf(held, today=TODAY).known()
        assert (len(large.recorded), large.decisions, large.newest) == (4, 0, small.newest)
        assert dict(large.recorded) == dict(small.recorded)
        assert "none" not in large.recorded
        assert [atom(feed_of(large, search, place)) for search in searches] == feeds

        def fail(snapshot):
            raise AssertionError("all threads are read")

        monkeypatch.setattr(Snapshot, "all_threads", fail)
        known = LedgerShelf(held, today=TODAY).known()
        assert [hit.claim for hit in known.answers.search("shoes")] == [hit.claim for hit in small.answers.search("shoes")]
        assert known.answers.thread_count() == 3
