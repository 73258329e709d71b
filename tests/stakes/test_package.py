import ast
from pathlib import Path

import detente.stakes
from detente.stakes.scenario.toml import parse

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
