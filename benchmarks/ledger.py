"""The ledger and the joining, on made-up reports: rates, size on disk, and the append beside the same rows by hand-written SQL.

    python benchmarks/ledger.py [REPORTS]

A report has 10 claims on measures between 40 states; everything is drawn from a fixed seed. Compare figures within a run.
"""

import random
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from detente.ledger.log import Log
from detente.model.actor import Actor
from detente.model.claim import Instrument, Measure, MeasureAction, MeasureStatus, Reading
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.selection import EVERYTHING
from detente.model.sourced import Sourced
from detente.model.span import Span
from detente.store.sql import SqlStore
from detente.threads.joining import groups_of
from detente.threads.members import member_of
from detente.vocab.countries import states

CLAIMS_A_REPORT = 10
_GOODS = ("steel", "cars", "wheat", "chips", "wine", "beef", "timber", "tyres", "medicines", "shoes", "solar panels", "rare earths")
_TEXT = "The ministry said that a duty would be charged on the goods. " * 25


def _measure(document: Document, number: int, chance: random.Random) -> Measure:
    imposer, target = (Actor(state.code) for state in chance.sample(states()[:40], 2))
    span = Span(1, 40)
    assert document.day
    return Measure(
        document=document,
        id=f"c{number}",
        evidence=(span,),
        attributed_to=None,
        condition=None,
        found_by="benchmark",
        status=chance.choice(list(MeasureStatus)),
        instrument=Instrument.TARIFF,
        action=chance.choice([MeasureAction.IMPOSE, MeasureAction.SUSPEND, MeasureAction.RAISE]),
        imposer=(Sourced(imposer, span, "made-up"),),
        target=(Sourced(target, span, "made-up"),),
        products=(Sourced(chance.choice(_GOODS), span, "made-up"),),
        rate=None,
        rate_from=None,
        rate_change=None,
        trade_value=None,
        effective=Sourced(Edtf.of(document.day + timedelta(days=chance.choice((7, 30)))), span, "made-up"),
        expires=None,
    )


def reports(count: int) -> list[Reading]:
    """Made-up readings, the same for the same count."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        held = Document(id=f"d{number}", url=None, publisher="Wire", published=day.isoformat(), title="", text=f"{number} {_TEXT}")
        made.append(Reading(held, tuple(_measure(held, place, chance) for place in range(CLAIMS_A_REPORT)), ()))
    return made


def _by_hand(source: Path, target: Path) -> float:
    """Seconds to copy all rows into equal tables, in transactions of the same size, by executemany."""
    old, new = sqlite3.connect(source), sqlite3.connect(target, isolation_level=None)
    new.execute("PRAGMA journal_mode = WAL")
    new.execute("PRAGMA synchronous = NORMAL")
    for (statement,) in old.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"):
        new.execute(statement)
    tables = {name: old.execute(f"SELECT * FROM {name}").fetchall() for name in ("documents", "claims", "claim_actors", "links")}
    started = time.perf_counter()
    for name, rows in tables.items():
        for start in range(0, len(rows), 2000):
            part = rows[start : start + 2000]
            new.execute("BEGIN IMMEDIATE")
            new.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(part[0]))})", part)
            new.execute("COMMIT")
    return time.perf_counter() - started


def main() -> None:
    """Print the figures."""
    readings = reports(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    claims = [claim for reading in readings for claim in reading.claims]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ledger"
        log = Log(SqlStore.open(str(path), create=True), clock=lambda: datetime.now(UTC))
        started = time.perf_counter()
        log.append(readings)
        ours = time.perf_counter() - started
        log.close()
        hand = _by_hand(path, Path(folder) / "b.db")
        size = path.stat().st_size
        print(
            f"append: {len(claims) / ours:,.0f} claims/s; rows alone by hand {len(claims) / hand:,.0f} claims/s ({ours / hand:.1f} times)"
        )
        print(f"on disk: {size / len(claims):,.0f} bytes a claim, text included")
        store = SqlStore.open(str(path))
        started = time.perf_counter()
        held = sum(1 for _ in store.claims(EVERYTHING))
        print(f"load: {held / (time.perf_counter() - started):,.0f} claims/s")
    started = time.perf_counter()
    groups = groups_of(map(member_of, claims))
    print(f"join: {len(claims) / (time.perf_counter() - started):,.0f} claims/s into {len(groups):,} threads")


if __name__ == "__main__":
    main()
