"""The commands `sources list`, `add`, `check`, `preview`, `enable`, `disable`, `status`, `facts`, `import` and `export`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.app.config import load_config
from detente.app.following.catalogue import catalogue, set_enabled, source_named
from detente.app.following.editing import add as add_own
from detente.app.following.editing import add_all, as_opml, new_source
from detente.app.following.facts import KnownFacts, known_facts_to_record
from detente.app.following.health import Health, findings_of, health_to_record
from detente.app.following.logs import silence
from detente.app.following.metrics import metrics_text
from detente.app.following.preview import Preview, PreviewItem, preview_item_to_record
from detente.app.following.rounds import Checked, chosen, health, preview_of, preview_of_files
from detente.app.following.rounds import check as check_all
from detente.app.following.rounds import facts as facts_in
from detente.app.following.settings import load_follow_settings
from detente.cli.contact import settings_with_contact
from detente.cli.options import FormatOption, LedgerOption
from detente.cli.output import Column, Format, notice, print_records, print_table, say, warn
from detente.errors import InputError, QueryError

sources = typer.Typer(help="The sources that are followed: which there are, how they stand, your own.", invoke_without_command=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The source's name.")]

_FAILED = 1


def _short(health: Health) -> str:
    return health.state.succeeded_at.strftime("%Y-%m-%d %H:%M") if health.state and health.state.succeeded_at else ""


_LIST: list[Column[Health]] = [
    ("name", lambda h: h.source.name),
    ("class", lambda h: h.source.source_class.replace("_", " ")),
    ("country", lambda h: h.source.country),
    ("kind", lambda h: h.source.kind.replace("_", " ")),
    ("topics", lambda h: ", ".join(h.source.topics)),
    ("standing", lambda h: h.standing),
    ("publisher", lambda h: h.source.publisher),
    ("url", lambda h: h.state.url if h.state else h.source.url),
]
_STATUS: list[Column[Health]] = [
    ("name", lambda h: h.source.name),
    ("standing", lambda h: h.standing),
    ("last success", _short),
    ("next due", lambda h: h.state.due_at.strftime("%Y-%m-%d %H:%M") if h.state and not h.state.stopped else ""),
    ("items", lambda h: str(h.tally.items)),
    ("read", lambda h: str(h.tally.read)),
    ("claims", lambda h: str(h.tally.claims)),
    ("copies", lambda h: str(h.tally.syndicated)),
    ("seconds", lambda h: f"{h.state.seconds:.2f}" if h.state and h.state.seconds is not None else ""),
    ("error", lambda h: (h.state.error or "")[:100] if h.state else ""),
]
_PREVIEW: list[Column[PreviewItem]] = [
    ("would", lambda i: i.fate + (", page fetched" if i.page else "")),
    ("published", lambda i: i.published or "no date"),
    ("title", lambda i: i.item.title),
    ("document", lambda i: i.identity),
]


_FACTS: list[Column[KnownFacts]] = [
    ("number", lambda f: f.facts.number),
    ("type", lambda f: f.facts.type),
    ("signed", lambda f: f.facts.signed or ""),
    ("published", lambda f: f.facts.published or ""),
    ("effective", lambda f: f.facts.effective or ""),
    ("corrects", lambda f: f.corrects.number if f.corrects else ""),
    ("corrected by", lambda f: ", ".join(name.number for name in f.corrected_by)),
    ("document", lambda f: f.document),
]


@sources.callback()
def root(context: typer.Context) -> None:
    """The sources that are followed: which there are, how they stand, your own."""
    if context.invoked_subcommand is None:
        say(context.get_help())


@sources.command("list")
def list_(
    ledger: LedgerOption = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only sources on this topic; may be repeated.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """All sources, shipped and your own, and how they stand."""
    held = health(load_follow_settings(), ledger or load_config().ledger)
    wanted = {name.casefold() for name in topic or ()}
    shown = [one for one in held if not wanted or wanted & {name.casefold() for name in one.source.topics}]
    if not shown:
        known = sorted({name for one in held for name in one.source.topics}, key=str.casefold)
        raise QueryError("no source has this topic", where="--topic", hint=f"one of {', '.join(known)}")
    _print(shown, _LIST, form)


@sources.command()
def status(
    ledger: LedgerOption = None,
    form: FormatOption = Format.TABLE,
    everything: Annotated[bool, typer.Option("--all", help="Also sources that were never asked.")] = False,
    prometheus: Annotated[bool, typer.Option("--prometheus", help="The figures in the text form of Prometheus.")] = False,
) -> None:
    """How the sources that were asked stand: last success, next due, items, claims, errors; and what is wrong with them."""
    held = health(load_follow_settings(), ledger or load_config().ledger)
    if prometheus:
        sys.stdout.write(metrics_text(lambda: held))
        return
    shown = [one for one in held if everything or one.state is not None]
    if not shown and form is Format.TABLE:
        say("no source was asked yet: `detente follow --once` asks those that are due")
        return
    _print(shown, _STATUS, form)
    for finding in findings_of(shown):
        notice(finding)


@sources.command()
def facts(ledger: LedgerOption = None, form: FormatOption = Format.TABLE) -> None:
    """What official journals say of the acts that were taken in: number, type, days of signing, publication and effect, corrections."""
    held = facts_in(ledger or load_config().ledger)
    if form is not Format.TABLE:
        print_records([known_facts_to_record(one) for one in held], form)
    elif held:
        print_table(_FACTS, held)
    else:
        say("no act of an official journal was taken in yet")


def _print(held: list[Health], columns: list[Column[Health]], form: Format) -> None:
    if form is Format.TABLE:
        print_table(columns, held)
    else:
        print_records([health_to_record(one) for one in held], form)


@sources.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL|FOLDER", help="The address of the feed, page or sitemap, or a folder of JSON lines.")],
    name: Annotated[str | None, typer.Option("--name", help="What the source is called here; else made from the publisher.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who publishes it; else the host.")] = None,
    source_class: Annotated[str, typer.Option("--class", help="official, state_media, wire, news, analysis.")] = "news",
    country: Annotated[str, typer.Option("--country", help="The publisher's country, as CHN, or EU.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="feed, page, sitemap, federal_register, jsonl.")] = "feed",
    links: Annotated[
        str | None, typer.Option("--links", metavar="PATTERN", help="Which addresses of a page or sitemap are reports.")
    ] = None,
    schedule: Annotated[str, typer.Option("--schedule", help="How often it is asked at most: 30m, 1h, 2d.")] = "1h",
) -> None:
    """Add a source of your own: a file in your sources folder, which may be edited."""
    settings = load_follow_settings()
    source = new_source(
        url,
        name=name,
        publisher=publisher,
        source_class=source_class,
        country=country,
        kind=kind,
        links=links,
        schedule=schedule,
        taken=tuple(catalogue(settings.sources)),
    )
    path = add_own(settings, source)
    say(f"{path}: added; `detente sources preview {source.name}` shows what would be read")


@sources.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="The sources; all that are enabled without any.")] = None,
    ledger: LedgerOption = None,
) -> None:
    """Ask sources whether they answer; unverified ones that do are followed from then on."""
    settings = settings_with_contact()
    silence()
    held = {name: source for name, source in chosen(settings, names or ()).items() if source.enabled or names}
    done = check_all(settings, held, ledger or load_config().ledger, told=_tell_check)
    failed = [one for one in done if one.error is not None]
    say(f"{len(done) - len(failed)} answer, {len(failed)} do not")
    if unverified := [one for one in failed if not one.was_verified]:
        say(f"{len(unverified)} stay unverified: they are not followed until a check has seen them answer")
    if failed and len(failed) == len(done):
        warn("no source answered: is there a network?")
    if failed:
        raise typer.Exit(_FAILED)


def _tell_check(checked: Checked) -> None:
    name, is_new = checked.source.name, not checked.was_verified
    if checked.error:
        say(f"{name}: {'unverified still' if is_new else 'does not answer'}: {checked.error}")
    else:
        say(f"{name}: answers, {checked.items} items{'; verified, and followed from now on' if is_new else ''}")


@sources.command()
def preview(
    what: Annotated[str, typer.Argument(metavar="NAME|URL|FILE", help="A source, the address of a feed, or an answer kept as a file.")],
    kind: Annotated[str, typer.Option("--kind", help="What an address or file is: feed, page, sitemap, federal_register, jsonl.")] = "feed",
    links: Annotated[
        str | None, typer.Option("--links", metavar="PATTERN", help="Which addresses of a page or sitemap are reports.")
    ] = None,
    ledger: LedgerOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show what a source lists now and what would become of it; nothing is kept."""
    silence()
    target = ledger or load_config().ledger
    if Path(what).is_file():
        base = new_source("https://preview.invalid/", kind=kind, links=links, name="preview")
        held = preview_of_files(load_follow_settings(), [Path(what)], base)[0]
    elif "://" in what:
        held = preview_of(settings_with_contact(), new_source(what, kind=kind, links=links, name="preview"), target)
    else:
        settings = load_follow_settings()
        named = source_named(what, settings.sources)
        held = preview_of(settings_with_contact(), named, target)
    _print_preview(held, form)


def _print_preview(held: Preview, form: Format) -> None:
    for finding in held.findings:
        notice(finding)
    if held.error and not held.items:
        raise InputError(held.error, where=held.source)
    if form is not Format.TABLE:
        print_records([preview_item_to_record(item) for item in held.items], form)
    elif held.items:
        print_table(_PREVIEW, held.items, title=held.title or None)
    else:
        say("nothing is listed")


@sources.command()
def enable(name: NameArgument) -> None:
    """Follow a source again."""
    say(f"{set_enabled(load_follow_settings().sources, name, enabled=True)}: {name} is followed")


@sources.command()
def disable(name: NameArgument) -> None:
    """Follow a source no more; what was read of it stays."""
    say(f"{set_enabled(load_follow_settings().sources, name, enabled=False)}: {name} is not followed any more")


@sources.command("import")
def import_(path: Annotated[str, typer.Argument(metavar="FILE", help="An OPML file, or - for standard input.")]) -> None:
    """Add the feeds of an OPML list as unverified sources."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=path) from None
    new, left = add_all(load_follow_settings(), data)
    for why in left:
        warn(f"not taken: {why}")
    say(f"{len(new)} sources added, {len(left)} not taken; `detente sources check` asks whether they answer")


@sources.command()
def export(
    output: Annotated[str | None, typer.Option("--output", metavar="FILE", help="Where to write; else standard output.")] = None,
) -> None:
    """Write the enabled feeds as OPML, for other readers."""
    data = as_opml(load_follow_settings())
    if output is None:
        sys.stdout.write(data.decode() + "\n")
        return
    try:
        Path(output).write_bytes(data + b"\n")
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=output) from None
    say(f"{output}: written")
