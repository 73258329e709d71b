r"""One sector, many countries: tariffs, imperfect pass-through, repatriated profits, elastic labour, trade imbalances.

Source: Ignatenko, Lashkaripour, Macedoni, Simonovska (2025), "Making America Great Again? The Economic Impacts of
Liberation Day Tariffs", Journal of International Economics 157. Armington and Eaton-Kortum are phi = 1, nu = 0.

Symbols (those of the data in `economy`); x' is the value after the shock, x^ = x'/x, i exporter, j importer:
- eps trade elasticity, kappa labour supply elasticity, psi scale elasticity, phi_j pass-through parameter
- w wage, L labour (both as x^), P price, t' tariff after the shock, k_ij share of the products of a flow that is not banned
- u_i = ln w_i - psi ln L_i

Equations:
    A_ij = lambda_ij exp(-eps u_i) ((1+t'_ij)/(1+t0_ij))^(-eps phi_j) k_ij,   S_j = sum_i A_ij,   lambda'_ij = A_ij / S_j
    M_ij = lambda'_ij / (1+t'_ij),   m_j = sum_i M_ij
    y_i = Y_i w_i L_i,   n_i = y_i + T_i g  (g: world output's change, 1, or T_i = 0),   E'_j = n_j / m_j
    P_j = (E^_j / w_j)^(1-phi_j) S_j^(-1/eps)
    goods     sum_j (1-nu_j) M_ij E'_j + nu_i n_i = y_i
    labour    ln L_i = kappa (-ln((1-tau_i)/(1-tau0_i)) + ln w_i - ln P_i),   tau_i = (E'_i - n_i) / y_i
    numeraire sum_j E_j P_j = sum_j E_j, in place of one goods market
    welfare   W_i = d_i E^_i/P_i + (1-d_i) w_i L_i/P_i,   d_i = E_i / (E_i - kappa (1-tau_i) Y_i / (1+kappa))
tau is the rate at which revenue cuts the tax on labour; with a lump-sum rebate it is 0 in the labour equation and in d.

In: an `Economy`, `Parameters`, a `Policy`. Out: an `Equilibrium`. Holds: residuals <= 1e-11 of output, or `StakesError`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.newton import newton


class Relief(StrEnum):
    """Where tariff revenue goes."""

    INCOME_TAX = "income_tax"
    LUMP_SUM = "lump_sum"


class Deficits(StrEnum):
    """What becomes of trade imbalances: they grow with world output, stay fixed in the numeraire, or are purged beforehand."""

    SCALED = "scaled"
    FIXED = "fixed"
    BALANCED = "balanced"


SCALE_TIMES_ELASTICITY = 0.67


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """eps, kappa, psi, phi (N,), and the two closing rules.

    Where psi eps >= 1 agglomeration may allow several equilibria; the solver then returns the one next to the base.
    """

    elasticity: float
    labour_supply: float
    scale: float
    pass_through: FloatArray
    relief: Relief
    deficits: Deficits

    def __post_init__(self) -> None:
        if not self.elasticity > 0 or not self.labour_supply >= 0 or not self.scale >= 0:
            raise StakesError("elasticities must be positive (labour supply and scale may be zero)")

    @classmethod
    def baseline(
        cls,
        economy: Economy,
        *,
        elasticity: float = 4.0,
        labour_supply: float = 0.5,
        completeness: float = 1.0,
        relief: Relief = Relief.INCOME_TAX,
        deficits: Deficits = Deficits.SCALED,
    ) -> Self:
        """The published parameters; `completeness` is c: 1 for complete pass-through, 0.5 or 0.25 for incomplete."""
        theta = elasticity / SCALE_TIMES_ELASTICITY
        return cls(
            elasticity=elasticity,
            labour_supply=labour_supply,
            scale=SCALE_TIMES_ELASTICITY / elasticity,
            pass_through=completeness + (1 + theta) / ((1 - economy.profit) * theta) - 1 / theta - 1,
            relief=relief,
            deficits=deficits,
        )

    @classmethod
    def simple(cls, economy: Economy, *, elasticity: float = 4.0, deficits: Deficits = Deficits.SCALED) -> Self:
        """Armington: complete pass-through, fixed labour, no scale economies."""
        return cls(
            elasticity=elasticity,
            labour_supply=0.0,
            scale=0.0,
            pass_through=np.ones(len(economy.codes)),
            relief=Relief.LUMP_SUM,
            deficits=deficits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """After the shock: `shares` and `trade` (border values) (N, N), all else (N,); money in the unit of the economy.

    `purged` is the base that the changes refer to: the economy itself, or the one without imbalances.
    """

    base: Economy
    policy: Policy
    wage: FloatArray
    labour: FloatArray
    price: FloatArray
    welfare: FloatArray
    spending: FloatArray
    output: FloatArray
    income: FloatArray
    shares: FloatArray
    residual: float
    steps: int
    # ln w (N,), followed by ln L where labour is elastic: the start for a policy nearby.
    unknowns: FloatArray

    @property
    def trade(self) -> FloatArray:
        """X' (N, N) at border values."""
        return self.shares * self.spending / (1 + self.policy.tariffs)

    @property
    def revenue(self) -> FloatArray:
        """Tariff revenue (N,)."""
        return self.spending - self.income

    def rebased(self) -> Economy:
        """The equilibrium as a new base."""
        return Economy.observed(self.base.codes, self.trade, tariffs=self.policy.tariffs, profit=self.base.profit)


class _State:
    """All quantities of the docstring at one point (ln w, ln L)."""

    def __init__(self, model: "Model", wage: FloatArray, labour: FloatArray) -> None:
        economy, parameters = model.economy, model.parameters
        self.log_cost = wage - parameters.scale * labour
        weights = model.weights * np.exp(-parameters.elasticity * self.log_cost)[:, None]
        self.sums = weights.sum(axis=0)
        self.shares = weights / self.sums
        self.net = self.shares / model.powers
        self.net_sum = self.net.sum(axis=0)
        self.output = economy.output * np.exp(wage + labour)
        growth = self.output.sum() / economy.output.sum() if parameters.deficits is Deficits.SCALED else 1.0
        self.income = self.output + model.imbalance * growth
        self.spending = self.income / self.net_sum
        self.sales = self.net * self.spending * (1 - economy.profit)
        self.tax_cut = (self.spending - self.income) / self.output
        log_growth = np.log(self.spending / economy.spending)
        self.log_price = (1 - parameters.pass_through) * (log_growth - wage) - np.log(self.sums) / parameters.elasticity


class Model:
    """The system of equations of one economy, one set of parameters and one policy, and its Jacobian."""

    def __init__(self, economy: Economy, parameters: Parameters, policy: Policy) -> None:
        policy.check(economy.codes)
        self.economy, self.parameters, self.policy = economy, parameters, policy
        self.powers = 1 + policy.tariffs
        change = self.powers / (1 + economy.tariffs)
        self.weights = economy.shares * change ** (-parameters.elasticity * parameters.pass_through) * policy.kept
        if not (self.weights.sum(axis=0) > 0).all():
            raise StakesError("nothing is left to buy", where=economy.codes[int(self.weights.sum(axis=0).argmin())])
        balanced = parameters.deficits is Deficits.BALANCED
        self.imbalance = np.zeros_like(economy.imbalance) if balanced else economy.imbalance
        income = economy.spending - economy.revenue
        self.base_tax_cut = (economy.spending - income) / economy.output
        self.elastic_labour = parameters.labour_supply > 0
        self.numeraire = int(economy.spending.argmax())

    def state(self, unknowns: FloatArray) -> _State:
        """The state at unknowns (2N,), or (N,) when labour is fixed."""
        size = len(self.economy.codes)
        return _State(self, unknowns[:size], unknowns[size:] if self.elastic_labour else np.zeros(size))

    def system(self, unknowns: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Residuals, goods markets first (relative to base output), then labour; and the Jacobian."""
        size = len(self.economy.codes)
        state = self.state(unknowns)
        goods, by_wage, by_labour = self._goods(state)
        price_by_wage, price_by_labour = self._price_slopes(state)
        weights = self.economy.spending / self.economy.spending.sum()
        price = weights * np.exp(state.log_price)
        goods[self.numeraire] = price.sum() - 1
        by_wage[self.numeraire] = price @ price_by_wage
        if not self.elastic_labour:
            return goods, by_wage
        by_labour[self.numeraire] = price @ price_by_labour
        labour, labour_by_wage, labour_by_labour = self._labour(state, unknowns, price_by_wage, price_by_labour)
        jacobian = np.empty((2 * size, 2 * size))
        jacobian[:size, :size], jacobian[:size, size:] = by_wage, by_labour
        jacobian[size:, :size], jacobian[size:, size:] = labour_by_wage, labour_by_labour
        return np.concatenate([goods, labour]), jacobian

    def income_slope(self, state: _State) -> FloatArray:
        """d income_j / d ln w_k (N, N), the same for ln L."""
        slope = np.diag(state.output)
        if self.parameters.deficits is Deficits.SCALED:
            slope += np.outer(self.imbalance, state.output / self.economy.output.sum())
        return slope

    def _goods(self, state: _State) -> tuple[FloatArray, FloatArray, FloatArray]:
        economy, parameters = self.economy, self.parameters
        sold = state.sales.sum(axis=1)
        residual = (sold + economy.profit * state.income - state.output) / economy.output
        by_cost = parameters.elasticity * (state.sales @ (state.net / state.net_sum).T - np.diag(sold))
        income_slope = self.income_slope(state)
        through_income = (state.net / state.net_sum * (1 - economy.profit)) @ income_slope + economy.profit[:, None] * income_slope
        through_income -= np.diag(state.output)
        by_wage = (by_cost + through_income) / economy.output[:, None]
        by_labour = (through_income - parameters.scale * by_cost) / economy.output[:, None]
        return residual, by_wage, by_labour

    def _price_slopes(self, state: _State) -> tuple[FloatArray, FloatArray]:
        """d ln P_j / d ln w_k and d ln P_j / d ln L_k (N, N)."""
        parameters = self.parameters
        log_income_slope = self.income_slope(state) / state.income[:, None]
        partial = (1 - parameters.pass_through)[:, None]
        by_cost = state.shares.T + partial * self.spending_slope(state)
        by_wage = by_cost + partial * (log_income_slope - np.eye(len(state.output)))
        return by_wage, partial * log_income_slope - parameters.scale * by_cost

    def spending_slope(self, state: _State) -> FloatArray:
        """d ln E_j / d u_k (N, N) at given income: substitution away from taxed goods loses revenue."""
        slope: FloatArray = self.parameters.elasticity * (state.net / state.net_sum - state.shares).T
        return slope

    def _labour(
        self, state: _State, unknowns: FloatArray, price_by_wage: FloatArray, price_by_labour: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        size, kappa = len(self.economy.codes), self.parameters.labour_supply
        unit = np.eye(size)
        wage, labour = unknowns[:size], unknowns[size:]
        relief_by_wage = relief_by_labour = np.zeros((size, size))
        relief = np.zeros(size)
        if self.parameters.relief is Relief.INCOME_TAX:
            relief = -np.log((1 - state.tax_cut) / (1 - self.base_tax_cut))
            take_home = (1 - state.tax_cut)[:, None]
            income_slope = self.income_slope(state) * ((1 / state.net_sum - 1) / state.output)[:, None] - np.diag(state.tax_cut)
            by_cost = self.spending_slope(state) * (state.spending / state.output)[:, None]
            relief_by_wage = (income_slope + by_cost) / take_home
            relief_by_labour = (income_slope - self.parameters.scale * by_cost) / take_home
        residual = labour - kappa * (relief + wage - state.log_price)
        by_wage = -kappa * (relief_by_wage + unit - price_by_wage)
        by_labour = unit - kappa * (relief_by_labour - price_by_labour)
        return residual, by_wage, by_labour

    def where(self, equation: int) -> str:
        """The name of an equation."""
        size = len(self.economy.codes)
        kind = "labour market" if equation >= size else "numeraire" if equation == self.numeraire else "goods market"
        return f"{kind} of {self.economy.codes[equation % size]}"

    def welfare(self, state: _State, wage: FloatArray, labour: FloatArray) -> FloatArray:
        """W (N,): real income with the cost of work, relative to the base."""
        economy, kappa = self.economy, self.parameters.labour_supply
        relief = state.tax_cut if self.parameters.relief is Relief.INCOME_TAX else 0.0
        share = economy.spending / (economy.spending - kappa * (1 - relief) * economy.output / (1 + kappa))
        price = np.exp(state.log_price)
        result: FloatArray = share * (state.spending / economy.spending) / price + (1 - share) * np.exp(wage + labour) / price
        return result


@one_blas_thread
def solve(economy: Economy, parameters: Parameters, policy: Policy, *, start: FloatArray | None = None) -> Equilibrium:
    """The equilibrium after the shock; `start` is ln w, followed by ln L, of a nearby one.

    With balanced deficits the base itself is first rid of its imbalances, so that the changes show the policy alone.
    """
    return solve_model(Model(balanced(economy, parameters), parameters, policy), start=start)


@one_blas_thread
def balanced(economy: Economy, parameters: Parameters) -> Economy:
    """The base rid of its imbalances where the parameters balance deficits and it has any; else as it is."""
    if parameters.deficits is Deficits.BALANCED and np.abs(economy.imbalance).max() > 1e-9 * economy.output.max():
        return solve_model(Model(economy, parameters, Policy.unchanged(economy))).rebased()
    return economy


def solve_model(model: Model, *, start: FloatArray | None = None) -> Equilibrium:
    """The equilibrium of a model as it stands."""
    size = len(model.economy.codes)
    unknowns = size * 2 if model.elastic_labour else size
    solution = newton(model.system, np.zeros(unknowns) if start is None else start, where=model.where)
    state = model.state(solution.unknowns)
    wage = solution.unknowns[:size]
    labour = solution.unknowns[size:] if model.elastic_labour else np.zeros(size)
    return Equilibrium(
        base=model.economy,
        policy=model.policy,
        wage=np.exp(wage),
        labour=np.exp(labour),
        price=np.exp(state.log_price),
        welfare=model.welfare(state, wage, labour),
        spending=state.spending,
        output=state.output,
        income=state.income,
        shares=state.shares,
        residual=solution.residual,
        steps=solution.steps,
        unknowns=solution.unknowns,
    )
