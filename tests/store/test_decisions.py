import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detente.errors import LedgerUnavailable
from detente.model.decision import Acceptance, Correction, Decision, Joining, Parting, Retraction, Undoing, reference_to
from detente.model.recorded import Look, RecordedDecision, RecordedReading
from detente.model.selection import EVERYTHING
from detente.store.schema import HEAD, migrate, revert, version_of
from detente.store.sql import SqlStore
from tests import stories

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)
STORY = "eu-us-2025"


def acts():
    first, second, third = (reference_to(claim) for claim in stories.claims(STORY)[:3])
    return [
        Acceptance((first, second), "joining"),
        Correction(first, "rate", "12.5", "[]"),
        Retraction(second),
        Joining((first, third)),
        Parting((first,), (second, third)),
        Undoing("d-1"),
    ]


def decided(act, at=NOW) -> RecordedDecision:
    return RecordedDecision(Decision(act, "Ana", "as the annex says"), at)


def test_decisions_of_every_act_come_out_as_they_went_in(store):
    new = store.append_decisions([decided(act, NOW + n * SECOND) for n, act in enumerate(acts())])
    assert [held.decision.act for held in new] == acts()
    assert tuple(store.decisions()) == new


def test_a_decision_is_appended_once(store):
    batch = [decided(act) for act in acts()]
    store.append_decisions(batch, as_recorded=True)
    assert store.append_decisions(batch, as_recorded=True) == ()
    assert len(list(store.decisions())) == len(batch)


def test_what_is_appended_is_recorded_later_than_all_that_was_held_whatever_the_clock_says(store):
    readings = stories.readings(STORY)
    store.append([RecordedReading(readings[0], NOW)])
    (late,) = store.append_decisions([decided(acts()[0], NOW - SECOND)])
    store.append([RecordedReading(readings[1], NOW - 2 * SECOND)])
    instants = {held.document.id: held.recorded_at for held in store.documents()}
    assert NOW == instants[readings[0].document.id] < late.recorded_at < instants[readings[1].document.id] == store.newest()


def test_records_that_another_ledger_gave_back_keep_their_instants(store):
    readings = stories.readings(STORY)
    store.append([RecordedReading(readings[0], NOW)])
    store.append([RecordedReading(readings[1], NOW - SECOND)], as_recorded=True)
    assert {held.recorded_at for held in store.documents()} == {NOW, NOW - SECOND}


def test_a_question_as_of_an_instant_sees_what_was_recorded_by_then(store):
    for n, reading in enumerate(stories.readings(STORY)):
        store.append([RecordedReading(reading, NOW + n * SECOND)])
        store.append_decisions([decided(acts()[0], NOW + n * SECOND)])
    seen = NOW + 3 * SECOND
    documents = {reading.document.id for reading in stories.readings(STORY)[:4]}
    assert {held.document.id for held in store.documents(seen)} == documents
    assert {held.claim.document.id for held in store.claims(EVERYTHING, seen)} == documents
    keys = {held.key for held in (RecordedReading(reading, NOW) for reading in stories.readings(STORY)[:4])}
    assert {key for key, _ in store.links(seen)} <= keys < {key for key, _ in store.links()} | keys
    assert len(list(store.decisions(seen))) == 3  # the fourth came behind the fourth document


def test_looks_are_kept_by_reader(store):
    looks = [Look("Ana", NOW, NOW + SECOND), Look("Ben", NOW, NOW + SECOND), Look("Ana", NOW + SECOND, NOW + 2 * SECOND)]
    store.append_looks(looks)
    store.append_looks(looks[:1])
    assert list(store.looks("Ana")) == [looks[0], looks[2]]
    assert len(list(store.looks())) == 3


def test_an_empty_store_has_no_newest_record(store):
    assert store.newest() is None


def test_a_decision_that_was_tampered_with_is_noticed(tmp_path):
    path = tmp_path / "a.ledger"
    store = SqlStore.open(str(path), create=True)
    store.append_decisions([decided(acts()[1])])
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE decisions SET record = replace(record, '12.5', '15')")
    connection.close()
    with pytest.raises(LedgerUnavailable, match="not what was recorded"):
        list(SqlStore.open(str(path)).decisions())


def test_a_ledger_of_the_first_form_is_brought_forward_and_back_with_its_documents(target):
    path = target
    store = SqlStore.open(path, create=True)
    store.append([RecordedReading(reading, NOW) for reading in stories.readings(STORY)])
    held = list(store.claims(EVERYTHING))
    with store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        revert(connection, to="0001")
        assert version_of(connection, where=path) == "0001"
    store.close()
    for create in (False, True):
        opened = SqlStore.open(path, create=create)
        with opened._engine.connect() as connection:
            assert version_of(connection, where=path) == HEAD
        assert list(opened.claims(EVERYTHING)) == held
        opened.append_decisions([replace(decided(acts()[0]), recorded_at=NOW + SECOND)])
        opened.close()


def test_migrating_a_ledger_that_is_up_to_date_does_nothing(store):
    with store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        migrate(connection, where="")
        assert version_of(connection, where="") == HEAD
