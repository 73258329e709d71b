"""Commands that keep a ledger: backup, rebuild, verify."""

from typing import Annotated

import typer

from detente.cli import columns
from detente.cli.options import FormatOption, LedgerOption, opened_ledger
from detente.cli.output import Format, print_records, print_table, say, warn
from detente.model.finding import Finding
from detente.views.findings import finding_to_record

NOT_WHOLE = 1


def backup(
    target: Annotated[str, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    ledger: LedgerOption = None,
) -> None:
    """Copy the ledger into a new file, while others may write to it."""
    with opened_ledger(ledger) as held:
        held.backup(target)
    warn(f"the ledger is copied to {target}")


def rebuild(ledger: LedgerOption = None) -> None:
    """Make threads, and the index of search, anew from what was recorded."""
    with opened_ledger(ledger) as held:
        held.rebuild()
        threads = held.thread_count()
    warn(f"{threads} threads are made anew")


def verify(
    ledger: LedgerOption = None,
    with_findings: Annotated[bool, typer.Option("--findings", help="List too what reports say that cannot be.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Prove what the ledger holds: hashes, spans and quotes, ends of links, threads and search; exit code 1 where something is wrong."""
    with opened_ledger(ledger) as held:
        wrong = list(held.problems())
        doubtful = [] if wrong else list(held.findings())
    shown = [*wrong, *(doubtful if with_findings else ())]
    if form is Format.TABLE:
        _tell(wrong, doubtful, shown)
    else:
        print_records([finding_to_record(finding) for finding in shown], form)
    if wrong:
        raise typer.Exit(NOT_WHOLE)


def _tell(wrong: list[Finding], doubtful: list[Finding], shown: list[Finding]) -> None:
    if shown:
        print_table(columns.FINDINGS, shown)
    if wrong:
        say(f"{len(wrong)} things are wrong; restore a backup")
    else:
        say(f"the ledger is whole; {len(doubtful)} findings on what reports say")
