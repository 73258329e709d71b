"""What is kept of a thread so that lists of all threads need not read them: its name, when it was last told of, and notes.

In a ledger of very many claims a list is found by notes, and only the threads that are shown are read. `detente.views.summaries` says
what a thread's notes are; a store keeps and finds them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.claim import Kind
from detente.model.selection import EVERYTHING, Selection


class About(StrEnum):
    """What a note is about, and what its parts mean there; what is not told of a part is empty."""

    ACTOR = "actor"  # key: the code of one who takes part
    PAIR = "pair"  # key: two codes, in order, parted by a tab
    CHANGE = "change"  # first: when stated; text: the claim's id; place: where the claim stands in the thread
    ACT = "act"  # key: month; text: two codes as of a pair; amount: weight; place: which act of the thread
    FORCE = "force"  # key: imposer, target, instrument parted by tabs; first, last: while it holds; amount: the rate it is sorted by
    IMPOSED = "imposed"  # key: the code of one who imposes; first, last: while it holds
    AGAINST = "against"  # key: the code of one whom it hits; first, last: while it holds
    COURSE = "course"  # key: outcome, imposers, targets as JSON; first, last: the days that count as today; text: began; amount: days
    GIFT = "gift"  # key: who gives and who receives, parted by a tab; first, last: when it was reached
    SCOPE = "scope"  # key: what an act is about, one of which may take the place of another
    DAY = "day"  # key: what; first, last: when; text: the day, or the last there is; place: which of the thread's
    DUE = "due"  # key: silent or news, since that day; first, last: the day; text: what is due; place: which of the thread's
    MEETING = "meeting"  # key: place; first, last: when
    CONFLICT = "conflict"  # key: standing or settled; place: which of the thread's
    TWIN = "twin"  # key: what two threads would have to share to contradict each other
    LENGTH = "length"  # key: a report that gives a tour a length


@dataclass(frozen=True, slots=True)
class Note:
    """One thing by which a list finds a thread."""

    about: About
    key: str = ""
    first: str = ""
    last: str = ""
    text: str = ""
    amount: float = 0.0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What is kept of a stored thread, by its number; `newest` is when its newest report was published."""

    thread: int
    kind: Kind
    state: str
    name: str
    newest: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which notes a list is made of.

    `on`: those that hold on a day; `within`: those that begin and end between two days; `touching`: those that begin or end or go on
    between them; `stated`: those whose place is that of a claim stated in its days; `beside`: those of threads of that kind, state and
    actors, and with a claim stated in its days.
    """

    about: About
    keys: Collection[str] = ()
    texts: Collection[str] = ()
    touching: tuple[date, date] | None = None
    on: date | None = None
    within: tuple[date, date] | None = None
    stated: Selection | None = None
    beside: Selection = EVERYTHING
