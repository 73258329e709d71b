import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from detente.errors import StakesError
from detente.stakes.__main__ import main
from detente.stakes.bargain import bargain, play
from detente.stakes.horizon import Horizon
from detente.stakes.report.chart import chart_of, game_chart, png, svg
from detente.stakes.report.export import forms_of, forms_of_game
from detente.stakes.report.records import Report
from detente.stakes.report.text import report_text, signed
from detente.stakes.result import REAL_INCOME, no_forecast
from detente.stakes.scenario.run import run
from detente.stakes.scenario.toml import parse, render
from detente.stakes.solve.game.table import EU27
from detente.stakes.uncertainty import Spread

TABLE = Path(__file__).parents[1] / "fixtures" / "icio2019"

FILE = """
name = "soy <and> tariffs"
[[act]]
id = "threat"
kind = "tariff"
imposers = ["USA"]
targets = ["CHN"]
mode = "add"
rate_pct = 50
[[act]]
id = "soybeans"
kind = "purchase"
buyer = "CHN"
seller = "USA"
amount_usd = 10e9
[[act]]
id = "money"
kind = "investment"
investor = "JPN"
host = "USA"
amount_usd = 550e9
years = 4
[[case]]
name = "no deal"
acts = ["threat"]
[[case]]
name = "deal"
acts = ["soybeans", "money"]
[[difference]]
name = "truce"
case = "deal"
against = "no deal"
"""


@pytest.fixture(scope="module")
def report() -> Report:
    scenario = parse(FILE, where="f")
    spread = Spread(case="truce", country="USA", unit="percent", low=-0.1, median=0.5, high=1.5)
    return Report(answer=run(scenario), spreads=(spread,), bars=(), models=())


def test_json_holds_figures_stacking_pledges_and_the_scenario_itself(report: Report) -> None:
    found = json.loads(forms_of(report, ("USA",)).json())
    assert parse(found["scenario_file"], where="x") == report.answer.scenario
    assert [case["case"] for case in found["cases"]] == ["no deal", "deal"]
    assert found["cases"][0]["stacking"][0]["after_pct"] == pytest.approx(50)
    assert found["cases"][1]["purchases"][0]["wedge_pct"] > 0
    assert found["cases"][1]["investments"][0]["years"] == 4
    usa = found["differences"][0]["figures"][0]["values"]["USA"]
    assert usa == pytest.approx(report.answer.differences[0].value(REAL_INCOME, "USA"))


def test_csv_has_a_row_for_each_figure(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(forms_of(report, ("USA",)).csv())))
    # with the sales that the purchase diverts, and the three ends of the one interval
    assert len(rows) == 194 * (sum(len(result.columns) for result in report.results) + 1) + 3
    ends = {row["figure"]: float(row["value"]) for row in rows if row["table"] == "drawn"}
    assert ends == {"real_income_pct, 5th percentile": -0.1, "real_income_pct, median": 0.5, "real_income_pct, 95th percentile": 1.5}
    assert {row["case"] for row in rows} == {"no deal", "deal", "truce"}


def test_parquet_holds_what_csv_holds(report: Report, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "r.parquet").write_bytes(forms_of(report, ("USA",)).parquet())
    table = parquet.read_table(tmp_path / "r.parquet")
    assert table.num_rows == len(list(csv.DictReader(io.StringIO(forms_of(report, ("USA",)).csv()))))


def test_the_chart_is_well_formed_and_shows_parties_losers_and_intervals(report: Report) -> None:
    chart = chart_of(report, ("USA", "CHN"))
    assert [(bar.label, bar.low, bar.value, bar.high) for bar in chart.bars] == [("USA", -0.1, 0.5, 1.5)]
    plain = chart_of(replace(report, spreads=()), ("USA", "CHN"))
    assert [bar.label for bar in plain.bars[:2]] == ["USA", "CHN"]
    assert len(plain.bars) == 10
    assert ("Bars: medians" in svg(chart), "Bars: medians" in svg(plain)) == (True, False)
    root = ElementTree.fromstring(svg(chart))
    title = root.find("{http://www.w3.org/2000/svg}title").text  # type: ignore[union-attr]
    assert title == "soy <and> tariffs: truce: real income, percent"
    assert png(chart).startswith(b"\x89PNG")


def test_the_text_says_what_is_not_claimed_and_whose_sales_fall(report: Report) -> None:
    console = Console(width=400, record=True, file=io.StringIO())
    console.print(report_text(report, ("USA", "CHN")))
    text = console.export_text()
    assert no_forecast("long-run") in text
    assert "sells less" in text
    assert "no effect is claimed" in text
    assert "Taiwan is missing" in text
    assert "threat: USA on CHN: 0.0 → 50.0 percent" in text


def call(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["stakes", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_command_runs_a_file_and_writes_exports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.toml"
    file.write_text(FILE)
    words = ["run", str(file), "--format", "csv", "--draws", "2", "--countries", "USA"]
    for suffix in ("json", "csv", "parquet", "svg", "png"):
        words += ["--export", str(tmp_path / f"out.{suffix}")]
    assert call(monkeypatch, *words) == 0
    assert capsys.readouterr().out.startswith("scenario,engine,table,case,country,")
    assert all((tmp_path / f"out.{suffix}").stat().st_size > 500 for suffix in ("json", "csv", "parquet", "svg", "png"))


def test_explain_prints_the_scenario_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "s.toml"
    file.write_text(FILE)
    assert call(monkeypatch, "run", str(file), "--explain") == 0
    assert parse(capsys.readouterr().out, where="x") == parse(FILE, where="x")


def test_faults_end_with_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "run", str(tmp_path / "missing.toml")) == 2
    assert call(monkeypatch, "replicate", "liberation-day", "--case", "x") == 2
    file = tmp_path / "s.toml"
    file.write_text(FILE)
    assert call(monkeypatch, "run", str(file), "--export", str(tmp_path / "o.docx")) == 2
    assert call(monkeypatch, "run", str(file), "--export", str(tmp_path / "none" / "o.svg")) == 2
    assert call(monkeypatch, "run", str(file), "--countries", "ATL") == 2
    assert call(monkeypatch, "replicate", "gsim", "--case", "ustr") == 2
    assert capsys.readouterr().err.count("error: ") == 6
    assert call(monkeypatch, "replicate", "nothing") == 2
    assert call(monkeypatch, "pack-table", str(TABLE), str(tmp_path / "none" / "t.npz")) == 2
    assert call(monkeypatch, "game", "USA", "--talks") == 2
    told = capsys.readouterr()
    assert "cannot be written" in told.err
    assert ("talks need two sides" in told.err, told.out) == (True, "")


def test_a_figure_that_is_not_there_is_refused(report: Report) -> None:
    with pytest.raises(StakesError, match="no figure 'magic'"):
        report.results[0].column("magic")
    with pytest.raises(StakesError, match="unknown country: 'TWN'"):
        report.results[0].value(REAL_INCOME, "TWN")


def test_a_bloc_is_its_members_weighted_and_its_money_summed(report: Report) -> None:
    result = report.results[0]
    places = [place for place, code in enumerate(result.countries) if code in EU27.members]
    weights = result.trade_before.sum(axis=0)[places]
    assert result.value(REAL_INCOME, "EU") == pytest.approx(float(result.column(REAL_INCOME).values[places] @ weights / weights.sum()))
    assert result.value("revenue_usd", "EU") == pytest.approx(float(result.column("revenue_usd").values[places].sum()))


@pytest.mark.parametrize("horizon", Horizon)
def test_a_table_of_draws_says_which_elasticities_were_drawn(report: Report, horizon: Horizon) -> None:
    shown = io.StringIO()
    Console(width=200, file=shown).print(report_text(replace(report, horizon=horizon), ("USA",)))
    assert f"over joint draws, {horizon}-run elasticities" in " ".join(shown.getvalue().split())
    assert (f"one-sector model with {horizon}-run elasticities" in " ".join(shown.getvalue().split())) == (horizon is Horizon.SHORT)
    assert chart_of(replace(report, horizon=horizon), ("USA",)).fine_print.startswith(f"Comparison of {horizon}-run states")


def test_words_fit_the_elasticity() -> None:
    for elasticity, run_ in ((1.4, "short-run"), (2.5, "medium-run"), (4, "long-run")):
        found = parse(f"{FILE}[assume]\nelasticity = {elasticity}\n", where="f")
        result = run(found).cases[0].result
        assert result.assumptions[0] == no_forecast(run_)
        assert render(found).startswith(f"# {no_forecast(run_)}")


def test_a_game_has_every_form_with_the_same_figures(tmp_path: Path) -> None:
    game = bargain(("USA", "EU"), elasticity=4)
    forms = forms_of_game(game)
    rows = list(csv.DictReader(io.StringIO(forms.csv())))
    told = {(row["case"], row["country"], row["figure"]): float(row["value"]) for row in rows if row["case"].startswith("deal")}
    record = json.loads(forms.json())
    for deal in record["deals"]:
        for side in ("USA", "EU"):
            assert told[f"deal: {deal['name']}", side, "tariff_on_the_other_pct"] == deal["tariffs_pct"][side]
            assert told[f"deal: {deal['name']}", side, "gain_over_no_deal_pct"] == deal["gains_pct"][side]
    assert {row["country"] for row in rows} == {*game.result.countries, "EU"}
    for ending in ("json", "csv", "parquet", "svg", "png"):
        forms.write(tmp_path / f"g.{ending}")
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(tmp_path / "g.parquet").num_rows == len(rows)
    assert [bar.label for bar in game_chart(game).bars][:2] == ["best for USA, USA", "best for USA, EU"]
    assert len(forms_of_game(play(("USA",), elasticity=4, discriminate=False)).rows) == 2 * 194


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert (signed(-0.0004, 2), signed(-0.4, 1), signed(0.4, 1)) == ("0.00", "-0.4", "+0.4")


@pytest.mark.parametrize("words", [("replicate", "gsim"), ("replicate", "caliendo-parro"), ("game", "USA", "CHN")])
def test_what_is_replicated_and_played_is_printed_as_json_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert call(monkeypatch, *words, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)
