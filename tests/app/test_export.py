import json

import pytest

import detente
from detente.app.export import ExportFormat, export_documents, export_ledger
from detente.model.claim import Reading
from detente.model.document import Document
from detente.publish.plover import COLUMNS

TEXT = (
    "China accused the United States of bullying on Monday. The White House said it would impose a 25 percent tariff on Chinese steel "
    "from 1 May. The weather was fine."
)


def report(name: str, text: str) -> Document:
    return Document(id=name, url=None, publisher="Daily", published="2025-03-07", title="", text=text)


DOCUMENTS = [report("d1", TEXT), report("d2", "Nobody did anything to anybody.")]


@pytest.fixture(scope="module")
def exported() -> dict[ExportFormat, str]:
    return {form: export_documents(DOCUMENTS, form) for form in ExportFormat if form is not ExportFormat.TEXT}


def rows_of(text: str) -> list[dict[str, str]]:
    heading, *lines = text.splitlines()
    assert tuple(heading.split("\t")) == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_acts_of_documents_are_rows_of_event_data_also_those_that_are_no_claim(exported):
    rows = rows_of(exported[ExportFormat.PLOVER])
    accused = [row for row in rows if row["event"] == "ACCUSE"]
    assert [(row["source"], row["target"], row["date"], row["claim"]) for row in accused] == [("CHN", "USA", "2025-03-07", "")]
    assert {row["doc"] for row in rows} == {"d1"}
    assert [row["event"] for row in rows if row["claim"]] != []


def test_json_lines_hold_the_same_rows(exported):
    records = [json.loads(line) for line in exported[ExportFormat.JSONL].splitlines()]
    rows = rows_of(exported[ExportFormat.PLOVER])
    assert [(r["event"], r["source"], r["target"] or "") for r in records] == [(r["event"], r["source"], r["target"]) for r in rows]


def test_claims_are_lines_with_document_and_thread(exported):
    records = [json.loads(line) for line in exported[ExportFormat.CLAIMS].splitlines()]
    told = [(r["doc"], r["publisher"], r["stated"], r["kind"], r["rate"]) for r in records]
    assert told == [("d1", "Daily", "2025-03-07", "measure", 25)]
    assert records[0]["thread"].startswith("usa-tariff-chn-steel-")


def test_a_ledger_gives_what_its_documents_give(exported):
    with detente.Ledger() as ledger:
        ledger.read(DOCUMENTS)
        assert {form: export_ledger(ledger, form) for form in ExportFormat if form is not ExportFormat.TEXT} == exported


def test_both_versions_of_a_document_are_exported_from_a_ledger():
    with detente.Ledger() as ledger:
        for target in ("Japan", "India"):
            ledger.append([Reading(report("d1", f"China accused {target} of bullying."), (), ())])
        assert [row["target"] for row in rows_of(export_ledger(ledger, ExportFormat.PLOVER))] == ["JPN", "IND"]


def test_without_the_model_the_acts_of_sentences_are_there_all_the_same():
    rows = rows_of(export_documents(DOCUMENTS, ExportFormat.PLOVER, model=False))
    assert "ACCUSE" in {row["event"] for row in rows}
