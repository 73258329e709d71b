"""Many readers on loopback while a writer records reports: how long pages take, and whether any fails.

    python -m tests.soak.load --readers 200 --seconds 60 --documents 1000

Each reader opens one page after another, and reads each for some seconds. The server is `detente serve` in a process of its own, over
a ledger in a file with three annotated stories; the writer is another process, and records its reports one at a time, evenly.
"""

import argparse
import asyncio
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from detente.app.answers import OpenLedger
from detente.model.claim import Reading
from tests import stories
from tests.building import document, measure

STORIES = ("asia-tour-2025", "eu-us-2025", "north-america-2025")

PAGES = ("/", "/brief", "/search?q=tariff", "/search", "/measures", "/scoreboard", "/conflicts", "/changes", "/actor/CHN", "/dyad/USA/CHN")
MACHINES = ("/api/v1/threads?limit=50", "/api/v1/due", "/feeds/atom?kind=measure", "/calendar.ics")

# How long a reader reads a page, in seconds.
_READS = (5.0, 15.0)


@dataclass(slots=True)
class Load:
    """What readers met: seconds of each answer, and what went wrong, counted."""

    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def percentile(self, part: float) -> float:
        """The seconds within which that part of all answers came."""
        held = sorted(self.seconds)
        return held[min(len(held) - 1, int(part * len(held)))]

    def __str__(self) -> str:
        told = f"{len(self.seconds)} answers, p50 {self.percentile(0.5) * 1000:.0f} ms, p95 {self.percentile(0.95) * 1000:.0f} ms"
        return f"{told}, longest {max(self.seconds) * 1000:.0f} ms, {sum(self.wrong.values())} errors {dict(self.wrong) or ''}".rstrip()


def write(path: str, documents: int, seconds: float) -> None:
    """Record reports one at a time, evenly over the seconds."""
    codes = ("BRA", "CHL", "ARG", "PER", "COL", "MEX", "URY", "PRY", "BOL", "ECU")
    start = time.monotonic()
    with OpenLedger(path, create=False) as held:
        for number in range(documents):
            one, other = codes[number % 10], codes[(number // 10 + number % 10 + 1) % 10]
            report = document(f"load-{number}", f"2025-10-{number % 28 + 1:02d}", publisher=f"Wire service {number % 7}")
            claim = measure(report, imposer=[one], target=[other], rate=number % 60 + 1)
            held.append([Reading(claim.document, (claim,), ())])
            time.sleep(max(0.0, start + (number + 1) * seconds / documents - time.monotonic()))


async def _reader(client: httpx2.AsyncClient, chance: random.Random, addresses: list[str], until: float, load: Load) -> None:
    await asyncio.sleep(chance.uniform(0.0, _READS[0]))
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            answer = await client.get(chance.choice(addresses))
            if answer.status_code != 200:
                load.wrong[str(answer.status_code)] += 1
        except httpx2.HTTPError as error:
            load.wrong[type(error).__name__] += 1
        load.seconds.append(time.monotonic() - began)
        await asyncio.sleep(chance.uniform(*_READS))


async def _read(base: str, addresses: list[str], readers: int, seconds: float) -> Load:
    load, until = Load(), time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=readers)
    async with httpx2.AsyncClient(base_url=base, timeout=30.0, limits=limits) as client:
        await asyncio.gather(*(_reader(client, random.Random(number), addresses, until, load) for number in range(readers)))
    return load


def _listens(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server ended")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the server does not listen")


def run(readers: int, seconds: float, documents: int) -> tuple[Load, int]:
    """The load, and how many documents the ledger holds after it."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "load.ledger")
        with OpenLedger(path) as held:
            for name in STORIES:
                held.append(stories.readings(name))
            threads = [f"/thread/{thread.id}" for thread in held.threads()[:20]]
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        serve = ("from detente.cli.main import main; main()", "serve", "--ledger", path, "--port", str(port), "--today", "2025-11-03")
        server = subprocess.Popen([sys.executable, "-c", *serve], stdout=subprocess.DEVNULL)
        try:
            _listens(port, server)
            writing = ("-m", "tests.soak.load", "--write", path, "--seconds", str(seconds), "--documents", str(documents))
            writer = subprocess.Popen([sys.executable, *writing])
            load = asyncio.run(_read(f"http://127.0.0.1:{port}", [*PAGES, *MACHINES, *threads], readers, seconds))
            if writer.wait(300) != 0:
                load.wrong["writer"] += 1
        finally:
            server.terminate()
            server.wait(30)
        with OpenLedger(path, create=False) as held:
            return load, len(held.documents())


def main() -> None:
    """Run it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--write", metavar="LEDGER")
    asked = parser.parse_args()
    if asked.write:
        write(asked.write, asked.documents, asked.seconds)
        return
    load, held = run(asked.readers, asked.seconds, asked.documents)
    print(f"{asked.readers} readers, {asked.seconds:.0f} s, {asked.documents} documents recorded meanwhile: {load}; {held} documents held")


if __name__ == "__main__":
    main()
