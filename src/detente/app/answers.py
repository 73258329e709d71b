"""An open ledger that can be asked and appended to; nothing here reads documents, so nothing here waits for the parser."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.app.asking import instant_of
from detente.app.matters.catching_up import catch_up, rebuild
from detente.app.matters.proving import projection_problems
from detente.app.review import Review
from detente.app.rows import Rows
from detente.app.snapshot import Snapshot
from detente.errors import LedgerUnavailable, Overtaken, QueryError
from detente.ledger.log import Clock, Log
from detente.model.claim import Reading
from detente.model.finding import Finding
from detente.model.recorded import (
    Appended,
    Entry,
    RecordedDecision,
)
from detente.model.selection import EVERYTHING, Selection
from detente.store.engine import named
from detente.store.sql import SqlStore
from detente.views.changes import Change
from detente.views.findings import finding_to_record
from detente.views.revisions import Revision


def utc_now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


def shown_name(ledger: str) -> str:
    """A ledger's file or url as it may be shown: without the password."""
    return named(ledger)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What was recorded after `since` (None at the first look of `reader`) and by `upto` (None for an empty ledger)."""

    reader: str
    since: datetime | None
    upto: datetime | None
    changes: Rows[Change]
    revisions: Rows[Revision]
    decisions: Rows[RecordedDecision]


class OpenLedger(Snapshot):
    """A ledger in a file, in memory (`:memory:`) or at a `postgresql://` url.

    With `create` an absent one is made; without, it raises LedgerUnavailable. `clock` gives the instant of recording.
    """

    def __init__(self, path: str | Path = ":memory:", *, create: bool = True, clock: Clock = utc_now) -> None:
        super().__init__(Log(SqlStore.open(str(path), create=create), clock=clock))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._log.close()

    def problems(self) -> Rows[Finding]:
        """All that is wrong with what the ledger holds: hashes, spans, quotes, ends of links, foreign keys.

        Where nothing is, also where stored threads and the index of search are not what is made anew from it.
        """
        found = tuple(self._log.problems())
        return Rows(found or projection_problems(self._log), finding_to_record)

    def backup(self, target: str | Path) -> None:
        """Copy all that is held at this instant into a new file; LedgerUnavailable where there is one already."""
        self._log.backup(str(target))

    def append(self, readings: Iterable[Reading]) -> Appended:
        """Record readings that were made elsewhere."""
        self._forget()
        appended = self._log.append(readings)
        self._catch_up()
        return appended

    def _catch_up(self) -> None:
        """Make threads of what was appended; where that fails nothing is lost, and the next question does it."""
        with suppress(LedgerUnavailable, Overtaken):
            catch_up(self._log)

    def rebuild(self) -> None:
        """Make threads, and the index that they and search are found by, anew from what was recorded."""
        self._forget()
        rebuild(self._log)

    def restore(self, entries: Iterable[Entry]) -> Appended:
        """Take in what another ledger held, with the instants at which that one recorded it; what is held already is left as it is."""
        self._forget()
        appended = self._log.restore(entries)
        self._catch_up()
        return appended

    def unseen(self, reader: str, selection: Selection = EVERYTHING) -> Unseen:
        """What came since a named reader's last look, all of it at the first; `looked` moves the look."""
        if not reader.strip():
            raise QueryError("a reader needs a name", where="reader")
        since = max((look.seen for look in self._log.looks(reader)), default=None)
        upto = self._log.newest()
        # Asked as of what the look will say was seen: what another process records meanwhile comes the next time.
        known = Snapshot(self._log, known_at=upto)
        new = known._matters.recorded_after(since)
        return Unseen(
            reader=reader,
            since=since,
            upto=upto,
            changes=known._changes_by(new, since, selection),
            revisions=known.revisions(selection).where(lambda revision: since is None or revision.recorded_at > since),
            decisions=known.decisions().where(lambda held: since is None or held.recorded_at > since),
        )

    def looked(self, unseen: Unseen) -> None:
        """Record that its reader has seen this."""
        if unseen.upto is not None and unseen.upto != unseen.since:
            self._log.look(unseen.reader, unseen.upto)

    def review(self) -> Review:
        """The queue of doubts, and decisions about claims."""
        return Review(self._log, self.effect, self.all_threads, self._forget)

    def version(self) -> str:
        """Another text whenever something was recorded, by this process or by another."""
        newest = self._log.newest()
        return newest.isoformat() if newest else ""

    def refresh(self) -> None:
        """Compute threads anew when they are next asked for: another process may have recorded something."""
        self._forget()

    def look(self, reader: str, upto: datetime | None = None) -> None:
        """Record that a named reader has seen all that was recorded up to an instant, all that is held now where none is given."""
        seen = upto or self._log.newest()
        if seen:
            self._log.look(reader, seen)

    def seen_by(self, reader: str) -> datetime | None:
        """Up to which instant of recording a named reader has seen everything; None before the first look."""
        return max((look.seen for look in self._log.looks(reader)), default=None)

    def now(self) -> Snapshot:
        """What is recorded whenever it is asked."""
        return Snapshot(self._log)

    def as_of(self, when: str | date) -> Snapshot:
        """What was recorded by the end of a day (UTC), or by an instant; QueryError for what is neither."""
        return Snapshot(self._log, known_at=instant_of(when))

    def stated_by(self, day: date) -> Snapshot:
        """What reports had stated by the end of that day, and nothing later."""
        return Snapshot(self._log, stated=Selection(until=day))
