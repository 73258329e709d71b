"""Entry point of the `detente` command."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.app.corpus import load_stories
from detente.app.evaluation import predictions_from, read_stories
from detente.errors import DetenteError
from detente.evaluate.check import faults, summary
from detente.evaluate.mistakes import mistake_lines, mistakes
from detente.evaluate.score import score
from detente.evaluate.table import gap_line, headline, score_lines

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def root() -> None:
    """Follow trade policy and diplomacy: reports become a ledger of typed, quoted, dated claims."""


@app.command()
def evaluate(
    corpus: Annotated[list[Path], typer.Argument()],
    pred: Annotated[Path | None, typer.Option()] = None,
    jobs: Annotated[int, typer.Option()] = 1,
    check: Annotated[bool, typer.Option("--check")] = False,
    errors: Annotated[bool, typer.Option("--errors")] = False,
) -> None:
    """Score the reader against annotated stories."""
    stories = load_stories(corpus)
    if check:
        found = [fault for story in stories for fault in faults(story)]
        for fault in found:
            print(f"{fault.subject}: {fault.message}")
        for story in stories:
            print(summary(story))
        sys.exit(1 if found else 0)
    predictions = predictions_from(pred) if pred else read_stories(stories, jobs=jobs)
    if errors:
        for line in mistake_lines(list(mistakes(stories, predictions))):
            print(line)
    for line in score_lines(score(stories, predictions)):
        print(line)
    read = [s for s in stories if s.is_read]
    unread = [s for s in stories if not s.is_read]
    if read and unread:
        a, b = score(read, predictions), score(unread, predictions)
        print(headline("read stories", a))
        print(headline("unread stories", b))
        print(gap_line(a, b))


def main() -> None:
    """Run the command; errors of the user's making end with exit code 2 and one line."""
    try:
        app()
    except DetenteError as error:
        print(f"detente: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
