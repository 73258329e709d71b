"""The command that writes for other programs."""

import sys
from typing import Annotated

import typer

from detente.app.export import ExportFormat, export_documents, export_ledger
from detente.cli.options import LedgerOption, ModelOption, PublishedOption, opened, say_which_weights
from detente.cli.reading import documents_behind
from detente.errors import InputError


def export(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="PATH|URL|-...", help="Files, folders, addresses, or -; else a ledger is exported.")
    ] = None,
    form: Annotated[ExportFormat, typer.Option("--format", help="Acts as tab-separated PLOVER rows or JSON lines; or claims.")] = (
        ExportFormat.PLOVER
    ),
    published: PublishedOption = None,
    ledger: LedgerOption = None,
    model: ModelOption = True,
) -> None:
    """Write who did what to whom as event data, or claims as records, of reports or of a ledger."""
    if inputs and ledger:
        raise InputError("either reports or a ledger is exported, not both", where="--ledger")
    if inputs:
        say_which_weights(model)
        sys.stdout.write(export_documents(documents_behind(inputs, published), form, model=model))
    else:
        with opened(ledger) as held:
            sys.stdout.write(export_ledger(held, form))
