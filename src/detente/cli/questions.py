"""Commands that ask the ledger: claims, threads, thread, due, changes, conflicts."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from detente.app.asking import day_of, window_of
from detente.cli import columns
from detente.cli.changes import print_changes, print_unseen
from detente.cli.options import (
    ActorOption,
    AsOfOption,
    FormatOption,
    InForceOption,
    KindOption,
    LedgerOption,
    SinceOption,
    StatusOption,
    TodayOption,
    UntilOption,
    opened,
    opened_ledger,
    selected,
)
from detente.cli.output import Format, number_of, print_records, print_rows, print_table, say, value_words
from detente.errors import QueryError
from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.record import claim_to_record
from detente.model.slots import SLOTS, SlotType
from detente.model.thread import thread_to_record
from detente.views.headline import headline_of
from detente.views.page import ThreadPage, page_to_record
from detente.views.standing import StatedValue

_NOTHING = "nothing in the ledger answers this; `detente claims` without filters shows all that it holds"


def claims(
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List claims: what each report says, with its quote."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    with opened(ledger, as_of) as held:
        print_rows(held.claims(selection), columns.CLAIMS, form, empty=_NOTHING)


def threads(
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List threads: each matter once, in its present state, the newest first."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    with opened(ledger, as_of) as held:
        print_rows(held.threads(selection), columns.THREADS, form, empty=_NOTHING)


def thread(
    name: Annotated[str, typer.Argument(metavar="ID", help="The thread's id, or the hash at its end.")],
    why: Annotated[bool, typer.Option("--why", help="Tell why its claims were joined.")] = False,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one thread: where it stands, its history, every claim with its quote."""
    with opened(ledger, as_of) as held:
        page = held.page(name)
    found = page.thread
    match form:
        case Format.TABLE:
            print_page(page, why=why)
        case Format.CSV:
            record = thread_to_record(found)
            print_records(
                [claim for claim in record["claims"] if isinstance(claim, dict)] if isinstance(record["claims"], list) else [], form
            )
        case Format.JSON | Format.JSONL:
            print_records([page_to_record(page, why=why)], form)


def print_corrections(claims: Sequence[Claim]) -> None:
    """What decisions have corrected in claims: the old value, the new one, who and why."""
    for claim in claims:
        record = claim_to_record(claim)
        for entry in claim.revision.corrections if claim.revision else ():
            change = f"{entry.slot} {value_words(json.loads(entry.was))} → {value_words(record[entry.slot])}"
            say(f"  {claim.document.id}#{claim.id}: {change}, corrected by {entry.by} on {entry.recorded_at:%Y-%m-%d}: {entry.why}")


def _values(page: ThreadPage, slot: str, stated: StatedValue) -> str:
    """The values with the unit of their slot."""
    is_number = SLOTS[page.thread.kind][slot] is SlotType.NUMBER
    unit = "" if not is_number else " points" if slot == "rate_change" else " %"
    return ", ".join(f"{value}{unit}" for value in stated.values)


def _print_standing(page: ThreadPage) -> None:
    for row in page.standing:
        first, *others = row.stated
        differ = "".join(f"; {_values(page, row.slot, other)}: {columns.counted(other.sources)}" for other in others)
        say(f"  {row.slot:<14} {_values(page, row.slot, first)}  ({columns.counted(first.sources)}{differ})")


def _print_links(page: ThreadPage) -> None:
    for row in page.links:
        how = row.link.type.replace("_", " ")
        say(f"  {how if row.outgoing else f'({how} this)'}: {headline_of(row.other)} [{row.other.id}]")


def _print_why(page: ThreadPage) -> None:
    names = {claim_key(claim): f"{claim.document.id}#{claim.id}" for claim in page.thread.claims}
    for join in page.thread.joins:
        reasons = ", ".join(f"{reason.slot} {reason.level} {reason.weight:+.1f}" for reason in join.reasons)
        say(f"  {names[join.left]} = {names[join.right]}: {join.score:+.1f}  ({reasons})")
    if not page.thread.joins:
        say("  one claim: nothing was joined")


def print_page(page: ThreadPage, *, why: bool = False) -> None:
    """A thread for people: headline, slots with their sources, life-cycle, links, claims, joins."""
    found = page.thread
    say(headline_of(found))
    counted = f"{number_of(len(found.claims), 'claim')} · {columns.counted(page.sources)}"
    say(f"{columns.status(found.newest)} since {found.since or 'not stated'} · {counted} · {found.id}")
    say()
    _print_standing(page)
    say()
    say("  " + " → ".join(f"{columns.status(step.claim)} ({step.stated or 'not stated'})" for step in found.history))
    if page.links:
        say()
        _print_links(page)
    say()
    print_table(columns.HISTORY, found.claims)
    print_corrections(found.claims)
    if why:
        say()
        _print_why(page)


def findings(
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what cannot be: impossible steps of a matter, impossible values."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    with opened(ledger, as_of) as held:
        print_rows(held.findings(selection), columns.FINDINGS, form, empty="nothing that cannot be")


def due(
    within: Annotated[str, typer.Option("--within", metavar="TIME", help="How far ahead and back: 30d, 2w, 6m, 1y.")] = "30d",
    today: TodayOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what falls due next, and what passed without news."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    day, window = day_of(today, "today"), window_of(within)
    with opened(ledger, as_of) as held:
        rows = held.due(selection, today=day, within=window)
        print_rows(rows, columns.DUE, form, empty=f"nothing falls due within {within}, and nothing passed without news")


def changes(
    reader: Annotated[str | None, typer.Option("--reader", metavar="NAME", help="Only what came since this reader's last look.")] = None,
    peek: Annotated[bool, typer.Option("--peek", help="With --reader: do not move its look.")] = False,
    reports: Annotated[
        bool, typer.Option("--reports", help="Only reports whose text was changed: text and claims before and after.")
    ] = False,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what was stated anew or otherwise than before, the newest first, and reports whose text was changed."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    if reader is None:
        if peek:
            raise QueryError("a look is that of a reader", where="--peek", hint="name one with --reader")
        with opened(ledger, as_of) as held:
            print_changes(held.changes(selection) if not reports else None, held.revisions(selection), form, empty=_NOTHING)
        return
    if as_of is not None:
        raise QueryError("a reader looks at the present", where="--as-of", hint="leave out --reader or --as-of")
    with opened_ledger(ledger) as now:
        unseen = now.unseen(reader, selection)
        print_unseen(unseen, form, reports=reports)
        if not peek:
            sys.stdout.flush()  # what could not be printed was not seen
            now.looked(unseen)


def conflicts(
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List contradictions between reports: both values, both sources."""
    selection = selected(kind, actor, status, since, until, in_force_on)
    with opened(ledger, as_of) as held:
        print_rows(held.conflicts(selection), columns.CONFLICTS, form, empty="no two reports contradict each other")
