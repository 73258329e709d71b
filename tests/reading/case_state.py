"""Which cases are read right today: the state file beside them, and its floors.

In: outcomes by name. Out: the text of `state.txt`, in the order of the cases: floors first, then `name right|open`.

Holds: a floor only rises; lowering one is an edit by hand that the diff shows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.reading.reader import Reader
from tests.reading.case_files import STATE, Case
from tests.reading.case_matching import mistakes

SHARES = ("all", "negatives")

# What reading is to reach on passages that tell no claim; the floor holds what it has reached.
GOAL_OF_NEGATIVES = 0.9


@dataclass(frozen=True, slots=True)
class State:
    """`floors` by share; `right` holds True for a case that must stay right, False for an open one."""

    floors: Mapping[str, float]
    right: Mapping[str, bool]


def read_all(reader: Reader, chosen: Sequence[Case]) -> dict[str, list[str]]:
    """The mistakes of each case by name."""
    readings = reader.read_all(case.document for case in chosen)
    return {case.name: mistakes(case, reading) for case, reading in zip(chosen, readings, strict=True)}


def shares_of(chosen: Sequence[Case], outcomes: Mapping[str, list[str]]) -> dict[str, float]:
    """The share of right cases among all, and among those that must give no claim."""
    groups = {"all": list(chosen), "negatives": [case for case in chosen if case.is_negative]}
    return {name: sum(not outcomes[case.name] for case in group) / len(group) for name, group in groups.items()}


def load(path: Path = STATE) -> State:
    """The state as it was accepted last."""
    floors: dict[str, float] = {}
    right: dict[str, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["floor", name, share]:
                floors[name] = float(share)
            case [name, "right" | "open" as word]:
                right[name] = word == "right"
            case _:
                raise ValueError(f"not a line of the state: {line!r}")
    return State(floors, right)


def text_of(state: State) -> str:
    """The state as a file."""
    floors = [f"floor {name} {state.floors[name]:.2f}" for name in SHARES]
    return "\n".join([*floors, *(f"{name} {'right' if is_right else 'open'}" for name, is_right in state.right.items())]) + "\n"


def accepted(known: State | None, chosen: Sequence[Case], outcomes: Mapping[str, list[str]]) -> State:
    """The state after these outcomes; floors are cut to whole percents and never below those known."""
    before = known.floors if known else {}
    shares = {name: math.floor(share * 100) / 100 for name, share in shares_of(chosen, outcomes).items()}
    floors = {name: max(share, before.get(name, 0.0)) for name, share in shares.items()}
    return State(floors, {case.name: not outcomes[case.name] for case in chosen})
