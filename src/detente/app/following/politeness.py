"""How hosts are treated: one request at a time, a pause between two, and what their robots file asks for; at every redirect too.

Holds: a robots file is asked for at most daily and its answer kept; one that cannot be had allows nothing for an hour, one that
is not there allows everything; a delay that it asks for is kept up to a minute. Feeds are not asked for: they are made to be
fetched by programs. Pages are.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from detente.app.net.address import checked_url, host_of
from detente.app.net.client import Client, Limits, Request
from detente.errors import FetchError

ROBOTS_NAME = "detente"
_KEPT = timedelta(days=1)
_KEPT_FAILURE = timedelta(hours=1)
_LIMITS = Limits(seconds=15.0, max_bytes=512_000, redirects=5)
_LONGEST_DELAY = 60.0
_MOST_HOSTS = 5_000
_NOTHING_ALLOWED = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego
    until: datetime


class Stopped(Exception):
    """Nothing new is begun any more."""


class Hosts:
    """Turns at hosts: one at a time for each, `delay` seconds apart."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._stop = asyncio.Event()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}

    def stop(self) -> None:
        """Let those who have their turn end it, and nobody else have one."""
        self._stop.set()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), max(0.0, seconds))
        if self._stop.is_set():
            raise Stopped

    @asynccontextmanager
    async def turn(self, host: str, least: float = 0.0) -> AsyncIterator[None]:
        """Wait for the host to be free, and keep it; `least` is a longer pause that the host asks for. Raises Stopped."""
        async with self._locks[host]:
            loop = asyncio.get_running_loop()
            await self._pause(self._free_at.get(host, 0.0) - loop.time())
            try:
                yield
            finally:
                self._free_at[host] = loop.time() + max(self._delay, least)

    def turn_at(self, url: str) -> AbstractAsyncContextManager[None]:
        """A turn at the host of an address."""
        return self.turn(host_of(checked_url(url)))


class Robots:
    """What robots files allow."""

    def __init__(self, client: Client, hosts: Hosts, now: Callable[[], datetime]) -> None:
        self._client = client
        self._hosts = hosts
        self._now = now
        self._held: dict[str, _Rules] = {}

    async def allows(self, url: str) -> bool:
        """Whether the page may be fetched by a program of our name."""
        return bool((await self._rules(url)).can_fetch(url, ROBOTS_NAME))

    async def delay(self, url: str) -> float:
        """The pause that the host asks for."""
        return min(float((await self._rules(url)).crawl_delay(ROBOTS_NAME) or 0.0), _LONGEST_DELAY)

    async def _rules(self, url: str) -> Protego:
        parsed = checked_url(url)
        place = f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"
        held = self._held.get(place)
        if held is None or held.until <= self._now():
            if len(self._held) >= _MOST_HOSTS:
                self._held.clear()
            held = await self._fetched(f"{place}/robots.txt")
            self._held[place] = held
        return held.rules

    async def _fetched(self, url: str) -> _Rules:
        try:
            answer = await self._client.send(Request(url=url, limits=_LIMITS), turn=self._hosts.turn_at)
        except FetchError as error:
            too_large = error.kind == "size"
            return _Rules(Protego.parse("" if too_large else _NOTHING_ALLOWED), self._now() + (_KEPT if too_large else _KEPT_FAILURE))
        if answer.status == 429 or answer.status >= 500:
            return _Rules(Protego.parse(_NOTHING_ALLOWED), self._now() + _KEPT_FAILURE)
        text = answer.body.decode("utf-8", "replace") if answer.is_success else ""
        return _Rules(Protego.parse(text), self._now() + _KEPT)
