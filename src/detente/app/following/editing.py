"""The user's own sources: added, turned on and off, taken from lists of other readers and given to them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from detente.app.following.catalogue import catalogue, write_own
from detente.app.following.settings import FollowSettings
from detente.app.net.address import checked_url
from detente.errors import FetchError, InputError
from detente.sources.opml import Outline, name_for, opml_of, outlines_in
from detente.sources.source import FullText, Source, SourceClass, SourceKind, SourceLimits
from detente.sources.source_file import schedule_of, source_text

_LARGEST_OPML = 5_000_000


def new_source(
    url: str,
    *,
    name: str | None = None,
    publisher: str | None = None,
    source_class: str = "news",
    country: str = "",
    kind: str = "feed",
    links: str | None = None,
    schedule: str = "1h",
    taken: tuple[str, ...] = (),
) -> Source:
    """A source as the user describes it; InputError for what cannot be one."""
    if kind not in list(SourceKind):
        raise InputError(f"no such kind: {kind!r}", where="kind", hint=", ".join(SourceKind))
    if source_class not in list(SourceClass):
        raise InputError(f"no such class: {source_class!r}", where="class", hint=", ".join(SourceClass))
    host = Path(url).stem if kind == SourceKind.JSONL else checked_url(url).host
    return Source(
        name=name or name_for(publisher or host, taken),
        publisher=publisher or host,
        source_class=SourceClass(source_class),
        country=country,
        language="en",
        kind=SourceKind(kind),
        url=url,
        schedule=schedule_of(schedule, "schedule"),
        time_zone=None,
        full_text=FullText.AUTO,
        limits=SourceLimits(),
        topics=(),
        links=links,
        unverified=False,
        enabled=True,
    )


def add(settings: FollowSettings, source: Source) -> Path:
    """Write a source into the user's folder; InputError where there is one of its name or address."""
    for name, held in catalogue(settings.sources).items():
        if name == source.name:
            raise InputError("there is a source of that name", where=name, hint="give another --name, or edit its file")
        if held.url == source.url:
            raise InputError(f"this address is the source {name!r}", where=source.url)
    return write_own(settings.sources, source.name, source_text(source))


def _from_outline(outline: Outline, taken: tuple[str, ...]) -> Source:
    plain = new_source(outline.url, publisher=outline.title, taken=taken)
    return replace(
        plain, source_class=outline.source_class or SourceClass.NEWS, topics=outline.folders, unverified=True, schedule=timedelta(hours=1)
    )


def add_all(settings: FollowSettings, data: bytes) -> tuple[list[Source], list[str]]:
    """Write the feeds of an OPML list into the user's folder; gives those that were new, and why others were not taken."""
    if len(data) > _LARGEST_OPML:
        raise InputError("larger than 5 MB", where="OPML")
    new, left = [], []
    for outline in outlines_in(data):
        try:
            source = _from_outline(outline, tuple(catalogue(settings.sources)))
            add(settings, source)
            new.append(source)
        except (InputError, FetchError) as error:
            left.append(str(error))
    return new, left


def as_opml(settings: FollowSettings) -> bytes:
    """The feeds that are enabled, as OPML."""
    return opml_of([source for source in catalogue(settings.sources).values() if source.enabled])
