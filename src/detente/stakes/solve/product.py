"""One product, many regions, short run: the global simulation model (GSIM).

Source: Francois and Hall (2002), "Global Simulation Analysis of Industry-Level Trade Policy".

Symbols, R regions, r exporter, v importer; x^ is the change as a fraction:
- M_rv  trade at world prices, home sales included where they are known; T_rv tariff power (1 + t)
- Em_v < 0 demand elasticity, Ex_r > 0 supply elasticity, Es_v > 0 elasticity of substitution
- theta_rv share of r in v's spending at tariff-inclusive values; phi_rv share of v in r's exports at world prices
- p_r   world price of r's product; P_rv = p_r T_rv; b_rv share of a flow that is banned; c_rv what scarcity adds to the price

Equations, linear in the changes:
    P^_rv = p^_r + T^_rv + c_rv,   T^_rv = T'_rv / T_rv - 1
    M^_rv = (theta_rv (Em_v + Es_v) - Es_v) P^_rv + sum over q other than r of theta_qv (Em_v + Es_v) P^_qv
    Ex_r p^_r = sum_v phi_rv M^_rv
One linear solve for p^ (R,), with c = 0: the published model. Two things that it leaves open are closed by c:
    a ban holds a flow down:       M^_rv <= -b_rv, c_rv >= 0 where it binds (the price at which buyers take no more), else 0
    no flow falls below nothing:   M^_rv >= -1,    c_rv <= 0 where a flow stops (the part of its tariff that nobody pays), else 0
Flows that a bound holds are found by trying, each try a linear solve. A region that sells nothing, or buys nothing, has no such price.

Welfare to second order, in the unit of M:
    producers  Y_r p^_r (1 + Ex_r p^_r / 2),   Y_r = sum_v M_rv
    consumers  -C_v (Pc^_v + Em_v Pc^_v^2 / 2),   Pc^_v = sum_r theta_rv P^_rv,   C_v = sum_r M_rv T_rv
    revenue    sum_r M_rv ((T'_rv - 1)(1 + p^_r)(1 + M^_rv) - (T_rv - 1))
What scarcity under a ban adds to prices is lost to buyers and given to nobody.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread

_ROUNDS = 100
_SLACK = 1e-9


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
        if not (np.isfinite(self.powers) & (self.powers > 0)).all():
            raise StakesError("a tariff must be above -100 percent", where="tariff powers")
        if not (np.isfinite(self.trade) & (self.trade >= 0)).all():
            seller, buyer = np.argwhere(~(np.isfinite(self.trade) & (self.trade >= 0)))[0]
            raise StakesError("trade is negative or not a number", where=f"{self.regions[seller]} to {self.regions[buyer]}")
        if not self.trade.any():
            raise StakesError("there is no trade")
        for name, values, is_right in (
            ("demand elasticities are negative", self.demand, self.demand < 0),
            ("supply elasticities are positive", self.supply, self.supply > 0),
            ("elasticities of substitution are positive", self.substitution, self.substitution > 0),
        ):
            if not (np.isfinite(values) & is_right).all():
                place = int((~(np.isfinite(values) & is_right)).argmax())
                raise StakesError(f"{name}, not {values[place]:g}", where=self.regions[place])


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """Changes as fractions: `world_price` (R,), `price`, `trade`, `scarcity` (R, R); `index` (R,), the buyers' price of all origins
    together; gains (R,) in the unit of trade. `residual` is the largest gap between supply and demand, `steps` the linear solves taken."""

    market: ProductMarket
    powers: FloatArray
    world_price: FloatArray
    price: FloatArray
    trade: FloatArray
    scarcity: FloatArray
    index: FloatArray
    producers: FloatArray
    consumers: FloatArray
    revenue: FloatArray
    residual: float
    steps: int

    @property
    def output(self) -> FloatArray:
        """Change of output (R,)."""
        return self.market.supply * self.world_price

    @property
    def value(self) -> FloatArray:
        """Trade after the shock (R, R), at world prices, in the unit of trade."""
        after: FloatArray = self.market.trade * (1 + self.world_price)[:, None] * (1 + self.trade)
        return after

    @property
    def welfare(self) -> FloatArray:
        """Net gain (R,)."""
        return self.producers + self.consumers + self.revenue


class _Linear:
    """The equations of one market: quantities M^ are linear in prices P^, so are p^ and c."""

    def __init__(self, market: ProductMarket, duty: FloatArray) -> None:
        self.market, self.duty = market, duty
        self.common = market.demand + market.substitution
        self.theta = _shares(market.trade * market.powers, axis=0)
        self.phi = _shares(market.trade, axis=1)

    def quantities(self, price: FloatArray) -> FloatArray:
        """M^ (R, R) at P^ (R, R)."""
        result: FloatArray = self.common * (self.theta * price).sum(axis=0) - self.market.substitution * price
        return result

    def solve(self, held: NDArray[np.bool_], at: FloatArray) -> tuple[FloatArray, FloatArray]:
        """p^ (R,) and c (R, R) when the flows of `held` (R, R) change by what `at` (R, R) says."""
        sellers, buyers = np.nonzero(held)
        size, count = len(self.market.regions), len(sellers)
        substitution = self.market.substitution
        # of the held flows: dM^/dp^ (K, R) and dM^/dc (K, K)
        by_price = (self.common * self.theta)[:, buyers].T.copy()
        by_price[np.arange(count), sellers] -= substitution[buyers]
        by_scarcity = np.where(buyers[:, None] == buyers, self.common[buyers] * self.theta[sellers, buyers], 0.0)
        by_scarcity[np.diag_indices(count)] -= substitution[buyers]
        # of what each region sells: dM^/dp^ (R, R) and dM^/dc (R, K)
        sold_by_price = (self.phi * self.common) @ self.theta.T - np.diag((self.phi * substitution).sum(axis=1))
        sold_by_scarcity = self.phi[:, buyers] * (self.common[buyers] * self.theta[sellers, buyers])
        sold_by_scarcity[sellers, np.arange(count)] -= self.phi[sellers, buyers] * substitution[buyers]
        pushed = self.quantities(self.duty)
        system = np.block([[np.diag(self.market.supply) - sold_by_price, -sold_by_scarcity], [by_price, by_scarcity]])
        right = np.concatenate([(self.phi * pushed).sum(axis=1), (at - pushed)[held]])
        found = np.linalg.solve(system, right)
        scarcity = np.zeros_like(self.duty)
        scarcity[held] = found[size:]
        return found[:size], scarcity


def _shares(values: FloatArray, *, axis: int) -> FloatArray:
    total = values.sum(axis=axis, keepdims=True)
    shares: FloatArray = np.where(total > 0, values / np.where(total > 0, total, 1), 0.0)
    return shares


@one_blas_thread
def solve_product(market: ProductMarket, powers: FloatArray, *, kept: FloatArray | None = None) -> ProductChange:
    """The changes when tariff powers become `powers` (R, R) and of each flow only the share `kept` (R, R) is not banned."""
    if powers.shape != market.powers.shape or not (np.isfinite(powers) & (powers > 0)).all():
        raise StakesError("a tariff must be above -100 percent", where="new tariff powers")
    kept = np.ones_like(powers) if kept is None else kept
    if kept.shape != powers.shape or not ((kept >= 0) & (kept <= 1)).all():
        raise StakesError("a ban must cover between 0 and 100 percent of a flow")
    linear = _Linear(market, powers / market.powers - 1)
    world_price, scarcity, steps = _bounded(linear, kept)
    if (world_price <= -1).any():
        raise StakesError(
            f"the linear model does not reach so far: a world price would fall by {-100 * float(world_price.min()):.0f} percent",
            where=market.regions[int(world_price.argmin())],
            hint="a smaller measure, or a higher supply elasticity",
        )
    price = world_price[:, None] + linear.duty + scarcity
    trade = linear.quantities(price)
    index = (linear.theta * price).sum(axis=0)
    sales, spending = market.trade.sum(axis=1), (market.trade * market.powers).sum(axis=0)
    collected = market.trade * ((powers - 1) * (1 + world_price[:, None]) * (1 + trade) - (market.powers - 1))
    return ProductChange(
        market=market,
        powers=powers,
        world_price=world_price,
        price=price,
        trade=trade,
        scarcity=scarcity,
        index=index,
        producers=sales * world_price * (1 + market.supply * world_price / 2),
        consumers=-spending * (index + market.demand * index**2 / 2),
        revenue=collected.sum(axis=0),
        residual=float(np.abs(market.supply * world_price - (linear.phi * trade).sum(axis=1)).max()),
        steps=steps,
    )


def _bounded(linear: _Linear, kept: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    """p^ and c with the bounds on flows kept, and the solves it took: bounds that are broken are added, those that pull the wrong way
    let go."""
    traded = linear.market.trade > 0
    most = np.where(traded & (kept < 1), kept - 1, np.inf)
    banned, stopped = np.isfinite(most), np.zeros_like(traded)
    for steps in range(1, _ROUNDS + 1):
        world_price, scarcity = linear.solve(banned | stopped, np.where(stopped, -1.0, np.where(banned, most, 0.0)))
        quantity = linear.quantities(world_price[:, None] + linear.duty + scarcity)
        new_banned = (banned & (scarcity >= -_SLACK)) | (traded & (quantity > most + _SLACK))
        new_stopped = (stopped & (scarcity <= _SLACK)) | (traded & ~banned & (quantity < -1 - _SLACK))
        new_banned &= ~new_stopped
        if (new_banned == banned).all() and (new_stopped == stopped).all():
            return world_price, scarcity, steps
        banned, stopped = new_banned, new_stopped
    raise StakesError(f"no convergence: which flows stop is not settled after {_ROUNDS} tries", where="product model")
