"""The ledger as its users see it: read into it, ask it."""

from collections.abc import Iterable

from detente.app.answers import OpenLedger
from detente.app.pipeline import AnyReader, OnReading, ignore, read_into
from detente.model.document import Document
from detente.model.recorded import Appended


class Ledger(OpenLedger):
    """A ledger in a file, in memory (`:memory:`) or at a `postgresql://` url, and the reader that fills it.

    With `create` an absent one is made; without, it raises LedgerUnavailable. `clock` gives the instant of recording.
    """

    def read(
        self,
        documents: Iterable[Document],
        *,
        jobs: int = 1,
        model: bool = True,
        on_reading: OnReading = ignore,
        reader: AnyReader | None = None,
        join: bool = True,
    ) -> Appended:
        """Read documents and record what they say; one that is held with the same text is not read again. `reader` reads in place of the
        embedded one. Without `join` threads are made when first asked for, not at once."""
        self._forget()
        appended = read_into(self._log, documents, jobs=jobs, model=model, on_reading=on_reading, reader=reader)
        if join:
            self._catch_up()
        return appended
