"""Commands about actors: dyad, actor, tour."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import typer

from detente.app.asking import actor_code, day_of
from detente.app.rows import Rows
from detente.cli import columns, view_columns
from detente.cli.options import (
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
    selected,
)
from detente.cli.output import Column, Format, number_of, print_records, print_table, say
from detente.views.actor import ActorPage, actor_to_record
from detente.views.dyad import Dyad, dyad_to_record
from detente.views.tours import TourRow

T = TypeVar("T")

ActorArgument = Annotated[str, typer.Argument(metavar="ACTOR", help="A code (CHN, EU, ORG:Boeing) or a name.")]

_SHOWN = 20


def _section(title: str, table: Sequence[Column[T]], items: Sequence[T], *, most: int = _SHOWN) -> None:
    if items:
        more = f", {most} of {len(items)}; all with --format json" if len(items) > most else ""
        say(f"\n── {title}{more}")
        print_table(table, items[:most])


def dyad(
    left: ActorArgument,
    right: ActorArgument,
    acts: Annotated[bool, typer.Option("--acts", help="List every act behind the monthly sums, with its weight and quote.")] = False,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show what is between two actors: threads, and the balance of their acts by month."""
    codes, selection = (actor_code(left), actor_code(right)), selected(kind, None, status, since, until, in_force_on)
    with opened(ledger, as_of) as held:
        found = held.dyad(*codes, selection)
    match form:
        case Format.TABLE:
            _print_dyad(found, acts=acts)
        case Format.CSV:
            record = dyad_to_record(found)
            print_records([month for month in _listed(record["months"]) if isinstance(month, dict)], form)
        case Format.JSON | Format.JSONL:
            print_records([dyad_to_record(found)], form)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _print_dyad(found: Dyad, *, acts: bool) -> None:
    if not found.threads:
        say(f"nothing is known between {found.left} and {found.right}")
        return
    counts = ", ".join(f"{count} {kind} {state.replace('_', ' ')}" for kind, state, count in found.counts)
    say(f"{found.left}–{found.right}: {number_of(len(found.threads), 'thread')} ({counts})")
    say("Weights of event types from -10 (conflict) to +10 (cooperation), one act a step of a matter: docs/views.md")
    _section("Acts by month", view_columns.MONTHS, found.months, most=len(found.months))
    if acts:
        every = [act for month in found.months for act in month.acts]
        _section("Every act", view_columns.ACTS, every, most=len(every))
    _section("Threads, the newest report first", view_columns.MATTERS, found.threads)


def actor(
    code: ActorArgument,
    today: TodayOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    in_force_on: InForceOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one actor: its threats and measures, with whom and through whom it acts, what is due."""
    wanted, selection, day = actor_code(code), selected(kind, None, status, since, until, in_force_on), day_of(today, "today")
    with opened(ledger, as_of) as held:
        page = held.actor(wanted, selection, today=day)
    match form:
        case Format.TABLE:
            _print_actor(page)
        case Format.CSV:
            record = actor_to_record(page)
            print_records([thread for thread in _listed(record["threads"]) if isinstance(thread, dict)], form)
        case Format.JSON | Format.JSONL:
            print_records([actor_to_record(page)], form)


def _print_actor(page: ActorPage) -> None:
    if not page.threads:
        say(f"nothing is known of {page.code}")
        return
    say(f"{page.code}: {number_of(len(page.threads), 'thread')}")
    _section("Open threats by it", view_columns.MATTERS, page.threats_by)
    _section("Open threats against it", view_columns.MATTERS, page.threats_against)
    _section("Its measures in force", view_columns.MATTERS, page.measures_by)
    _section("Measures in force against it", view_columns.MATTERS, page.measures_against)
    _section("Due, and passed without news", columns.DUE, page.due)
    _section("With whom", view_columns.COMPANIONS, page.companions, most=10)
    _section("Through whom", view_columns.PEOPLE, page.people, most=10)


def tour(
    name: Annotated[str | None, typer.Argument(metavar="TRAVELLER", help="Part of the traveller's name, or a code; else all.")] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show tours: the stops in order, what was planned and what came of it."""
    with opened(ledger, as_of) as held:
        rows = held.tours(name)
    if form is not Format.TABLE:
        print_records(rows.to_records(), form)
    elif rows:
        _print_tours(rows)
    else:
        say("no tour is known: two visits of one named traveller within days of each other")


def _print_tours(rows: Rows[TourRow]) -> None:
    for index, row in enumerate(rows):
        say(("\n" if index else "") + f"{row.tour.traveller}: {row.tour.first} to {row.tour.last}, {row.tour.days} days [{row.tour.id}]")
        print_table(view_columns.STOPS, row.stops)
