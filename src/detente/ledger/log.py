"""The append-only log of readings, decisions and readers' looks.

In: readings and decisions, a clock, a store behind its protocol. Out: what was new; records with the instant of
recording, all of them or those recorded by an instant.

Holds: nothing is overwritten or deleted; the same document (url, or id where it has none) with the same text adds
nothing; a changed text is a new version whose claims stand beside the old ones; `recorded_at` is set here and nowhere
else, and a batch is recorded wholly or not at all.
Leaves to `effect`: what decisions make of claims. Leaves to `threads`: which claims are of one matter.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from itertools import islice

from detente.model.claim import Claim, Link, Reading
from detente.model.decision import Decision
from detente.model.document import Document
from detente.model.finding import Finding
from detente.model.identity import document_identity, document_key
from detente.model.ports import Naming, Projection, Store
from detente.model.recorded import Appended, Entry, Heard, Listing, Look, RecordedClaim, RecordedDecision, RecordedDocument, RecordedReading
from detente.model.selection import EVERYTHING, Selection

Clock = Callable[[], datetime]

# Documents in one transaction: large enough to be fast, small enough that a killed run loses little.
BATCH = 200


class Log:
    """The log over one store. With `known_at` a question sees only what was recorded by then."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def append(self, readings: Iterable[Reading]) -> Appended:
        """Record readings, in batches; what was already held is counted as known."""
        total = Appended(0, 0, 0)
        remaining = iter(readings)
        while batch := list(islice(remaining, BATCH)):
            total = total.plus(self._append_batch(batch))
        return total

    def _append_batch(self, readings: list[Reading]) -> Appended:
        now = self._clock()
        return self._added([RecordedReading(reading, now) for reading in readings], as_recorded=False)

    def _added(self, batch: list[RecordedReading], *, as_recorded: bool) -> Appended:
        recorded = {entry.key: entry for entry in batch}
        new = self._store.append(list(recorded.values()), as_recorded=as_recorded)
        claims = sum(len(recorded[key].reading.claims) for key in new)
        return Appended(len(new), claims, len(batch) - len(new))

    def unknown(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those documents whose text the log does not hold yet, so that no work is spent on the others."""
        remaining = iter(documents)
        while batch := list(islice(remaining, BATCH)):
            known = self._store.known([document_key(document) for document in batch])
            yield from (document for document in batch if document_key(document) not in known)

    def recorded_claims(self, selection: Selection = EVERYTHING, known_at: datetime | None = None) -> Iterator[RecordedClaim]:
        """The selected claims as they were read, with their instants of recording."""
        return self._store.claims(selection, known_at)

    def claims(self, selection: Selection = EVERYTHING, known_at: datetime | None = None) -> Iterator[Claim]:
        """The selected claims as they were read."""
        return (recorded.claim for recorded in self._store.claims(selection, known_at))

    def chosen_claims(
        self, by: Naming, values: Collection[str], known_at: datetime | None = None, stated_until: date | None = None
    ) -> Iterator[RecordedClaim]:
        """The claims of these keys, or of the documents of these keys or identities, as they were read."""
        return self._store.chosen_claims(by, values, known_at, stated_until)

    @property
    def projection(self) -> Projection:
        """What is kept beside the log."""
        return self._store.projection

    def steady(self) -> AbstractContextManager[None]:
        """Inside it one thread reads all, the projection too, as it is at the first row that it reads; it writes nothing."""
        return self._store.steady()

    def heard(self, known_at: datetime | None = None) -> Iterator[Heard]:
        """All versions of all documents without their texts, in order of key."""
        return self._store.heard(known_at)

    def claims_by_text(self) -> Mapping[str, int]:
        """How many claims were read in the text of each hash."""
        return self._store.claims_by_text()

    def listed(self, listing: Listing, start: int, stop: int) -> list[str]:
        """The keys of claims in the order of `recorded_claims`, from one place up to another."""
        return self._store.listed(listing, start, stop)

    def listed_count(self, listing: Listing) -> int:
        """How many they are."""
        return self._store.listed_count(listing)

    def revised(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of the documents of which there is more than one."""
        return self._store.revised(known_at)

    def documents(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of all documents."""
        return self._store.documents(known_at)

    def links(self, known_at: datetime | None = None, *, documents: Collection[str] | None = None) -> Iterator[tuple[str, Link]]:
        """All links, or those of the documents of these keys, each with the key of its document."""
        return self._store.links(known_at, documents=documents)

    def decide(self, decisions: Iterable[Decision]) -> tuple[RecordedDecision, ...]:
        """Record decisions, in one transaction."""
        now = self._clock()
        return self._store.append_decisions([RecordedDecision(decision, now) for decision in decisions])

    def decisions(self, known_at: datetime | None = None) -> Iterator[RecordedDecision]:
        """All decisions, in order of recording."""
        return self._store.decisions(known_at)

    def look(self, reader: str, seen: datetime) -> None:
        """Record that a named reader has seen what was recorded up to an instant."""
        now = self._clock()
        last = max((look.recorded_at for look in self._store.looks(reader)), default=None)
        self._store.append_looks([Look(reader, seen, now if last is None else max(now, last + timedelta(microseconds=1)))])

    def looks(self, reader: str | None = None) -> Iterator[Look]:
        """The looks of one reader, or of all, in order of recording."""
        return self._store.looks(reader)

    def newest(self) -> datetime | None:
        """The instant of the newest document or decision; None for an empty log."""
        return self._store.newest()

    def entries(self, known_at: datetime | None = None) -> list[Entry]:
        """All that the log holds, in order of recording; in memory, and looks only without `known_at`."""
        claims: dict[str, list[Claim]] = defaultdict(list)
        links: dict[str, list[Link]] = defaultdict(list)
        for recorded in self._store.claims(EVERYTHING, known_at):
            claims[document_key(recorded.claim.document)].append(recorded.claim)
        for key, link in self._store.links(known_at):
            links[key].append(link)
        readings = [
            RecordedReading(Reading(held.document, tuple(claims[key]), tuple(links[key])), held.recorded_at)
            for held in self._store.documents(known_at)
            for key in [document_key(held.document)]
        ]
        looks = self._store.looks() if known_at is None else ()
        return sorted([*readings, *self._store.decisions(known_at), *looks], key=_place)

    def restore(self, entries: Iterable[Entry]) -> Appended:
        """Take in what another ledger gave back, with the instants at which that one recorded it."""
        total = Appended(0, 0, 0)
        batch: list[RecordedReading] = []
        decisions: list[RecordedDecision] = []
        looks: list[Look] = []
        for entry in entries:
            match entry:
                case RecordedReading():
                    batch.append(entry)
                case RecordedDecision():
                    decisions.append(entry)
                case Look():
                    looks.append(entry)
            if len(batch) == BATCH:
                total, batch = total.plus(self._added(batch, as_recorded=True)), []
        total = total.plus(self._added(batch, as_recorded=True))
        self._store.append_decisions(decisions, as_recorded=True)
        self._store.append_looks(looks)
        return total

    def problems(self) -> Iterator[Finding]:
        """All that is wrong with what is held."""
        return self._store.problems()

    def backup(self, target: str) -> None:
        """Copy all that is held into a new file."""
        self._store.backup(target)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()


def _place(entry: Entry) -> tuple[datetime, int, str, str]:
    """The order of recording; of one instant the same for the same content."""
    match entry:
        case RecordedReading():
            return entry.recorded_at, 0, document_identity(entry.reading.document), entry.key
        case RecordedDecision():
            return entry.recorded_at, 1, entry.id, ""
        case Look():
            return entry.recorded_at, 2, entry.reader, ""
