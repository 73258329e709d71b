import ast
from pathlib import Path

import pytest

import detente.stakes
from detente.stakes.scenario.run import run
from detente.stakes.scenario.toml import parse
from detente.stakes.uncertainty import spreads

FOLDER = Path(detente.stakes.__file__).parent
DOCS = Path(__file__).parents[2] / "docs" / "stakes.md"


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_the_trade_model_depends_on_nothing_of_the_package_but_errors() -> None:
    for file in FOLDER.rglob("*.py"):
        ours = {name for name in imported(file) if name.startswith("detente")}
        assert all(name == "detente.errors" or name.startswith("detente.stakes") for name in ours), file


def test_every_data_file_has_its_notice() -> None:
    notice = (FOLDER / "data" / "NOTICE").read_text(encoding="utf-8")
    files = {path.name for path in (FOLDER / "data").iterdir() if path.suffix in (".npz", ".csv")}
    assert len(files) >= 8
    assert all(name in notice for name in files)


def test_the_sample_of_the_guide_is_a_scenario_file() -> None:

    sample = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    scenario = parse(sample, where="docs/stakes.md")
    assert [act.id for act in scenario.acts] == ["threat", "answer", "soybeans"]


@pytest.mark.slow
def test_the_worked_example_of_one_product_gives_the_figures_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = DOCS.read_text(encoding="utf-8").split("## One product\n")[1].split("\n## ")[0]
    flows, (table, scenario) = guide.split("```csv\n")[1].split("```")[0], [part.split("```")[0] for part in guide.split("```toml\n")[1:]]
    (tmp_path / "soybeans.csv").write_text(flows)
    (tmp_path / "soybeans.toml").write_text(table)
    monkeypatch.chdir(tmp_path)
    answer = run(parse(scenario, where="answer.toml"))
    lines = " ".join(line for case in answer.cases for line in case.act_lines())
    assert "3.0 → 13.0 percent" in lines
    assert "base 7.0 bn USD a year" in lines
    assert "an import wedge of 12.0 percent does it; sells less: BRA -2.4, ROW -0.5" in lines
    drawn = spreads(answer.scenario, ("CHN", "USA"), count=200, progress=lambda done: None)
    told = {row.split("|")[1].strip(): row.split("|")[2:4] for row in guide.splitlines() if row.startswith(("| answer", "| ban", "| deal"))}
    for spread in drawn:
        if spread.case in told:
            figures = [float(word) for word in told[spread.case]["CHN USA".split().index(spread.country)].split(",")]
            assert figures == pytest.approx([spread.low / 1e9, spread.median / 1e9, spread.high / 1e9], abs=0.05)
