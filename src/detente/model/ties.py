"""What was decided about claims being of one matter or not, as the joining takes it: pairs of claim keys.

Holds, as `ledger.effect` makes them: no two claims are tied together by a chain of `joined` and set apart by `parted`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tie:
    """Two claims, by their keys, and the words of the decision about them."""

    left: str
    right: str
    why: str


@dataclass(frozen=True, slots=True)
class Ties:
    """`joined` claims are of one matter whatever their scores, `parted` ones never."""

    joined: tuple[Tie, ...]
    parted: tuple[Tie, ...]


NO_TIES = Ties((), ())
