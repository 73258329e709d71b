"""Commands for being told of news: alerts, brief."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from typing import Annotated

import typer

from detente.app.alerts import Alerts, mail_server
from detente.app.asking import day_of
from detente.app.config import load_config
from detente.app.following.settings import load_follow_settings
from detente.app.net.address import policy_allowing
from detente.app.publishing import brief_text, open_alerts
from detente.cli.options import ActorOption, KindOption, LedgerOption, StatusOption, TodayOption, opened, opened_ledger, selected
from detente.cli.output import print_table, say
from detente.cli.updates import BaseOption, TextOption, ThreadOption
from detente.errors import NotInLedger
from detente.model.alerting import AlertOn, Channel, Delivery, DeliveryState, Rule
from detente.model.saved_search import SavedSearch, saved_search_words

alerts = typer.Typer(help="Be told of news by webhook or mail: rules, previews, messages.", no_args_is_help=True, rich_markup_mode=None)

OnOption = Annotated[list[AlertOn] | None, typer.Option("--on", help="What to tell; may be repeated; else all of it.")]
NearOption = Annotated[int, typer.Option("--near", min=0, max=3650, metavar="DAYS", help="How many days ahead a deadline is near.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The rule's name.")]


@contextmanager
def _desk(ledger: str | None, *, today: str | None = None, base: str | None = None) -> Iterator[Alerts]:
    target = ledger or load_config().ledger
    policy = policy_allowing(load_follow_settings().allow_hosts)
    with opened_ledger(target) as held, closing(open_alerts(target)) as store:
        yield Alerts(held, store, policy=policy, mail=mail_server(os.environ), today=day_of(today, "today"), base=base)


def _asked(text: str, thread: str | None, kind: list[str] | None, actor: list[str] | None, status: list[str] | None) -> SavedSearch:
    return SavedSearch(selected(kind, actor, status, None, None), text, thread)


@alerts.command("add")
def add(
    name: NameArgument,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL", help="Post news to this address.")] = None,
    mail: Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Mail news to this address.")] = None,
    on: OnOption = None,
    near: NearOption = 7,
    text: TextOption = "",
    thread: ThreadOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    today: TodayOption = None,
) -> None:
    """Make a rule. What the ledger holds already is old news; the first import of an empty one is too."""
    with _desk(ledger, today=today) as desk:
        rule = desk.add(name, _asked(text, thread, kind, actor, status), on or list(AlertOn), days=near, webhook=webhook, mail=mail)
    say(f"{rule.name}: tells {rule.target} of {', '.join(rule.on)} in {saved_search_words(rule.search)}")
    if rule.secret:
        say(f"its secret, shown this once: {rule.secret}")


@alerts.command("list")
def list_rules(ledger: LedgerOption = None) -> None:
    """List the rules."""
    with _desk(ledger) as desk:
        rules = desk.rules()
    if not rules:
        say("no rules yet; `detente alerts add` makes one")
        return
    columns = (
        ("rule", lambda rule: rule.name),
        ("tells", lambda rule: f"{rule.channel.value} {rule.target}"),
        ("of", lambda rule: ", ".join(rule.on)),
        ("in", lambda rule: saved_search_words(rule.search)),
    )
    print_table(columns, rules)


@alerts.command("remove")
def remove(name: NameArgument, ledger: LedgerOption = None) -> None:
    """Remove a rule and its messages."""
    with _desk(ledger) as desk:
        desk.remove(name)
    say(f"{name}: removed")


@alerts.command("preview")
def preview(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A rule; else the filters that are given.")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How many days back from today.")] = 30,
    on: OnOption = None,
    near: NearOption = 7,
    text: TextOption = "",
    thread: ThreadOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    today: TodayOption = None,
) -> None:
    """Tell how often a rule would have fired in the days behind, and about what."""
    with _desk(ledger, today=today) as desk:
        if name is not None:
            rule = next((rule for rule in desk.rules() if rule.name == name), None)
            if rule is None:
                raise NotInLedger("no such rule", where=name, hint="`detente alerts list` lists them")
        else:
            asked = _asked(text, thread, kind, actor, status)
            rule = Rule("preview", asked, tuple(on or AlertOn), near, Channel.MAIL, "", None, None)
        found = desk.preview(rule, days=days)
    times = "once" if len(found) == 1 else f"{len(found)} times"
    say(f"this rule would have fired {times} in the last {days} days")
    if found:
        columns = (("day", lambda pair: pair[0].isoformat()), ("on", lambda pair: pair[1].on.value), ("matter", lambda pair: pair[1].about))
        print_table((*columns, ("what", lambda pair: pair[1].words)), found)


@alerts.command("run")
def run(ledger: LedgerOption = None, base: BaseOption = None, today: TodayOption = None) -> None:
    """Let the rules fire once, and send what is due; for a timer, after each reading."""
    with _desk(ledger, today=today, base=base) as desk:
        done = desk.run()
    say(f"{done.fired} messages made, {done.sent} sent, {done.failed} to be tried again, {done.dead} given up")


def _print_deliveries(deliveries: list[Delivery], empty: str) -> None:
    if not deliveries:
        say(empty)
        return
    columns = (
        ("message", lambda held: held.id),
        ("rule", lambda held: held.rule),
        ("state", lambda held: held.state.value),
        ("tries", lambda held: str(held.tries)),
        ("next", lambda held: held.due_at.isoformat(timespec="minutes") if held.state is DeliveryState.PENDING else ""),
        ("error", lambda held: held.error or ""),
    )
    print_table(columns, deliveries)


@alerts.command("sent")
def sent(ledger: LedgerOption = None) -> None:
    """List all messages with their states."""
    with _desk(ledger) as desk:
        _print_deliveries(desk.deliveries(), "no messages yet")


@alerts.command("dead")
def dead(ledger: LedgerOption = None) -> None:
    """List the messages that were given up, and why."""
    with _desk(ledger) as desk:
        _print_deliveries(desk.deliveries(DeliveryState.DEAD), "no dead letters")


@alerts.command("retry")
def retry(message: Annotated[str, typer.Argument(metavar="MESSAGE", help="The id of a dead letter.")], ledger: LedgerOption = None) -> None:
    """Let a dead letter be tried anew by the next run."""
    with _desk(ledger) as desk:
        desk.retry(message)
    say(f"{message}: will be tried again")


def _since(text: str, today: date) -> date:
    named = {"today": 0, "yesterday": 1}.get(text.strip().lower())
    found = day_of(text, "since") if named is None else today - timedelta(days=named)
    return found or today


def brief(
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="`yesterday`, `today` or a day.")] = "yesterday",
    today: TodayOption = None,
    text: TextOption = "",
    thread: ThreadOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
) -> None:
    """Write what changed, what is due and what is disputed as Markdown, every line with its quote and source."""
    day = day_of(today, "today") or date.today()
    first = _since(since, day)
    with opened(ledger) as held:
        sys.stdout.write(brief_text(held, _asked(text, thread, kind, actor, status), since=first, today=day))
