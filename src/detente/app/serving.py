"""The ledger behind the pages, and the server that gives them out.

In: an open ledger. Out: a `LedgerDesk` as `detente.publish.web` asks it; a running server.

Holds: threads are computed anew when the ledger has grown, by this process or by another; one question at a time goes to the
database. Beyond loopback nothing is served without tokens.
"""

import socket
import ssl
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import FrameType

import uvicorn
from fastapi import FastAPI

from detente.app.answers import OpenLedger, Snapshot
from detente.app.asking import actor_code, selection_of
from detente.app.publishing import OUTLETS, add_publishing
from detente.app.reach import Reach
from detente.app.stakes import Asked, Depth, Horizon, Settings
from detente.errors import QueryError
from detente.model.identity import claim_key
from detente.model.recorded import RecordedDecision
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.publish.gate import Access
from detente.publish.web.desk import Answers, News
from detente.publish.web.site import site
from detente.views.changes import Change
from detente.views.coverage import Coverage
from detente.views.review import Doubt
from detente.views.scenarios.page import StakesPage

# Earlier days that are kept computed: a reader goes back and forth between few.
_DAYS_KEPT = 12

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8710
HERE = Reach(DEFAULT_HOST, DEFAULT_PORT)


class LedgerDesk:
    """The desk over one open ledger; `today` is the machine's day where None is given."""

    def __init__(self, ledger: OpenLedger, *, today: date | None = None) -> None:
        self._ledger = ledger
        self._today = today
        self._lock = threading.RLock()
        self._version: str | None = None
        self._earlier: OrderedDict[date, Snapshot] = OrderedDict()
        self._recorded: Mapping[str, datetime] = {}
        self._coverage: Sequence[Coverage] = ()
        self._doubts: Sequence[Doubt] | None = None
        self._refresh()

    def _refresh(self) -> None:
        """Compute anew what the ledger's growth has made old."""
        with self._lock:
            version = self._ledger.version()
            if version == self._version:
                return
            self._ledger.refresh()
            self._earlier.clear()
            self._doubts = None
            self._ledger.thread_links()
            self._recorded = {claim_key(row.claim): row.recorded_at for row in self._ledger.claims()}
            self._coverage = self._ledger.coverage()
            self._version = version

    def today(self) -> date:
        """The day that counts as today."""
        return self._today or date.today()

    def version(self) -> str:
        """The instant of what was recorded last."""
        with self._lock:
            return self._ledger.version()

    def claims(self) -> int:
        """How many claims the ledger holds."""
        self._refresh()
        return len(self._recorded)

    def answers(self, known: date | None) -> Answers:
        """The ledger, or what reports had stated by the end of a day."""
        self._refresh()
        if known is None:
            return self._ledger
        with self._lock:
            if known not in self._earlier:
                snapshot = self._ledger.stated_by(known)
                snapshot.thread_links()
                self._earlier[known] = snapshot
                if len(self._earlier) > _DAYS_KEPT:
                    self._earlier.popitem(last=False)
            self._earlier.move_to_end(known)
            return self._earlier[known]

    def coverage(self) -> Sequence[Coverage]:
        """What was read, from whom, and when last."""
        self._refresh()
        return self._coverage

    def recorded(self, thread: Thread) -> Sequence[datetime]:
        """The first and the last instant at which claims of a thread were recorded."""
        instants = sorted({at for claim in thread.claims if (at := self._recorded.get(claim_key(claim)))})
        return instants if len(instants) < 2 else (instants[0], instants[-1])

    def news(self, reader: str) -> News:
        """Changes by claims that were recorded after the reader's last look; all of them before the first look."""
        self._refresh()
        with self._lock:
            seen = self._ledger.seen_by(reader)
        changes: Sequence[Change] = self._ledger.changes()
        if seen is None:
            return News(None, changes)
        return News(seen.isoformat(timespec="minutes"), [c for c in changes if self._recorded[claim_key(c.claim)] > seen])

    def look(self, reader: str) -> None:
        """Record that a reader has seen all that is held now."""
        with self._lock:
            self._ledger.look(reader)

    def doubts(self) -> Sequence[Doubt]:
        """What a person should look at."""
        self._refresh()
        with self._lock:
            if self._doubts is None:
                self._doubts = self._ledger.review().queue()
            return self._doubts

    def decisions(self) -> Sequence[RecordedDecision]:
        """All decisions, in order of recording."""
        with self._lock:
            return self._ledger.decisions()

    def decide(self, act: str, names: Sequence[str], *, slot: str, value: str, by: str, why: str) -> None:
        """Record a decision about doubts or claims, by their names."""
        with self._lock:
            review = self._ledger.review()
            name = names[0]
            match act:
                case "accept":
                    review.accept(name, by=by, why=why)
                case "join":
                    review.join(*names, by=by, why=why)
                case "part":
                    review.part(*names, by=by, why=why)
                case "retract":
                    review.retract(name, by=by, why=why)
                case "correct":
                    review.correct(name, slot, value, by=by, why=why)
                case "undo":
                    review.undo(name, by=by, why=why)
                case _:
                    raise QueryError(f"no such decision: {act!r}", where="act", hint="accept, join, part, retract, correct, undo")
            self._refresh()

    def selection(self, asked: Mapping[str, Sequence[str]]) -> Selection:
        """Filters from the words of an address."""
        first = {name: next(iter(asked.get(name, ())), None) for name in ("since", "until")}
        return selection_of(
            kinds=asked.get("kind", ()),
            actors=asked.get("actor", ()),
            statuses=asked.get("status", ()),
            since=first["since"],
            until=first["until"],
        )

    def actor_code(self, text: str) -> str:
        """The code of an actor."""
        return actor_code(text)

    def stakes(self, thread: str) -> StakesPage:
        """What a thread would cost whom, by the standard assumptions, without draws."""
        self._refresh()
        with self._lock:
            asked = Asked.of_thread(thread, self._ledger, Settings(model=None, table=None, elasticity=None))
        return asked.answer((), Depth(draws=0, seed=1, horizon=Horizon.LONG, models=False), progress=lambda _: None).page()


def application(ledger: OpenLedger, *, today: date | None = None, reach: Reach = HERE, access: Access | None = None) -> FastAPI:
    """The site over an open ledger, with its feeds, its calendar and the API beside the pages; with `access` all of it asks for a token."""
    made = site(
        LedgerDesk(ledger, today=today),
        hosts=reach.hosts,
        addresses=reach.by_any_address,
        secure=reach.is_secure,
        access=access,
        outlets=OUTLETS,
    )
    add_publishing(made, ledger, today=today)
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
    ready: Callable[[str], None],
    first: str = "/",
) -> None:
    """Give out the pages of a ledger until interrupted; `ready` is told where, with the `first` page to look at."""
    app = application(ledger, today=today, reach=reach, access=access)
    config = server_config(app, reach)
    with _listening(reach.host, reach.port) as held:
        ready(f"{reach.address}{first} (Ctrl-C ends it)")
        _Server(config, app.state.closing).run(sockets=[held])
