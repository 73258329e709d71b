"""The unilaterally optimal uniform tariff in closed form (Ignatenko et al. 2025).

    t*_i = 1 / ((1 + D_i eps) phi_i - 1)
    D_i  = sum over j other than i of X_ij (1-nu_j)(1-lambda_ij), divided by (1-nu_i)(B_i - X_ii)

B_i is the country's spending E_i; the authors' two-sided case uses output Y_i instead, which `Budget` keeps as is.
Symbols as in `economy`.
"""

from enum import StrEnum

import numpy as np

from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy
from detente.stakes.solve.one_sector import Parameters


class Budget(StrEnum):
    """What stands for B_i in the formula."""

    SPENDING = "spending"
    OUTPUT = "output"


def optimal_tariffs(economy: Economy, parameters: Parameters, *, budget: Budget = Budget.SPENDING) -> FloatArray:
    """t* (N,) of every country, each as if it alone acted."""
    trade = economy.trade
    abroad = ~np.eye(len(economy.codes), dtype=bool)
    sold = (trade * (1 - economy.profit) * (1 - economy.shares) * abroad).sum(axis=1)
    total = economy.spending if budget is Budget.SPENDING else economy.output
    openness = sold / ((1 - economy.profit) * (total - np.diagonal(trade)))
    tariffs: FloatArray = 1 / ((1 + openness * parameters.elasticity) * parameters.pass_through - 1)
    return tariffs


def merged(economy: Economy, code: str) -> Economy:
    """The same world as two regions: all others, then `code`; output is the sum of outputs, profits within a region included."""
    here = economy.index(code)
    side = np.zeros((2, len(economy.codes)))
    side[0], side[0, here], side[1, here] = 1, 0, 1
    rest_profit = economy.profit[0 if here else 1]
    trade = side @ economy.trade @ side.T
    spending = trade.sum(axis=0)
    output = side @ economy.output
    return Economy(
        codes=("rest", code),
        shares=trade / spending,
        tariffs=np.zeros((2, 2)),
        spending=spending,
        output=output,
        imbalance=spending - output,
        profit=np.array([rest_profit, economy.profit[here]]),
    )
