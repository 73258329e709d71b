"""What lists of a large ledger read by: stored threads, and claims as they stand, of the newest state."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from detente.app.matters.overlay import Overlay
from detente.ledger.log import Log
from detente.model.claim import Link
from detente.model.ports import Summaries
from detente.model.recorded import Listing, RecordedClaim
from detente.model.selection import Selection, selects
from detente.model.thread import Thread

# Of more decided claims than this, telling them apart in the database costs more than reading all.
_MOST_DECIDED = 5_000


class Held(Protocol):
    """Threads and claims of the newest state, as `Matters` has them."""

    def overlay(self) -> Overlay | None:
        """Where what stands differs from what was read; None where all is computed."""
        ...

    def numbered(self, numbers: Collection[int]) -> Mapping[int, Thread]:
        """The stored threads of these numbers."""
        ...

    def holding(self, keys: Collection[str]) -> Sequence[Thread]:
        """The threads that hold these claims."""
        ...

    def beside(self, thread: Thread) -> Sequence[Thread]:
        """The thread, and every thread that it may be linked with."""
        ...

    def claims(self, keys: Collection[str]) -> Mapping[str, RecordedClaim]:
        """The claims of these keys as they stand."""
        ...


class Listed:
    """What lists read by."""

    def __init__(self, held: Held, log: Log) -> None:
        self._held = held
        self._log = log

    @property
    def summaries(self) -> Summaries:
        """The notes."""
        return self._log.projection.summaries

    def numbered(self, numbers: Collection[int]) -> Mapping[int, Thread]:
        """The stored threads of these numbers."""
        return self._held.numbered(numbers)

    def telling(self, documents: Collection[str]) -> Sequence[Thread]:
        """The threads that documents of these keys tell of."""
        return self._held.holding(self._log.projection.keys_in(documents))

    def beside(self, thread: Thread) -> Sequence[Thread]:
        """The thread, and every thread that it may be linked with, or that decides whether it is."""
        return self._held.beside(thread)

    def links(self, documents: Collection[str] | None = None) -> Iterable[tuple[str, Link]]:
        """The links of all documents, or of those of these keys."""
        return self._log.links(documents=documents)

    def listing(self, selection: Selection) -> Listing | None:
        """The selected claims as they stand; None where decisions are about very many."""
        overlay = self._held.overlay()
        if overlay is None or len(overlay.standing) + len(overlay.retracted) > _MOST_DECIDED:
            return None
        chosen = frozenset(key for key, entry in overlay.standing.items() if selects(selection, entry.claim))
        return Listing(selection, frozenset(overlay.standing.keys() | overlay.retracted), chosen)

    def listed(self, listing: Listing, start: int, stop: int) -> Mapping[str, RecordedClaim]:
        """Those from one place up to another, by key, in the order of the log."""
        keys = self._log.listed(listing, start, stop)
        found = self._held.claims(keys)
        return {key: found[key] for key in keys if key in found}

    def listed_count(self, listing: Listing) -> int:
        """How many they are."""
        return self._log.listed_count(listing)

    def claims_by_text(self) -> Mapping[str, int]:
        """How many claims stand in the text of each hash."""
        overlay = self._held.overlay()
        gone = Counter(held.claim.claim.document.text_hash for held in overlay.effect.retracted) if overlay else Counter[str]()
        return {text: count - gone[text] for text, count in self._log.claims_by_text().items()}
