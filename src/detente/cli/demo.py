"""The demonstration on the terminal."""

from collections.abc import Sequence
from typing import TypeVar

from detente.app.config import load_config
from detente.app.demo import Demo, demo_stories, reports_in, run_demo
from detente.app.ledger import Ledger
from detente.cli import columns
from detente.cli.options import JobsOption, LedgerOption
from detente.cli.output import Column, number_of, print_table, progress, say
from detente.cli.questions import print_page

T = TypeVar("T")

_SHOWN = 10


def _section(title: str, rows: Sequence[T], table: Sequence[Column[T]], *, empty: str) -> None:
    more = f", {_SHOWN} of {len(rows)}" if len(rows) > _SHOWN else ""
    say(f"── {title}{more}")
    if rows:
        print_table(table, rows[:_SHOWN])
    else:
        say(empty)
    say()


def _print(shown: Demo) -> None:
    say(f"{number_of(shown.added.documents, 'report')}, {number_of(shown.added.claims, 'claim')}; as of {shown.today:%A %d %B %Y}\n")
    _section("Due next", [item for item in shown.due if not item.passed], columns.DUE, empty="nothing")
    _section("Passed without news, the latest first", [item for item in reversed(shown.due) if item.passed], columns.DUE, empty="nothing")
    _section("Latest changes", shown.changes, columns.CHANGES, empty="none")
    _section("Open threats", shown.threats, columns.THREADS, empty="none")
    _section("Conflicts", shown.conflicts, columns.CONFLICTS, empty="none")
    say("── One matter from its first report to its last")
    print_page(shown.page)
    _print_pressure(shown)


def _print_pressure(shown: Demo) -> None:
    row, moved = shown.scoreboard, shown.moved
    outcomes = " · ".join(f"{len(cell.threats)} {cell.outcome}" for cell in row.cells if cell.threats)
    say("\n── Does pressure turn into progress? (detente scoreboard)")
    say(f"{number_of(len(row.threats), 'threat')}: {outcomes}; to {len(row.answered)} of them a report links what the other side gave")
    if moved:
        say("\n── The two that moved most against the month before (detente dyad)")
        acts = f"{number_of(len(moved.after.acts), 'act')}, {moved.after.cooperation:+} and {moved.after.conflict:+}"
        say(f"{moved.left}–{moved.right}: balance {moved.before:+} → {moved.after.balance:+} in {moved.month} ({acts})")


def demo(ledger: LedgerOption = None, jobs: JobsOption = None) -> None:
    """Read the stories that come with the package and show what they add up to; needs no network."""
    stories = demo_stories()
    with Ledger(ledger or ":memory:") as held, progress("reading", reports_in(stories)) as step:
        shown = run_demo(stories, held, jobs=jobs or load_config().jobs, on_reading=step, keep=ledger is not None)
    _print(shown)
    say(
        "\nTo look at it as pages: detente serve --demo"
        + (f" --ledger {ledger}" if ledger else "")
        + " (from a checkout: .venv/bin/detente …)"
    )
