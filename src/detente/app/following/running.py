"""Following put together: client, workers, database, ledger and reader around one service.

In: settings, sources, a ledger. Out: a service, open while it is used.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime

from detente.app.answers import utc_now
from detente.app.following.asking import Asking
from detente.app.following.pages import Pages
from detente.app.following.politeness import Hosts, Robots
from detente.app.following.reading import NOBODY_ELSE, ItemReader, ReadAll, ReadBy
from detente.app.following.service import Progress, Service, Tell
from detente.app.following.settings import FollowSettings
from detente.app.following.workers import Workers
from detente.app.net.address import policy_allowing
from detente.app.net.client import Client
from detente.app.net.connecting import Resolve, resolve
from detente.errors import InputError
from detente.ledger.log import Log
from detente.sources.source import Source
from detente.store.engine import MEMORY
from detente.store.sources import SqlSources
from detente.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class World:
    """What a service has to do with: the clock, names, chance, the processes that parse. Tests give their own."""

    now: Callable[[], datetime] = utc_now
    resolver: Resolve = resolve
    chance: Callable[[], float] | None = None
    workers: Callable[[int], Workers] = Workers


@asynccontextmanager
async def asking_with(settings: FollowSettings, world: World | None = None) -> AsyncIterator[tuple[Asking, Workers]]:
    """What asks sources, with no ledger behind it."""
    world = world or World()
    policy = policy_allowing(settings.allow_hosts)
    async with (
        Client(policy, user_agent=settings.user_agent, resolver=world.resolver) as client,
        world.workers(settings.workers) as workers,
    ):
        yield Asking(client, Hosts(settings.host_delay), workers, world.now), workers


def _no_progress(_: str) -> None:
    return


@asynccontextmanager
async def following(
    settings: FollowSettings,
    sources: Mapping[str, Source],
    target: str,
    *,
    read_all: ReadAll,
    read_by: ReadBy = NOBODY_ELSE,
    world: World | None = None,
    progress: Progress = _no_progress,
    tell: Tell | None = None,
) -> AsyncIterator[Service]:
    """A service over the ledger at `target`, which is made where there is none."""
    if target == MEMORY:
        raise InputError("a ledger in memory cannot be followed into", where=target, hint="name a file")
    world = world or World()
    with closing(SqlSources.open(target, create=True)) as store, closing(SqlStore.open(target, create=True)) as rows:
        async with asking_with(settings, world) as (asking, workers):
            robots = Robots(asking.client, asking.hosts, world.now)
            pages = Pages(asking.client, asking.hosts, robots, workers, world.now)
            reader = ItemReader(Log(rows, clock=world.now), store, read_all=read_all, read_by=read_by, now=world.now)
            chance = {} if world.chance is None else {"chance": world.chance}
            yield Service(sources, store, asking=asking, pages=pages, reader=reader, now=world.now, progress=progress, tell=tell, **chance)
