"""194 countries in 2023 and the calibration of Ignatenko et al. (2025).

Data: goods trade X_ij (thousand USD), GDP. Calibrated: nu_j, the share of a destination's sales that is repatriated as
profit, from two shares of firms' profit (0.12 for the rest, 0.26 for the USA), and home sales X_jj.

    two regions: E_i = GDP_i + (1-nu_i) (sum_j X_ji - sum_j (1-nu_j) X_ij)
    r_rest = (E_rest - X_us,rest) / (E_rest - X_us,rest + X_rest,us), r_us with the roles exchanged
    (1 - r_rest) nu_us + r_rest nu_rest = 0.12,   r_us nu_us + (1 - r_us) nu_rest = 0.26
    194 countries: E = GDP + T by the same formula, X_jj = max(E_j - sum_i X_ij, 0)

Taiwan is missing in the data. No open table of bilateral base tariffs was found: the base is free trade unless a scenario
says otherwise.
"""

import functools

import numpy as np
from scipy.optimize import root

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy
from detente.stakes.tables.packaged import archive, rows

PROFIT_SHARE_REST = 0.12
PROFIT_SHARE_USA = 0.26
_START = (0.1, 0.24)

UNIT_USD = 1000.0
"""Money in this table is in thousand USD."""


@functools.cache
def world() -> Economy:
    """The calibrated base, in thousand USD."""
    codes = country_codes()
    trade = archive("world2023")["trade_kusd"].astype(float)
    gdp = np.array([float(row["gdp_usd_wdi_latest"]) for row in rows("world2023_countries")]) / UNIT_USD
    home = codes.index("USA")
    profit = np.where(np.arange(len(codes)) == home, *_profits(trade, gdp, home)[::-1])
    spending = gdp + _transfers(trade, profit)
    np.fill_diagonal(trade, np.maximum(spending - trade.sum(axis=0), 0))
    return Economy.observed(codes, trade, profit=profit)


@functools.cache
def country_codes() -> tuple[str, ...]:
    """The codes in the order of the table."""
    return tuple(row["iso3"] for row in rows("world2023_countries"))


@functools.cache
def country_names() -> dict[str, str]:
    """Code to English name."""
    return {row["iso3"]: row["name"] for row in rows("world2023_countries")}


def liberation_day_rates() -> FloatArray:
    """The US rates of 2 April 2025 (N,): 10 percent or the country's own if higher; 0 for the USA."""
    rates = np.array([max(0.1, float(row["us_liberation_day_rate"])) for row in rows("world2023_countries")])
    rates[country_codes().index("USA")] = 0
    return rates


def _transfers(trade: FloatArray, profit: FloatArray) -> FloatArray:
    transfers: FloatArray = (1 - profit) * (trade.sum(axis=0) - trade @ (1 - profit))
    return transfers


def _profits(trade: FloatArray, gdp: FloatArray, home: int) -> tuple[float, float]:
    """nu of the rest and of the USA."""
    side = np.zeros((2, len(gdp)))
    side[0], side[0, home], side[1, home] = 1, 0, 1
    flows, income = side @ trade @ side.T, side @ gdp
    targets = np.array([PROFIT_SHARE_REST, PROFIT_SHARE_USA])

    def gap(profit: FloatArray) -> FloatArray:
        spending = income + _transfers(flows, profit)
        domestic = spending - np.array([flows[1, 0], flows[0, 1]])
        share = domestic / (domestic + np.array([flows[0, 1], flows[1, 0]]))
        result: FloatArray = share * profit + (1 - share) * profit[::-1] - targets
        return result

    found = root(gap, np.array(_START), tol=1e-14)
    if np.abs(gap(found.x)).max() > 1e-10:
        raise StakesError("the profit shares cannot be calibrated to this table")
    return float(found.x[0]), float(found.x[1])
