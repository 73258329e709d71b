"""`python -m detente.stakes`: replicate published exercises, run scenario files.

Parses and prints; errors of the user's making end with exit code 2 and one line.
"""

import csv
import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

from detente.errors import DetenteError
from detente.stakes.published.tables import Table, caliendo_parro_table, gsim_table, liberation_day_table

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


@app.callback()
def root() -> None:
    """The trade model on its own."""


@app.command()
def replicate(
    exercise: Annotated[Exercise, typer.Argument()],
    case: Annotated[str, typer.Option(help="liberation-day only")] = "ustr",
    format: Annotated[TableFormat, typer.Option()] = TableFormat.TABLE,
) -> None:
    """Print a published exercise as the model computes it."""
    match exercise:
        case Exercise.LIBERATION_DAY:
            table = liberation_day_table(case)
        case Exercise.CALIENDO_PARRO:
            table = caliendo_parro_table()
        case Exercise.GSIM:
            table = gsim_table()
    _print(table, format)


def _print(table: Table, format: TableFormat) -> None:
    if format is TableFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([table.columns, *table.rows])
        return
    shown = RichTable(*table.columns)
    for row in table.rows:
        shown.add_row(*(cell if isinstance(cell, str) else f"{cell:.4f}" for cell in row))
    Console().print(shown)


def main() -> None:
    """Run the command."""
    try:
        app()
    except DetenteError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
