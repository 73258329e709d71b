"""The command `follow`: the service, one round, or a look at what a round would do."""

import os
from typing import Annotated

import typer

from detente.app.alerts import alerting
from detente.app.config import load_config
from detente.app.following.logs import silence, start_logging
from detente.app.following.model_reading import readers_of
from detente.app.following.preview import Preview
from detente.app.following.rounds import chosen, follow_on, follow_once, preview_due
from detente.app.following.service import Summary
from detente.app.pipeline import reading_function
from detente.cli.contact import settings_with_contact
from detente.cli.options import LedgerOption, ModelOption, say_which_weights
from detente.cli.output import number_of, progress, say, warn
from detente.cli.updates import BaseOption

MetricsOption = Annotated[str | None, typer.Option("--metrics", metavar="HOST:PORT", help="Serve figures for Prometheus here.")]
SourceOption = Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Only this source; may be repeated.")]


_FAILED = 1


def follow(
    ledger: LedgerOption = None,
    once: Annotated[bool, typer.Option("--once", help="One round: ask what is due, read what is new, and end.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what a round would read; write nothing.")] = False,
    source: SourceOption = None,
    metrics: MetricsOption = None,
    base: BaseOption = None,
    model: ModelOption = True,
) -> None:
    """Keep a ledger up to date from many sources, until told to stop."""
    settings = settings_with_contact()
    target, sources = ledger or load_config().ledger, chosen(settings, source or ())
    say_which_weights(model)
    if dry_run:
        silence()
        _show(preview_due(settings, sources, target))
        return
    tell = alerting(target, allow_hosts=settings.allow_hosts, environment=os.environ, base=base)
    read_all, read_by = reading_function(model=model), readers_of(sources.values(), model=model)
    if once:
        silence()
        with progress("following", None) as step:
            summary = follow_once(settings, sources, target, read_all=read_all, read_by=read_by, progress=step, tell=tell)
        _tell(summary, target)
        if summary.asked and summary.failed == summary.asked:
            warn("no source answered: is there a network? `detente sources status` tells what each said")
            raise typer.Exit(_FAILED)
    else:
        start_logging()
        follow_on(settings, sources, target, read_all=read_all, read_by=read_by, metrics=metrics or settings.metrics, tell=tell)


def _show(previews: list[Preview]) -> None:
    for held in sorted(previews, key=lambda preview: preview.source):
        new = [item for item in held.items if item.fate in ("be new", "be changed")]
        what = f"{held.source}: {held.error}" if held.error else f"{held.source}: {len(new)} of {len(held.items)} items would be read"
        say(what)
        for item in new:
            say(f"  {item.published or 'no date':<25}  {item.item.title or item.identity}")
    if not previews:
        say("nothing is due: every source was asked within its schedule")


def _tell(summary: Summary, target: str) -> None:
    say(f"{number_of(summary.asked, 'source')} asked: {summary.unchanged} unchanged, {summary.failed} failed")
    say(f"{number_of(summary.new, 'new item')}, {summary.changed} changed, {number_of(summary.pages, 'page')} fetched")
    say(f"{target}: {number_of(summary.read, 'document')} read, {number_of(summary.claims, 'claim')} added")
    if summary.messages:
        say(f"{number_of(summary.messages, 'message')} to who asked for alerts; `detente alerts sent` tells what became of them")
    for why, number in summary.left_out.most_common(8):
        say(f"  {number} left out: {why}")
    if summary.unverified:
        say(f"{summary.unverified} sources are unverified and not followed: `detente sources check` asks them")
