"""What the rest of the system needs of a store; `detente.store` fulfils it, nobody else sees SQL."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from detente.model.claim import Link
from detente.model.recorded import RecordedClaim, RecordedDocument, RecordedReading
from detente.model.selection import Selection


class Store(Protocol):
    """A place that only ever grows. All its methods raise a leaf of LedgerError when it cannot do what is asked."""

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the document keys that the store holds."""
        ...

    def append(self, batch: Sequence[RecordedReading]) -> frozenset[str]:
        """Append whole readings in one transaction; gives the document keys that were new, the others are left as they are."""
        ...

    def documents(self) -> Iterator[RecordedDocument]:
        """All versions of all documents; one whose text is not what was appended raises LedgerUnavailable."""
        ...

    def claims(self, selection: Selection) -> Iterator[RecordedClaim]:
        """The selected claims, those of one document version after the other."""
        ...

    def links(self) -> Iterator[tuple[str, Link]]:
        """All links, each with the key of its document."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
