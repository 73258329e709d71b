"""The command that scores."""

from pathlib import Path
from typing import Annotated

import typer

from detente.app.config import load_config
from detente.app.corpus import load_stories
from detente.app.evaluation import Predictions, gold_claim_lines, prediction_lines, predictions_from, read_stories
from detente.cli.options import JobsOption
from detente.cli.output import progress, say
from detente.evaluate.check import faults, summary
from detente.evaluate.corpus import Story
from detente.evaluate.mistakes import mistake_lines, mistakes
from detente.evaluate.report import report_lines


def evaluate(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="Corpus folders, story folders or passage files.")],
    pred: Annotated[Path | None, typer.Option("--pred", metavar="FILE", help="Score these predictions (JSONL) instead of reading.")] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the predictions that were scored.")] = None,
    gold_claims: Annotated[bool, typer.Option("--gold-claims", help="Score joining and conflicts on the gold claims.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, spurious or wrong, in stories that may be read.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check that the gold is well formed.")] = False,
    jobs: JobsOption = None,
) -> None:
    """Score the reader against annotated stories and passages."""
    stories = load_stories(corpus)
    if check:
        _check(stories)
    elif gold_claims:
        for line in gold_claim_lines(stories):
            say(line)
    else:
        predictions = predictions_from(pred) if pred else _read(stories, jobs or load_config().jobs)
        if save:
            save.write_text("\n".join(prediction_lines(predictions)) + "\n", encoding="utf-8")
        _print(stories, predictions, errors=errors)


def _read(stories: list[Story], jobs: int) -> Predictions:
    with progress("reading", sum(len(story.documents) for story in stories)) as step:
        return read_stories(stories, jobs=jobs, on_reading=step)


def _print(stories: list[Story], predictions: Predictions, *, errors: bool) -> None:
    if errors:
        for line in mistake_lines(list(mistakes(stories, predictions.entries))):
            say(line)
        say()
    for line in report_lines(stories, predictions.entries, predictions.conflicts):
        say(line)


def _check(stories: list[Story]) -> None:
    found = [fault for story in stories for fault in faults(story)]
    for fault in found:
        say(f"{fault.subject}: {fault.message}")
    for story in stories:
        say(summary(story))
    if found:
        raise typer.Exit(1)
