r"""Many sectors with input-output links.

Source: Caliendo and Parro (2015), "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic Studies 82.

Symbols as in `sectors`; x^ = x'/x; kappa_ijs = (1+t'_ijs)/(1+t_ijs); k_ijs the share of a flow that is not banned.

Equations:
    c_js  = w_j^(v_js) prod_k P_jk^(g_jks)                                   unit cost (all as x^)
    P_js  = [ sum_i pi_ijs k_ijs (c_is kappa_ijs)^(-theta_s) ]^(-1/theta_s)   price of a sector
    pi'_ijs = pi_ijs k_ijs (c_is kappa_ijs / P_js)^(-theta_s)
    X'_js = sum_k g_jsk sum_i pi'_jik X'_ik/(1+t'_jik) + a_js I'_j            spending
    I'_j  = w_j (wL)_j + D_j + sum_s X'_js sum_i pi'_ijs t'_ijs/(1+t'_ijs)    income
    w_j (wL)_j = sum_s v_js sum_i pi'_jis X'_is/(1+t'_jis)                    closes wages
The numeraire is world value added, so deficits stay a fixed share of it. Prices and spending are accelerated fixed points at
given wages; wages are an accelerated fixed point around them.

Welfare is the exact change of real income, I^_j / prod_s P_js^(a_js). The published decomposition, to first order, is beside:
    terms of trade  (1/I_j) sum_s sum_i (X_jis (c_js - 1) - X_ijs (c_is - 1)),  X_ijs at border values
    volume of trade (1/I_j) sum_s sum_i t_ijs X_ijs (X^_ijs - c_is)
    real wage       w_j / prod_s P_js^(a_js) - 1
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread
from detente.stakes.solve.anderson import Acceleration, anderson
from detente.stakes.solve.sectors import SectorEconomy, SectorPolicy

_INNER_MEMORY, _INNER_STEPS = 8, 500
_FINEST = 1e-13
_LOOSER = 1e-3
_FIRST = 1e-4
_ACCEPTED = 1e-9
_OUTER = Acceleration(memory=12, tolerance=1e-11, steps=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorState:
    """One side of a comparison: `shares` (N, N, S), `spending` (N, S) at tariff-inclusive values, `income` (N,), `policy`."""

    shares: FloatArray
    spending: FloatArray
    income: FloatArray
    policy: SectorPolicy

    @property
    def trade(self) -> FloatArray:
        """Trade (N, N, S) at border values, home sales included."""
        return self.shares * self.spending / (1 + self.policy.tariffs)

    @property
    def revenue(self) -> FloatArray:
        """Tariff revenue (N,)."""
        revenue: FloatArray = (self.trade * self.policy.tariffs).sum(axis=(0, 2))
        return revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorEquilibrium:
    """`wage` (N,), `cost`, `price` (N, S) as x^; base and counterfactual; `residual` of the labour markets, relative."""

    economy: SectorEconomy
    base: SectorState
    after: SectorState
    wage: FloatArray
    cost: FloatArray
    price: FloatArray
    residual: float
    evaluations: int

    @property
    def consumer_price(self) -> FloatArray:
        """prod_s P_js^(a_js) (N,)."""
        index: FloatArray = np.exp((self.economy.final_shares * np.log(self.price)).sum(axis=1))
        return index

    @property
    def real_income(self) -> FloatArray:
        """Exact change of real income (N,): the welfare figure."""
        return self.after.income / self.base.income / self.consumer_price

    def rebased(self) -> SectorEconomy:
        """The equilibrium as a new base."""
        return replace(
            self.economy,
            trade_shares=self.after.shares,
            tariffs=self.after.policy.tariffs,
            value_added=self.wage * self.economy.value_added,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """The published first-order figures, fractions (N,): `welfare` is terms of trade plus volume of trade."""

    welfare: FloatArray
    terms_of_trade: FloatArray
    volume_of_trade: FloatArray
    real_wage: FloatArray


class _Model:
    """Arrays inside are (S, N) and (S, N, N), so that sums over countries are batched products."""

    def __init__(self, economy: SectorEconomy, policy: SectorPolicy) -> None:
        policy.check(economy)
        self.economy = economy
        self.powers = (1 + policy.tariffs).transpose(2, 0, 1)
        change = self.powers / (1 + economy.tariffs.transpose(2, 0, 1))
        self.elasticities = economy.elasticities[:, None]
        base = economy.trade_shares.transpose(2, 0, 1) * policy.kept.transpose(2, 0, 1)
        self.weights = np.ascontiguousarray(base * change ** -economy.elasticities[:, None, None])
        self.inputs = np.ascontiguousarray(economy.inputs)
        self.value_added_shares = economy.value_added_shares.T
        self.final_shares = economy.final_shares.T
        self.scale = economy.value_added.mean()
        self.price = np.zeros_like(self.final_shares)
        self.spending = self.final_shares * economy.value_added * 2 / self.scale
        self.accuracy = _FINEST

    def costs(self, wage: FloatArray, price: FloatArray) -> FloatArray:
        """ln c (S, N) at ln w, ln P."""
        inputs = np.matmul(price.T[:, None, :], self.inputs)[:, 0, :]
        cost: FloatArray = self.value_added_shares * wage + inputs.T
        return cost

    def powers_of_cost(self, cost: FloatArray) -> tuple[FloatArray, FloatArray]:
        """c^(-theta) (S, N), each sector relative to its mean, and the mean of ln c (S, 1)."""
        shift = cost.mean(axis=1, keepdims=True)
        return np.exp(self.elasticities * (shift - cost)), shift

    def sweep(self, cost: FloatArray) -> FloatArray:
        """ln P (S, N) at ln c."""
        powers, shift = self.powers_of_cost(cost)
        total = np.matmul(powers[:, None, :], self.weights)[:, 0, :]
        price: FloatArray = shift - np.log(total) / self.elasticities
        return price

    def inner(self) -> Acceleration:
        """Prices and spending need no more digits than the wages have."""
        return Acceleration(memory=_INNER_MEMORY, tolerance=self.accuracy, steps=_INNER_STEPS)

    def prices(self, wage: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """ln P, ln c (S, N) and pi' (S, N, N) at ln w."""
        shape = self.price.shape

        def step(flat: FloatArray) -> FloatArray:
            return self.sweep(self.costs(wage, flat.reshape(shape))).ravel()

        self.price = anderson(step, self.price.ravel(), self.inner(), what="prices at given wages").point.reshape(shape)
        cost = self.costs(wage, self.price)
        weighted = self.weights * self.powers_of_cost(cost)[0][:, :, None]
        return self.sweep(cost), cost, weighted / weighted.sum(axis=1, keepdims=True)

    def spend(self, wage: FloatArray, shares: FloatArray) -> tuple[FloatArray, FloatArray]:
        """X' (S, N) and I' (N,) at wages and shares, in the unit of the economy."""
        economy, shape = self.economy, self.spending.shape
        net = shares / self.powers
        revenue_rate = 1 - net.sum(axis=1)
        own_income = (np.exp(wage) * economy.value_added + economy.deficit) / self.scale

        def step(flat: FloatArray) -> FloatArray:
            spending = flat.reshape(shape)
            output = np.matmul(net, spending[:, :, None])[:, :, 0]
            income = own_income + (revenue_rate * spending).sum(axis=0)
            used = np.matmul(self.inputs, output.T[:, :, None])[:, :, 0]
            new: FloatArray = (used.T + self.final_shares * income).ravel()
            return new

        self.spending = anderson(step, self.spending.ravel(), self.inner(), what="spending at given wages").point.reshape(shape)
        income = own_income + (revenue_rate * self.spending).sum(axis=0)
        return self.spending * self.scale, income * self.scale

    def earned(self, shares: FloatArray, spending: FloatArray) -> FloatArray:
        """Value added (N,) that sales bring about."""
        output = np.matmul(shares / self.powers, spending[:, :, None])[:, :, 0]
        earned: FloatArray = (self.value_added_shares * output).sum(axis=0)
        if not (earned > 0).all():
            raise StakesError("sells nothing at these wages", where=self.economy.codes[int(np.nan_to_num(earned).argmin())])
        return earned

    def wage_slope(self, shares: FloatArray, spending: FloatArray) -> FloatArray:
        """Roughly d ln(earned_i) / d ln w_k (N, N): costs and spending taken to move with own wages alone."""
        sales = shares / self.powers * spending[:, None, :] * self.value_added_shares[:, :, None]
        earned = sales.sum(axis=(0, 2))
        substitution = np.matmul(sales * self.elasticities[:, :, None], shares.transpose(0, 2, 1)).sum(axis=0)
        own = (sales * self.elasticities[:, :, None]).sum(axis=(0, 2))
        slope: FloatArray = (substitution - np.diag(own) + sales.sum(axis=0)) / earned[:, None]
        return slope


def _state(model: _Model, policy: SectorPolicy, shares: FloatArray, spending: FloatArray, income: FloatArray) -> SectorState:
    return SectorState(shares=shares.transpose(1, 2, 0), spending=spending.T, income=income, policy=policy)


@one_blas_thread
def solve_sectors(economy: SectorEconomy, policy: SectorPolicy) -> SectorEquilibrium:
    """The equilibrium after the shock."""
    model = _Model(economy, policy)
    base = _base(economy)
    weights = economy.value_added / economy.value_added.sum()
    slope = model.wage_slope(base.shares.transpose(2, 0, 1), base.spending.T)
    # world value added is the numeraire: the level of wages is pinned by a rank-one term
    factor = lu_factor(np.eye(len(weights)) - slope + np.outer(np.ones(len(weights)), weights))

    def step(wage: FloatArray) -> FloatArray:
        _, _, shares = model.prices(wage)
        spending, _ = model.spend(wage, shares)
        gap = np.log(model.earned(shares, spending) / economy.value_added) - wage
        excess = gap - np.log(np.exp(wage) @ weights)
        model.accuracy = min(max(_FINEST, _LOOSER * float(np.abs(excess).max())), model.accuracy)
        new: FloatArray = wage + lu_solve(factor, excess)
        return new

    model.accuracy = _FIRST
    found = anderson(step, np.zeros(len(economy.codes)), _OUTER, what="wages")
    model.accuracy = _FINEST
    price, cost, shares = model.prices(found.point)
    spending, income = model.spend(found.point, shares)
    residual = np.abs(model.earned(shares, spending) / (np.exp(found.point) * economy.value_added) - 1)
    if residual.max() > _ACCEPTED:
        raise StakesError(
            f"no convergence: residual {residual.max():.2e}", where=f"labour market of {economy.codes[int(residual.argmax())]}"
        )
    return SectorEquilibrium(
        economy=economy,
        base=base,
        after=_state(model, policy, shares, spending, income),
        wage=np.exp(found.point),
        cost=np.exp(cost).T,
        price=np.exp(price).T,
        residual=float(residual.max()),
        evaluations=found.evaluations,
    )


def _base(economy: SectorEconomy) -> SectorState:
    policy = SectorPolicy.of(economy.tariffs)
    model = _Model(economy, policy)
    shares = economy.trade_shares.transpose(2, 0, 1)
    spending, income = model.spend(np.zeros(len(economy.codes)), shares)
    return _state(model, policy, shares, spending, income)


def decomposition(equilibrium: SectorEquilibrium) -> Decomposition:
    """The published first-order figures at this equilibrium."""
    before, after = equilibrium.base.trade, equilibrium.after.trade
    cost, income = equilibrium.cost, equilibrium.base.income
    exported = (before.sum(axis=1) * (cost - 1)).sum(axis=1)
    imported = (before * (cost - 1)[:, None, :]).sum(axis=(0, 2))
    volume = (equilibrium.economy.tariffs * (after - before * cost[:, None, :])).sum(axis=(0, 2))
    return Decomposition(
        welfare=(exported - imported + volume) / income,
        terms_of_trade=(exported - imported) / income,
        volume_of_trade=volume / income,
        real_wage=equilibrium.wage / equilibrium.consumer_price - 1,
    )
