"""The command that writes for other programs."""

import sys
from typing import Annotated

import typer

from detente.app.export import ExportFormat, export_documents, export_ledger
from detente.cli.options import AsOfOption, LedgerOption, ModelOption, PublishedOption, opened, say_which_weights
from detente.cli.reading import documents_behind
from detente.errors import InputError


def export(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="PATH|URL|-...", help="Files, folders, addresses, or -; else a ledger is exported.")
    ] = None,
    form: Annotated[ExportFormat, typer.Option("--format", help="Acts as PLOVER rows or JSON lines; claims; or text: a whole ledger.")] = (
        ExportFormat.PLOVER
    ),
    published: PublishedOption = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    model: ModelOption = True,
) -> None:
    """Write who did what to whom as event data, or claims as records, of reports or of a ledger."""
    if inputs and as_of:
        raise InputError("only a ledger knows what was recorded when", where="--as-of", hint="name a ledger, and no reports")
    if inputs and ledger:
        raise InputError("either reports or a ledger is exported, not both", where="--ledger")
    if inputs:
        say_which_weights(model)
        sys.stdout.write(export_documents(documents_behind(inputs, published), form, model=model))
    else:
        with opened(ledger, as_of) as held:
            sys.stdout.write(export_ledger(held, form))
