"""How changes are printed: of matters, of reports, and what a named reader has not seen."""

from collections.abc import Iterator, Sequence

from detente.app.answers import Unseen
from detente.app.rows import Rows
from detente.cli import columns
from detente.cli.decisions import LOG
from detente.cli.output import Format, print_rows, print_table, say
from detente.views.changes import Change
from detente.views.headline import headline
from detente.views.revisions import ClaimChange, Revision

_SHOWN = 10


def print_changes(changes: Rows[Change] | None, revisions: Rows[Revision], form: Format, *, empty: str) -> None:
    """Changes of matters, and below them, for people, changed reports; reports alone where `changes` is None."""
    if form is not Format.TABLE:
        print_rows(revisions if changes is None else changes, (), form, empty=empty)
        return
    if changes is not None and (changes or not revisions):
        print_rows(changes, columns.CHANGES, form, empty=empty)
    if revisions:
        _print_revisions(revisions, title=changes is not None)
    elif changes is None:
        say("no report was changed")


def _print_revisions(revisions: Sequence[Revision], *, title: bool) -> None:
    if title:
        more = f", {_SHOWN} of {len(revisions)}; all with --reports" if len(revisions) > _SHOWN else ""
        say(f"\n── Changed reports{more}")
    for revision in revisions[:_SHOWN] if title else revisions:
        document = revision.after
        name = " · ".join(filter(None, (document.title, document.publisher, document.url or document.id)))
        say(f"{name} (recorded {revision.recorded_at:%Y-%m-%d %H:%M})")
        for change in revision.text:
            for line in change.before:
                say(f"  - {line}")
            for line in change.after:
                say(f"  + {line}")
        for claim_change in revision.claims:
            say(f"  claim {_claim_words(claim_change)}")


def _claim_words(change: ClaimChange) -> str:
    about = headline([change.claim])
    if change.before is None:
        return f"new: {columns.status(change.claim)}, {about}"
    if change.after is None:
        return f"gone: {columns.status(change.claim)}, {about}"
    return f"changed: {about}: {'; '.join(_slot_words(change))}"


def _slot_words(change: ClaimChange) -> Iterator[str]:
    was, now = (dict(trait.split("=", 1) for trait in traits) for traits in (change.was, change.now))
    for slot in dict.fromkeys((*was, *now)):
        yield f"{slot} {was.get(slot, 'nothing')} → {now.get(slot, 'nothing')}"


def print_unseen(unseen: Unseen, form: Format, *, reports: bool) -> None:
    """What a reader has not seen."""
    since = "the first look" if unseen.since is None else f"since {unseen.since:%Y-%m-%d %H:%M} UTC"
    empty = f"nothing new for {unseen.reader}, {since}"
    print_changes(None if reports else unseen.changes, unseen.revisions, form, empty=empty)
    if form is Format.TABLE and unseen.decisions and not reports:
        say("\n── Decisions")
        print_table(LOG, unseen.decisions)
