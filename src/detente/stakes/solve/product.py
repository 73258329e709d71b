"""One product, many regions, short run: the global simulation model (GSIM).

Source: Francois and Hall (2002), "Global Simulation Analysis of Industry-Level Trade Policy".

Symbols, R regions, r exporter, v importer; x^ is the change as a fraction:
- M_rv  trade at world prices; T_rv tariff power (1 + t)
- Em_v < 0 demand elasticity, Ex_r > 0 supply elasticity, Es_v > 0 elasticity of substitution
- theta_rv share of r in v's spending at tariff-inclusive values; phi_rv share of v in r's exports at world prices
- p_r   world price of r's product; P_rv = p_r T_rv

Equations, linear in the changes:
    P^_rv = p^_r + T^_rv,   T^_rv = T'_rv / T_rv - 1
    M^_rv = (theta_rv (Em_v + Es_v) - Es_v) P^_rv + sum over q other than r of theta_qv (Em_v + Es_v) P^_qv
    Ex_r p^_r = sum_v phi_rv M^_rv
One linear solve for p^ (R,). Welfare to second order, in the unit of M:
    producers  Y_r p^_r (1 + Ex_r p^_r / 2),   Y_r = sum_v M_rv
    consumers  -C_v (Pc^_v + Em_v Pc^_v^2 / 2),   Pc^_v = sum_r theta_rv P^_rv,   C_v = sum_r M_rv T_rv
    revenue    sum_r M_rv ((T'_rv - 1)(1 + p^_r)(1 + M^_rv) - (T_rv - 1))
"""

from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMarket:
    """`trade`, `powers` (R, R) exporter by importer; elasticities (R,)."""

    regions: tuple[str, ...]
    trade: FloatArray
    powers: FloatArray
    demand: FloatArray
    supply: FloatArray
    substitution: FloatArray

    def __post_init__(self) -> None:
        for name, table in (("trade", self.trade), ("tariff powers", self.powers)):
            if table.shape != (len(self.regions), len(self.regions)):
                raise StakesError(f"{name}: shape {table.shape} for {len(self.regions)} regions")
        if not (self.powers > 0).all():
            raise StakesError("a tariff must be above -100 percent", where="tariff powers")
        if (self.trade < 0).any() or (self.trade.sum(axis=0) <= 0).any() or (self.trade.sum(axis=1) <= 0).any():
            raise StakesError("trade must not be negative, and each region must buy and sell")
        if (self.demand >= 0).any() or (self.supply <= 0).any() or (self.substitution <= 0).any():
            raise StakesError("demand elasticities are negative, supply and substitution elasticities positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """Changes as fractions: `world_price` (R,), `price`, `trade` (R, R); gains (R,) in the unit of trade."""

    market: ProductMarket
    powers: FloatArray
    world_price: FloatArray
    price: FloatArray
    trade: FloatArray
    producers: FloatArray
    consumers: FloatArray
    revenue: FloatArray

    @property
    def output(self) -> FloatArray:
        """Change of output (R,)."""
        return self.market.supply * self.world_price

    @property
    def welfare(self) -> FloatArray:
        """Net gain (R,)."""
        return self.producers + self.consumers + self.revenue


@one_blas_thread
def solve_product(market: ProductMarket, powers: FloatArray) -> ProductChange:
    """The changes when tariff powers become `powers` (R, R)."""
    if powers.shape != market.powers.shape or not (powers > 0).all():
        raise StakesError("a tariff must be above -100 percent", where="new tariff powers")
    spending = market.trade * market.powers
    theta = spending / spending.sum(axis=0)
    sales = market.trade.sum(axis=1)
    phi = market.trade / sales[:, None]
    duty = powers / market.powers - 1
    common = market.demand + market.substitution
    # M^_rv = common_v sum_q theta_qv P^_qv - Es_v P^_rv
    response = (phi * common) @ theta.T - np.diag((phi * market.substitution).sum(axis=1))
    pushed = (phi * (common * (theta * duty).sum(axis=0) - market.substitution * duty)).sum(axis=1)
    world_price = np.linalg.solve(np.diag(market.supply) - response, pushed)
    price = world_price[:, None] + duty
    index = (theta * price).sum(axis=0)
    trade = common * index - market.substitution * price
    collected = market.trade * ((powers - 1) * (1 + world_price[:, None]) * (1 + trade) - (market.powers - 1))
    return ProductChange(
        market=market,
        powers=powers,
        world_price=world_price,
        price=price,
        trade=trade,
        producers=sales * world_price * (1 + market.supply * world_price / 2),
        consumers=-spending.sum(axis=0) * (index + market.demand * index**2 / 2),
        revenue=collected.sum(axis=0),
    )
