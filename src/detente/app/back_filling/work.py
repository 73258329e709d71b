"""What a worker process does: read one file of documents and append what it says to the ledger.

In: a task, which names the file and the ledger. Out: what was appended, and what was noticed.

Holds: a process has one reader, and reads one file at a time. Batches are appended as they are read, and a document that the ledger
holds is not read: a task that was broken off is simply done again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from threading import Lock

from detente.app.inputs import documents_in_files
from detente.app.ledger import Ledger
from detente.app.pipeline import reading_function
from detente.documents.options import Options
from detente.errors import EngineUnavailable
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.model.recorded import Appended

# Findings of one sort that are told of one file; of millions of documents in another language nobody reads a line each.
MOST_ALIKE = 20

_BATCH = 64
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read into a ledger. The ledger's url, which may hold a password, is not shown in what engines log of tasks."""

    path: Path
    ledger: str = field(repr=False)
    options: Options
    model: bool
    version: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: what was appended, and findings, no more than `MOST_ALIKE` of one sort in full."""

    path: Path
    appended: Appended
    findings: tuple[Finding, ...]


def own_version() -> str:
    """The version of this package, which all processes that read together must share."""
    return version("detente")


class _Renewed:
    """The reader of this process, made when it is first needed and anew after some thousands of documents."""

    def __init__(self, *, model: bool) -> None:
        self._read = reading_function(model=model)

    def read_all(self, documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
        remaining = iter(documents)
        while batch := list(islice(remaining, _BATCH)):
            yield from self._read(batch)


@cache
def _reader(model: bool) -> _Renewed:
    return _Renewed(model=model)


def read_file(task: Task) -> Outcome:
    """Read a file into the ledger. Raises EngineUnavailable where this process is not like the one that asks, and LedgerError."""
    _check(task)
    findings: list[Finding] = []
    with _one_at_a_time, Ledger(task.ledger, create=False) as ledger:
        documents = documents_in_files([task.path], task.options, findings.append)
        appended = ledger.read(documents, reader=_reader(task.model))
    return Outcome(task.path, appended, tuple(shortened(findings, str(task.path))))


def _check(task: Task) -> None:
    if own_version() != task.version:
        message = f"a worker has version {own_version()} of detente, this is {task.version}"
        raise EngineUnavailable(message, where="--engine", hint="install the same version for all workers")
    if not task.path.exists():
        raise EngineUnavailable(
            "a worker does not see this file", where=str(task.path), hint="it must lie at the same place for all workers"
        )


def shortened(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """The first findings of each sort, and how many more there are of it."""
    met: Counter[str] = Counter()
    for finding in findings:
        met[finding.code] += 1
        if met[finding.code] <= MOST_ALIKE:
            yield finding
    for code, count in met.items():
        if count > MOST_ALIKE:
            yield Finding(code, Severity.NOTE, name, f"{count - MOST_ALIKE:,} more of this sort: {code}.")
