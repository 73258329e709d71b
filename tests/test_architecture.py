"""Who may import whom: the contracts of pyproject.toml, which docs/ARCHITECTURE.md explains."""

import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]


def test_the_parts_keep_to_the_rules_of_dependence():
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_part_of_the_package_has_its_place_in_the_rules():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "layers")
    placed = {part.strip() for layer in layers["layers"] for part in layer.split("|")} | set(layers["exhaustive_ignores"])
    parts = {path.stem for path in (ROOT / "src" / "detente").iterdir() if path.name not in ("__init__.py", "__pycache__", "py.typed")}
    assert parts <= placed


def test_no_file_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
