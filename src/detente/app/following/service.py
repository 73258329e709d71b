"""Following: sources asked as they fall due, pages fetched, items read into the ledger.

In: sources, a database with the ledger and what is remembered of sources, a client, workers, a reader. Out: a fuller ledger.

Holds: each step ends in one transaction, so it may be stopped anywhere, by SIGKILL too: what was not kept is done again, what was kept
is not. A version of a document is appended once, however often its item is met.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import structlog

from detente.app.following import codec
from detente.app.following.asking import Asked, Asking
from detente.app.following.documents import identity_of, wants_page
from detente.app.following.pages import Pages
from detente.app.following.politeness import Stopped
from detente.app.following.reading import Batch, ItemReader
from detente.errors import DetenteError
from detente.model.following import NewItem, OpenItem, SourceState, Stage
from detente.sources.asking import first_state, state_after
from detente.sources.item import Item
from detente.sources.source import Source
from detente.store.sources import SqlSources

log = structlog.get_logger()

_ASKED_AT_ONCE = 16
# Items that are read in one go: many small ones, or as many as some seconds are enough for, since a stop waits for them.
_READ_AT_ONCE = 200
_CHARACTERS_AT_ONCE = 120_000
_PAGES_AT_ONCE = 64
_LONGEST_SLEEP = 20.0
_SHORTEST_SLEEP = 0.2

# How often people are told of news while much is read; and how often in any case, for days that come near and messages that failed.
_TELLS_AT_MOST_EVERY = timedelta(minutes=1)
_TELLS_EVERY = timedelta(minutes=5)

Progress = Callable[[str], None]

# Tells people of news; gives how many messages were made.
Tell = Callable[[], int]


@dataclass(slots=True)
class Summary:
    """What was done since the start, for people and for metrics."""

    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    pages: int = 0
    read: int = 0
    claims: int = 0
    messages: int = 0
    unverified: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def is_followed(source: Source, state: SourceState) -> bool:
    """Whether a source is asked: enabled, not gone, seen to answer once or known to."""
    return source.enabled and not state.stopped and (not source.unverified or state.verified_at is not None)


class Service:
    """Follows sources until it is told to stop, or for one round."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        store: SqlSources,
        *,
        asking: Asking,
        pages: Pages,
        reader: ItemReader,
        now: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
        progress: Progress = lambda _: None,
        tell: Tell | None = None,
    ) -> None:
        self._sources = sources
        self._store = store
        self._asking = asking
        self._pages = pages
        self._reader = reader
        self._now = now
        self._chance = chance
        self._progress = progress
        self._tell = tell
        self._told_at: datetime | None = None
        self._told_read = 0
        self._stop = asyncio.Event()
        self._states = store.states()
        self._asked_now: set[str] = set()
        self.summary = Summary()

    def stop(self) -> None:
        """End when the items in hand are done with; what waits for its turn at a host is not begun."""
        self._stop.set()
        self._asking.hosts.stop()

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def state_of(self, source: Source) -> SourceState:
        """How a source stands; where its own address was edited since, it starts anew there."""
        state = self._states.get(source.name)
        return state if state and state.own_url == source.url else first_state(source.name, source.url, self._now())

    def followed(self) -> list[Source]:
        """The sources that are asked: enabled, seen to answer once or known to, and not gone."""
        return [source for source in self._sources.values() if is_followed(source, self.state_of(source))]

    def unverified(self) -> list[Source]:
        """The sources that are enabled, and not asked since nobody has seen them answer."""
        return [
            source for source in self._sources.values() if source.enabled and source.unverified and not self.state_of(source).verified_at
        ]

    def due(self) -> list[Source]:
        """Those of them whose time has come, the longest overdue first."""
        held = [(self.state_of(source).due_at, source.name, source) for source in self.followed() if source.name not in self._asked_now]
        now = self._now()
        return [source for due_at, _, source in sorted(held, key=lambda entry: entry[:2]) if due_at <= now]

    async def ask(self, source: Source) -> Asked:
        """Ask one source and take in what it lists. Raises Stopped."""
        state = self.state_of(source)
        self._asked_now.add(source.name)
        try:
            asked = await self._asking.ask(source, state)
            self._take_in(source, state, asked)
        finally:
            self._asked_now.discard(source.name)
        self._progress(source.name)
        return asked

    def _take_in(self, source: Source, state: SourceState, asked: Asked) -> None:
        answered = asked.answered
        after = state_after(state, answered, schedule=source.schedule, chance=self._chance())
        self.summary.asked += 1
        self.summary.unchanged += answered.is_unchanged
        if answered.error_kind:
            self.summary.failed += 1
            self._store.keep(after, error_kind=answered.error_kind)
        if asked.listing.items:
            items = [_new_item(item, source) for item in asked.listing.items]
            taken = self._store.take_in(
                replace(after, changed_at=state.changed_at), items, now=self._now(), is_old=state.succeeded_at is None
            )
            if taken.new or taken.changed:
                after = replace(after, changed_at=answered.at)
                self._store.keep(after)
            self.summary.new += taken.new
            self.summary.changed += taken.changed
        elif not answered.error_kind:
            self._store.keep(after)
        self._states[source.name] = after
        told = {"error": answered.error, "kind": answered.error_kind} if answered.error_kind else {}
        log.info(
            "asked",
            source=source.name,
            items=len(asked.listing.items),
            seconds=round(answered.seconds, 3),
            due=after.due_at.isoformat(),
            **told,
        )
        for finding in asked.listing.findings:
            log.warning("finding", source=source.name, code=finding.code, subject=finding.subject, message=finding.message)

    async def ask_due(self, sources: Sequence[Source] | None = None) -> int:
        """Ask all sources that are due, or the given ones; gives their number."""
        gate, due = asyncio.Semaphore(_ASKED_AT_ONCE), self.due() if sources is None else list(sources)

        async def asked(source: Source) -> None:
            async with gate:
                if not self.is_stopping:
                    with suppress(Stopped):
                        await self.ask(source)

        await _all(asked(source) for source in due)
        return len(due)

    async def fetch_pages(self) -> int:
        """Fetch the pages of items that wait for it, hosts side by side; gives how many items moved on."""
        waiting = self._store.open_items(Stage.PAGE, now=self._now(), most=_PAGES_AT_ONCE)
        by_host: dict[str, list[OpenItem]] = defaultdict(list)
        for item in waiting:
            by_host[self._pages.host_of(item)].append(item)
        await _all(self._fetch_from_host(items) for items in by_host.values())
        return len(waiting)

    async def _fetch_from_host(self, items: Sequence[OpenItem]) -> None:
        for item in items:
            if self.is_stopping:
                return
            try:
                turned = await self._pages.fetch(item)
            except Stopped:
                return
            self._store.move(item, stage=turned.stage, payload=turned.payload, due_at=turned.due_at, tries=turned.tries)
            self.summary.pages += 1
            self._progress(item.source)

    async def read_ready(self) -> int:
        """Read a batch of items that are ready; gives their number."""
        items = _some(self._store.open_items(Stage.READY, now=self._now(), most=_READ_AT_ONCE))
        if items:
            batch = await asyncio.to_thread(self._reader.read, items, self._sources)
            self._count(batch)
        return len(items)

    def _count(self, batch: Batch) -> None:
        for done in batch.done:
            if done.stage is Stage.READ:
                self.summary.read += 1
                self.summary.claims += done.claims
            else:
                self.summary.left_out[(done.why or "").partition(":")[0][:60]] += 1
            log.info("item", source=done.source, stage=done.stage.value, why=done.why, claims=done.claims, document=done.document_key)
            self._progress(done.source)

    async def tell(self) -> int:
        """Tell people of news, once something was read, and every few minutes for what falls due and for messages to be tried again."""
        if self._tell is None:
            return 0
        now, read = self._now(), self.summary.read
        waited = _TELLS_EVERY if self._told_at is None else now - self._told_at
        if waited < (_TELLS_EVERY if read == self._told_read else _TELLS_AT_MOST_EVERY):
            return 0
        self._told_at, self._told_read = now, read
        try:
            made = await asyncio.to_thread(self._tell)
        except DetenteError as error:
            log.warning("alerts failed", error=str(error))
            return 0
        self.summary.messages += made
        if made:
            log.info("alerts", messages=made)
        return made

    async def once(self) -> Summary:
        """One round: all that is due is asked, all that is open is fetched and read."""
        self.summary.unverified = len(self.unverified())
        await self.ask_due()
        while not self.is_stopping and (await self.fetch_pages() + await self.read_ready()):
            continue
        await self.tell()
        return self.summary

    async def run(self) -> Summary:
        """Follow until told to stop: asking, fetching pages and reading go on side by side."""
        steps = (self.ask_due, self.fetch_pages, self.read_ready, self.tell)
        await _all((*map(self._repeat, steps), self._tidy()))
        return self.summary

    async def _repeat(self, step: Callable[[], Coroutine[Any, Any, int]]) -> None:
        while not self.is_stopping:
            pause = _SHORTEST_SLEEP if await step() else self._pause()
            await self._sleep(pause)

    def _pause(self) -> float:
        """Until the next source is due, though not longer than new items may wait."""
        next_due = min((self.state_of(source).due_at for source in self.followed()), default=self._now() + timedelta(hours=1))
        return min(max((next_due - self._now()).total_seconds(), _SHORTEST_SLEEP * 5), _LONGEST_SLEEP)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return

    async def _tidy(self) -> None:
        while not self.is_stopping:
            self._store.forget_bands(self._now() - timedelta(days=30))
            await self._sleep(6 * 3600.0)


async def _all(steps: Any) -> None:
    """All at the same time; the first bug among them ends them all."""
    async with asyncio.TaskGroup() as group:
        for step in steps:
            group.create_task(step)


def _some(items: Sequence[OpenItem]) -> Sequence[OpenItem]:
    """The first of the items, one at least, whose texts together are not too long."""
    lengths = accumulate(len(item.payload) for item in items)
    return items[: max(1, sum(length <= _CHARACTERS_AT_ONCE for length in lengths))]


def _new_item(item: Item, source: Source) -> NewItem:
    return NewItem(
        key=item.key,
        words_hash=item.words_hash,
        identity=identity_of(item, source),
        stage=Stage.PAGE if wants_page(item, source) else Stage.READY,
        payload=codec.to_json(item),
        facts=codec.to_json(item.facts) if item.facts else None,
    )
