"""The command that serves assistants over standard input and output."""

import sys

from detente.app.shelf import LedgerShelf
from detente.cli.options import LedgerOption, opened_ledger
from detente.publish.mcp.server import answer_to


def mcp(ledger: LedgerOption = None) -> None:
    """Answer an assistant's questions over standard input and output (Model Context Protocol); reads only."""
    with opened_ledger(ledger) as held:
        shelf = LedgerShelf(held)
        for line in sys.stdin:
            if line.strip() and (answer := answer_to(line, shelf)) is not None:
                sys.stdout.write(answer + "\n")
                sys.stdout.flush()
