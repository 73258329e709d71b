"""Commands that write updates for readers and calendars: feed, calendar."""

import sys
from typing import Annotated

import typer

from detente.app.publishing import FeedFormat, calendar_text, feed_text
from detente.cli.options import ActorOption, AsOfOption, KindOption, LedgerOption, SinceOption, StatusOption, UntilOption, opened, selected
from detente.model.saved_search import SavedSearch

TextOption = Annotated[str, typer.Option("--text", help="Words that a matter must hold, as in `detente search`.")]
ThreadOption = Annotated[str | None, typer.Option("--thread", metavar="ID", help="One thread instead of a search.")]
BaseOption = Annotated[
    str | None, typer.Option("--base", metavar="URL", help="Where the pages are that links lead to; else http://127.0.0.1:8710.")
]


def feed(
    form: Annotated[FeedFormat, typer.Option("--format", help="Atom or JSON Feed.")] = FeedFormat.ATOM,
    text: TextOption = "",
    thread: ThreadOption = None,
    base: BaseOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write what changed in a search or a thread as a feed."""
    asked = SavedSearch(selected(kind, actor, status, since, until), text, thread)
    with opened(ledger, as_of) as held:
        sys.stdout.write(feed_text(held, asked, form, base=base).decode() + "\n")


def calendar(
    text: TextOption = "",
    thread: ThreadOption = None,
    base: BaseOption = None,
    ledger: LedgerOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the days of a search or a thread as a calendar (iCalendar)."""
    asked = SavedSearch(selected(kind, actor, status, since, until), text, thread)
    with opened(ledger, as_of) as held:
        sys.stdout.write(calendar_text(held, asked, base=base).decode())
