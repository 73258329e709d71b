"""The table of `weights.toml`: what each level of agreement in a slot tells.

In: comparisons of two claims. Out: their weights, and the score that they add up to.
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
    """One kind's table: natural log odds, `prior` before anything is compared."""

    prior: float
    levels: dict[Comparison, float]

    def of(self, comparison: Comparison) -> float:
        """The weight of one comparison; RecordError for a level that the table does not know."""
        try:
            return self.levels[comparison]
        except KeyError:
            raise RecordError(f"no weight for {comparison.slot} = {comparison.level}", where="weights.toml") from None

    def score(self, comparisons: Iterable[Comparison]) -> float:
        """Log odds that two claims are of one matter."""
        return max(-_MOST, min(_MOST, self.prior + sum(self.levels[comparison] for comparison in comparisons)))


@cache
def weights() -> dict[Kind, Weights]:
    """The whole table, by kind."""
    table = tomllib.loads((files("detente.threads") / "weights.toml").read_text(encoding="utf-8"))
    return {
        kind: Weights(
            prior=table[kind].pop("prior"),
            levels={Comparison(slot, level): weight for slot, levels in table[kind].items() for level, weight in levels.items()},
        )
        for kind in Kind
    }
