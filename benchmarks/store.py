"""A ledger of many claims: what it costs to fill, how large it is, and how long questions take beside hand-written SQL.

    python benchmarks/store.py [--claims 20000] [--keep FILE | --ledger postgresql://...]

A file or database that holds claims already is only measured.

Reports of five claims each tell of made-up matters, ten claims a matter on average, over ten years; everything is drawn from a
fixed seed. A report is recorded on its day, so the ledger can be asked as of a year before its end. Each question is asked of an
open ledger with nothing of it in memory, about matters, actors and words drawn by chance, and the median is told; by hand is SQL on
the same file that fetches the rows of the same answer and reads their JSON, without making anything of them. Times are of the
processor, so that other work on the machine does not count; of PostgreSQL, which works in processes of its own, questions are timed
by the clock on the wall. Compare figures within a run. `--bare` leaves out the lists, which need a summary of every thread.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from detente.app.answers import OpenLedger
from detente.app.matters.catching_up import catch_up
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.record import Json, Record, claim_from_record
from detente.model.selection import Selection
from detente.store.engine import open_engine
from detente.vocab.countries import states

CLAIMS_A_REPORT, CLAIMS_A_MATTER = 5, 10
FIRST, DAYS = date(2015, 1, 1), 3650
REPORTS_AT_ONCE = 2_000
ASKED = 15

_SYLLABLES = ("ba", "cor", "del", "fen", "gar", "hol", "jun", "kel", "lor", "mar", "nev", "pol")

# Words for goods, so many that no word is in very many claims.
_SORTS = [f"{a}{b}ed" for a in _SYLLABLES for b in _SYLLABLES]
_GOODS = [f"{a}{b}{c}" for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:4]]
_CITIES = "Alba Borea Corin Delma Estra Fonda Garda Havel Istra Jorna Kelba Lunda Morva Nerja Olden Porta Quarto Rovin Silva Tarna".split()
_FILLER = "Officials in both capitals gave no further details, and markets in the region were little changed on the day. " * 8


@dataclass(frozen=True, slots=True)
class Matter:
    """The slots that the claims of one matter share, and the statuses that they go through."""

    kind: str
    slots: Record
    courses: tuple[str, ...]
    words: str


def _matter(chance: random.Random, codes: Sequence[str], weights: Sequence[float], day: date) -> Matter:
    left, right = chance.choices(codes, weights, k=2)
    while right == left:
        right = chance.choice(codes)
    goods = f"{chance.choice(_SORTS)} {chance.choice(_GOODS)}"
    ahead = (day + timedelta(days=chance.randrange(20, 200))).isoformat()
    match chance.choices(("measure", "encounter", "commitment", "agreement"), (4, 3, 2, 1))[0]:
        case "measure":
            slots: Record = {
                "instrument": chance.choice(("tariff", "export_control", "import_restriction", "sanction")),
                "action": "impose",
            }
            slots |= {"imposer": [left], "target": [right], "products": [goods], "rate": chance.randrange(5, 95), "effective": ahead}
            return Matter("measure", slots, ("considered", "threatened", "announced", "in_force"), f"{left} duty on {goods} from {right}")
        case "encounter":
            people = [f"{code}/Person {chance.randrange(30)} Of{code}" for code in (left, right)]
            place = f"{chance.choice(_CITIES)}, {right}"
            slots = {"form": chance.choice(("visit", "meeting", "call", "talks")), "participants": [*people], "place": place, "date": ahead}
            return Matter("encounter", slots, ("proposed", "planned", "confirmed", "held"), f"{left} and {right} in {place} on {goods}")
        case "commitment":
            amount: Record = {"value": chance.randrange(1, 900) * 10_000_000, "unit": "USD"}
            slots = {"action": chance.choice(("buy", "invest", "supply")), "promisor": [left], "promisee": [right], "object": goods}
            slots |= {"amount": amount, "deadline": ahead}
            return Matter("commitment", slots, ("expected", "pledged", "under_way", "fulfilled"), f"{left} pledge of {goods} to {right}")
        case _:
            slots = {
                "form": chance.choice(("trade_deal", "framework", "memorandum")),
                "parties": [left, right],
                "topic": goods,
                "date": ahead,
            }
            return Matter("agreement", slots, ("negotiating", "in_principle", "signed", "in_force"), f"{left} {right} deal on {goods}")


def _plan(claims: int, chance: random.Random) -> list[tuple[int, int, int]]:
    """For each claim its day, its matter, and its place among the claims of that matter; in order of time."""
    plan = []
    matter = 0
    while len(plan) < claims:
        begins = chance.randrange(DAYS)
        count = min(1 + int(chance.expovariate(1 / (CLAIMS_A_MATTER - 1))), claims - len(plan))
        days = sorted(min(begins + chance.randrange(90), DAYS + 30) for _ in range(count))
        plan += [(day, matter, place) for place, day in enumerate(days)]
        matter += 1
    return sorted(plan)


def reports(claims: int) -> Iterator[Reading]:
    """Made-up readings in order of time, the same for the same count."""
    chance = random.Random(7)
    codes = [state.code for state in states()]
    chance.shuffle(codes)
    weights = [1 / (place + 3) for place in range(len(codes))]
    matters: dict[int, Matter] = {}
    told = iter(_plan(claims, chance))
    number = 0
    while part := list(islice(told, CLAIMS_A_REPORT)):
        day = FIRST + timedelta(days=part[0][0])
        sentences, records = [], []
        for place, (_, index, step) in enumerate(part):
            matter = matters.setdefault(index, _matter(chance, codes, weights, day))
            status = matter.courses[min(step * len(matter.courses) // CLAIMS_A_MATTER, len(matter.courses) - 1)]
            sentences.append(f"Point {number}.{place}: {matter.words} is {status.replace('_', ' ')}.")
            evidence: list[Json] = [sentences[-1]]
            records.append({"id": f"c{place + 1}", "kind": matter.kind, "status": status, "evidence": evidence, **matter.slots})
        text = f"{' '.join(sentences)} {_FILLER}"
        url = f"https://wire{number % 40}.example/{number}"
        held = Document(f"d{number}", url, f"Wire {number % 40}", day.isoformat(), f"Report {number} of {day.year}", text)
        yield Reading(held, tuple(claim_from_record(record, held) for record in records), ())
        number += 1


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2015, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def fill(target: str, claims: int) -> None:
    """Append the reports, then make their threads; print rates and size."""
    clock, spent, made = _Clock(), 0.0, reports(claims)
    with OpenLedger(target, clock=clock) as ledger:
        at_once = min(REPORTS_AT_ONCE, claims // CLAIMS_A_REPORT // 50)
        while batch := list(islice(made, at_once)):
            clock.now = datetime.combine(batch[-1].document.day or FIRST, datetime.min.time(), UTC)
            started = time.process_time()
            ledger._log.append(batch)
            spent += time.process_time() - started
        bare = _size(target)
        print(f"append: {claims:,} claims in {spent:,.0f} s, {claims / spent:,.0f} claims/s", flush=True)
        started = time.process_time()
        catch_up(ledger._log)
        caught = time.process_time() - started
        threads = ledger.thread_count()
    print(f"threads, index, words: {caught:,.0f} s, {claims / caught:,.0f} claims/s; {threads:,} threads")
    print(f"both: {claims / (spent + caught):,.0f} claims/s")
    print(
        f"on disk: {_size(target) / 1e6:,.0f} MB, {_size(target) / claims:,.0f} bytes a claim, of them {bare / claims:,.0f} the log alone"
    )


def _is_server(target: str) -> bool:
    return "://" in target


def _size(target: str) -> int:
    if _is_server(target):
        return int(_rows(target, "SELECT pg_database_size(current_database())")[0][0])
    return sum(part.stat().st_size for part in Path(target).parent.glob(f"{Path(target).name}*"))


@contextmanager
def _connected(target: str) -> Iterator[Connection]:
    engine: Engine = open_engine(target, create=False)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _told(connection: Connection, query: str, values: Sequence[object]) -> list[Any]:
    """The rows of a query as the driver itself gives them."""
    driver: Any = connection.connection.driver_connection
    is_server = connection.dialect.name == "postgresql"
    return list(driver.execute(query.replace("?", "%s") if is_server else query, values))


def _rows(target: str, query: str, *values: object) -> list[Any]:
    with _connected(target) as connection:
        return _told(connection, query, values)


_ANSWER = """SELECT c.record, d.id, d.url, d.publisher, d.published, d.title, d.text, d.recorded_at, t.thread FROM {from_}
JOIN claims c ON c.key = m.claim_key JOIN documents d ON d.key = c.document_key"""

_OF_THREADS = """thread_members t JOIN members m ON m.id = t.member"""

_PARTS = "ORDER BY t.thread, t.position"

_THREAD = f"""{_ANSWER.format(from_=_OF_THREADS)} WHERE t.thread IN (SELECT thread FROM thread_members x JOIN members y ON y.id = x.member
WHERE y.claim_key >= ? AND y.claim_key < ?) {_PARTS}"""

_DYAD = f"""{_ANSWER.format(from_=_OF_THREADS)} WHERE t.thread IN (SELECT x.thread FROM claim_actors a
JOIN claim_actors b ON b.claim_key = a.claim_key JOIN members y ON y.claim_key = a.claim_key JOIN thread_members x ON x.member = y.id
WHERE a.code = ? AND b.code = ?) {_PARTS}"""

_SEARCH = f"""{_ANSWER.format(from_=_OF_THREADS)} WHERE t.thread IN (SELECT x.thread FROM claim_words w
JOIN thread_members x ON x.member = w.rowid WHERE w.words MATCH ?) {_PARTS}"""

_SEARCH_SERVER = _SEARCH.replace("w.rowid", "w.member").replace("w.words MATCH ?", "w.words @@ to_tsquery('simple', ?)")

_DUE = f"""{_ANSWER.format(from_=_OF_THREADS)} WHERE t.thread IN (SELECT x.thread FROM claims e JOIN members y ON y.claim_key = e.key
JOIN thread_members x ON x.member = y.id WHERE e.last_day >= ? AND coalesce(e.first_day, e.last_day) <= ?) {_PARTS}"""

_CHANGES = f"""{_ANSWER.format(from_=_OF_THREADS)} WHERE t.thread IN (SELECT x.thread FROM documents f
JOIN claims e ON e.document_key = f.key JOIN members y ON y.claim_key = e.key JOIN thread_members x ON x.member = y.id
WHERE f.stated BETWEEN ? AND ?) {_PARTS}"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: how we ask it, and by what SQL the same rows come."""

    ours: Callable[[OpenLedger], object]
    by_hand: str
    values: tuple[object, ...]
    known_by: str | None = None


def _timed(act: Callable[[], object], target: str) -> float:
    clock = time.perf_counter if _is_server(target) else time.process_time
    started = clock()
    act()
    return (clock() - started) * 1000


def _by_hand(connection: Connection, question: Question) -> int:
    query, values = question.by_hand, question.values
    if question.known_by:
        query, values = query.replace("ORDER BY", "AND d.recorded_at <= ? ORDER BY"), (*values, question.known_by)
    rows = _told(connection, query, values)
    return len([(_record(row[0]), row[1:]) for row in rows])


def _record(told: object) -> dict[str, Any]:
    """A claim's JSON, which the driver of PostgreSQL has read already."""
    return json.loads(told) if isinstance(told, str) else told  # type: ignore[return-value]


def measure(target: str, name: str, questions: Sequence[Question]) -> str:
    """A row of the table."""
    ours, hand, rows = [], [], []
    with _connected(target) as connection, OpenLedger(target, create=False) as ledger:
        for question in questions:
            ledger.refresh()
            ours.append(_timed(partial(question.ours, ledger), target))
            hand.append(_timed(lambda asked=question: rows.append(_by_hand(connection, asked)), target))
    median, by_hand = statistics.median(ours), statistics.median(hand)
    return f"| {name} | {statistics.median(rows):,.0f} | {median:,.1f} | {max(ours):,.1f} | {by_hand:,.1f} | {median / by_hand:,.1f} |"


def _asked(words: str, target: str) -> str:
    """A phrase as the full-text search of the database takes it."""
    *before, last = words.split()
    return " <-> ".join([*before, f"{last}:*"]) if _is_server(target) else f'"{words}" *'


def questions_about(target: str, chance: random.Random) -> dict[str, list[Question]]:
    """The questions, by name."""
    last = date.fromisoformat(str(_rows(target, "SELECT max(stated) FROM documents")[0][0]))
    year_ago = last - timedelta(days=365)
    known = f"{year_ago.isoformat()}T23:59:59.999999+00:00"
    highest = int(str(_rows(target, "SELECT max(id) FROM members")[0][0]))
    keys = [str(_rows(target, "SELECT claim_key FROM members WHERE id = ?", chance.randrange(1, highest + 1))[0][0]) for _ in range(ASKED)]
    before = "SELECT claim_key FROM members WHERE recorded_at < ? ORDER BY id DESC LIMIT 5000"
    early = [str(row[0]) for row in _rows(target, before, year_ago.isoformat())]
    actors = "SELECT code FROM claim_actors WHERE claim_key = ? ORDER BY code LIMIT 2"
    pairs = [pair for key in keys if len(pair := tuple(str(row[0]) for row in _rows(target, actors, key))) == 2]
    told = (_record(_rows(target, "SELECT record FROM claims WHERE key = ?", key)[0][0]) for key in keys)
    words = [found for record in told if (found := (*record.get("products", ()), record.get("object"), record.get("topic"))[0])]
    searching = _SEARCH_SERVER if _is_server(target) else _SEARCH
    return {
        "thread": [Question(lambda held, k=k: held.thread(k[:10]), _THREAD, (k[:10], f"{k[:10]}g")) for k in keys],
        "thread page": [Question(lambda held, k=k: held.page(k[:10], today=last), _THREAD, (k[:10], f"{k[:10]}g")) for k in keys],
        "dyad page": [Question(lambda held, p=p: held.dyad(*p), _DYAD, p) for p in pairs],
        "search": [Question(lambda held, w=w: held.search(f'"{w}"'), searching, (_asked(w, target),)) for w in words],
        "thread page as of a year ago": [
            Question(lambda held, k=k: held.as_of(year_ago).page(k[:10], today=year_ago), _THREAD, (k[:10], f"{k[:10]}g"), known)
            for k in chance.sample(early, ASKED)
        ],
        "dyad page as of a year ago": [Question(lambda held, p=p: held.as_of(year_ago).dyad(*p), _DYAD, p, known) for p in pairs],
        "due within a week": [
            Question(
                lambda held: list(held.due(today=last, within="7d")),
                _DUE,
                ((last - timedelta(days=7)).isoformat(), (last + timedelta(days=7)).isoformat()),
            )
        ]
        * 3,
        "changes of two days": [
            Question(
                lambda held, day=day: list(held.changes(Selection(since=day, until=day + timedelta(days=1)))),
                _CHANGES,
                (day.isoformat(), (day + timedelta(days=1)).isoformat()),
            )
            for day in [FIRST + timedelta(days=chance.randrange(200, DAYS)) for _ in range(5)]
        ],
    }


_LISTS = ("due within a week", "changes of two days")


def _sum_up(target: str) -> None:
    """Make the summaries that lists are found by, as the first list does."""
    with OpenLedger(target, create=False) as ledger:
        started = time.process_time()
        len(ledger.threads())
        print(f"summaries, where they were missing: {time.process_time() - started:,.0f} s")


def _holds_claims(target: str) -> bool:
    if not _is_server(target) and not Path(target).exists():
        return False
    with OpenLedger(target) as held:
        return held.claim_count() > 0


def main() -> None:
    """Fill a ledger, ask it, print what was measured."""
    parser = argparse.ArgumentParser(description="Measure the ledger's database.")
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="a file to leave the ledger in, or one that was left there")
    parser.add_argument("--ledger", help="a database in PostgreSQL instead")
    parser.add_argument("--bare", action="store_true", help="ask no lists")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = given.ledger or str(given.keep or Path(folder) / "a.ledger")
        if not _holds_claims(target):
            fill(target, given.claims)
        if not given.bare:
            _sum_up(target)
        print("\n| question | claims | ms | most | by hand | times |\n| --- | --- | --- | --- | --- | --- |")
        asked = questions_about(target, random.Random(3))
        for name in _LISTS if given.bare else ():
            del asked[name]
        for name, questions in asked.items():
            print(measure(target, name, questions), flush=True)


if __name__ == "__main__":
    main()
