import numpy as np
import pytest

from detente.stakes.solve.economy import Economy
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.tables.world import world


@pytest.fixture(scope="session")
def base() -> Economy:
    return world()


@pytest.fixture(scope="session")
def exchange(base: Economy) -> Exchange:
    return Exchange.purged(base)


@pytest.fixture
def small() -> Economy:
    """Four countries with imbalances, tariffs in the base and repatriated profits."""
    trade = np.array([[900.0, 60, 30, 10], [80, 500, 20, 5], [25, 15, 300, 8], [12, 9, 4, 60]])
    tariffs = np.array([[0, 0.1, 0.05, 0.2], [0.03, 0, 0.05, 0.2], [0.02, 0.1, 0, 0.0], [0.0, 0.1, 0.05, 0]])
    return Economy.observed(("AAA", "BBB", "CCC", "DDD"), trade, tariffs=tariffs, profit=np.array([0.2, 0.1, 0.1, 0.0]))
