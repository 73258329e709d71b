"""The command that reads a ledger back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.app.answers import OpenLedger, shown_name
from detente.app.config import load_config
from detente.app.restoring import checked, checked_stream
from detente.cli.options import LedgerOption
from detente.cli.output import added_words, warn


def import_(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A ledger in the text form, or - for standard input.")],
    ledger: LedgerOption = None,
) -> None:
    """Read a ledger back that `export --format text` wrote, with its instants of recording and its decisions."""
    target = ledger or load_config().ledger
    entries = checked_stream(sys.stdin) if source == "-" else checked(Path(source))
    with OpenLedger(target) as held:
        added = held.restore(entries)
    warn(f"{shown_name(target)}: {added_words(added)}")
