"""The published test of GSIM: four regions, trade between the US and the EU becomes free."""

import numpy as np

from detente.stakes.solve.product import ProductChange, ProductMarket, solve_product

REGIONS = ("US", "JP", "EU", "RW")


def market() -> ProductMarket:
    """The base of Francois and Hall (2002)."""
    return ProductMarket(
        regions=REGIONS,
        trade=np.array([[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]], dtype=float),
        powers=np.array([[1, 1.21, 1.41, 1.22], [1.37, 1, 1.31, 1.23], [1.32, 1.36, 1, 1.18], [1.57, 1.41, 1.25, 1.15]]),
        demand=np.full(4, -1.25),
        supply=np.full(4, 1.5),
        substitution=np.full(4, 5.0),
    )


def solve_gsim() -> ProductChange:
    """The changes when the US and the EU drop their tariffs on each other."""
    base = market()
    powers = base.powers.copy()
    us, eu = REGIONS.index("US"), REGIONS.index("EU")
    powers[us, eu] = powers[eu, us] = 1
    return solve_product(base, powers)
