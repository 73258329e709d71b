import csv
import io
import json
import tomllib

import pyarrow.parquet
import pytest

from detente.cli.main import run
from detente.stakes.scenario.toml import parse
from tests import stories

DOCS = stories.CORPUS / "asia-tour-2025" / "docs.jsonl"

SCENARIO = """
name = "a threat"
[[act]]
id = "threat"
kind = "tariff"
imposers = ["USA"]
targets = ["CHN"]
mode = "add"
rate_pct = 50
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "threat.toml"
    path.write_text(SCENARIO)
    return path


@pytest.fixture
def ledger(call, tmp_path):
    path = tmp_path / "a.ledger"
    assert call("read", DOCS, "--ledger", path)[0] == 0
    return path


def threads(call, ledger, *options):
    return json.loads(call("threads", "--ledger", ledger, "--format", "json", *options)[1])


def test_a_thread_is_answered_with_how_it_came_about_and_what_is_not_claimed(call, ledger):
    matter = next(t for t in threads(call, ledger, "--kind", "measure") if any(c["rate_change"] == 100 for c in t["claims"]))
    code, out, err = call("stakes", matter["id"], "--ledger", ledger)
    assert (code, err) == (0, "")
    assert "both are run" in out
    assert "Taiwan is missing" in out
    assert "no forecast" in out
    assert "real income, %" in out


def test_every_thread_is_answered_or_refused_in_one_line(call, ledger):
    answered = 0
    for matter in threads(call, ledger):
        code, out, err = call("stakes", matter["id"], "--ledger", ledger, "--explain")
        if code == 0:
            answered += 1
            parse(out, where="printed")
        else:
            assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert answered > 20


def test_the_printed_file_gives_the_same_figures_as_its_thread(call, ledger, tmp_path):
    matter = next(t for t in threads(call, ledger, "--kind", "measure") if any(c["rate_change"] == 100 for c in t["claims"]))
    printed = tmp_path / "printed.toml"
    printed.write_text(call("stakes", matter["id"], "--ledger", ledger, "--explain")[1])
    of_thread = call("stakes", matter["id"], "--ledger", ledger, "--format", "csv")[1]
    assert of_thread.count("\n") > 1000
    assert call("stakes", printed, "--format", "csv")[1] == of_thread


def test_json_holds_figures_scenario_and_mapping(call, file):
    record = json.loads(call("stakes", file, "--format", "json", "--draws", "2", "--seed", "3", "--models")[1])
    assert tomllib.loads(record["scenario_file"])["name"] == "a threat"
    assert {spread["country"] for spread in record["uncertainty"]} == {"USA", "CHN"}
    assert record["models"]
    assert "mapping" not in record


def test_a_horizon_is_that_of_the_figures_the_words_and_the_draws(call, file):
    record = json.loads(call("stakes", file, "--horizon", "short", "--format", "json")[1])
    assert tomllib.loads(record["scenario_file"])["assume"]["elasticity"] == 1.4
    assert "short-run states" in record["cases"][0]["assumptions"][0]
    assert "long-run" not in call("stakes", file, "--horizon", "short", "--draws", "2")[1]


def test_settings_of_the_command_go_before_those_of_the_file(call, file):
    record = json.loads(call("stakes", file, "--format", "json", "--engine", "multi_sector", "--table", "wiod2011", "--elasticity", "5")[1])
    assert {case["engine"] for case in record["cases"]} == {"multi_sector"}
    assert {case["table"] for case in record["cases"]} == {"wiod2011"}
    assert tomllib.loads(record["scenario_file"])["assume"]["elasticity"] == 5


def test_parquet_goes_to_standard_output(file, monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, write_through=True))
    assert run(["stakes", str(file), "--format", "parquet"]) == 0
    assert pyarrow.parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 194 * 7


def test_charts_are_written(call, file, tmp_path):
    assert call("stakes", file, "--svg", tmp_path / "a.svg", "--png", tmp_path / "a.png")[0] == 0
    assert (tmp_path / "a.svg").read_text().startswith("<svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_two_sides_are_told_what_they_could_agree_on(call, file, tmp_path):
    code, out, _ = call("stakes", file, "--engine", "game")
    assert code == 0
    assert "equal gains: tariffs on each other" in out
    assert "Walking away" in out
    assert "Taiwan is missing" in out
    record = json.loads(call("stakes", file, "--engine", "game", "--format", "json")[1])
    assert [deal["name"] for deal in record["deals"]] == ["best for USA", "best for CHN", "equal gains", "Nash product"]
    equal = record["deals"][2]
    assert set(equal["tariffs_pct"]) == {"USA", "CHN"}
    assert equal["gains_pct"] == record["walk_away_loss_pct"]
    words = ("stakes", file, "--engine", "game", "--horizon", "short", "--format", "csv", "--svg", tmp_path / "g.svg")
    assert "deal: equal gains,USA,,walk_away_loss_pct,percent," in call(*words)[1]
    assert "Comparison of short-run states" in (tmp_path / "g.svg").read_text()


def test_one_product_is_answered_from_its_table(call, file, tmp_path):
    (tmp_path / "soy.csv").write_text("exporter,importer,trade_musd\nCHN,USA,500\nUSA,USA,900\nMEX,USA,300\nCHN,ROW,100\n")
    words = ("stakes", file, "--engine", "product", "--table", tmp_path / "soy.csv")
    code, out, err = call(*words, "--png", tmp_path / "a.png", "--draws", "3")
    assert (code, err.strip()) == (0, "")
    assert "Net gain, bn USD, over joint draws" in out
    assert "not estimates for this product" in out
    rows = list(csv.DictReader(io.StringIO(call(*words, "--format", "csv", "--draws", "3")[1])))
    assert {row["figure"] for row in rows} > {"welfare_usd", "world_price_pct", "welfare_usd, median"}
    record = json.loads(call(*words, "--format", "json")[1])
    assert tomllib.loads(record["scenario_file"])["assume"]["engine"] == "product"
    assert any("Francois, Hall" in line for line in record["sources"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stakes", "{file}", "--engine", "product"), "needs a table of the product's trade, and none is named"),
        (("stakes", "{file}", "--engine", "product", "--table", "wiod2011:c99"), "unknown sector: 'c99'"),
        (("stakes", "{file}", "--engine", "product", "--table", "wiod2011:c12", "--models"), "no other model knows the product"),
        (("stakes", "{file}", "--engine", "product", "--table", "wiod2011:c12", "--elasticity", "3"), "stand in its table"),
        (("stakes", "no-such-file.toml"), "no-such-file.toml: no such file"),
        (("stakes", "{file}", "--countries", "ATL"), "unknown country: 'ATL'"),
        (("stakes", "{file}", "--elasticity", "-1"), "elasticit"),
        (("stakes", "{file}", "--engine", "game", "--countries", "USA"), "talks need two sides"),
        (("stakes", "{file}", "--engine", "game", "--draws", "9"), "--draws: the game has no draws, and no models beside it"),
        (("stakes", "{file}", "--table", "atlantis"), "unknown table: 'atlantis'"),
        (("stakes", "{file}", "--svg", "{file}/a.svg"), "cannot be written"),
        (("stakes", "nothing", "--ledger", "{file}.ledger"), "no such ledger"),
    ],
)
def test_a_fault_of_the_user_is_one_line(call, file, arguments, message):
    code, _, err = call(*(argument.replace("{file}", str(file)) for argument in arguments))
    assert (code, len(err.splitlines())) == (2, 1)
    assert message in err
