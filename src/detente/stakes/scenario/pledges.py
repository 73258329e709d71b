"""Pledges: purchases as the import wedge that brings them about, investments against GDP.

A purchase pledge of amount A by buyer j to seller i is a subsidy to j's imports of i's goods: their tariff power is multiplied by
exp(-x), x the same for all covered flows, such that X'_ij(x) = X'_ij(0) + A at border values. One equation in x, by secants of its
logarithm, which is nearly straight; where these fail by bisection below the first of ever doubled wedges that suffices, since far above
it the model may have no equilibrium. What the wedge costs falls on the buyer's revenue.

Diversion is what the buyer buys less of: X'_kj(x) - X'_kj(0) for every other seller k, its own producers included.
An investment pledge is divided by the host's and the investor's yearly GDP; no effect on the equilibrium is claimed.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.scenario.acts import InvestmentPledge, PurchasePledge
from detente.stakes.scenario.base import Engine

_PERCENT = 100.0
_SMALL_WEDGE, _LARGEST_WEDGE = 0.02, 2.3
_TOLERANCE = 1e-10
# The first wedge tried for a gap of one logarithm: trade elasticities lie about four.
_GUESS, _MOST_SECANTS = 0.25, 15
# Trade that stands for none, USD.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """`wedge_pct`: the import subsidy that brings the pledge about; `diverted_usd` (N,): the change of the buyer's purchases by seller,
    the buyer's own producers at its own place."""

    act: str
    buyer: str
    seller: str
    amount_usd: float
    before_usd: float
    wedge_pct: float
    sellers: tuple[str, ...]
    diverted_usd: FloatArray

    def losers(self, count: int = 5) -> tuple[tuple[str, float], ...]:
        """Whose sales to the buyer fall most, USD a year."""
        order = np.argsort(self.diverted_usd)[:count]
        return tuple((self.sellers[place], float(self.diverted_usd[place])) for place in order if self.diverted_usd[place] < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment:
    """A pledged sum a year against GDP, percent; the whole sum where `years` is not stated."""

    act: str
    investor: str
    host: str
    amount_usd: float
    years: float | None
    of_host_gdp_pct: float
    of_investor_gdp_pct: float


def honour(pledge: PurchasePledge, engine: Engine, tariffs: FloatArray, kept: FloatArray) -> tuple[FloatArray, Purchase]:
    """Tariffs (N, N, S) with the wedge in them, and what it does."""
    cells = engine.places.cells((pledge.seller,), (pledge.buyer,), pledge.scope.sectors)
    before = engine.trade_usd(tariffs, kept)
    wanted = float(before[cells].sum()) + pledge.amount_usd

    @functools.cache
    def bought(wedge: float) -> FloatArray:
        return engine.trade_usd(_with_wedge(tariffs, cells, wedge), kept)

    def gap(wedge: float) -> float:
        return float(np.log(max(float(bought(wedge)[cells].sum()), _NOTHING) / wanted))

    wedge = _by_secants(gap, float(np.log(max(wanted - pledge.amount_usd, _NOTHING) / wanted)))
    if wedge is None:
        wedge = _by_bisection(gap, pledge, wanted)
    new = _with_wedge(tariffs, cells, wedge)
    buyers = engine.places.countries((pledge.buyer,))
    change = (bought(wedge) - before)[:, buyers].sum(axis=(1, 2))
    return new, Purchase(
        act=pledge.id,
        buyer=pledge.buyer,
        seller=pledge.seller,
        amount_usd=pledge.amount_usd,
        before_usd=wanted - pledge.amount_usd,
        wedge_pct=_PERCENT * -float(np.expm1(-wedge)),
        sellers=engine.places.codes,
        diverted_usd=change,
    )


def _by_secants(gap: Callable[[float], float], at_nothing: float) -> float | None:
    """The root of the gap, ln X'_ij - ln wanted, nearly straight in the wedge; None where secants leave the range or do not settle."""
    known, known_gap = 0.0, at_nothing
    wedge = min(-at_nothing * _GUESS, _LARGEST_WEDGE)
    for _ in range(_MOST_SECANTS):
        try:
            here = gap(wedge)
        except StakesError:
            return None
        if abs(here) <= _TOLERANCE:
            return wedge
        if here == known_gap:
            return None
        known, known_gap, wedge = wedge, here, wedge - here * (wedge - known) / (here - known_gap)
        if not 0 < wedge < _LARGEST_WEDGE:
            return None
    return None


def _by_bisection(gap: Callable[[float], float], pledge: PurchasePledge, wanted: float) -> float:
    """The same below the first of ever doubled wedges that suffices."""
    enough = _SMALL_WEDGE
    while gap(enough) < 0:
        if enough == _LARGEST_WEDGE:
            raise StakesError(
                f"no import wedge up to 90 percent brings about {pledge.amount_usd:.3g} USD a year on top of "
                f"{wanted - pledge.amount_usd:.3g}",
                where=pledge.id,
            )
        enough = min(2 * enough, _LARGEST_WEDGE)
    return float(brentq(gap, 0.0, enough, xtol=_TOLERANCE, rtol=_TOLERANCE))


def _with_wedge(tariffs: FloatArray, cells: tuple[np.ndarray, ...], wedge: float) -> FloatArray:
    new = tariffs.copy()
    new[cells] = (1 + tariffs[cells]) * np.exp(-wedge) - 1
    return new


def size_up(pledge: InvestmentPledge, engine: Engine) -> Investment:
    """An investment pledge against the GDP of both sides."""
    yearly = pledge.amount_usd / (pledge.years or 1.0)
    host, investor = (_gdp(pledge, engine, side) for side in (pledge.host, pledge.investor))
    return Investment(
        act=pledge.id,
        investor=pledge.investor,
        host=pledge.host,
        amount_usd=pledge.amount_usd,
        years=pledge.years,
        of_host_gdp_pct=_PERCENT * yearly / host,
        of_investor_gdp_pct=_PERCENT * yearly / investor,
    )


def _gdp(pledge: InvestmentPledge, engine: Engine, side: str) -> float:
    gdp = float(engine.gdp_usd[engine.places.countries((side,))].sum())
    if not gdp > 0:
        raise StakesError(f"the table does not hold the GDP of {side}", where=pledge.id, hint="leave the pledge out, or take another model")
    return gdp
