"""What a store keeps beside the log, so that a question need not be computed from all claims: an index of claims, and threads.

All of it follows from documents, claims and decisions and can be made anew from them; `detente.app.matters` makes it, the
store keeps it and gives it back. Claims are named by their keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from detente.model.claim import Kind


@dataclass(frozen=True, slots=True)
class IndexedClaim:
    """A claim as it was read, as the index holds it.

    `core` are those who act, sorted; `marks` its telling values; `form` the short form of what it is compared by; `words`
    what search finds it by.
    """

    key: str
    kind: Kind
    sort: str
    core: tuple[str, ...]
    marks: frozenset[str]
    form: str
    words: str
    recorded_at: datetime
    stated: date | None


@dataclass(frozen=True, slots=True)
class HeldMember:
    """What the index gives of a claim."""

    key: str
    kind: Kind
    core: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread by its claims in order of time; `joins` is JSON.

    `component` is the key of the earliest of all claims that hang together with these.
    """

    kind: Kind
    state: str
    component: str
    claims: tuple[str, ...]
    joins: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far the projection is: `generation` changes with every change of it, `rules` are those that it was made by.

    `unread` are keys of documents whose claims are not in the index, `ungrouped` of those whose claims are but are in no thread
    yet; `decisions` are ids of those that the threads do not know.
    """

    generation: int
    rules: str
    unread: frozenset[str]
    ungrouped: frozenset[str]
    decisions: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether threads are those of all that is recorded."""
        return not (self.unread or self.ungrouped or self.decisions)


@dataclass(frozen=True, slots=True)
class Window:
    """Which claims count: recorded by an instant, stated by a day; None is no bound."""

    known_at: datetime | None = None
    stated_until: date | None = None


ALL_TIME = Window()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Claims that a question begins from; all that is given must fit, None and empty tuples ask nothing.

    `actors`: any of them takes part; `together`: all of them do; `falls`: a date of the claim may lie between two days, both included;
    `hash`: how its key begins; `words`: runs of words of which the claim holds each, the last word of a run at its beginning.
    """

    kinds: tuple[Kind, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    falls: tuple[date, date] | None = None
    hash: str | None = None
    words: tuple[Sequence[str], ...] = ()
    recorded_after: datetime | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked."""
        return self == Wanted()
