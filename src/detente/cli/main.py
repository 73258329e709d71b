"""Entry point of the `detente` command.

Holds: an error of the user's making is one line on standard error, with where and what to do, and exit code 2; a reader
of the output that goes away (`| head`) ends the command in silence; a bug shows its traceback.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from keyword import iskeyword

import typer
from typer.exceptions import Abort, TyperException

from detente.cli.output import warn
from detente.errors import DetenteError

USER_ERROR = 2
INTERRUPTED = 130

# Command -> the module that holds its function, or group of commands, of the same name. A module is loaded when its command
# is asked for: a question to the ledger does not wait for the parser, nor a reading for the scorer.
COMMANDS = {
    "read": "detente.cli.reading",
    "claims": "detente.cli.questions",
    "threads": "detente.cli.questions",
    "thread": "detente.cli.questions",
    "due": "detente.cli.questions",
    "changes": "detente.cli.questions",
    "conflicts": "detente.cli.questions",
    "findings": "detente.cli.questions",
    "scoreboard": "detente.cli.boards",
    "measures": "detente.cli.boards",
    "search": "detente.cli.boards",
    "coverage": "detente.cli.boards",
    "dyad": "detente.cli.relations",
    "actor": "detente.cli.relations",
    "tour": "detente.cli.relations",
    "review": "detente.cli.review",
    "dates": "detente.cli.reading",
    "prompt": "detente.cli.prompt",
    "feed": "detente.cli.updates",
    "calendar": "detente.cli.updates",
    "backup": "detente.cli.keeping",
    "rebuild": "detente.cli.keeping",
    "verify": "detente.cli.keeping",
    "alerts": "detente.cli.alerts",
    "brief": "detente.cli.alerts",
    "tokens": "detente.cli.tokens",
    "mcp": "detente.cli.mcp",
    "export": "detente.cli.export",
    "import": "detente.cli.restoring",
    "stakes": "detente.cli.stakes",
    "evaluate": "detente.cli.evaluate",
    "train": "detente.cli.training",
    "demo": "detente.cli.demo",
    "serve": "detente.cli.serve",
    "follow": "detente.cli.follow",
    "sources": "detente.cli.sources",
}


def _root() -> None:
    """Follow trade policy and diplomacy: reports become a ledger of typed, quoted, dated claims."""


def _command(name: str) -> Callable[..., object] | typer.Typer:
    found: Callable[..., object] | typer.Typer = getattr(import_module(COMMANDS[name]), f"{name}_" if iskeyword(name) else name)
    return found


def application(commands: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    app.callback()(_root)
    for name in commands:
        command = _command(name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _silence() -> None:
    """Nobody reads any more: let what is still buffered go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _help_for(given: Sequence[str]) -> str:
    """Where a user who called a command wrongly finds what it takes."""
    words = given[:1] if given and given[0] in COMMANDS else ()
    group = _command(given[0]) if words else None
    if isinstance(group, typer.Typer) and given[1:2] and given[1] in {held.name for held in group.registered_commands}:
        words = given[:2]
    return f"`{' '.join(['detente', *words])} --help` tells what it takes"


def _complaint(error: TyperException) -> str:
    """What is wrong in a command, the name of the option first; without what the libraries below say of themselves."""
    return " ".join(error.format_message().split()).removeprefix("Invalid value for ").replace(": Value error, ", ": ", 1)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app = application(given[:1]) if given and given[0] in COMMANDS else application()
        code = app(args=given or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except DetenteError as error:
        warn(" ".join(str(error).split()))
        return USER_ERROR
    except TyperException as error:
        warn(f"{_complaint(error)} ({_help_for(given)})")
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
