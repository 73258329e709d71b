"""Short run and long run: the ranges of trade elasticities that go with them, and the words for what an elasticity compares.

In: a trade elasticity. Out: the horizon that it is of. Holds: at most 2 is the short run, from 3 on the long run; between the two the words
say so, and draws are of the long run.
"""

from enum import StrEnum


class Horizon(StrEnum):
    """The short run has low trade elasticities, the long run high ones."""

    SHORT = "short"
    LONG = "long"


ELASTICITIES = {Horizon.SHORT: (0.8, 2.0), Horizon.LONG: (3.0, 8.0)}

USUAL = {Horizon.SHORT: 1.4, Horizon.LONG: 4.0}
"""What stands for a horizon where one number is needed: the middle of the short run's range, the published baseline of the long run."""


def horizon_of(elasticity: float) -> Horizon:
    """The horizon whose draws go with an elasticity."""
    return Horizon.SHORT if elasticity <= ELASTICITIES[Horizon.SHORT][1] else Horizon.LONG


def elasticity_at(horizon: Horizon | None, elasticity: float) -> float:
    """The elasticity itself where it is of the horizon or none is asked for, else what stands for the horizon."""
    return elasticity if horizon in (None, horizon_of(elasticity)) else USUAL[horizon]


def run_of(elasticity: float) -> str:
    """`short-run`, `medium-run` or `long-run`."""
    if elasticity < ELASTICITIES[Horizon.LONG][0] and horizon_of(elasticity) is Horizon.LONG:
        return "medium-run"
    return f"{horizon_of(elasticity)}-run"
