"""Many sources, killed again and again: the ledger must be that of one clean pass.

Full size: `python -m tests.soak.test_soak 60 10000 20`.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.app.answers import OpenLedger
from detente.store.sources import SqlSources
from tests.publisher import Publisher, publisher
from tests.soak.world import Site

ROOT = Path(__file__).parents[2]
ROUNDS = 20
# Rounds at the end in which nothing fails any more, so that everything that is shown was taken in.
GOOD_ROUNDS = 2


def child(target: Path, port: int, sources: int, began: float, rounds: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.soak.child", str(target), str(port), str(sources), str(began), str(rounds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE if rounds else subprocess.DEVNULL, text=True)


def documents(target: Path) -> list[tuple[object, ...]]:
    with OpenLedger(str(target)) as ledger:
        held = [entry.document for entry in ledger.documents()]
    return sorted((d.id, d.url, d.publisher, d.published, d.title, d.text) for d in held)


def kill_often(site: Site, publisher: Publisher, target: Path, sources: int, began: float, kills: int) -> None:
    """Start it and kill it once it has asked for a while; each time more is shown."""
    chance = random.Random(5)
    for number in range(kills):
        site.share = (number + 1) / kills
        follower, before = child(target, publisher.port, sources, began), len(publisher.asked)
        wanted = chance.randrange(1, 2 * sources)
        deadline = time.monotonic() + 60
        while len(publisher.asked) < before + wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() / 2)
        follower.kill()
        follower.wait()


def memory_over_rounds(site: Site, follower: subprocess.Popen[str]) -> list[int]:
    """The bytes that it holds after each round; answers fail until the last ones."""
    grown: list[int] = []
    for line in follower.stdout or ():
        grown.append(int(line.split()[0]))
        if len(grown) == ROUNDS - GOOD_ROUNDS:
            site.failing = 0.0
    follower.wait()
    return grown


def soak(folder: Path, sources: int, items: int, kills: int) -> dict[str, float]:
    """Both passes; gives what was measured."""
    with publisher() as held:
        site, began = Site(held, sources, items, seed=1), time.time()
        kill_often(site, held, folder / "soaked.ledger", sources, began, kills)
        spoiled = len(held.asked)
        grown = memory_over_rounds(site, child(folder / "soaked.ledger", held.port, sources, began, ROUNDS))
        started = time.monotonic()
        clean = child(folder / "clean.ledger", held.port, sources, began, 1)
        read = int(clean.communicate()[0].split()[1])
        seconds = time.monotonic() - started
    assert documents(folder / "soaked.ledger") == documents(folder / "clean.ledger")
    store = SqlSources.open(str(folder / "soaked.ledger"))
    tenth = grown[len(grown) // 10]
    return {
        "documents": len(documents(folder / "clean.ledger")),
        "read in the clean pass": read,
        "requests while failing": spoiled,
        "errors": sum(times for kinds in store.errors().values() for times in kinds.values()),
        "waiting": store.waiting(),
        "memory after a tenth (MB)": round(tenth / 1e6, 1),
        "memory at the end (MB)": round(grown[-1] / 1e6, 1),
        "growth": round(grown[-1] / tenth - 1, 4),
        "items a second, start included": round(read / seconds, 1),
    }


@pytest.mark.slow
def test_a_ledger_that_was_killed_again_and_again_is_that_of_one_clean_pass(tmp_path) -> None:
    measured = soak(tmp_path, sources=12, items=600, kills=4)
    assert measured["documents"] == measured["read in the clean pass"] == 600
    assert measured["waiting"] == 0
    assert measured["errors"] > 0
    assert measured["growth"] < 0.05


if __name__ == "__main__":
    place = Path(sys.argv[4] if len(sys.argv) > 4 else "soak")
    place.mkdir(exist_ok=True)
    for name, value in soak(place, *map(int, sys.argv[1:4])).items():
        print(f"{name}: {value}")
