from datetime import UTC, date, datetime

import pytest

import detente
from detente.app import pipeline
from detente.app.rows import Rows
from detente.errors import DocumentError, InputError, LedgerUnavailable, NotInLedger
from tests import stories
from tests.gold_reader import GoldReader

STORY = "trade-war-2018"
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def gold_reader(monkeypatch):
    monkeypatch.setattr(pipeline, "Reader", GoldReader)


@pytest.fixture
def ledger():
    with detente.Ledger(clock=lambda: NOW) as held:
        held.read(stories.story(STORY).documents.values())
        yield held


def gold_text(position: int = 0):
    return list(stories.story(STORY).documents.values())[position]


def test_reading_a_text_gives_typed_claims_with_threads_and_records():
    document = gold_text()
    report = detente.read(document.whole.replace("\n", "\n\n", 1), published=document.published)
    assert report.document.title == document.title
    assert len(report.to_record()["claims"]) == len(report.claims)


def test_a_day_may_be_given_as_a_date():
    assert detente.read("Nothing happened.", published=date(2020, 5, 6)).document.day == date(2020, 5, 6)


@pytest.mark.parametrize(("text", "error"), [("", DocumentError), ("\x00\x01\x02" * 50, DocumentError)])
def test_what_is_no_text_is_an_error(text, error):
    with pytest.raises(error):
        detente.read(text)


def test_a_date_that_is_none_is_an_error():
    with pytest.raises(InputError, match="not a date"):
        detente.read("Nothing happened.", published="some day")


def test_a_text_in_another_language_gives_no_claim_and_says_why():
    report = detente.read("美国总统周五表示，将对中国商品加征关税。" * 20)
    assert (len(report.claims), bool(report.findings)) == (0, True)


def test_dates_of_a_text_are_resolved_against_the_day_of_publication():
    (found,) = detente.dates("They met on Tuesday.", "2012-03-01")
    assert str(found.edtf) == "2012-02-28"


def test_the_ledger_answers_with_typed_objects_records_and_frames(ledger):
    threads = ledger.threads(detente.selection_of(kinds=["agreement"], actors=["china"]))
    assert threads
    assert {thread.kind for thread in threads} == {"agreement"}
    frame = threads.to_dataframe()
    assert list(frame["id"]) == [thread.id for thread in threads] == [record["id"] for record in threads.to_records()]
    assert ledger.thread(threads[0].id) == threads[0]


def test_every_claim_says_when_it_was_recorded(ledger):
    assert {row.recorded_at for row in ledger.claims()} == {NOW}


def test_what_is_due_is_asked_as_of_a_day(ledger):
    (item,) = [item for item in ledger.due(today=date(2018, 12, 5), within="120d") if "truce" in item.thread.id][:1]
    assert str(item.when) in ("2019-03-01", "2019-04-01")


def test_an_append_is_seen_by_the_next_question(ledger):
    before = len(ledger.all_threads())
    ledger.append(stories.readings("eu-china-ev"))
    assert len(ledger.all_threads()) > before


def test_a_snapshot_holds_nothing_that_was_stated_later(ledger):
    known = ledger.stated_by(date(2019, 1, 1))
    days = [claim.document.day for thread in known.all_threads() for claim in thread.claims]
    assert max(days) == date(2018, 12, 3)


def test_an_absent_ledger_and_an_absent_thread_are_errors(ledger, tmp_path):
    with pytest.raises(LedgerUnavailable):
        detente.Ledger(tmp_path / "a.ledger", create=False)
    with pytest.raises(NotInLedger):
        ledger.thread("no-such-thread")


def test_rows_are_a_sequence():
    rows = Rows([1, 2, 3], lambda number: {"number": number})
    assert (rows[0], list(rows[1:]), len(rows), rows[1:].to_records()) == (1, [2, 3], 3, [{"number": 2}, {"number": 3}])


def test_reading_again_reads_only_what_is_new(ledger, monkeypatch):
    asked = []
    monkeypatch.setattr(GoldReader, "read_all", lambda _, documents, jobs=1: asked.extend(documents) or iter(()))
    added = ledger.read(stories.story(STORY).documents.values())
    assert (asked, added.documents, added.known) == ([], 0, 10)
