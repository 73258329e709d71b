"""What the commands do: follow, one round, a look ahead, a check, how sources stand.

In: settings, names of sources, a ledger. Out: summaries, previews, health.
"""

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from detente.app.following.catalogue import catalogue
from detente.app.following.facts import KnownFacts, known_facts
from detente.app.following.health import Health, health_of, health_to_record
from detente.app.following.metrics import serve_metrics
from detente.app.following.politeness import Stopped
from detente.app.following.preview import Preview, preview_files, preview_source
from detente.app.following.reading import NOBODY_ELSE, ReadAll, ReadBy
from detente.app.following.running import World, asking_with, following
from detente.app.following.service import Progress, Service, Summary, Tell, is_followed
from detente.app.following.settings import FollowSettings, load_follow_settings
from detente.errors import InputError, LedgerUnavailable
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.following import SourceState
from detente.model.record import Record
from detente.sources.source import Source
from detente.store.engine import MEMORY
from detente.store.sources import SqlSources

log = structlog.get_logger()

_PREVIEWED_AT_ONCE = 8


def chosen(settings: FollowSettings, names: Sequence[str]) -> dict[str, Source]:
    """The sources of those names, all where none is named; InputError for a name that is none."""
    held = catalogue(settings.sources)
    for name in names:
        if name not in held:
            raise InputError("no such source", where=name, hint="`detente sources list` names them")
    return {name: source for name, source in held.items() if not names or name in names}


@contextmanager
def _store(target: str) -> Iterator[SqlSources | None]:
    """What is remembered of sources, None where there is no ledger yet or one from before sources were followed."""
    try:
        store = SqlSources.open(target)
    except LedgerUnavailable:
        yield None
        return
    with closing(store):
        yield store if store.is_ready() else None


def _stop_on_signals(service: Service) -> None:
    """The first signal lets the service end, a second one ends the process: nothing that was kept is lost by it."""
    loop, signals = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        log.info("stopping")
        service.stop()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, stop)


def follow_once(
    settings: FollowSettings,
    sources: Mapping[str, Source],
    target: str,
    *,
    read_all: ReadAll,
    progress: Progress,
    read_by: ReadBy = NOBODY_ELSE,
    world: World | None = None,
    tell: Tell | None = None,
) -> Summary:
    """One round over what is due; a signal ends it after the items in hand."""

    async def once() -> Summary:
        async with following(
            settings, sources, target, read_all=read_all, read_by=read_by, world=world, progress=progress, tell=tell
        ) as service:
            _stop_on_signals(service)
            return await service.once()

    return asyncio.run(once())


def follow_on(
    settings: FollowSettings,
    sources: Mapping[str, Source],
    target: str,
    *,
    read_all: ReadAll,
    metrics: str | None,
    read_by: ReadBy = NOBODY_ELSE,
    world: World | None = None,
    tell: Tell | None = None,
) -> Summary:
    """Follow until a signal; metrics are served while it runs where an address is given."""

    async def on() -> Summary:
        async with following(settings, sources, target, read_all=read_all, read_by=read_by, world=world, tell=tell) as service:
            _stop_on_signals(service)
            followed = service.followed()
            log.info("following", sources=len(followed), ledger=target.rpartition("@")[2], unverified=len(sources) - len(followed))
            summary = await service.run()
            log.info("stopped", asked=summary.asked, read=summary.read, claims=summary.claims)
            return summary

    if metrics is None:
        return asyncio.run(on())
    server, _ = serve_metrics(metrics, lambda: health(settings, target))
    try:
        return asyncio.run(on())
    finally:
        server.shutdown()
        server.server_close()


def source_records(target: str) -> list[Record]:
    """How all sources stand, in the public form; none for a ledger in memory, which cannot be followed into."""
    if target == MEMORY:
        return []
    return [health_to_record(one) for one in health(load_follow_settings(), target)]


def health(settings: FollowSettings, target: str, *, world: World | None = None) -> list[Health]:
    """How all sources stand."""
    with _store(target) as store:
        return health_of(catalogue(settings.sources).values(), store, (world or World()).now())


def facts(target: str) -> list[KnownFacts]:
    """What official journals say of the acts that were taken in."""
    with _store(target) as store:
        return known_facts(store)


async def _previews(
    settings: FollowSettings, sources: Sequence[Source], target: str, world: World | None, *, only_due: bool
) -> list[Preview]:
    gate = asyncio.Semaphore(_PREVIEWED_AT_ONCE)
    with _store(target) as store:
        states = store.states() if store else {}
        async with asking_with(settings, world) as (asking, _):

            async def one(source: Source) -> Preview:
                async with gate:
                    held = store.words(source.name) if store else {}
                    return await preview_source(asking, source, states.get(source.name) if only_due else None, held)

            now = asking.now()
            due = [source for source in sources if not only_due or _is_due(source, states.get(source.name), now)]
            return list(await asyncio.gather(*map(one, due)))


def _is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    if state is None or state.own_url != source.url:
        return not source.unverified
    return is_followed(source, state) and state.due_at <= now


def preview_due(settings: FollowSettings, sources: Mapping[str, Source], target: str, *, world: World | None = None) -> list[Preview]:
    """What a round would read; nothing is written."""
    enabled = [source for source in sources.values() if source.enabled]
    return asyncio.run(_previews(settings, enabled, target, world, only_due=True))


def preview_of(settings: FollowSettings, source: Source, target: str, *, world: World | None = None) -> Preview:
    """All that a source lists now, and what would become of it."""
    return asyncio.run(_previews(settings, [source], target, world, only_due=False))[0]


def preview_of_files(settings: FollowSettings, paths: Sequence[Path], source: Source, *, world: World | None = None) -> list[Preview]:
    """The same for answers that were kept as files; nothing is asked."""
    from_now = (world or World()).now()

    async def previewed() -> list[Preview]:
        async with (world or World()).workers(settings.workers) as workers:
            return await preview_files(workers, paths, source, from_now)

    return asyncio.run(previewed())


def _read_nothing(documents: Sequence[Document]) -> Sequence[Reading]:
    raise AssertionError("a check reads nothing")


@dataclass(frozen=True, slots=True)
class Checked:
    """How a source answered a check: the number of items it lists, or the error; `was_verified` tells that it was known to answer."""

    source: Source
    was_verified: bool
    items: int
    error: str | None


def check(
    settings: FollowSettings,
    sources: Mapping[str, Source],
    target: str,
    *,
    told: Callable[[Checked], None],
    world: World | None = None,
) -> list[Checked]:
    """Ask sources whether they answer; those that do are verified, and followed from then on. What they list is taken in, so that
    nothing is asked for twice."""

    async def checked() -> list[Checked]:
        out: list[Checked] = []
        async with following(settings, sources, target, read_all=_read_nothing, world=world) as service:
            _stop_on_signals(service)

            async def one(source: Source) -> None:
                was_verified = not source.unverified or service.state_of(source).verified_at is not None
                try:
                    asked = await service.ask(source)
                except Stopped:
                    return
                out.append(Checked(source, was_verified, len(asked.listing.items), asked.answered.error))
                told(out[-1])

            await asyncio.gather(*(one(source) for source in sources.values()))
        return sorted(out, key=lambda held: held.source.name)

    return asyncio.run(checked())
