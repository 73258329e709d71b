from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detente.ledger.log import BATCH, Log
from detente.model.claim import Reading
from detente.model.document import Document
from detente.store.sql import SqlStore
from tests import stories

START = datetime(2026, 1, 1, tzinfo=UTC)
STORY = "eu-us-2025"


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def log():
    held = Log(SqlStore.open(":memory:", create=True), clock=Clock())
    yield held
    held.close()


def test_the_same_document_twice_adds_nothing(log):
    first, second = log.append(stories.readings(STORY)), log.append(stories.readings(STORY))
    assert (first.documents, first.claims, first.known) == (10, len(stories.claims(STORY)), 0)
    assert (second.documents, second.claims, second.known) == (0, 0, 10)


def test_the_same_document_twice_in_one_batch_is_appended_once(log):
    reading = stories.readings(STORY)[0]
    appended = log.append([reading, reading])
    assert (appended.documents, appended.known) == (1, 1)


def changed(reading: Reading) -> Reading:
    document = replace(reading.document, text=reading.document.text + "\n\nCorrected at noon.")
    return Reading(document, tuple(replace(claim, document=document) for claim in reading.claims), reading.links)


def test_a_changed_text_is_a_new_version_whose_claims_stand_beside_the_old(log):
    reading = stories.readings(STORY)[0]
    log.append([reading])
    appended = log.append([changed(reading)])
    assert (appended.documents, appended.claims) == (1, len(reading.claims))
    assert len(list(log.claims())) == 2 * len(reading.claims)
    assert len({entry.document.text_hash for entry in log.documents()}) == 2


def test_the_same_text_under_another_url_is_another_document(log):
    document = Document(id="a", url="https://example.org/1", publisher=None, published=None, title="", text="Same words.")
    log.append([Reading(document, (), ())])
    assert log.append([Reading(replace(document, url="https://example.org/2"), (), ())]).documents == 1
    assert log.append([Reading(replace(document, id="b"), (), ())]).documents == 0


def test_the_ledger_alone_says_when_something_was_recorded(log):
    first, second = stories.readings(STORY)[:2]
    log.append([first])
    log.append([second])
    log.append([first])
    recorded = {entry.document.id: entry.recorded_at for entry in log.documents()}
    assert recorded == {first.document.id: START + timedelta(hours=1), second.document.id: START + timedelta(hours=2)}


def test_what_is_known_need_not_be_read_again(log):
    log.append(stories.readings(STORY)[:4])
    documents = [reading.document for reading in stories.readings(STORY)]
    assert list(log.unknown(documents)) == documents[4:]


def test_many_documents_are_appended_in_batches(log):
    documents = [Document(id=f"d{n}", url=None, publisher=None, published=None, title="", text=f"Text {n}.") for n in range(BATCH + 1)]
    assert log.append(Reading(document, (), ()) for document in documents).documents == BATCH + 1
    assert len({entry.recorded_at for entry in log.documents()}) == 2
