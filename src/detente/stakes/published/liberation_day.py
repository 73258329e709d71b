"""The nine cases of Ignatenko, Lashkaripour, Macedoni, Simonovska (2025), as the authors computed them.

Kept as is, though a reader might expect otherwise: `elasticity-8` doubles eps and leaves psi and phi at their values for 4;
the rest of the world's optimal retaliation is reckoned on two regions with output in the formula's denominator; the US
tariff of `optimal-optimal-retaliation` uses output where that of `optimal` uses spending.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.one_sector import Equilibrium, Parameters, Relief, solve
from detente.stakes.solve.optimal import Budget, merged, optimal_tariffs
from detente.stakes.tables.world import liberation_day_rates, world

HOME = "USA"

Case = Callable[[], tuple[Economy, Parameters, FloatArray]]


def ustr_tariffs() -> FloatArray:
    """The tariffs of 2 April 2025 (N, N)."""
    economy = world()
    tariffs = np.zeros_like(economy.shares)
    tariffs[:, economy.index(HOME)] = liberation_day_rates()
    return tariffs


def us_optimal_tariff(*, budget: Budget = Budget.SPENDING) -> float:
    """The unilaterally optimal US tariff, a fraction."""
    economy = world()
    return float(optimal_tariffs(economy, Parameters.baseline(economy), budget=budget)[economy.index(HOME)])


def optimal_retaliation() -> float:
    """What the rest of the world, acting as one, would charge US goods, a fraction."""
    two = merged(world(), HOME)
    return float(optimal_tariffs(two, Parameters.baseline(two), budget=Budget.OUTPUT)[0])


def _uniform(rate: float) -> FloatArray:
    economy = world()
    tariffs = np.zeros_like(economy.shares)
    home = economy.index(HOME)
    tariffs[:, home], tariffs[home, home] = rate, 0
    return tariffs


def _answered(tariffs: FloatArray, answer: FloatArray | float) -> FloatArray:
    home = world().index(HOME)
    both = tariffs.copy()
    both[home, :] = answer
    both[home, home] = 0
    return both


def _with_baseline(tariffs: FloatArray) -> tuple[Economy, Parameters, FloatArray]:
    return world(), Parameters.baseline(world()), tariffs


def _eaton_kortum() -> tuple[Economy, Parameters, FloatArray]:
    economy = world().without_profit()
    parameters = replace(Parameters.baseline(world()), pass_through=np.ones(len(economy.codes)))
    return economy, parameters, ustr_tariffs()


def _relief(relief: Relief) -> tuple[Economy, Parameters, FloatArray]:
    return world(), Parameters.baseline(world(), relief=relief), ustr_tariffs()


CASES: dict[str, Case] = {
    "ustr": lambda: _with_baseline(ustr_tariffs()),
    "ustr-lump-sum": lambda: _relief(Relief.LUMP_SUM),
    "optimal": lambda: _with_baseline(_uniform(us_optimal_tariff())),
    "ustr-reciprocal": lambda: _with_baseline(_answered(ustr_tariffs(), ustr_tariffs()[:, world().index(HOME)])),
    "ustr-optimal-retaliation": lambda: _with_baseline(_answered(ustr_tariffs(), optimal_retaliation())),
    "optimal-optimal-retaliation": lambda: _with_baseline(
        _answered(_uniform(us_optimal_tariff(budget=Budget.OUTPUT)), optimal_retaliation())
    ),
    "pass-through-0.25": lambda: (world(), Parameters.baseline(world(), completeness=0.25), ustr_tariffs()),
    "eaton-kortum": _eaton_kortum,
    "elasticity-8": lambda: (world(), replace(Parameters.baseline(world()), elasticity=8.0), ustr_tariffs()),
}


def solve_case(name: str) -> Equilibrium:
    """One of `CASES`."""
    if name not in CASES:
        raise StakesError(f"unknown case: {name!r}", hint=f"one of {', '.join(CASES)}")
    economy, parameters, tariffs = CASES[name]()
    return solve(economy, parameters, Policy.of(tariffs))
