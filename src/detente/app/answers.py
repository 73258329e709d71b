"""An open ledger that can be asked and appended to; nothing here reads documents, so nothing here waits for the parser."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.app.asking import window_of
from detente.app.rows import Rows
from detente.ledger.log import Clock, Log
from detente.model.claim import Claim, Link, Reading
from detente.model.conflict import Conflict, conflict_to_record
from detente.model.identity import document_key
from detente.model.recorded import Appended, RecordedDocument, recorded_document_to_record
from detente.model.selection import EVERYTHING, Selection
from detente.model.thread import Thread, thread_to_record
from detente.store.sql import SqlStore
from detente.threads.threads import threads_of
from detente.views.changes import Change, change_to_record, changes
from detente.views.conflicts import conflicts
from detente.views.due import DueItem, due, due_to_record
from detente.views.threads import ClaimRow, claim_row_to_record, claim_rows, find_thread, select_threads


def utc_now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


class Snapshot:
    """Threads that can be asked: all that a ledger holds, or all that was stated by a day.

    Answers are `Rows` of frozen objects, each with `.to_records()` (public JSON form) and `.to_dataframe()`.
    """

    def __init__(self, threads: Iterable[Thread]) -> None:
        self._threads: list[Thread] | None = list(threads)

    def all_threads(self) -> Sequence[Thread]:
        """All threads, in order of their earliest claim."""
        return self._threads or ()

    def threads(self, selection: Selection = EVERYTHING) -> Rows[Thread]:
        """The selected threads, the one with the newest report first."""
        return Rows(select_threads(self.all_threads(), selection), thread_to_record)

    def thread(self, name: str) -> Thread:
        """The thread of that id; NotInLedger when there is none."""
        return find_thread(self.all_threads(), name)

    def due(self, selection: Selection = EVERYTHING, *, today: date | None = None, within: str | timedelta = "30d") -> Rows[DueItem]:
        """What falls due within that time of `today` (the machine's day when None), and what passed in it without news."""
        window = window_of(within) if isinstance(within, str) else within
        return Rows(due(select_threads(self.all_threads(), selection), today or date.today(), within=window), due_to_record)

    def changes(self, selection: Selection = EVERYTHING) -> Rows[Change]:
        """What was stated anew or otherwise between `selection.since` and `selection.until`, the newest first."""
        threads = select_threads(self.all_threads(), selection)
        return Rows(changes(threads, since=selection.since, until=selection.until), change_to_record)

    def conflicts(self, selection: Selection = EVERYTHING) -> Rows[Conflict]:
        """Who contradicts whom in the selected threads."""
        return Rows(conflicts(self.all_threads(), selection), conflict_to_record)


class OpenLedger(Snapshot):
    """A ledger in a file, in memory (`:memory:`) or at a `postgresql://` url.

    With `create` an absent one is made; without, it raises LedgerUnavailable. `clock` gives the instant of recording.
    """

    def __init__(self, path: str | Path = ":memory:", *, create: bool = True, clock: Clock = utc_now) -> None:
        self._log = Log(SqlStore.open(str(path), create=create), clock=clock)
        self._threads: list[Thread] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._log.close()

    def append(self, readings: Iterable[Reading]) -> Appended:
        """Record readings that were made elsewhere."""
        self._threads = None
        return self._log.append(readings)

    def all_threads(self) -> Sequence[Thread]:
        """All threads, in order of their earliest claim; computed when first asked for, and again after an append."""
        if self._threads is None:
            self._threads = threads_of(self._log.claims())
        return self._threads

    def stated_by(self, day: date) -> Snapshot:
        """What reports had stated by the end of that day, and nothing later."""
        return Snapshot(threads_of(self._log.claims(Selection(until=day))))

    def readings(self) -> list[Reading]:
        """All versions of all documents with their claims, without their links."""
        claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self._log.claims():
            claims[document_key(claim.document)].append(claim)
        return [Reading(held.document, tuple(claims[document_key(held.document)]), ()) for held in self._log.documents()]

    def links(self) -> list[tuple[str, Link]]:
        """All links between claims of one document, each with the key of the document."""
        return list(self._log.links())

    def documents(self) -> Rows[RecordedDocument]:
        """All versions of all documents."""
        return Rows(self._log.documents(), recorded_document_to_record)

    def claims(self, selection: Selection = EVERYTHING) -> Rows[ClaimRow]:
        """The selected claims with their threads."""
        return Rows(claim_rows(self._log.recorded_claims(selection), self.all_threads(), selection), claim_row_to_record)
