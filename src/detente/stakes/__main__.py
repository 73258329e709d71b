"""`python -m detente.stakes`: replicate published exercises, run scenario files, play the tariff game.

Parses and prints; errors of the user's making end with exit code 2 and one line.
"""

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as RichTable

from detente.errors import DetenteError, StakesError
from detente.stakes.adapt import game_result, talks_lines
from detente.stakes.published.tables import Table, caliendo_parro_table, gsim_table, liberation_day_table, mapping_table
from detente.stakes.report.build import Depth, report_of
from detente.stakes.report.chart import chart_of, png, svg
from detente.stakes.report.export import to_csv, to_json, to_parquet
from detente.stakes.report.records import Report
from detente.stakes.report.text import report_text, result_table
from detente.stakes.scenario.acts import Scenario
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.toml import parse, render
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import nash, nash_uniform
from detente.stakes.solve.game.table import EU27, Player, all_players, discriminating, uniform
from detente.stakes.solve.game.talks import talks
from detente.stakes.tables.inputoutput import save
from detente.stakes.tables.parquet import read_table
from detente.stakes.tables.world import UNIT_USD, world
from detente.stakes.uncertainty import Horizon

_PLAIN_WIDTH = 200

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


class Exercise(StrEnum):
    """What can be replicated."""

    LIBERATION_DAY = "liberation-day"
    CALIENDO_PARRO = "caliendo-parro"
    GSIM = "gsim"


class TableFormat(StrEnum):
    """How a table is printed."""

    CSV = "csv"
    TABLE = "table"


class ReportFormat(StrEnum):
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
    format: Annotated[TableFormat, typer.Option()] = TableFormat.TABLE,
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
def check_mapping(format: Annotated[TableFormat, typer.Option()] = TableFormat.TABLE) -> None:
    """Print how far rates that reported US measures are mapped to lie from those that came of them."""
    _print(mapping_table(), format)


@app.command("run")
def run_file(
    file: Annotated[Path, typer.Argument(help="a scenario file")],
    format: Annotated[ReportFormat, typer.Option()] = ReportFormat.TABLE,
    countries: Annotated[str, typer.Option(help="whose figures to show, by code, with commas; else the parties")] = "",
    draws: Annotated[int, typer.Option(min=0, help="joint draws of what is uncertain; 0 for none")] = 0,
    horizon: Annotated[Horizon, typer.Option(help="of the elasticities that are drawn")] = Horizon.LONG,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    models: Annotated[bool, typer.Option("--models", help="the models side by side")] = False,
    export: Annotated[list[Path] | None, typer.Option(help="files to write: .json .csv .parquet .svg .png")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="print the scenario file and stop")] = False,
) -> None:
    """Answer a scenario file."""
    scenario = parse(_read(file), where=str(file))
    if explain:
        print(render(scenario), end="")
        return
    shown = tuple(code.strip().upper() for code in countries.split(",") if code.strip()) or scenario.parties()
    engine(scenario.assume, scenario.base_rates).places.countries(shown)
    report = _report(scenario, shown, Depth(draws=draws, horizon=horizon, seed=seed, models=models))
    for path in export or []:
        _export(report, shown, path)
    match format:
        case ReportFormat.TABLE:
            Console().print(report_text(report, shown))
        case ReportFormat.JSON:
            print(to_json(report), end="")
        case ReportFormat.CSV:
            print(to_csv(report), end="")


@app.command()
def game(
    players: Annotated[list[str] | None, typer.Argument(help="codes, EU for its members; none: all countries")] = None,
    discriminate: Annotated[bool, typer.Option("--discriminate", help="a tariff for each other player")] = False,
    bargain: Annotated[bool, typer.Option("--talks", help="two players: what they could agree on")] = False,
    elasticity: Annotated[float, typer.Option()] = 4.0,
) -> None:
    """Print the Nash tariffs of players; for two, what they could agree on."""
    exchange = Exchange.purged(world(), elasticity=elasticity)
    chosen = tuple(EU27 if code == EU27.name else Player.country(code) for code in players or ()) or all_players(exchange)
    laid = discriminating(exchange, chosen) if discriminate or bargain else uniform(exchange, chosen)
    outcome = nash(laid) if discriminate or bargain else nash_uniform(laid)
    result = game_result(outcome, case="Nash tariffs", table="world2023", unit_usd=UNIT_USD)
    shown = tuple(code for player in chosen for code in player.members)
    agreed = talks_lines(talks(laid, np.log1p(outcome.rates))) if bargain else ()
    Console().print(result_table(result, shown if players else ()))
    for line in (*result.assumptions, *agreed):
        print(line)


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


def _export(report: Report, shown: tuple[str, ...], path: Path) -> None:
    made = _exported(report, shown, path)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise StakesError(f"cannot be written: {error.strerror}", where=str(path)) from None


def _exported(report: Report, shown: tuple[str, ...], path: Path) -> bytes:
    match path.suffix:
        case ".json":
            return to_json(report).encode()
        case ".csv":
            return to_csv(report).encode()
        case ".parquet":
            return to_parquet(report)
        case ".svg":
            return svg(chart_of(report, shown)).encode()
        case ".png":
            return png(chart_of(report, shown))
        case _:
            raise StakesError(f"unknown kind of file: {path.suffix!r}", where=str(path), hint=".json, .csv, .parquet, .svg or .png")


def _print(table: Table, format: TableFormat) -> None:
    if format is TableFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([table.columns, *table.rows])
        return
    shown = RichTable(*table.columns)
    for row in table.rows:
        shown.add_row(*(cell if isinstance(cell, str) else f"{cell:.4f}" for cell in row))
    Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH).print(shown)


def main() -> None:
    """Run the command."""
    try:
        app()
    except DetenteError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
