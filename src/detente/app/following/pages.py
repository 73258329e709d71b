"""The page of an item: fetched once, politely, for its main text.

In: an open item. Out: what becomes of it: its text is fuller, or it is tried again later, or it goes on with the summary that it has.
Holds: what robots files forbid is not fetched; walls are not worked around.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from detente.app.fetch import charset_of
from detente.app.following import codec
from detente.app.following.documents import with_page
from detente.app.following.politeness import Hosts, Robots
from detente.app.following.tasks import PageTask, PageText
from detente.app.following.workers import Workers
from detente.app.net.address import checked_url, host_of
from detente.app.net.client import Answer, Client, Limits, Request
from detente.errors import FetchError, ParsingError
from detente.model.following import OpenItem, Stage
from detente.sources.item import Item

log = structlog.get_logger()

_ACCEPT = b"text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
_LIMITS = Limits(seconds=20.0, max_bytes=5_000_000, redirects=5)
_MOST_TRIES = 3
_AGAIN = timedelta(hours=1)
_AGAIN_STATUS = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Turned:
    """What becomes of an item."""

    stage: Stage
    payload: str
    due_at: datetime
    tries: int


class Pages:
    """Fetches pages of items."""

    def __init__(self, client: Client, hosts: Hosts, robots: Robots, workers: Workers, now: Callable[[], datetime]) -> None:
        self._client = client
        self._hosts = hosts
        self._robots = robots
        self._workers = workers
        self._now = now

    def host_of(self, item: OpenItem) -> str:
        """The host that an item's page is at; empty where it is none that can be reached."""
        try:
            return host_of(checked_url(_item(item).page or ""))
        except FetchError:
            return ""

    async def fetch(self, open_item: OpenItem) -> Turned:
        """Fetch the page of an item and put its text in."""
        item = _item(open_item)
        try:
            return await self._fetched(item, open_item)
        except (FetchError, ParsingError) as error:
            log.info("page", source=open_item.source, page=item.page, kind=error.kind, error=error.message)
            may_pass = error.kind in ("timeout", "connection", "name")
            return self._later(open_item) if may_pass else self._without(item)

    async def _fetched(self, item: Item, open_item: OpenItem) -> Turned:
        url = item.page or ""
        request = Request(url=url, headers=((b"Accept", _ACCEPT),), limits=_LIMITS)
        answer = await self._client.send(request, turn=lambda place: self._turn(place, is_own=self._client.allows(url)))
        if answer.status in _AGAIN_STATUS and open_item.tries + 1 < _MOST_TRIES:
            return self._later(open_item)
        page = await self._workers.page(page_task(answer), answer.body)
        if page.why:
            log.info("page", source=open_item.source, page=url, kind=page.why)
        return self._with(item, page)

    @asynccontextmanager
    async def _turn(self, url: str, *, is_own: bool) -> AsyncIterator[None]:
        """A turn at an address that robots files allow. One of the user's own hosts, to which a page elsewhere leads, is asked for
        nothing, its robots file neither: the client refuses it."""
        host, delay = host_of(checked_url(url)), 0.0
        if is_own or not self._client.allows(url):
            if not await self._robots.allows(url):
                raise FetchError("its robots file forbids it", where=url, kind="robots")
            delay = await self._robots.delay(url)
        async with self._hosts.turn(host, delay):
            yield

    def _with(self, item: Item, page: PageText) -> Turned:
        fuller = with_page(item, title=page.title, text=page.text, published=page.published, language=page.language)
        payload = json.loads(codec.to_json(fuller))
        return Turned(Stage.READY, json.dumps(payload | {"guessed": page.guessed}), self._now(), 0)

    def _without(self, item: Item) -> Turned:
        return self._with(item, PageText(title="", text="", published=None, guessed=None, language=None, why=None))

    def _later(self, open_item: OpenItem) -> Turned:
        """Try again in an hour, and after some tries go on with the summary."""
        tries = open_item.tries + 1
        if tries >= _MOST_TRIES:
            return self._without(_item(open_item))
        return Turned(Stage.PAGE, open_item.payload, self._now() + _AGAIN * tries, tries)


def page_task(answer: Answer) -> PageTask:
    """What the parser is told of an answer."""
    media_type = answer.text_header("content-type")
    names = " ".join(name.decode("latin-1").lower() for name, _ in answer.headers)
    return PageTask(url=answer.url, status=answer.status, media_type=media_type, charset=charset_of(media_type), headers=names)


def _item(open_item: OpenItem) -> Item:
    fields = json.loads(open_item.payload)
    fields.pop("guessed", None)
    return codec.item_from(fields)
