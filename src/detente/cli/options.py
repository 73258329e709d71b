"""Options that several commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from detente.app.asking import selection_of
from detente.app.config import load_config
from detente.cli.output import Format, warn
from detente.model.selection import Selection

if TYPE_CHECKING:
    from detente.app.answers import OpenLedger
from detente.app.snapshot import Snapshot

LedgerOption = Annotated[str | None, typer.Option("--ledger", metavar="URL|FILE", help="The ledger to use; else $DETENTE_LEDGER.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is written.")]
KindOption = Annotated[list[str] | None, typer.Option("--kind", help="encounter, measure, commitment, agreement; may be repeated.")]
ActorOption = Annotated[list[str] | None, typer.Option("--actor", help="A code (CHN, EU, ORG:Boeing) or a name; may be repeated.")]
StatusOption = Annotated[list[str] | None, typer.Option("--status", help="A status as in the records, e.g. threatened; may be repeated.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Stated on this day or later, e.g. 2025-10-30.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Stated on this day or earlier.")]
TodayOption = Annotated[str | None, typer.Option("--today", metavar="DATE", help="The day that counts as today; else the machine's.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="What was recorded by the end of this day, or by an instant.")
]
InForceOption = Annotated[
    str | None, typer.Option("--in-force-on", metavar="DATE", help="Only measures and agreements in force in the world on this day.")
]
ModelOption = Annotated[bool, typer.Option("--model/--no-model", help="Judge with the trained weights, or with a few written by hand.")]
JobsOption = Annotated[int | None, typer.Option("--jobs", min=1, help="How many processes read.")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="When it was published, e.g. 2025-10-30 or 2025-10-30T08:00+08:00.")
]


def opened_ledger(ledger: str | None) -> "OpenLedger":
    """The ledger that a command is about; it must exist."""
    from detente.app.answers import OpenLedger  # noqa: PLC0415 - half a second, which reading without a ledger does without

    return OpenLedger(ledger or load_config().ledger, create=False)


@contextmanager
def opened(ledger: str | None, as_of: str | None = None) -> "Iterator[Snapshot]":
    """The ledger that a question is about, or what it held at an instant."""
    with opened_ledger(ledger) as held:
        yield held if as_of is None else held.as_of(as_of)


def selected(
    kind: list[str] | None,
    actor: list[str] | None,
    status: list[str] | None,
    since: str | None,
    until: str | None,
    in_force_on: str | None = None,
) -> Selection:
    """The filters of a question."""
    return selection_of(kinds=kind or (), actors=actor or (), statuses=status or (), since=since, until=until, in_force_on=in_force_on)


def say_which_weights(model: bool) -> None:
    """Tell on standard error that the trained weights are not used."""
    if not model:
        warn("reading without the trained model: by a few hand-written weights, which find less and err more")
