"""The command that fits the weights of the reader."""

from pathlib import Path
from typing import Annotated

import typer

from detente.app.corpus import load_stories
from detente.app.training import held_out_lines, shipped_weights, train_network, training_corpus
from detente.app.training import train as train_on
from detente.cli.output import say, warn


def train(
    corpus: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CORPUS...", help="Corpus folders, story folders or passage files; else those of the package."),
    ] = None,
    target: Annotated[Path | None, typer.Option("--target", metavar="FOLDER", help="Where the weights go; else into the package.")] = None,
    folds: Annotated[
        int | None, typer.Option("--folds", min=2, help="Write nothing; score the read stories, held out in so many parts.")
    ] = None,
    network: Annotated[
        bool, typer.Option("--network/--no-network", help="Train the network too (an hour or so), or the linear judge alone.")
    ] = True,
    errors: Annotated[bool, typer.Option("--errors", help="With --folds, list what was missed, spurious or wrong too.")] = False,
) -> None:
    """Fit the weights that the reader judges by; needs the extra `train`."""
    stories = load_stories(corpus or training_corpus())
    if folds is not None:
        for line in held_out_lines(stories, folds=folds, errors=errors):
            say(line)
        return
    folder = target or shipped_weights()
    judge = train_on(stories, folder)
    warn(f"{folder}: {len(judge.tasks)} tasks, {sum(len(task.rows) for task in judge.tasks.values())} features")
    if network:
        for line in train_network(stories, folder, on_epoch=lambda epoch, loss: warn(f"epoch {epoch + 1}: mean loss {loss:.3f}")):
            say(line)
