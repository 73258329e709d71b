"""The process that follows in the soak test, until it is killed: `python -m tests.soak.child LEDGER PORT SOURCES BEGAN ROUNDS`.

With ROUNDS it ends after so many, and writes after each how many bytes of memory it holds.
"""

import asyncio
import sys
from pathlib import Path

from detente.app.following.logs import silence
from detente.app.following.running import World, following
from detente.app.following.settings import FollowSettings
from detente.model.claim import Reading
from detente.sources.source import Source
from detente.sources.source_file import source_from
from tests.soak.world import fast_clock


def sources(port: int, number: int) -> dict[str, Source]:
    """The sources of the site."""
    given = {"publisher": "Council", "class": "news", "kind": "feed", "full_text": "never", "limits": {"items": 20_000}}
    return {f"s{n}": source_from(f"s{n}", {**given, "url": f"http://127.0.0.1:{port}/s{n}"}, f"s{n}") for n in range(number)}


def memory() -> int:
    """What this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def follow(target: str, port: int, number: int, began: float, rounds: int) -> None:
    """Round after round."""
    silence()
    settings = FollowSettings("soak@reading.house", ("127.0.0.1",), 0.0, Path("/nowhere"), None, 1)
    world = World(now=fast_clock(began), chance=lambda: 0.0)
    held = sources(port, number)
    read_all = lambda documents: [Reading(document, (), ()) for document in documents]  # noqa: E731
    async with following(settings, held, target, read_all=read_all, world=world) as service:
        done = 0
        while not rounds or done < rounds:
            await (service.ask_due(list(held.values())) if rounds else service.ask_due())
            while await service.read_ready():
                continue
            await asyncio.sleep(0.02)
            done += 1
            print(memory(), service.summary.read, flush=True)


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])))
