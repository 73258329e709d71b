"""One source asked once: over the network, or in a folder.

In: the source, its state, a client, workers. Out: what it lists, and what came of asking. Nothing is written.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from detente.app.fetch import charset_of
from detente.app.following.politeness import Hosts
from detente.app.following.tasks import ListingTask
from detente.app.following.workers import Workers
from detente.app.net.client import Answer, Client, Headers, Limits, Request
from detente.app.net.unpacking import unzipped
from detente.errors import DetenteError, FetchError, ParsingError
from detente.model.finding import Finding, Severity
from detente.model.following import SourceState
from detente.sources.asking import Answered
from detente.sources.due import Said, said_in
from detente.sources.federal_register import asked_for
from detente.sources.item import Listing
from detente.sources.source import Source, SourceKind

_ACCEPT = b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_SECONDS = 30.0
_MOST_MORE = 10
# The register is asked again for the days before the last success: documents come late.
_OVERLAP = timedelta(days=7)
_FIRST_WINDOW = timedelta(days=14)
_INCOMPLETE = ("feed-cut-off",)
NOTHING_SAID = Said(fresh=None, retry_after=None, has_validator=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source lists, empty where nothing changed or it failed; and what came of asking it."""

    listing: Listing
    answered: Answered


@dataclass(slots=True)
class Asking:
    """What asking needs: the way out, turns at hosts, workers, and the clock."""

    client: Client
    hosts: Hosts
    workers: Workers
    now: Callable[[], datetime]
    seconds: float = field(default=_SECONDS)

    async def ask(self, source: Source, state: SourceState) -> Asked:
        """Ask a source; a failure is an answer too."""
        started, is_whole = time.monotonic(), not (state.etag or state.last_modified)
        try:
            if source.kind is SourceKind.JSONL:
                return Asked(await self._folder(source), self._succeeded(started, NOTHING_SAID))
            return await self._over_the_network(source, state, started, is_whole)
        except (FetchError, ParsingError) as error:
            return self._failed(error.kind, str(error), started, NOTHING_SAID, is_whole)
        except DetenteError as error:
            return self._failed("source", str(error), started, NOTHING_SAID, is_whole)

    def _succeeded(self, started: float, said: Said) -> Answered:
        return Answered(at=self.now(), seconds=time.monotonic() - started, said=said, is_whole=True)

    def _failed(self, kind: str, error: str, started: float, said: Said, is_whole: bool) -> Asked:
        seconds = time.monotonic() - started
        answered = Answered(at=self.now(), seconds=seconds, said=said, is_whole=is_whole, error_kind=kind, error=error)
        return Asked(Listing(items=()), answered)

    def _address(self, source: Source, state: SourceState) -> str:
        if source.kind is not SourceKind.FEDERAL_REGISTER:
            return state.url
        today = self.now().date()
        return asked_for(state.url, (state.succeeded_at.date() - _OVERLAP) if state.succeeded_at else today - _FIRST_WINDOW, today)

    async def _sent(self, source: Source, url: str, headers: Headers = ()) -> Answer:
        limits = Limits(seconds=self.seconds, max_bytes=source.limits.bytes)
        request = Request(url=url, headers=((b"Accept", _ACCEPT), *headers), limits=limits)
        return await self.client.send(request, turn=self.hosts.turn_at)

    async def _over_the_network(self, source: Source, state: SourceState, started: float, is_whole: bool) -> Asked:
        is_register = source.kind is SourceKind.FEDERAL_REGISTER  # each window of days is an address of its own
        answer = await self._sent(source, self._address(source, state), () if is_register else _conditions(state))
        said = _said(answer, state.every, self.now())
        moved_to = None if is_register else answer.moved_to
        base = replace(self._succeeded(started, said), seconds=answer.seconds, is_whole=is_whole, moved_to=moved_to)
        if answer.status == 304 and not is_whole:
            return Asked(Listing(items=()), replace(base, is_unchanged=True))
        if not answer.is_success or answer.status == 204:
            failed = self._failed(f"http-{answer.status}", f"the server answered {answer.reason}", started, said, is_whole)
            return Asked(failed.listing, replace(failed.answered, seconds=answer.seconds, is_gone=answer.status == 410))
        return await self._listed(source, answer, base)

    async def _listed(self, source: Source, answer: Answer, base: Answered) -> Asked:
        listing = await self._parsed(source, answer)
        # An index of sitemaps may stay as it is while they change: its validators tell nothing of them.
        is_index = source.kind is SourceKind.SITEMAP and bool(listing.more)
        etag, last_modified = (None, None) if is_index else (answer.header("etag"), answer.header("last-modified"))
        has_validator = base.said.has_validator and not is_index
        said = replace(
            base.said, has_validator=has_validator, fresh=max(filter(None, (base.said.fresh, _length(listing.every))), default=None)
        )
        listed = replace(base, every=listing.every, etag=etag, last_modified=last_modified, said=said)
        for finding in listing.findings:
            if finding.severity is Severity.ERROR or finding.code in _INCOMPLETE:
                return Asked(listing, replace(listed, error_kind=finding.code, error=finding.message))
        return Asked(listing, listed)

    async def _parsed(self, source: Source, answer: Answer) -> Listing:
        """The listing of an answer with those of its further pages."""
        task = _task(source, answer.url, charset_of(answer.text_header("content-type")))
        listing = await self._listing(task, answer, source)
        items, more, read = {item.key: item for item in listing.items}, list(listing.more), 0
        while more and read < _MOST_MORE and len(items) < source.limits.items:
            further = await self._sent(source, more.pop(0))
            read += 1
            if not further.is_success:
                raise FetchError(f"the server answered {further.reason}", where=further.url, kind=f"http-{further.status}")
            following = await self._listing(replace(task, url=further.url), further, source)
            items |= {item.key: item for item in following.items if item.key not in items}
            more += [url for url in following.more if source.kind is SourceKind.FEDERAL_REGISTER]
        taken, notes = tuple(items.values())[: source.limits.items], list(listing.findings)
        if (more and source.kind is SourceKind.FEDERAL_REGISTER) or len(items) > len(taken):
            message = f"There is more than is taken: {len(taken)} items. `items` in [limits] of its file allows more."
            notes.append(Finding("too-many-items", Severity.WARNING, answer.url, message))
        return replace(listing, items=taken, findings=tuple(notes))

    async def _listing(self, task: ListingTask, answer: Answer, source: Source) -> Listing:
        return await self.workers.listing(task, unzipped(answer.body, source.limits.bytes, where=answer.url))

    async def _folder(self, source: Source) -> Listing:
        """The reports in the files of a folder, or in one file."""
        place = Path(source.url).expanduser()
        files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
        listings = []
        for path in files:
            try:
                if path.stat().st_size > source.limits.bytes:
                    raise FetchError(f"larger than {source.limits.bytes / 1e6:g} MB", where=str(path), kind="size")
                data = await asyncio.to_thread(path.read_bytes)
            except OSError as error:
                raise FetchError(error.strerror or "cannot be read", where=str(path), kind="file") from None
            listings.append(await self.workers.listing(_task(source, str(path), None), data))
        items = {item.key: item for listing in listings for item in listing.items}
        return Listing(items=tuple(items.values()), findings=tuple(finding for listing in listings for finding in listing.findings))


def _task(source: Source, url: str, charset: str | None) -> ListingTask:
    limits = source.limits
    return ListingTask(kind=source.kind, url=url, charset=charset, items=limits.items, item_chars=limits.item_chars, links=source.links)


def _conditions(state: SourceState) -> Headers:
    conditions = ((b"If-None-Match", state.etag), (b"If-Modified-Since", state.last_modified))
    return tuple((name, value) for name, value in conditions if value)


def _length(seconds: float | None) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds else None


def _said(answer: Answer, every: float | None, now: datetime) -> Said:
    return said_in(
        cache_control=answer.text_header("cache-control"),
        expires=answer.text_header("expires"),
        date=answer.text_header("date"),
        retry_after=answer.text_header("retry-after"),
        has_validator=bool(answer.header("etag") or answer.header("last-modified") or answer.status == 304),
        every=every,
        now=now,
    )
