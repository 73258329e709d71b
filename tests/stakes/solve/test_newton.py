import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.anderson import Acceleration, anderson
from detente.stakes.solve.newton import newton


def test_newton_finds_a_root() -> None:
    def system(x: FloatArray) -> tuple[FloatArray, FloatArray]:
        return x**2 - 2, np.diag(2 * x)

    assert newton(system, np.array([1.0]), where=str).unknowns == pytest.approx(np.sqrt(2))


def test_without_a_root_the_residual_and_its_place_are_told_and_nothing_is_returned() -> None:
    def system(x: FloatArray) -> tuple[FloatArray, FloatArray]:
        return x**2 + 1, np.diag(2 * x)

    with pytest.raises(StakesError, match=r"goods market of 0: no convergence: residual 1\.0"):
        newton(system, np.array([1.0]), where=lambda number: f"goods market of {number}")


def test_a_fixed_point_that_runs_away_is_told() -> None:
    with pytest.raises(StakesError, match="prices: no convergence"):
        anderson(lambda x: x + 1 + x**2, np.array([1.0]), Acceleration(memory=3, tolerance=1e-12, steps=30), what="prices")
