"""The table of `weights.toml`: what each level of agreement in a slot tells.

In: slots of two claims with their levels. Out: their weights, and the score that they add up to.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import RecordError
from detente.model.claim import Kind
from detente.threads.compare import Comparison

# No single pair may outweigh all others of its thread.
_MOST = 8.0


@dataclass(frozen=True, slots=True)
class Weights:
    """One kind's table: natural log odds, `prior` before anything is compared; `levels` by slot and level."""

    prior: float
    levels: dict[tuple[str, str], float]

    def of(self, comparison: Comparison) -> float:
        """The weight of one comparison; RecordError for a level that the table does not know."""
        try:
            return self.levels[comparison.slot, comparison.level]
        except KeyError:
            raise RecordError(f"no weight for {comparison.slot} = {comparison.level}", where="weights.toml") from None

    def score(self, found: Iterable[tuple[str, str | None]]) -> float:
        """Log odds that two claims are of one matter, from slots and levels; slots without a level count nothing."""
        total = self.prior
        for slot, level in found:
            if level is not None:
                total += self.levels[slot, level]
        return max(-_MOST, min(_MOST, round(total, 6)))  # rounded, so that no sum is above 0 by the error of its addition


@cache
def weights() -> dict[Kind, Weights]:
    """The whole table, by kind."""
    table = tomllib.loads((files("detente.threads") / "weights.toml").read_text(encoding="utf-8"))
    return {
        kind: Weights(
            prior=table[kind].pop("prior"),
            levels={(slot, level): weight for slot, levels in table[kind].items() for level, weight in levels.items()},
        )
        for kind in Kind
    }
