"""The command that asks what is at stake."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType

from detente.app.config import load_config
from detente.app.stakes import (
    Asked,
    Depth,
    Forms,
    Horizon,
    Model,
    Settings,
    StakesFormat,
    Told,
    asked_of,
    forms_of_game,
    game_lines,
    report_text,
    result_table,
)
from detente.cli.options import AsOfOption, LedgerOption
from detente.cli.output import progress, say
from detente.errors import QueryError

_PLAIN_WIDTH = 220


def stakes(
    target: Annotated[str, typer.Argument(metavar="THREAD|SCENARIO.toml", help="A thread's id, or a scenario file.")],
    explain: Annotated[bool, typer.Option("--explain", help="Print the scenario file and how it came about, and stop.")] = False,
    engine: Annotated[Model | None, typer.Option("--engine", help="Which model; game: what the two sides could agree on.")] = None,
    table: Annotated[str | None, typer.Option("--table", help="world2023, icio2019, wiod2011, or a folder of parquet files.")] = None,
    elasticity: Annotated[float | None, typer.Option("--elasticity", help="The trade elasticity; else 4.")] = None,
    countries: Annotated[str, typer.Option("--countries", metavar="CODES", help="Whose figures, with commas; else the parties'.")] = "",
    draws: Annotated[int, typer.Option("--draws", min=0, help="Joint draws of what is uncertain; 0 for none.")] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same draws.")] = 1,
    horizon: Annotated[
        Horizon | None, typer.Option("--horizon", help="Of the elasticity, and of those that are drawn; else the scenario's own.")
    ] = None,
    models: Annotated[bool, typer.Option("--models", help="The models side by side.")] = False,
    form: Annotated[StakesFormat, typer.Option("--format", help="How the answer is written.")] = StakesFormat.TABLE,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write the chart as PNG.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the chart as SVG.")] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say what a reported threat, answer, truce, ban or pledge would do to trade, real income, prices and revenue."""
    settings = Settings(model=engine, table=table, elasticity=elasticity, horizon=horizon)
    asked = asked_of(target, settings, ledger=ledger or load_config().ledger, as_of=as_of)
    charts = ((png, ".png"), (svg, ".svg"))
    named = tuple(code.strip().upper() for code in countries.split(",") if code.strip())
    if explain:
        sys.stdout.write(asked.explained())
    elif engine is Model.GAME:
        _refuse_for_game({"--draws": bool(draws), "--models": models})
        _bargain(asked, named, form, charts)
    else:
        with progress("draws", draws) as step:
            told = asked.answer(named, Depth(draws=draws, seed=seed, horizon=horizon, models=models), progress=step)
        _draw(told.forms(), charts)
        _print(told, form)


Charts = tuple[tuple[Path | None, str], ...]


def _draw(forms: Forms, charts: Charts) -> None:
    for path, ending in charts:
        if path is not None:
            forms.write(path, ending)


def _print(told: Told, form: StakesFormat) -> None:
    if form is not StakesFormat.TABLE:
        _print_form(told.forms(), form)
        return
    for line in told.mapping:
        say(line)
    say()
    _show(report_text(told.report, told.shown))


def _print_form(forms: Forms, form: StakesFormat) -> None:
    match form:
        case StakesFormat.JSON:
            sys.stdout.write(forms.json())
        case StakesFormat.CSV:
            sys.stdout.write(forms.csv())
        case StakesFormat.PARQUET:
            if sys.stdout.isatty():
                raise QueryError("parquet is nothing to look at", where="--format", hint="send it into a file: > stakes.parquet")
            sys.stdout.flush()
            sys.stdout.buffer.write(forms.parquet())


def _show(what: RenderableType) -> None:
    """In the width of the terminal; wide enough for all columns anywhere else."""
    Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH).print(what)


def _refuse_for_game(asked: dict[str, bool]) -> None:
    for option, is_asked in asked.items():
        if is_asked:
            raise QueryError("the game has no draws, and no models beside it", where=option, hint="leave it out, or take another --engine")


def _bargain(asked: Asked, named: tuple[str, ...], form: StakesFormat, charts: Charts) -> None:
    game = asked.bargain(named)
    _draw(forms_of_game(game), charts)
    if form is not StakesFormat.TABLE:
        _print_form(forms_of_game(game), form)
        return
    _show(result_table(game.result, game.players))
    for line in game_lines(game):
        say(line)
