"""The command that prints what a large model would be asked."""

from typing import Annotated

import typer

from detente.app.large_model.choice import prompts_of
from detente.cli.options import PublishedOption
from detente.cli.output import say, to_json
from detente.cli.reading import Inputs, documents_behind


def prompt(
    inputs: Inputs,
    published: PublishedOption = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it was published.")] = None,
) -> None:
    """Print the messages that `read --reader model` would send, a line a request, each with the hash of its reply."""
    for record in prompts_of(documents_behind(inputs, published, publisher, url)):
        say(to_json(record))
