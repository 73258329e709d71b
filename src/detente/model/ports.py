"""What the rest of the system needs of a store; `detente.store` fulfils it, nobody else sees SQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from detente.model.claim import Kind, Link
from detente.model.finding import Finding
from detente.model.projection import ALL_TIME, Backlog, HeldMember, IndexedClaim, StoredThread, Wanted, Window
from detente.model.recorded import Heard, Listing, Look, RecordedClaim, RecordedDecision, RecordedDocument, RecordedReading
from detente.model.selection import Selection
from detente.model.summary import About, Note, Sought, Summary


class Naming(Enum):
    """What claims are asked for by."""

    CLAIM = "claim"
    DOCUMENT = "document"
    IDENTITY = "identity"


class Summaries(Protocol):
    """What is kept of each stored thread, and the lists that are found by it, each in the order of its view."""

    def missing(self) -> list[int]:
        """The numbers of the threads that have no summary."""
        ...

    def gone(self) -> list[int]:
        """The numbers that have a summary and no thread any more."""
        ...

    def put(self, given: Sequence[Summary], gone: Sequence[int], generation: int) -> None:
        """Keep summaries, and forget those of threads that are gone."""
        ...

    def thread_count(self, selection: Selection) -> int:
        """How many threads are of a kind, state and actors."""
        ...

    def newest(self, selection: Selection, start: int, stop: int) -> list[int]:
        """The numbers of the same threads, the one with the newest report first."""
        ...

    def count(self, sought: Sought) -> int:
        """How many notes are sought."""
        ...

    def found(self, sought: Sought, start: int = 0, stop: int | None = None) -> list[tuple[int, Note]]:
        """The notes that are sought, in their order, each with the number of its thread."""
        ...

    def tally(self, sought: Sought, most: int | None = None) -> list[tuple[str, int]]:
        """How many notes there are of each key, the most frequent first; no more than so many keys."""
        ...

    def by_text(self, sought: Sought) -> list[tuple[str, int]]:
        """The same of each text, in its order."""
        ...

    def sums(self, month: str) -> list[tuple[str, float, float, int]]:
        """Of each pair that acted in a month: the sum of the weights above 0, of those below, and how many acts."""
        ...

    def names(self, numbers: Collection[int]) -> Mapping[int, str]:
        """What the threads of these numbers are called."""
        ...

    def names_by_claim(self, keys: Collection[str]) -> dict[str, str]:
        """What the threads that hold the claims of these keys are called, by the claim's key."""
        ...

    def span(self) -> tuple[str, str] | None:
        """The first and the last day on which a document was stated that tells of anything; None where none has a day."""
        ...

    def sharing(self, about: About) -> list[int]:
        """The numbers of the threads that share the key of a note with another thread."""
        ...


class Projection(Protocol):
    """What is kept beside the log so that questions need not be computed from all of it; nothing in it is not in the log.

    Each change names the generation that it was computed from, and raises Overtaken where that is not the newest.
    """

    @property
    def summaries(self) -> Summaries:
        """What is kept of each thread for lists of all."""
        ...

    def numbered(self, numbers: Collection[int]) -> Iterator[tuple[int, StoredThread]]:
        """The stored threads of these numbers, each with its number."""
        ...

    def backlog(self) -> Backlog:
        """How far the projection is."""
        ...

    def clear(self, rules: str, generation: int) -> None:
        """Empty it, to be made anew by other rules."""
        ...

    def index(self, given: Sequence[IndexedClaim], read: Collection[str], generation: int) -> None:
        """Take in claims; `read` are the keys of their documents, and of those without claims."""
        ...

    def regroup(self, given: Sequence[StoredThread], generation: int, *, instead_of: Collection[str] | Kind) -> None:
        """Put threads in the place of those of the named components, or of all of a kind."""
        ...

    def word_counts(self) -> Iterator[tuple[str, int]]:
        """Every word that search finds, with the number of claims that it finds it in."""
        ...

    def size(self) -> int:
        """How many claims the index holds."""
        ...

    def count(self, window: Window = ALL_TIME) -> int:
        """How many claims the log holds."""
        ...

    def keys_within(self, keys: Collection[str], window: Window) -> list[str]:
        """Those of the keys whose claims the index holds and that are in a window."""
        ...

    def keys_in(self, documents: Iterable[str]) -> list[str]:
        """The keys of the claims of documents."""
        ...

    def settle(self, backlog: Backlog) -> None:
        """Note that the threads are those of all that was pending."""
        ...

    def claims_in(self, kind: Kind, sort: str, actor: str, window: Window = ALL_TIME, *, most: int | None = None) -> int:
        """How many claims of a kind and sort an actor acts in, counted up to `most`; of an empty one, those in which nobody does."""
        ...

    def company(self, kind: Kind, sort: str, actor: str, window: Window = ALL_TIME) -> Iterator[HeldMember]:
        """The claims of a kind and sort that an actor acts in."""
        ...

    def around(
        self, kind: Kind, sort: str, core: Sequence[str], marks: Collection[str] | None, window: Window = ALL_TIME
    ) -> Iterator[HeldMember]:
        """The claims of a kind and sort whose actors are all among these, or take all of these in; with one of the marks, where given."""
        ...

    def marked(self, kind: Kind, sort: str, marks: Collection[str], window: Window = ALL_TIME) -> list[str]:
        """The keys of the claims of a kind and sort that bear one of the marks."""
        ...

    def members(self, keys: Collection[str]) -> Iterator[HeldMember]:
        """The claims of these keys, as far as the index holds them."""
        ...

    def members_of(self, kind: Kind) -> Iterator[HeldMember]:
        """All claims of a kind."""
        ...

    def together(self, keys: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The components of the stored threads that hold these claims, each with the keys of all its claims."""
        ...

    def threads_with(self, keys: Collection[str]) -> Iterator[StoredThread]:
        """The stored threads that hold any of these claims."""
        ...

    def thread_count(self) -> int:
        """How many threads are stored."""
        ...

    def all_threads(self) -> Iterator[StoredThread]:
        """All stored threads."""
        ...

    def keys(self, wanted: Wanted, window: Window = ALL_TIME) -> list[str]:
        """The keys of the claims that a question begins from; of words, as far as the index holds them."""
        ...


class Store(Protocol):
    """A place that only ever grows. All its methods raise a leaf of LedgerError when it cannot do what is asked.

    What is appended is recorded later than all that is held: an instant that is not (two processes, a clock that was put
    back) is moved on by the store. With `as_recorded` instants stay as they are: for records that another ledger gave back.
    With `known_at` a question sees only what was recorded by then.
    """

    @property
    def projection(self) -> Projection:
        """What is kept beside the log."""
        ...

    def steady(self) -> AbstractContextManager[None]:
        """Inside it one thread reads all, the projection too, as it is at the first row that it reads; it writes nothing."""
        ...

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

    def chosen_claims(
        self, by: Naming, values: Collection[str], known_at: datetime | None = None, stated_until: date | None = None
    ) -> Iterator[RecordedClaim]:
        """The claims of these keys, or of the documents of these keys or identities, as they were read."""
        ...

    def heard(self, known_at: datetime | None = None) -> Iterator[Heard]:
        """All versions of all documents without their texts, in order of key."""
        ...

    def claims_by_text(self) -> Mapping[str, int]:
        """How many claims were read in the text of each hash."""
        ...

    def listed(self, listing: Listing, start: int, stop: int) -> list[str]:
        """The keys of claims in the order of `claims`, from one place up to another."""
        ...

    def listed_count(self, listing: Listing) -> int:
        """How many they are."""
        ...

    def revised(self, known_at: datetime | None = None) -> Iterator[RecordedDocument]:
        """All versions of the documents of which there is more than one."""
        ...

    def links(self, known_at: datetime | None = None, *, documents: Collection[str] | None = None) -> Iterator[tuple[str, Link]]:
        """All links, or those of the documents of these keys, each with the key of its document."""
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
