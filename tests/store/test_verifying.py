import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from detente.model.decision import Acceptance, Decision, reference_to
from detente.model.recorded import RecordedDecision, RecordedReading
from detente.store.sql import SqlStore
from tests import stories

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
STORY = "trade-war-2018"


@pytest.fixture
def filled(store):
    store.append([RecordedReading(reading, NOW) for reading in stories.readings(STORY)])
    store.append_decisions(
        [RecordedDecision(Decision(Acceptance((reference_to(stories.claims(STORY)[0]),), "joining"), "Ana", "as the annex says"), NOW)]
    )
    return store


def change(store, *statements: str) -> None:
    with store._engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def found(store) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in store.problems()]


def test_a_ledger_is_whole(filled):
    assert found(filled) == []


@pytest.mark.parametrize(
    ("statement", "code", "words"),
    [
        ("UPDATE documents SET text = text || ' '", "document-wrong", "not those whose hash"),
        ("UPDATE documents SET title = 'x' || title", "document-wrong", "not those whose hash"),
        ("UPDATE documents SET stated = '1999-01-01'", "document-wrong", "day stated"),
        ("UPDATE documents SET identity = 'another'", "document-wrong", "identity"),
        ("UPDATE documents SET recorded_at = 'noon'", "document-wrong", "well formed"),
        ("UPDATE claims SET status = 'unheard'", "claim-wrong", "beside the record"),
        ("UPDATE claims SET last_day = '1999-01-01'", "claim-wrong", "beside the record"),
        ("UPDATE claim_actors SET code = 'ZZZ' WHERE code = 'USA'", "claim-actors", "actors beside"),
        ("DELETE FROM claim_actors WHERE code = 'USA'", "claim-actors", "actors beside"),
        ("UPDATE links SET target = 'c99'", "link-end", "no claim c99"),
        ("UPDATE links SET type = 'hearsay' WHERE type = 'conditional_on'", "link-type", "closed list"),
        ("UPDATE decisions SET record = replace(cast(record AS TEXT), 'the annex', 'my aunt')%s", "decision-wrong", "id was made of"),
    ],
)
def test_what_was_tampered_with_is_found(filled, statement, code, words):
    change(filled, statement.replace("%s", "") if "%s" not in statement else statement % "" if is_sqlite(filled) else as_json(statement))
    assert any(held == code and words in message for held, message in found(filled))


def is_sqlite(store) -> bool:
    return store._engine.dialect.name == "sqlite"


def as_json(statement: str) -> str:
    return re.sub(r"replace\((.*)\)%s", r"replace(\1)::jsonb", statement)


def with_record(store, alter) -> str:
    """Change the record of one claim; gives its key."""
    with store._engine.connect() as connection, connection.begin():
        key, record = connection.execute(text("SELECT key, cast(record AS TEXT) FROM claims ORDER BY key LIMIT 1")).one()
        held = json.loads(record)
        alter(held)
        value = "CAST(:record AS jsonb)" if not is_sqlite(store) else ":record"
        connection.execute(text(f"UPDATE claims SET record = {value} WHERE key = :key"), {"record": json.dumps(held), "key": key})
    return key


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (lambda record: record.update(evidence=["Words that nobody said."]), "quote is not the words"),
        (lambda record: record["provenance"]["evidence"].__setitem__(0, [999_999, 1_000_000]), "past the end"),
        (lambda record: record["provenance"]["evidence"][0].__setitem__(0, record["provenance"]["evidence"][0][0] + 1), "key was made of"),
        (lambda record: record.update(kind="rumour"), "cannot be built"),
        (lambda record: record.pop("evidence"), "key was made of"),
    ],
)
def test_a_claim_that_is_not_what_was_read_is_found_by_its_key(filled, alter, words):
    key = with_record(filled, alter)
    problems = [finding for finding in filled.problems() if finding.code == "claim-wrong"]
    assert {key in finding.subject for finding in problems} == {True}
    assert any(words in finding.message for finding in problems)


def test_rows_that_lost_what_they_belong_to_are_found(target):
    store = SqlStore.open(target, create=True)
    store.append([RecordedReading(reading, NOW) for reading in stories.readings(STORY)])
    raw = store._engine.raw_connection()  # SQLite lets go of foreign keys only outside a transaction
    raw.cursor().execute("PRAGMA foreign_keys = OFF" if is_sqlite(store) else "SET session_replication_role = replica")
    raw.cursor().execute("DELETE FROM documents")
    raw.commit()
    raw.close()
    codes = {finding.code for finding in store.problems()}
    assert "foreign-key" in codes
    store.close()
