"""The weights of the judge and of the network side by side, so that a feature is looked up once for both.

In: a judge and a network, or none. Out: a `Tables`: numbers for features, and weights that a row of numbers picks and adds.

Holds: the columns of a kind stand in the order of `network.CLAUSE_COLUMNS` and `network.ROLE_COLUMNS`; a label that the judge
was never asked about has no weights and the log-odds `NEVER`. Features of judge and network stand in order of their rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np

from detente.model.claim import Kind
from detente.reading.encoder import Floats
from detente.reading.judge import Judge, Task
from detente.reading.network import CLAUSE_COLUMNS, KINDS, ROLE_COLUMNS, Network, Picked
from detente.reading.roles import ROLES

# The log-odds of a label that the linear judge was never asked about.
NEVER = -20.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One sort of question, clauses or roles. Row n of the weights is of feature number n; the last row is of none."""

    numbers: Mapping[str, int]
    weights: Mapping[Kind, Floats]
    bias: Mapping[Kind, Floats]
    shares: Mapping[Kind, Floats]
    bag: Floats

    def numbers_of(self, features: Iterable[str]) -> list[int]:
        """The features' numbers; of one that has no weight -1, the last row."""
        return list(map(self.numbers.get, features, repeat(-1)))

    def linear(self, kind: Kind, picked: Picked) -> Floats:
        """The judge's log-odds, a row for each list of features, a column for each label of the kind's tasks."""
        return picked.sums(self.weights[kind]) + self.bias[kind]

    def both(self, kind: Kind, linear: Floats, other: Floats) -> Floats:
        """What judge and network make together of labels that are independent."""
        shares = self.shares[kind]
        out: Floats = shares[0] * linear + shares[1] * other + shares[2]
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The questions about candidates, and those about mentions."""

    clause: Table
    role: Table


# A task's name, its kind, the judge's task if there is one, and the task's columns among those of its kind.
_Placed = tuple[str, Kind, Task | None, slice]


def columns_of(kind: Kind, columns: Mapping[str, slice]) -> slice:
    """Where the columns of a kind begin and end: its tasks stand side by side."""
    held = [place for name, place in columns.items() if name.startswith(f"{kind}.")]
    return slice(held[0].start, held[-1].stop)


CLAUSES_OF = {kind: columns_of(kind, CLAUSE_COLUMNS) for kind in KINDS}
ROLES_OF = {kind: columns_of(kind, ROLE_COLUMNS) for kind in KINDS}


def within(place: slice, whole: slice) -> slice:
    """Columns counted from the first one of their kind."""
    return slice(place.start - whole.start, place.stop - whole.start)


def _clause_tasks(judge: Judge) -> Iterator[_Placed]:
    for name, place in CLAUSE_COLUMNS.items():
        kind = Kind(name.split(".")[0])
        yield name, kind, judge.tasks[name], within(place, CLAUSES_OF[kind])


def _role_tasks(judge: Judge) -> Iterator[_Placed]:
    for (kind, type_), slots in ROLES.items():
        name = f"{kind}.{type_}"
        yield name, kind, judge.tasks.get(name), within(ROLE_COLUMNS[name], ROLES_OF[kind])
        far = within(ROLE_COLUMNS[f"{name}.far"], ROLES_OF[kind])
        for column, slot in enumerate(slots, far.start):
            yield f"{name}.far", kind, judge.tasks.get(f"{kind}.{slot}.far"), slice(column, column + 1)


def _table(
    tasks: Sequence[_Placed], widths: Mapping[Kind, int], rows: Mapping[str, int], bag: Floats, shares: Mapping[str, Floats]
) -> Table:
    numbers = {feature: number for number, feature in enumerate(rows)}
    placed = [
        (kind, task, columns, [numbers.setdefault(feature, len(numbers)) for feature in task.rows])
        for _, kind, task, columns in tasks
        if task
    ]
    weights = {kind: np.zeros((len(numbers) + 1, width), dtype=np.float32) for kind, width in widths.items()}
    bias = {kind: np.full(width, NEVER, dtype=np.float32) for kind, width in widths.items()}
    for kind, task, columns, known in placed:
        weights[kind][known, columns] = task.weights
        bias[kind][columns] = task.bias
    none = np.zeros((1, bag.shape[1]), dtype=np.float32)
    return Table(numbers, weights, bias, _shares(tasks, widths, shares), np.concatenate([bag[: len(rows)], none]))


def _shares(tasks: Sequence[_Placed], widths: Mapping[Kind, int], shares: Mapping[str, Floats]) -> dict[Kind, Floats]:
    """How much judge and network count, and what is added; where nothing says so, the judge counts alone."""
    out = {kind: np.repeat(np.array([[1.0], [0.0], [0.0]], dtype=np.float32), width, axis=1) for kind, width in widths.items()}
    seen: set[str] = set()
    for name, kind, _, columns in tasks:
        held = shares.get(name)
        if held is not None and name not in seen:
            out[kind][:, columns.start : columns.start + held.shape[1]] = held
            seen.add(name)
    return out


@lru_cache(maxsize=2)
def tables_of(judge: Judge, network: Network | None) -> Tables:
    """The tables of two judges; made once."""
    nothing = np.zeros((0, 1), dtype=np.float32)
    clause_rows, clause_bag = (network.clause_rows, network.numbers["clause_bag"]) if network else ({}, nothing)
    role_rows, role_bag = (network.role_rows, network.numbers["role_bag"]) if network else ({}, nothing)
    shares = network.shares if network else {}
    clause_widths, role_widths = ({kind: held[kind].stop - held[kind].start for kind in KINDS} for held in (CLAUSES_OF, ROLES_OF))
    return Tables(
        _table(list(_clause_tasks(judge)), clause_widths, clause_rows, clause_bag, shares),
        _table(list(_role_tasks(judge)), role_widths, role_rows, role_bag, shares),
    )
