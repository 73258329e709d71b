"""How fast following is besides reading: `python benchmarks/following.py [SOURCES] [ITEMS]`.

A server in a process of its own gives SOURCES feeds of ITEMS small items each on loopback. One round of `detente follow` with the
parsing process, the database and a ledger as they are, but with a reader that finds nothing: fetched, parsed, told from copies,
stored as documents. A second round finds every feed changed in one item. Prints items a second of the clock, with the start of
the parsing process, and items a second of process time, that of the service and of the parsing process together.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

from detente.app.following.logs import silence
from detente.app.following.running import World, following
from detente.app.following.settings import FollowSettings
from detente.model.claim import Reading
from detente.model.document import Document
from detente.sources.source import Source
from detente.sources.source_file import source_from

_START = datetime(2026, 3, 2, 12, tzinfo=UTC)
_GOODS = ("steel", "wine", "soybeans", "rare earths", "furniture", "lorries", "beef", "chips")


def _item(source: int, number: int, round_: int) -> str:
    goods, date = _GOODS[number % len(_GOODS)], (_START - timedelta(minutes=number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    said = (
        f"The council of place {source} raises the duty on {goods} by {number % 90 + round_ + 1} percent, its note {number} said on Monday."
    )
    why = "It gave no reason, and named neither the day on which the duty takes effect nor the goods that are excepted from it."
    return (
        f"<item><guid isPermaLink='false'>{source}-{number}</guid><title>Council {source} on {goods}, note {number}</title>"
        f"<link>http://s{source}.example/{number}</link><description>&lt;p&gt;{said} {why}&lt;/p&gt;</description>"
        f"<pubDate>{date}</pubDate></item>"
    )


def _feed(source: int, items: int, round_: int) -> bytes:
    """A feed; in the second round its first item has other words."""
    told = "".join(_item(source, number, round_ if number == 0 else 0) for number in range(items))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Made up</title>{told}</channel></rss>'.encode()


def _serve(items: int, told: Connection) -> None:
    asked: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = _feed(int(self.path[2:]), items, asked.get(self.path, 0))
            asked[self.path] = asked.get(self.path, 0) + 1
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.send(server.server_port)
    server.serve_forever()


def _sources(port: int, number: int, items: int) -> dict[str, Source]:
    given = {"publisher": "Council", "class": "official", "kind": "feed", "full_text": "never", "limits": {"items": items}}
    return {f"s{n}": source_from(f"s{n}", {**given, "url": f"http://127.0.0.1:{port}/s{n}"}, f"s{n}") for n in range(number)}


def _read_nothing(documents: Sequence[Document]) -> list[Reading]:
    return [Reading(document, (), ()) for document in documents]


@dataclass(frozen=True, slots=True)
class _Spent:
    clock: float
    own: float
    children: float

    @classmethod
    def now(cls, children: Sequence[int]) -> "_Spent":
        return cls(time.perf_counter(), time.process_time(), sum(map(_process_time, children)))


def _process_time(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tell(name: str, items: int, before: _Spent, after: _Spent) -> None:
    clock, own, children = after.clock - before.clock, after.own - before.own, after.children - before.children
    print(
        f"{name}: {items} items, {items / clock:,.0f} a second; {items / (own + children):,.0f} a second of process time "
        f"({1000 * own / items:.2f} ms an item in the service, {1000 * children / items:.2f} ms in the parsing process)"
    )


async def _follow(folder: Path, port: int, number: int, items: int) -> None:
    settings = FollowSettings("benchmark@detente.house", ("127.0.0.1",), 0.0, folder, None, 1)
    clock = [_START]
    world = World(now=lambda: clock[0], chance=lambda: 0.0)
    sources = _sources(port, number, items)
    before = _Spent.now(())
    async with following(settings, sources, str(folder / "a.ledger"), read_all=_read_nothing, world=world) as service:
        await service.once()
        workers = [int(line) for line in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
        parsing = [process for process in workers if b"following.worker" in Path(f"/proc/{process}/cmdline").read_bytes()]
        first = _Spent.now(parsing)
        read = service.summary.read
        _tell("first round, start included", read, before, first)
        clock[0] += timedelta(days=2)
        await service.once()
        second = _Spent.now(parsing)
        changed = service.summary.read - read
        _tell(f"second round, {changed} of them changed", number * items, first, second)
    print(f"resident memory of the service: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def main() -> None:
    """Print the figures."""
    number, items = (int(word) for word in (sys.argv[1:] + ["40", "250"][len(sys.argv) - 1 :]))
    silence()
    ours, theirs = Pipe()
    server = Process(target=_serve, args=(items, theirs), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_follow(Path(folder), ours.recv(), number, items))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
