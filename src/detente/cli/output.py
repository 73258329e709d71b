"""Answers as tables, JSON, JSON lines or CSV on standard output; progress and notices on standard error."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from detente.app.rows import Rows
from detente.model.finding import Finding
from detente.model.record import Json, Record
from detente.model.recorded import Appended

T = TypeVar("T")

Column = tuple[str, Callable[[T], str]]

# Wide enough that nothing is folded where the output goes into a file or another program.
_PLAIN_WIDTH = 100_000

# Work of fewer steps is over before a bar is of use.
_LEAST_STEPS = 3


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class DocumentFormat(StrEnum):
    """How what was read is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def say(text: str = "") -> None:
    """A line on standard output."""
    sys.stdout.write(f"{text}\n")


def number_of(count: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def added_words(added: Appended) -> str:
    """What recording added to a ledger."""
    return f"{number_of(added.documents, 'document')} with {number_of(added.claims, 'claim')} added, {added.known} known already"


def warn(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"detente: {text}\n")


def notice(finding: Finding) -> None:
    """A finding on standard error."""
    warn(f"{finding.subject}: {finding.message}")


def to_json(value: Json) -> str:
    """JSON of one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False)


def _cell(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "; ".join(map(str, value))
    return to_json(value) if isinstance(value, list | dict) else str(value)


def value_words(value: Json) -> str:
    """A value for people; `nothing` for an empty one."""
    if isinstance(value, dict) and "unit" in value:
        return " ".join(str(value[name]) if name != "per" else f"per {value[name]}" for name in ("value", "unit", "per") if name in value)
    return _cell(value) or "nothing"


def csv_text(records: Sequence[Record]) -> str:
    """A heading line and a line a record; a list of words in one cell, parted by `; `, what is nested as JSON."""
    fields = list(dict.fromkeys(field for record in records for field in record))
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows({field: _cell(value) for field, value in record.items()} for record in records)
    return out.getvalue()


def _plain(table: Table) -> str:
    out = io.StringIO()
    Console(file=out, width=_PLAIN_WIDTH, color_system=None, force_terminal=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def print_table(columns: Sequence[Column[T]], items: Iterable[T], *, title: str | None = None) -> None:
    """A table: ruled and folded to the width of a terminal, plain columns anywhere else."""
    is_terminal = sys.stdout.isatty()
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading, _ in columns:
        table.add_column(heading, overflow="fold", no_wrap=not is_terminal)
    for item in items:
        table.add_row(*(Text(" ".join(cell(item).split())) for _, cell in columns))
    if is_terminal:
        Console().print(table)
    else:
        sys.stdout.write(_plain(table))


def print_records(records: Sequence[Record], form: Format) -> None:
    """Records in one of the forms for machines."""
    match form:
        case Format.JSON:
            say(json.dumps(records, ensure_ascii=False, indent=2))
        case Format.JSONL:
            for record in records:
                say(to_json(record))
        case Format.CSV | Format.TABLE:
            sys.stdout.write(csv_text(records))


def print_rows(rows: Rows[T], columns: Sequence[Column[T]], form: Format, *, empty: str) -> None:
    """An answer; `empty` is what a person is told when there is nothing."""
    if form is not Format.TABLE:
        print_records(rows.to_records(), form)
    elif rows:
        print_table(columns, rows)
    else:
        say(empty)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Callable[[object], None]]:
    """A bar on standard error while it is a terminal; the function that is given counts one step."""
    if not sys.stderr.isatty() or (total is not None and total < _LEAST_STEPS):
        yield lambda _: None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda _: bar.advance(task)
