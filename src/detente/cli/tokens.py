"""The commands that make and revoke tokens for readers beyond this machine."""

from typing import Annotated

import typer

from detente.app.config import load_config
from detente.app.tokens import tokens_of
from detente.cli.options import LedgerOption
from detente.cli.output import print_table, say
from detente.model.token import Scope

tokens = typer.Typer(help="Tokens for readers beyond this machine.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose it is.")]


@tokens.command("new")
def new(
    name: NameArgument,
    scope: Annotated[Scope, typer.Option("--scope", help="What it is good for; each includes those before it.")] = Scope.READ,
    ledger: LedgerOption = None,
) -> None:
    """Make a token and show it, this once."""
    with tokens_of(ledger or load_config().ledger) as held:
        say(held.new(name, scope))


@tokens.command("list")
def list_tokens(ledger: LedgerOption = None) -> None:
    """List the tokens, without their secrets."""
    with tokens_of(ledger or load_config().ledger) as held:
        found = held.all()
    columns = (
        ("name", lambda token: token.name),
        ("scope", lambda token: token.scope.value),
        ("made", lambda token: token.created_at.isoformat(timespec="minutes")),
    )
    if found:
        print_table(columns, found)
    else:
        say("no tokens yet; `detente tokens new` makes one")


@tokens.command("revoke")
def revoke(name: NameArgument, ledger: LedgerOption = None) -> None:
    """Let a token be good for nothing."""
    with tokens_of(ledger or load_config().ledger) as held:
        held.revoke(name)
    say(f"{name}: revoked")
