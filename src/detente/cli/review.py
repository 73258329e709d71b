"""Commands of the review queue: look at doubts, decide about claims."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from detente.app.review import Case, Review
from detente.cli import columns
from detente.cli.decisions import LOG, decision_words
from detente.cli.options import (
    ActorOption,
    AsOfOption,
    FormatOption,
    KindOption,
    LedgerOption,
    SinceOption,
    UntilOption,
    opened,
    opened_ledger,
    selected,
)
from detente.cli.output import Column, Format, notice, number_of, print_records, print_rows, print_table, say, warn
from detente.cli.questions import print_corrections
from detente.errors import QueryError
from detente.model.finding import Finding, Severity
from detente.model.record import claim_to_record
from detente.model.recorded import RecordedDecision, recorded_decision_to_record
from detente.views.headline import headline
from detente.views.review import Doubt, claim_name, doubt_to_record, unmet_words

review = typer.Typer(help="Look at what is in doubt, and decide: accept, correct, retract, join, part, undo.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A doubt (r-1a2b3c4d) or a claim (DOCUMENT#c1, or its key).")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who decides; else your login name.")]

_DOUBTS: tuple[Column[Doubt], ...] = (
    ("", lambda doubt: doubt.id),
    ("doubt", lambda doubt: doubt.about.replace("_", " ")),
    ("score", lambda doubt: "" if doubt.score is None else f"{doubt.score:+.1f}"),
    ("about", lambda doubt: ", ".join(map(claim_name, doubt.claims))),
    ("why", lambda doubt: doubt.why),
)


@contextmanager
def _desk(ledger: str | None) -> Iterator[Review]:
    with opened_ledger(ledger) as held:
        yield held.review()


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (OSError, KeyError):
        raise QueryError("nobody is logged in here", where="--by", hint="say who decides") from None


def _done(held: RecordedDecision) -> None:
    warn(f"{held.id}: {decision_words(held)}; `detente review undo {held.id}` takes it back")


@review.command("list")
def list_(
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what is in doubt: joins near the threshold, open conflicts, odd values."""
    selection = selected(kind, actor, None, since, until)
    with _desk(ledger) as desk:
        for words in unmet_words(desk.unmet()):
            notice(Finding("unmet-decision", Severity.NOTE, "review", words))
        print_rows(desk.queue(selection), _DOUBTS, form, empty="nothing is in doubt")


@review.command()
def show(name: NameArgument, ledger: LedgerOption = None, form: FormatOption = Format.TABLE) -> None:
    """Show a doubt, or a claim: as it was read, as it stands, what was decided about it."""
    with _desk(ledger) as desk:
        if name.startswith("r-"):
            _show_doubt(desk.doubt(name), form)
        else:
            _show_case(desk.case(name), form)


def _show_doubt(found: Doubt, form: Format) -> None:
    if form is not Format.TABLE:
        print_records([doubt_to_record(found)], form)
        return
    score = "" if found.score is None else f" ({found.score:+.2f})"
    say(f"{found.id} {found.about.replace('_', ' ')}{score}: {found.why}")
    say()
    print_table((("claim", claim_name), *columns.HISTORY), found.claims)
    say()
    for thread in found.threads:
        say(f"  {headline(thread.claims)} [{thread.id}, {number_of(len(thread.claims), 'claim')}]")


def _show_case(case: Case, form: Format) -> None:
    decisions = [recorded_decision_to_record(held) for held in case.decisions]
    if form is not Format.TABLE:
        read, stands = claim_to_record(case.read.claim), None if case.stands is None else claim_to_record(case.stands)
        thread = None if case.thread is None else case.thread.id
        print_records([{"read": read, "stands": stands, "thread": thread, "decisions": [*decisions]}], form)
        return
    claim = case.stands or case.read.claim
    state = f"in {case.thread.id}" if case.thread else "retracted"
    say(f"{claim_name(case.read.claim)} recorded {case.read.recorded_at:%Y-%m-%d %H:%M}, {state}")
    print_table(columns.READ, [claim])
    print_corrections([claim])
    if case.decisions:
        say()
        print_table(LOG, case.decisions)


@review.command("log")
def log_(ledger: LedgerOption = None, as_of: AsOfOption = None, form: FormatOption = Format.TABLE) -> None:
    """List all decisions, those that were taken back too, in order of recording."""
    with opened(ledger, as_of) as held:
        print_rows(held.decisions(), LOG, form, empty="nothing was decided yet")


@review.command()
def accept(name: NameArgument, reason: ReasonOption, by: ByOption = None, ledger: LedgerOption = None) -> None:
    """Say that a doubt is none: two matters are two, a conflict or an odd value is what the reports say."""
    with _desk(ledger) as desk:
        _done(desk.accept(name, by=_who(by), why=reason))


@review.command()
def correct(
    name: NameArgument,
    slot: Annotated[str, typer.Option("--slot", help="Which field: status, rate, effective, target, …")],
    value: Annotated[str, typer.Option("--value", help="What it holds, e.g. 25, 2025-11-10, 'steel, copper'; '' for nothing.")],
    reason: ReasonOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Give a slot of a claim another value; what was read stays in its history."""
    with _desk(ledger) as desk:
        _done(desk.correct(name, slot, value, by=_who(by), why=reason))


@review.command()
def retract(name: NameArgument, reason: ReasonOption, by: ByOption = None, ledger: LedgerOption = None) -> None:
    """Take a claim out that its report does not make."""
    with _desk(ledger) as desk:
        _done(desk.retract(name, by=_who(by), why=reason))


@review.command()
def join(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="A doubt, or threads and claims that are one matter.")],
    reason: ReasonOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Make one matter of several."""
    with _desk(ledger) as desk:
        _done(desk.join(*names, by=_who(by), why=reason))


@review.command()
def part(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="A doubt, or claims that are another matter.")],
    reason: ReasonOption,
    others: Annotated[list[str] | None, typer.Option("--from", help="From which claims or threads; else all in their thread.")] = None,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Make two matters of one."""
    with _desk(ledger) as desk:
        _done(desk.part(*names, others=others or (), by=_who(by), why=reason))


@review.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id, as `detente review log` shows it.")],
    reason: ReasonOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Take a decision back; an undoing can be undone too."""
    with _desk(ledger) as desk:
        _done(desk.undo(decision, by=_who(by), why=reason))
