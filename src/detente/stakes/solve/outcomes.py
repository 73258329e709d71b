"""What an equilibrium of the one-sector model means for each country, in the terms of the published tables.

welfare          100 (W_i - 1)
deficit          100 (D'_i - D_i) / |D_i|, D_i imports minus exports at border values
exports/output   100 times the change of (exports / y_i), imports likewise
employment       100 (L_i - 1);  prices 100 (P_i - 1)
revenue          (E'_i - n_i) / E_i, a fraction of base spending
"""

from dataclasses import dataclass

import numpy as np

from detente.stakes.arrays import FloatArray
from detente.stakes.solve.one_sector import Equilibrium


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """The seven published outcomes, each (N,)."""

    welfare_pct: FloatArray
    deficit_pct: FloatArray
    exports_over_gdp_pct: FloatArray
    imports_over_gdp_pct: FloatArray
    employment_pct: FloatArray
    prices_pct: FloatArray
    tariff_revenue_over_expenditure: FloatArray


def _abroad(trade: FloatArray) -> FloatArray:
    return trade - np.diag(np.diagonal(trade))


def outcomes(equilibrium: Equilibrium) -> Outcomes:
    """The outcomes of every country."""
    base = equilibrium.base
    before, after = base.trade, equilibrium.trade
    deficit_before, deficit_after = (trade.sum(axis=0) - trade.sum(axis=1) for trade in (before, after))
    with np.errstate(divide="ignore", invalid="ignore"):
        deficit = 100 * (deficit_after - deficit_before) / np.abs(deficit_before)
        exports, imports = (
            100 * ((_abroad(after).sum(axis=side) / equilibrium.output) / (_abroad(before).sum(axis=side) / base.output) - 1)
            for side in (1, 0)
        )
    return Outcomes(
        welfare_pct=100 * (equilibrium.welfare - 1),
        deficit_pct=deficit,
        exports_over_gdp_pct=exports,
        imports_over_gdp_pct=imports,
        employment_pct=100 * (equilibrium.labour - 1),
        prices_pct=100 * (equilibrium.price - 1),
        tariff_revenue_over_expenditure=equilibrium.revenue / base.spending,
    )
