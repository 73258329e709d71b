"""What a back-fill costs: documents a second and core, and bytes a claim of a ledger in PostgreSQL, table by table.

    python benchmarks/back_filling.py postgresql://HOST/EMPTY_DATABASE [COPIES]

The documents are the stories that the reader learned from: all are about the matter, so this is the dear case. They are read once; what was
read is appended as often as COPIES says, under other addresses. Seconds are those of this process (both its threads), not of the clock;
those of the server are told by the clock beside them.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from detente.app.back_filling.work import Task, own_version, read_file
from detente.app.corpus import load_stories
from detente.documents.options import Options
from detente.ledger.log import Log
from detente.model.claim import Reading
from detente.model.record import document_to_record
from detente.reading.reader import Reader
from detente.store.engine import open_engine
from detente.store.sql import SqlStore

_CORPUS = Path(__file__).parents[1] / "corpus"

# Documents that are read: enough for a steady figure.
_READ = 41

_SIZES = """
    SELECT c.relname, t.relname, pg_relation_size(c.oid) + CASE WHEN c.relkind = 'r' AND c.reltoastrelid <> 0
           THEN pg_total_relation_size(c.reltoastrelid) ELSE 0 END AS bytes
    FROM pg_class t JOIN pg_class c ON c.oid = t.oid OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid)
    WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace ORDER BY t.relname, c.relkind DESC, c.relname
"""


def copies(readings: Iterable[Reading], count: int) -> list[Reading]:
    """The readings as if they were of other documents, so many times."""
    made = []
    for number in range(count):
        for reading in readings:
            held = reading.document
            document = replace(held, id=f"{held.id}-{number}", url=f"https://example.org/{number}/{held.id}")
            made.append(Reading(document, tuple(replace(claim, document=document) for claim in reading.claims), reading.links))
    return made


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process, and of the clock."""
    process, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - process, time.perf_counter() - clock


def main() -> None:
    """Print the figures."""
    target, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    documents = [document for story in load_stories([_CORPUS]) if story.is_read for document in story.documents.values()][:_READ]
    reader = Reader()
    reader.read(documents[0])
    readings: list[Reading] = []
    seconds, _ = spent(lambda: readings.extend(reader.read_all(documents[1:])))
    words = sum(len(reading.document.whole.split()) for reading in readings) / len(readings)
    print(f"read: {len(readings) / seconds:.1f} documents a second and core, of {words:.0f} words, {len(readings)} of them")
    many = copies(readings, count)
    claims = sum(len(reading.claims) for reading in many)
    log = Log(SqlStore.open(target, create=True), clock=lambda: datetime.now(UTC))
    seconds, clock = spent(lambda: log.append(many))
    log.close()
    rates = f"{claims / seconds:,.0f} claims a second and core, {claims / clock:,.0f} by the clock"
    print(f"append: {len(many)} documents, {claims} claims: {rates}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "held.jsonl"
        path.write_text("".join(f"{json.dumps(document_to_record(reading.document))}\n" for reading in many))
        task = Task(path, target, Options(), model=True, version=own_version())
        seconds, clock = spent(lambda: read_file(task))
    print(f"pass over: {len(many) / seconds:,.0f} held documents a second and core, {len(many) / clock:,.0f} by the clock")
    engine = open_engine(target, create=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        sizes = [(name, table, size) for name, table, size in connection.execute(text(_SIZES)) if size > 65_536]
    for name, table, size in sizes:
        print(f"{size / claims:10,.0f} bytes a claim, {size / len(many):10,.0f} a document: {table}{'' if name == table else ' / ' + name}")
    total = sum(size for _, _, size in sizes)
    print(
        f"{total / claims:10,.0f} bytes a claim, {total / len(many):10,.0f} a document: all, at {claims / len(many):.1f} claims a document"
    )


if __name__ == "__main__":
    main()
