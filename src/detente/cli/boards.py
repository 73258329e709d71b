"""Commands that count and look up: scoreboard, measures, search, coverage."""

from typing import Annotated

import typer

from detente.app.asking import breakdown_of, day_of
from detente.cli import view_columns
from detente.cli.options import (
    ActorOption,
    AsOfOption,
    FormatOption,
    InForceOption,
    KindOption,
    LedgerOption,
    SinceOption,
    StatusOption,
    TodayOption,
    UntilOption,
    opened,
    selected,
)
from detente.cli.output import Format, print_rows


def scoreboard(
    by: Annotated[str, typer.Option("--by", help="Groups: all, imposer, target, pair, year, quarter.")] = "all",
    each: Annotated[bool, typer.Option("--list", help="A line a threat: what became of it, what the other side gave.")] = False,
    today: TodayOption = None,
    ledger: LedgerOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Count what became of threats: carried out, withdrawn, blocked, open."""
    selection, day, breakdown = selected(None, actor, status, since, until, in_force_on), day_of(today, "today"), breakdown_of(by)
    with opened(ledger, as_of) as held:
        if each:
            print_rows(held.threats(selection, today=day), view_columns.THREATS, form, empty=_NO_THREAT)
        else:
            print_rows(held.scoreboard(selection, by=breakdown, today=day), view_columns.SCOREBOARD, form, empty=_NO_THREAT)


_NO_THREAT = "no matter here began as a threat; `detente threads --kind measure` lists all measures"


def measures(
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="In force on this day; else the machine's.")] = None,
    ledger: LedgerOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the measures in force on a day, their rates as reported and what they stand on."""
    selection, day = selected(None, actor, status, since, until), day_of(on, "on")
    with opened(ledger, as_of) as held:
        print_rows(held.measures(selection, on=day), view_columns.MEASURES, form, empty="no measure is reported in force on that day")


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='Words that must all occur; "in quotation marks" together.')],
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Find claims by words in their quotes, titles, products, places and names."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with opened(ledger, as_of) as held:
        print_rows(held.search(asked, selection), view_columns.SEARCH, form, empty=f"no claim holds {asked}")


def coverage(ledger: LedgerOption = None, as_of: AsOfOption = None, form: FormatOption = Format.TABLE) -> None:
    """List what was read, from whom, and when last."""
    with opened(ledger, as_of) as held:
        print_rows(held.coverage(), view_columns.COVERAGE, form, empty="nothing was read yet; `detente read` fills the ledger")
