"""`python -m detente.stakes`: replicate published exercises, run scenario files, play the tariff game.

Parses and prints; errors of the user's making end with exit code 2 and one line.
"""

import csv
import json
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.progress import Progress
from rich.table import Table as RichTable
from rich.text import Text

from detente.errors import DetenteError, StakesError
from detente.stakes.bargain import bargain, play
from detente.stakes.horizon import Horizon, elasticity_at
from detente.stakes.published.tables import Table, caliendo_parro_table, gsim_table, liberation_day_table, mapping_table
from detente.stakes.report.build import Depth, report_of
from detente.stakes.report.export import Forms, forms_of, forms_of_game
from detente.stakes.report.game import game_lines
from detente.stakes.report.records import Report
from detente.stakes.report.text import report_text, result_table
from detente.stakes.scenario.acts import Scenario
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.toml import parse, render
from detente.stakes.tables.inputoutput import save
from detente.stakes.tables.parquet import read_table

_PLAIN_WIDTH = 200

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


Exports = Annotated[list[Path] | None, typer.Option("--export", help="files to write: .json .csv .parquet .svg .png")]


class Exercise(StrEnum):
    """What can be replicated."""

    LIBERATION_DAY = "liberation-day"
    CALIENDO_PARRO = "caliendo-parro"
    GSIM = "gsim"


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@app.callback()
def root() -> None:
    """The trade model on its own."""


@app.command()
def replicate(
    exercise: Annotated[Exercise, typer.Argument()],
    case: Annotated[str | None, typer.Option(help="of liberation-day; else ustr")] = None,
    format: Annotated[Format, typer.Option()] = Format.TABLE,
) -> None:
    """Print a published exercise as the model computes it."""
    if case is not None and exercise is not Exercise.LIBERATION_DAY:
        raise StakesError(f"{exercise} has no cases", where="--case", hint="leave it out; liberation-day has some")
    match exercise:
        case Exercise.LIBERATION_DAY:
            table = liberation_day_table(case or "ustr")
        case Exercise.CALIENDO_PARRO:
            table = caliendo_parro_table()
        case Exercise.GSIM:
            table = gsim_table()
    _print(table, format)


@app.command("check-mapping")
def check_mapping(format: Annotated[Format, typer.Option()] = Format.TABLE) -> None:
    """Print how far rates that reported US measures are mapped to lie from those that came of them."""
    _print(mapping_table(), format)


@app.command("run")
def run_file(
    file: Annotated[Path, typer.Argument(help="a scenario file")],
    format: Annotated[Format, typer.Option()] = Format.TABLE,
    countries: Annotated[str, typer.Option(help="whose figures to show, by code, with commas; else the parties")] = "",
    draws: Annotated[int, typer.Option(min=0, help="joint draws of what is uncertain; 0 for none")] = 0,
    horizon: Annotated[Horizon | None, typer.Option(help="of the elasticity, and of those drawn; else the scenario's")] = None,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    models: Annotated[bool, typer.Option("--models", help="the models side by side")] = False,
    export: Exports = None,
    explain: Annotated[bool, typer.Option("--explain", help="print the scenario file and stop")] = False,
) -> None:
    """Answer a scenario file."""
    scenario = parse(_read(file), where=str(file))
    elasticity = elasticity_at(horizon, scenario.assume.elasticity)
    scenario = replace(scenario, assume=replace(scenario.assume, elasticity=elasticity))
    if explain:
        print(render(scenario), end="")
        return
    shown = tuple(code.strip().upper() for code in countries.split(",") if code.strip()) or scenario.parties()
    engine(scenario.assume, scenario.base_rates).places.countries(shown)
    report = _report(scenario, shown, Depth(draws=draws, horizon=horizon, seed=seed, models=models))
    _give(forms_of(report, shown), report_text(report, shown), format, export)


@app.command()
def game(
    players: Annotated[list[str] | None, typer.Argument(help="codes, EU for its members; none: all countries")] = None,
    discriminate: Annotated[bool, typer.Option("--discriminate", help="a tariff for each other player")] = False,
    talks: Annotated[bool, typer.Option("--talks", help="two players: what they could agree on")] = False,
    elasticity: Annotated[float, typer.Option()] = 4.0,
    format: Annotated[Format, typer.Option()] = Format.TABLE,
    export: Exports = None,
) -> None:
    """Print the Nash tariffs of players; for two, what they could agree on."""
    codes = tuple(code.upper() for code in players or ())
    played = bargain(codes, elasticity=elasticity) if talks else play(codes, elasticity=elasticity, discriminate=discriminate)
    text = Group(result_table(played.result, played.players), *(Text(line) for line in game_lines(played)))
    _give(forms_of_game(played), text, format, export)


@app.command("pack-table")
def pack_table(
    folder: Annotated[Path, typer.Argument(help="parquet files, as docs/stakes.md says")],
    out: Annotated[Path, typer.Argument(help="the .npz to write")],
) -> None:
    """Turn an input-output table in parquet into the form that the package keeps its own in."""
    table = read_table(folder)
    try:
        save(table, out)
    except OSError as error:
        raise StakesError(f"cannot be written: {error.strerror}", where=str(out)) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StakesError(f"cannot be read: {error}", where=str(file)) from None


def _report(scenario: Scenario, countries: tuple[str, ...], depth: Depth) -> Report:
    with Progress(console=Console(stderr=True), transient=True, disable=not depth.draws) as progress:
        task = progress.add_task("draws", total=depth.draws)
        return report_of(scenario, countries, depth, progress=lambda done: progress.update(task, completed=done))


def _give(forms: Forms, text: RenderableType, format: Format, export: list[Path] | None) -> None:
    for path in export or []:
        forms.write(path)
    match format:
        case Format.TABLE:
            _wide().print(text)
        case Format.JSON:
            print(forms.json(), end="")
        case Format.CSV:
            print(forms.csv(), end="")


def _wide() -> Console:
    """In the width of the terminal; wide enough for all columns anywhere else."""
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)


def _print(table: Table, format: Format) -> None:
    match format:
        case Format.CSV:
            csv.writer(sys.stdout, lineterminator="\n").writerows([table.columns, *table.rows])
        case Format.JSON:
            print(json.dumps([dict(zip(table.columns, row, strict=True)) for row in table.rows], ensure_ascii=False, indent=2))
        case Format.TABLE:
            shown = RichTable(*table.columns)
            for row in table.rows:
                shown.add_row(*(cell if isinstance(cell, str) else f"{cell:.4f}" for cell in row))
            _wide().print(shown)


def main() -> None:
    """Run the command."""
    try:
        app()
    except DetenteError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
