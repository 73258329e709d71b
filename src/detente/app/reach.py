"""How the pages are reached: from this machine alone, or from beyond it, and then only by who has a token.

In: what the user says of address, public name and certificate; the ledger. Out: names that are ours, and the access behind which
all is given out.

Holds: beyond this machine nothing is served without tokens. A proxy on this machine that faces the network is beyond it too.
"""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from detente.app.tokens import tokens_of
from detente.errors import QueryError
from detente.model.token import Token
from detente.publish.gate import Access, Pace
from detente.publish.web.guard import is_address, is_loopback
from detente.store.engine import MEMORY as MEMORY

# Requests a minute: by one token, and by one address without any. A page is some five requests at first, then one.
_READERS_PACE, _STRANGERS_PACE = 600, 60

# For so long a revoked token may still open pages that are asked for, in seconds.
_TOKENS_KEPT = 2.0

_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a server listens and how it is called. `public` is the address that readers use where it is another: through a proxy,
    or by a name; `certificate` and `key` are files by which the server speaks https itself."""

    host: str
    port: int
    public: str | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether others than this machine can reach it."""
        return not is_loopback(self.host) or (self.public is not None and not is_loopback(urlsplit(self.public).hostname or ""))

    @property
    def is_secure(self) -> bool:
        """Whether readers reach it by https."""
        return self.certificate is not None or (self.public or "").startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which it is ours; those of this machine are in any case."""
        named = [urlsplit(self.public).hostname] if self.public else [socket.gethostname()] if self.is_beyond else []
        return frozenset(name.strip("[]").lower() for name in (*named, self.host) if name and name not in _EVERYWHERE)

    @property
    def by_any_address(self) -> bool:
        """Whether it may be called by any address: who listens on all of them cannot know which are its own."""
        return self.host in _EVERYWHERE

    @property
    def address(self) -> str:
        """Where the pages are."""
        scheme = "https" if self.certificate else "http"
        return self.public or f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def _public(text: str) -> str:
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        is_one = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        parts, is_one = urlsplit(""), False
    if not is_one or parts.username or parts.path or parts.query or parts.fragment:
        raise QueryError(f"not the address of a site: {text!r}", where="public", hint="write it as https://ledger.your.domain")
    return parts.geturl()


def reach_of(host: str, port: int, *, public: str | None = None, certificate: Path | None = None, key: Path | None = None) -> Reach:
    """How the pages are to be reached; QueryError for what cannot be."""
    if (certificate is None) != (key is None):
        raise QueryError("a certificate goes with its key", where="certificate" if key is None else "key", hint="give both files")
    for path in (certificate, key):
        if path is not None and not path.is_file():
            raise QueryError("no such file", where=str(path), hint="certificate and key are files in the form PEM")
    if host != "localhost" and not is_address(host):
        raise QueryError(f"not an address to listen on: {host!r}", where="host", hint="127.0.0.1 for this machine alone, 0.0.0.0 for all")
    return Reach(host.strip("[]"), port, _public(public) if public else None, certificate, key)


def _kept(tokens: Callable[[], Sequence[Token]], clock: Callable[[], float] = time.monotonic) -> Callable[[], Sequence[Token]]:
    """The same, asked anew after some seconds: every request needs them."""
    held: tuple[float, Sequence[Token]] = (-_TOKENS_KEPT, ())

    def asked() -> Sequence[Token]:
        nonlocal held
        if clock() - held[0] >= _TOKENS_KEPT:
            held = (clock(), tokens())
        return held[1]

    return asked


@contextmanager
def access_to(target: str, reach: Reach) -> Iterator[Access | None]:
    """Behind what the ledger at `target` is given out: None on this machine alone; beyond it QueryError where there are no tokens."""
    if not reach.is_beyond:
        yield None
        return
    what = reach.public or reach.host
    if target == MEMORY:
        raise QueryError(f"{what} is beyond this machine, and a ledger in memory has no tokens", where="host", hint="--ledger FILE")
    with tokens_of(target) as tokens:
        if not tokens.all():
            raise QueryError(
                f"{what} is beyond this machine, and there are no tokens yet to tell readers apart",
                where="host",
                hint="`detente tokens new NAME` makes one; or listen on 127.0.0.1",
            )
        yield Access(_kept(tokens.all), readers=Pace(_READERS_PACE), strangers=Pace(_STRANGERS_PACE))
