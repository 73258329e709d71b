"""The ledger behind the pages, and the server that gives them out.

In: an open ledger. Out: a `LedgerDesk` as `detente.publish.web` asks it; a running server.

Holds: the trade model is asked once for a thread as long as the ledger stays as it is. Beyond loopback nothing is served without
tokens.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import FrameType
from typing import cast

import uvicorn
from fastapi import FastAPI

from detente.app.answers import OpenLedger
from detente.app.publishing import add_publishing
from detente.app.reach import Reach
from detente.app.shelf import LedgerShelf, no_sources
from detente.app.snapshot import Snapshot
from detente.app.stakes import Asked, Depth, Settings
from detente.errors import QueryError
from detente.model.identity import claim_key
from detente.model.record import Record
from detente.model.recorded import RecordedDecision
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.publish.gate import Access
from detente.publish.outlets import OUTLETS
from detente.publish.shelf import Answers, Verdict
from detente.publish.web.desk import News
from detente.publish.web.prepare import prepare
from detente.publish.web.site import site
from detente.views.scenarios.page import StakesPage
from detente.views.scenarios.talks_page import TalksPage, talks_page

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8710
# Who asks for a page gets it as the ledger was a moment ago, where it takes longer to compute it anew; in seconds.
PATIENCE = 0.1
# Joint draws of the page on stakes, where they are asked for.
DRAWS = 60

HERE = Reach(DEFAULT_HOST, DEFAULT_PORT)


class LedgerDesk:
    """The desk over a shelf of the ledger."""

    def __init__(self, shelf: LedgerShelf) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._stakes: dict[tuple[str, bool], StakesPage] = {}
        self._stakes_of: str | None = None

    def today(self) -> date:
        """The day that counts as today."""
        return self._shelf.today()

    def version(self) -> str:
        """Another text whenever the ledger holds something new."""
        return self._shelf.version()

    def claims(self) -> int:
        """How many claims the ledger holds."""
        return len(self._shelf.known().recorded)

    def answers(self, known: date | None) -> Answers:
        """The ledger, or what reports had stated by the end of a day."""
        return self._shelf.known(stated_by=known).answers

    def recorded(self, thread: Thread) -> Sequence[datetime]:
        """The first and the last instant at which claims of a thread were recorded."""
        recorded = self._shelf.known().recorded
        instants = sorted({at for claim in thread.claims if (at := recorded.get(claim_key(claim)))})
        return instants if len(instants) < 2 else (instants[0], instants[-1])

    def sources(self) -> Sequence[Record]:
        """How the sources that are followed stand."""
        return self._shelf.sources()

    def news(self, reader: str) -> News:
        """Changes by claims that were recorded after the reader's last look; all of them before the first look."""
        known, seen = self._shelf.known(), self._shelf.seen_by(reader)
        return News(None if seen is None else seen.isoformat(timespec="minutes"), known.answers.news(seen))

    def look(self, reader: str) -> None:
        """Record that a reader has seen all that is held now."""
        self._shelf.look(reader)

    def decide(self, verdict: Verdict) -> RecordedDecision:
        """Record a decision about doubts or claims, by their names."""
        return self._shelf.decide(verdict)

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """Filters from the words of an address."""
        return self._shelf.saved_search(asked).selection

    def actor_code(self, text: str) -> str:
        """The code of an actor."""
        return self._shelf.actor_code(text)

    def stakes(self, thread: str, *, is_drawn: bool = False) -> StakesPage:
        """What a thread would cost whom, by the standard assumptions; with joint draws, a tornado and the other models where asked."""
        with self._lock:
            if self._stakes_of != (version := self._shelf.version()):
                self._stakes.clear()
                self._stakes_of = version
            if (thread, is_drawn) in self._stakes:
                return self._stakes[thread, is_drawn]
            asked = self._scenario(thread)
        # some seconds with draws, which other pages do not wait for
        depth = Depth(draws=DRAWS if is_drawn else 0, seed=1, horizon=None, models=is_drawn)
        page = asked.answer((), depth, progress=lambda _: None).page()
        with self._lock:
            if self._stakes_of == version:
                self._stakes[thread, is_drawn] = page
        return page

    def talks(self, thread: str) -> TalksPage:
        """What the first two parties of a thread's scenario could agree on."""
        with self._lock:
            asked = self._scenario(thread)
        return talks_page(asked.bargain(()))

    def _scenario(self, thread: str) -> Asked:
        # Has all methods of a snapshot, as its docstring says.
        held = cast("Snapshot", self._shelf.known().answers)
        return Asked.of_thread(thread, held, Settings(model=None, table=None, elasticity=None, horizon=None))


def application(
    ledger: OpenLedger,
    *,
    today: date | None = None,
    reach: Reach = HERE,
    access: Access | None = None,
    patience: float | None = None,
    sources: Callable[[], Sequence[Record]] = no_sources,
) -> FastAPI:
    """The site over an open ledger, with its feeds, its calendar and the API beside the pages.

    With `access` all of it asks for a token. `patience`: how many seconds a page may wait for what the ledger has grown by;
    `sources` tells how those stand that are followed into it.
    """
    shelf = LedgerShelf(ledger, today=today, patience=patience, sources=sources, prepare=prepare if patience is not None else None)
    shelf.known()
    made = site(
        LedgerDesk(shelf),
        hosts=reach.hosts,
        addresses=reach.by_any_address,
        secure=reach.is_secure,
        access=access,
        outlets=OUTLETS,
    )
    made.state.shelf = shelf
    add_publishing(made, shelf)
    return made


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; QueryError where another program holds the port, or the address is not ours."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), port), family=family)
    except OSError as error:
        raise QueryError(f"cannot listen: {error.strerror}", where=f"{host}:{port}", hint="another --port may be free") from None


class _Server(uvicorn.Server):
    """A server that lets the streams of open pages end before it ends itself."""

    def __init__(self, config: uvicorn.Config, closing: threading.Event) -> None:
        super().__init__(config)
        self._closing = closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        self._closing.set()
        super().handle_exit(sig, frame)


def server_config(app: FastAPI, reach: Reach) -> uvicorn.Config:
    """The server's settings; QueryError for a certificate that is none. What a proxy says of its callers counts where one is named."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        proxy_headers=reach.public is not None,
        ssl_certfile=reach.certificate,
        ssl_keyfile=reach.key,
    )
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        hint = "certificate and key are files in the form PEM, and belong together"
        raise QueryError(f"not a certificate with its key: {error}", where=str(reach.certificate), hint=hint) from None
    return config


def serve_ledger(
    ledger: OpenLedger,
    *,
    today: date | None,
    reach: Reach,
    access: Access | None,
    sources: Callable[[], Sequence[Record]],
    ready: Callable[[str], None],
    known: date | None = None,
) -> None:
    """Give out the pages of a ledger until interrupted; `ready` is told where, with the front page as `known` on a day to look at."""
    app = application(ledger, today=today, reach=reach, access=access, patience=PATIENCE, sources=sources)
    if known is not None:
        app.state.shelf.known(stated_by=known)
    config = server_config(app, reach)
    with _listening(reach.host, reach.port) as held:
        ready(f"{reach.address}/{f'?known={known}' if known else ''} (Ctrl-C ends it)")
        try:
            _Server(config, app.state.closing).run(sockets=[held])
        finally:
            app.state.shelf.rest()
