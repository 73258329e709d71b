"""Read the files of a folder into a ledger, many at once.

In: files, a ledger, an engine. Out: what was appended; what was noticed and how far it is, as it happens.

Holds: the ledger is the only record of progress. A run that was broken off is run again: what is held is passed over, by the hash of
address and text. A worker that dies costs the batches that it had not appended, another one does its file again. A file that cannot be
read is told, the others are read; where the ledger or the engine fails, the run ends.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from detente.app.answers import OpenLedger
from detente.app.back_filling.engine import Engine, opened
from detente.app.back_filling.work import Outcome, Task, own_version, read_file
from detente.app.inputs import Notice, files_in
from detente.documents.options import Options
from detente.errors import DetenteError, EngineUnavailable, InputError
from detente.model.finding import Finding, Severity
from detente.model.recorded import Appended

if TYPE_CHECKING:
    from dask.typing import Key
    from distributed import Client, Future

Asked = TypeVar("Asked")

# Files that wait for each thread that works: enough that none is idle, few enough that a million names are not all sent at once.
_WAITING = 2

# How long nobody has to finish anything before it is asked whether there is a worker left.
_QUIET_SECONDS = 60.0

_NO_SCHEDULER = "the connection to the scheduler was lost"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, and what was appended so far."""

    done: int
    files: int
    appended: Appended


@dataclass(frozen=True, slots=True)
class BackFilled:
    """What a run did; `unread` are files that were given up."""

    appended: Appended
    unread: tuple[Path, ...]


OnProgress = Callable[[Progress], None]


def files_of(folder: Path, notice: Notice) -> list[Path]:
    """The files to read in and below a folder; InputError where it is none, or holds none."""
    if not folder.is_dir():
        message = "not a folder" if folder.exists() else "no such folder"
        raise InputError(message, where=str(folder), hint="with --engine a folder of .jsonl or .parquet files is read")
    return files_in(folder.absolute(), notice)


def back_fill(
    files: Sequence[Path],
    ledger: str,
    *,
    engine: Engine,
    workers: int,
    published: str | None,
    publisher: str | None,
    notice: Notice,
    on_progress: OnProgress,
    model: bool = True,
) -> BackFilled:
    """Read the documents of files into a ledger. `workers` are processes of this machine, where the engine starts them; `published` and
    `publisher` fill what a document leaves out.

    Raises InputError for a ledger that cannot be shared, EngineUnavailable, and LedgerError. In a script of one's own to be called under
    `if __name__ == "__main__"`: the processes that are started load the script too.
    """
    target, options = shared(ledger, engine), Options(published=published, publisher=publisher, today=date.today())
    OpenLedger(target).close()
    appended, unread = Appended(0, 0, 0), []
    with opened(engine, workers=workers) as client:
        tasks = (Task(file, target, options, model, own_version()) for file in files)
        for number, (path, outcome) in enumerate(_outcomes(client, tasks), 1):
            if isinstance(outcome, Outcome):
                appended = appended.plus(outcome.appended)
            else:
                unread.append(path)
            for finding in outcome.findings if isinstance(outcome, Outcome) else [_given_up(path, outcome)]:
                notice(finding)
            on_progress(Progress(number, len(files), appended))
    return BackFilled(appended, tuple(unread))


def shared(ledger: str, engine: Engine) -> str:
    """The ledger as every worker can open it; InputError for one that only this process, or this machine, can."""
    if "://" in ledger:
        return ledger
    if ledger == ":memory:" or engine.address is not None:
        message = "several processes cannot share a ledger in memory" if ledger == ":memory:" else "several machines cannot share a file"
        raise InputError(message, where=ledger, hint="name a postgresql:// url")
    return str(Path(ledger).absolute())


def _given_up(path: Path, error: BaseException) -> Finding:
    said = f"{type(error).__name__}: {error}".split("\n")[0].rstrip(".")
    return Finding("unread", Severity.ERROR, str(path), f"The file is given up: {said}.")


def _outcomes(client: "Client", tasks: Iterable[Task]) -> Iterator[tuple[Path, Outcome | BaseException]]:
    """What came of each task, in the order in which they are done; an error of the ledger or of the engine is raised."""
    remaining = iter(tasks)
    waiting: dict[Key, tuple[Future[Outcome], Path]] = {}
    while True:
        room = _WAITING * max(1, _threads(client)) - len(waiting)
        for task in islice(remaining, max(0, room)):
            future = client.submit(read_file, task, pure=False)
            waiting[future.key] = future, task.path
        if not waiting:
            return
        for future in _done(client, [future for future, _ in waiting.values()]):
            _, path = waiting.pop(future.key)
            yield path, _outcome(client, future)


def _threads(client: "Client") -> int:
    """How many threads of workers there are."""
    try:
        return sum(client.nthreads().values())
    except OSError:
        raise _lost(_NO_SCHEDULER) from None


def _done(client: "Client", futures: list["Future[Outcome]"]) -> Iterable["Future[Outcome]"]:
    from distributed import CancelledError, wait  # noqa: PLC0415  # an optional extra

    while True:
        try:
            done: set[Future[Outcome]] = wait(futures, timeout=_QUIET_SECONDS, return_when="FIRST_COMPLETED").done
            return done
        except TimeoutError:
            if not _threads(client):
                raise _lost("no worker is left") from None
        except CancelledError:
            raise _lost(_NO_SCHEDULER) from None


def _outcome(client: "Client", future: "Future[Outcome]") -> Outcome | BaseException:
    if future.cancelled():
        raise _lost(_NO_SCHEDULER)
    error: BaseException | None = _patiently(client, future.exception)
    if isinstance(error, DetenteError):
        raise error
    if error is not None:
        return error
    outcome: Outcome = _patiently(client, future.result)
    return outcome


def _patiently(client: "Client", ask: Callable[..., Asked]) -> Asked:
    """What a future says. A worker that goes takes along what it has done, so that a future that was done may wait for another worker."""
    while True:
        try:
            return ask(timeout=_QUIET_SECONDS)
        except TimeoutError:
            if not _threads(client):
                raise _lost("no worker is left") from None


def _lost(message: str) -> EngineUnavailable:
    return EngineUnavailable(
        message, where="--engine", hint="the logs of scheduler and workers say why; run it again, what was appended is kept"
    )
