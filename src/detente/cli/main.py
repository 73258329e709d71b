"""Entry point of the `detente` command.

Holds: an error of the user's making is one line on standard error, with where and what to do, and exit code 2; a reader
of the output that goes away (`| head`) ends the command in silence; a bug shows its traceback.
"""

import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, TyperException

from detente.cli.demo import demo
from detente.cli.evaluate import evaluate
from detente.cli.output import warn
from detente.cli.questions import changes, claims, conflicts, due, thread, threads
from detente.cli.reading import dates, read
from detente.errors import DetenteError

USER_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)


@app.callback()
def root() -> None:
    """Follow trade policy and diplomacy: reports become a ledger of typed, quoted, dated claims."""


for command in (read, claims, threads, thread, due, changes, conflicts, dates, evaluate, demo):
    app.command()(command)


def _silence() -> None:
    """Nobody reads any more: let what is still buffered go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(args=given or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except (DetenteError, TyperException) as error:
        warn(" ".join(str(error).split()))
        return USER_ERROR
    except BrokenPipeError:
        _silence()
        return 0
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run())
