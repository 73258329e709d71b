"""The command that scores."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.app.config import load_config
from detente.app.evaluation import Evaluation, Predictions, predictions_from
from detente.app.evaluation import save as save_predictions
from detente.app.large_model.names import ReaderChoice
from detente.cli.model_options import ReaderOption, RepliesOption, reader_of, say_agreement
from detente.cli.options import JobsOption, ModelOption, say_which_weights
from detente.cli.output import progress, say
from detente.errors import QueryError

if TYPE_CHECKING:
    from detente.app.large_model.choice import BothReaders, ModelReader


def evaluate(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="Corpus folders, story folders or passage files.")],
    pred: Annotated[Path | None, typer.Option("--pred", metavar="FILE", help="Score these predictions (JSONL) instead of reading.")] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the predictions that were scored.")] = None,
    gold_claims: Annotated[bool, typer.Option("--gold-claims", help="Score joining and conflicts on the gold claims.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, spurious or wrong, in stories that may be read.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check that the gold is well formed.")] = False,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="FILE", help="Score with the decisions of a ledger's text form too.")
    ] = None,
    jobs: JobsOption = None,
    model: ModelOption = True,
    reader: ReaderOption = ReaderChoice.EMBEDDED,
    replies: RepliesOption = None,
) -> None:
    """Score a reader against annotated stories and passages."""
    if decisions and (check or gold_claims):
        raise QueryError("decisions are about what was read", where="--decisions", hint="leave out --check and --gold-claims")
    evaluation = Evaluation.over(corpus)
    if check:
        _check(evaluation)
    elif gold_claims:
        for line in evaluation.gold_claim_lines(errors=errors):
            say(line)
    else:
        predictions = (
            predictions_from(pred)
            if pred
            else _read(evaluation, jobs or load_config().jobs, reader_of(reader, replies, model=model), model=model)
        )
        if save:
            save_predictions(predictions, save)
        if decisions:
            _print_decided(evaluation, predictions, decisions, errors=errors)
        else:
            _print(evaluation, predictions, errors=errors)


def _print_decided(evaluation: Evaluation, predictions: Predictions, path: Path, *, errors: bool) -> None:
    decided = evaluation.with_decisions(predictions, path)
    say("── without decisions")
    _print(evaluation, predictions, errors=False)
    unmet = f"; {decided.unmet} find no claim" if decided.unmet else ""
    say(f"\n── with the decisions of {path}{unmet}")
    _print(evaluation, decided.predictions, errors=errors)


def _read(evaluation: Evaluation, jobs: int, reader: "ModelReader | BothReaders | None", *, model: bool) -> Predictions:
    say_which_weights(model)
    with progress("reading", evaluation.documents) as step:
        predictions = evaluation.read(jobs=jobs, model=model, on_reading=step, reader=reader)
    say_agreement(reader)
    return predictions


def _print(evaluation: Evaluation, predictions: Predictions, *, errors: bool) -> None:
    if errors:
        for line in evaluation.mistake_lines(predictions):
            say(line)
        say()
    for line in evaluation.report_lines(predictions):
        say(line)


def _check(evaluation: Evaluation) -> None:
    found = evaluation.faults()
    for fault in found:
        say(f"{fault.subject}: {fault.message}")
    for line in evaluation.summary_lines():
        say(line)
    if found:
        raise typer.Exit(1)
