import json

from detente.cli.main import run

TEXT = "China accused Japan of bullying its neighbours."


def test_a_report_is_exported_as_tab_separated_rows(tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    assert run(["export", str(path), "--published", "2025-03-07"]) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert dict(zip(heading.split("\t"), row.split("\t")))["event"] == "ACCUSE"


def test_a_ledger_is_exported_by_option_in_each_form(tmp_path, capsys):
    path, ledger = tmp_path / "report.txt", str(tmp_path / "a.ledger")
    path.write_text("The White House will impose a 25 percent tariff on Brazilian steel from 1 May.")
    assert run(["read", str(path), "--published", "2025-03-07", "--ledger", ledger]) == 0
    capsys.readouterr()
    assert run(["export", "--ledger", ledger, "--format", "claims"]) == 0
    assert [json.loads(line)["imposer"] for line in capsys.readouterr().out.splitlines()] == [["USA"]]
    assert run(["export", "--ledger", ledger, "--format", "jsonl"]) == 0
    assert {json.loads(line)["source"] for line in capsys.readouterr().out.splitlines()} == {"USA"}


def test_reports_and_a_ledger_together_are_refused(capsys):
    assert run(["export", "a.txt", "--ledger", "b.ledger"]) == 2
    assert capsys.readouterr().err == "detente: --ledger: either reports or a ledger is exported, not both\n"


def test_a_ledger_that_is_not_there_is_told(tmp_path, capsys):
    assert run(["export", "--ledger", str(tmp_path / "none.ledger")]) == 2
    assert "none.ledger" in capsys.readouterr().err
