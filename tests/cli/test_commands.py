import csv
import io
import json
import sqlite3
import subprocess
import sys

import pytest

from detente.cli.main import COMMANDS
from detente.evaluate.corpus import entries_in
from detente.evaluate.score import score
from detente.model.record import reading_to_record
from tests import stories

STORY = "asia-tour-2025"
DOCS = stories.CORPUS / STORY / "docs.jsonl"


@pytest.fixture
def ledger(call, tmp_path):
    path = tmp_path / "a.ledger"
    code, _, err = call("read", DOCS, "--ledger", path)
    assert (code, "10 documents with 153 claims added, 0 known already" in err) == (0, True)
    return path


def test_jsonl_is_a_line_a_document_in_the_public_form_with_threads(call):
    code, out, err = call("read", DOCS, "--format", "jsonl")
    records = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    gold = [reading_to_record(reading) for reading in stories.readings(STORY)]
    for record, wanted in zip(records, gold, strict=True):
        assert set(record) == {"doc", "claims", "links"}
        assert all(claim["thread"] for claim in record["claims"])
        assert [{**claim, "thread": None} for claim in record["claims"]] == wanted["claims"]
    assert score([stories.story(STORY)], entries_in(out, where="out")).template.f1 == 1


def test_json_is_one_list(call):
    _, out, _ = call("read", DOCS, "--format", "json")
    assert [entry["doc"] for entry in json.loads(out)] == list(stories.story(STORY).documents)


def test_a_table_shows_status_quote_and_links(call):
    _, out, _ = call("read", DOCS)
    assert "impose: threatened" in out
    assert "“the United States would slap an additional 100 per cent tariff on all Chinese goods from 1 November”" in out
    assert "c1 retaliation for c3" in out


def test_reading_again_adds_nothing(call, ledger):
    _, _, err = call("read", DOCS, "--ledger", ledger)
    assert "0 documents with 0 claims added, 10 known already" in err


def test_reading_into_a_ledger_can_print_too(call, tmp_path):
    _, out, err = call("read", DOCS, "--ledger", tmp_path / "a.ledger", "--format", "jsonl")
    assert len(out.splitlines()) == 10
    assert "153 claims added" in err


@pytest.mark.parametrize("command", ["claims", "threads", "due", "changes", "conflicts"])
def test_each_question_answers_in_each_form(call, ledger, command):
    extra = ("--today", "2025-11-05") if command == "due" else ()
    _, table, _ = call(command, "--ledger", ledger, *extra)
    _, text, _ = call(command, "--ledger", ledger, *extra, "--format", "json")
    _, lines, _ = call(command, "--ledger", ledger, *extra, "--format", "jsonl")
    _, cells, _ = call(command, "--ledger", ledger, *extra, "--format", "csv")
    records = json.loads(text)
    assert records
    assert [json.loads(line) for line in lines.splitlines()] == records
    rows = list(csv.DictReader(io.StringIO(cells)))
    assert len(rows) == len(records) == len(table.splitlines()) - 1
    assert set(rows[0]) == {field for record in records for field in record}


def test_claims_are_filtered(call, ledger):
    _, out, _ = call("claims", "--ledger", ledger, "--kind", "measure", "--actor", "china", "--status", "in-force", "--format", "json")
    records = json.loads(out)
    assert records
    assert {(r["kind"], r["status"]) for r in records} == {("measure", "in_force")}
    assert all("CHN" in r["imposer"] + r["target"] for r in records)


def test_filters_of_one_sort_widen_and_of_different_sorts_narrow(call, ledger):
    def count(*filters):
        return len(json.loads(call("claims", "--ledger", ledger, "--format", "json", *filters)[1]))

    one, other = count("--kind", "measure"), count("--kind", "agreement")
    assert count("--kind", "measure", "--kind", "agreement") == one + other
    assert count("--kind", "measure", "--since", "2025-11-01") < one


def test_a_thread_shows_its_history_with_quotes(call, ledger):
    _, out, _ = call("threads", "--ledger", ledger, "--actor", "CHN", "--kind", "encounter", "--status", "held", "--format", "json")
    name = next(r["id"] for r in json.loads(out) if len(r["claims"]) > 5)
    code, page, _ = call("thread", name, "--ledger", ledger, "--why")
    assert code == 0
    assert "planned (2025-10-10) → held (2025-10-30)" in page
    assert "Busan, KOR" in page
    assert "participants same" in page
    record = json.loads(call("thread", name, "--ledger", ledger, "--format", "json")[1])[0]
    assert [step["status"] for step in record["history"]] == ["planned", "held"]


def test_conflicts_are_a_list_in_the_form_of_the_corpus(call, ledger):
    _, out, _ = call("conflicts", "--ledger", ledger, "--format", "json")
    for conflict in json.loads(out):
        assert set(conflict) == {"thread", "field", "values", "why", "settled_by"}
        assert all({"doc", "claim", "value", "quote", "publisher", "class"} <= set(value) for value in conflict["values"])


def test_dates_come_as_records_and_as_timeml(call, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Talks <again>\n\nThey met on Tuesday and will meet on 3 May 2012.")
    _, out, _ = call("dates", path, "--published", "2012-03-01")
    found = json.loads(out)
    assert [(f["text"], f["edtf"]) for f in found] == [("Tuesday", "2012-02-28"), ("3 May 2012", "2012-05-03")]
    _, xml, _ = call("dates", path, "--published", "2012-03-01", "--format", "timeml")
    assert 'value="2012-05-03"' in xml
    assert ">3 May 2012</TIMEX3>" in xml
    assert "&lt;again&gt;" in xml


def test_evaluate_prints_table_conflicts_and_the_three_figures(call):
    code, out, _ = call("evaluate", stories.CORPUS / STORY, stories.CORPUS / "trade-war-2018")
    assert code == 0
    assert "template filling micro: P 1.000 R 1.000 F1 1.000" in out
    assert "read (2)" in out
    assert "unread: none of these" in out


def test_evaluate_keeps_predictions_and_scores_them_again(call, tmp_path):
    _, first, _ = call("evaluate", stories.CORPUS / STORY, "--save", tmp_path / "p.jsonl")
    _, again, _ = call("evaluate", stories.CORPUS / STORY, "--pred", tmp_path / "p.jsonl")
    assert again.splitlines() == [line for line in first.splitlines() if not line.startswith("conflicts")]


def test_evaluate_lists_mistakes_with_their_sentence(call, tmp_path):
    lines = (stories.CORPUS / STORY / "gold.jsonl").read_text().splitlines()
    entry = json.loads(lines[0])
    entry["claims"][0]["rate_change"] = 50
    (tmp_path / "p.jsonl").write_text("\n".join([json.dumps(entry), *lines[1:9]]))
    _, out, _ = call("evaluate", stories.CORPUS / STORY, "--pred", tmp_path / "p.jsonl", "--errors")
    assert "asia-tour-2025-01#c1/c1 wrong rate_change\n    wanted: 100.0\n    given:  50.0\n    WASHINGTON, Oct 10 - President" in out
    assert "missed claim measure" in out


def test_evaluate_checks_the_gold(call, tmp_path):
    assert call("evaluate", stories.CORPUS / STORY, "--check")[0] == 0
    bad = {
        "id": "p1",
        "published": "2012-03-01",
        "text": "Brazil taxed shoes.",
        "claims": [{"id": "c1", "kind": "measure", "evidence": ["no"]}],
    }
    (tmp_path / "p.jsonl").write_text(json.dumps(bad))
    code, out, _ = call("evaluate", tmp_path / "p.jsonl", "--check")
    assert code == 1
    assert "p1#c1: evidence not in the text: 'no'" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frob"], "No such command 'frob'"),
        (["claims", "--nonsense"], "No such option: --nonsense (`detente claims --help` tells what it takes)"),
        (["alerts", "preview", "--nonsense"], "No such option: --nonsense (`detente alerts preview --help` tells what it takes)"),
        (["claims", "--format", "pdf"], "detente: '--format': 'pdf' is not one of"),
        (["read", "--format", "csv", str(DOCS)], "detente: '--format': 'csv' is not one of 'table', 'json', 'jsonl'."),
        (["read", "--jobs", "many", str(DOCS)], "detente: '--jobs': Input should be a valid integer"),
        (["read", "missing", "--engine", "dask", "--ledger", "a.ledger"], "missing: no such folder"),
        (["read", str(DOCS), "--engine", "dask", "--ledger", "a.ledger"], "not a folder (with --engine a folder of"),
        (["read", ".", "--engine", "dask"], "--engine: reads one folder into a ledger"),
        (
            ["read", ".", "--engine", "dask", "--ledger", "a.ledger", "--format", "json"],
            "--engine: --format, --reader and --replies do not go",
        ),
        (["read", str(DOCS.parent), "--engine", "ray", "--ledger", "a.ledger"], "--engine: no such engine: 'ray'"),
        (["read", str(DOCS.parent), "--engine", "dask", "--ledger", ":memory:"], "cannot share a ledger in memory"),
        (["read", str(DOCS.parent), "--engine", "dask://127.0.0.1:1", "--ledger", "a.ledger"], "several machines cannot share a file"),
        (["read", str(DOCS.parent), "--engine", "dask://127.0.0.1:1", "--jobs", "2", "--ledger", "a.ledger"], "--jobs: a scheduler has"),
        (["import", "missing.txt"], "missing.txt: no such file (name a file that `detente export --format text` wrote)"),
        (["import", "."], ".: is a folder, not a file"),
        (["claims", "--ledger", "/nonexistent/a.ledger"], "no such folder"),
        (["claims", "--kind", "tarif"], "no such kind"),
        (["claims", "--actor", "chinna"], "perhaps 'china'"),
        (["claims", "--status", "threatning"], "perhaps 'threatened'"),
        (["claims", "--since", "yesterday"], "write it as 2025-10-30"),
        (["due", "--within", "soon"], "write it as 30d"),
        (["read", "/nonexistent/report.txt"], "no such file"),
        (["read", "--published", "someday", str(DOCS)], "not a date"),
        (["read"], "Missing"),
        (["stakes", "missing.toml"], "missing.toml: no such file (`detente stakes THREAD --explain`"),
        (["evaluate", "/nonexistent"], "no such corpus"),
        (["thread", "x-1234567890"], "no such"),
    ],
)
def test_an_error_of_the_user_is_one_line_and_exit_code_2(call, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = call(*arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("detente: ")
    assert words in err


def test_an_absent_ledger_says_how_to_make_one(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "detente read … --ledger" in call("threads")[2]


def test_a_damaged_ledger_is_one_line(call, tmp_path):
    (tmp_path / "a.ledger").write_bytes(b"not a database at all, and long enough" * 100)
    code, _, err = call("claims", "--ledger", tmp_path / "a.ledger")
    assert (code, len(err.splitlines()), "damaged" in err) == (2, 1, True)


def test_a_ledger_of_a_newer_version_is_one_line(call, ledger):
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    code, _, err = call("claims", "--ledger", ledger)
    assert (code, len(err.splitlines()), "upgrade detente" in err) == (2, 1, True)


def test_one_bad_line_of_jsonl_costs_that_line_alone(call, tmp_path):
    good = [json.dumps({"id": f"d{n}", "text": f"The committee met for the {n}th time."}) for n in range(20)]
    (tmp_path / "d.jsonl").write_text("\n".join([*good[:7], "{broken", *good[7:]]))
    code, out, err = call("read", tmp_path / "d.jsonl", "--format", "jsonl")
    assert (code, len(out.splitlines())) == (0, 20)
    assert f"{tmp_path / 'd.jsonl'}:8" in err


def test_a_bad_name_among_good_ones_stops_before_anything_is_written(call, tmp_path):
    path = tmp_path / "a.ledger"
    code, out, _ = call("read", DOCS, tmp_path / "missing.txt", "--ledger", path)
    assert (code, out, path.exists()) == (2, "", False)


def test_a_report_without_a_claim_says_so(call, tmp_path):
    (tmp_path / "a.txt").write_text("Beat the eggs with the sugar and fold in the flour.")
    code, out, _ = call("read", tmp_path / "a.txt")
    assert (code, "no claim" in out) == (0, True)


def test_settings_come_from_the_environment(call, ledger, monkeypatch):
    monkeypatch.setenv("DETENTE_LEDGER", str(ledger))
    assert len(json.loads(call("claims", "--format", "json")[1])) == 153


def test_help_lists_every_command(call):
    _, out, _ = call()
    assert all(f"\n  {name} " in out for name in COMMANDS)


def test_a_reader_of_the_output_that_goes_away_ends_it_in_silence(ledger):
    script = f"from detente.cli.main import main; import sys; sys.argv = ['detente', 'claims', '--ledger', {str(ledger)!r}]; main()"
    piped = subprocess.run(["bash", "-c", '"$0" -c "$1" | head -1', sys.executable, script], capture_output=True, text=True, check=False)
    assert (piped.returncode, piped.stderr, len(piped.stdout.splitlines())) == (0, "", 1)
