"""What the rest of the system needs of a store; `detente.store` fulfils it, nobody else sees SQL."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from detente.model.claim import Link
from detente.model.finding import Finding
from detente.model.recorded import Look, RecordedClaim, RecordedDecision, RecordedDocument, RecordedReading
from detente.model.selection import Selection


class Store(Protocol):
    """A place that only ever grows. All its methods raise a leaf of LedgerError when it cannot do what is asked.

    What is appended is recorded later than all that is held: an instant that is not (two processes, a clock that was put
    back) is moved on by the store. With `as_recorded` instants stay as they are: for records that another ledger gave back.
    With `known_at` a question sees only what was recorded by then.
    """

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the document keys that the store holds."""
        ...

    def append(self, batch: Sequence[RecordedReading], *, as_recorded: bool = False) -> frozenset[str]:
        """Append whole readings in one transaction; gives the document keys that were new, the others are left as they are."""
        ...

    def documents(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of all documents; one whose text is not what was appended raises LedgerUnavailable."""
        ...

    def claims(self, selection: Selection, known_at: datetime | None = None) -> Iterator[RecordedClaim]:
        """The selected claims as they were read, those of one document version after the other."""
        ...

    def links(self, known_at: datetime | None = None) -> Iterator[tuple[str, Link]]:
        """All links, each with the key of its document."""
        ...

    def append_decisions(self, batch: Sequence[RecordedDecision], *, as_recorded: bool = False) -> tuple[RecordedDecision, ...]:
        """Append decisions in one transaction; gives those that were new, with the instants that they were recorded at."""
        ...

    def decisions(self, known_at: datetime | None = None) -> Iterator[RecordedDecision]:
        """All decisions, in order of recording."""
        ...

    def append_looks(self, batch: Sequence[Look]) -> None:
        """Append looks of named readers; one that is held already is left as it is."""
        ...

    def looks(self, reader: str | None = None) -> Iterator[Look]:
        """The looks of one reader, or of all, in order of recording."""
        ...

    def newest(self) -> datetime | None:
        """The instant of the newest document or decision; None for an empty store."""
        ...

    def problems(self) -> Iterator[Finding]:
        """All that is wrong with what is held: rows that are not what was recorded, ends that lead nowhere, damage."""
        ...

    def backup(self, target: str) -> None:
        """Copy all that is held at this instant into a new file, a ledger of its own; others may write meanwhile."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
