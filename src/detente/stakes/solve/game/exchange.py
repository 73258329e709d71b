r"""The economy that the players move: Armington exchange, and the gradients of real income by an adjoint.

The one-sector model with phi = 1, nu = 0, fixed labour, no scale economies, and no trade imbalances (they are purged
first: with fixed transfers a country could tax the world's transfers to it and Nash tariffs would diverge).

Symbols as in `one_sector`; tau_ij = 1 + t_ij; M_ij = lambda'_ij/tau_ij, m_j = sum_i M_ij, F_ij = M_ij E'_j the trade at
border values, all at the tariffs in question:
    E'_j = Y_j w_j / m_j,   goods: sum_j F_ij = Y_i w_i,   numeraire: sum Y w = sum Y,   W_j = E'_j / (E_j P_j)
    a player p with members j and weights E_j (base spending) wants  U_p = sum_j E_j W_j / sum_j E_j

Gradient. R(ln w, ln tau) the residuals, J = dR/d ln w. One factorisation of J serves all players:
    J' mu_p = d ln U_p / d ln w;   d ln U_p / d ln tau_ij = v_pj a_ij - mu_p . dR/d ln tau_ij,   v_pj = E_j W_j / sum over p
    a_ij = (1 + eps) (M_ij/m_j - lambda'_ij)
    mu . dR/d ln tau_ij = (1 + eps) ((M_ij/m_j) sum_k mu_k F_kj/Y_k - mu_i F_ij/Y_i)
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.newton import newton
from detente.stakes.solve.one_sector import Deficits, Parameters, solve


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A balanced economy at its base; `shares`, `powers` (N, N), `spending`, `output` (N,)."""

    codes: tuple[str, ...]
    shares: FloatArray
    powers: FloatArray
    spending: FloatArray
    output: FloatArray
    elasticity: float

    @classmethod
    def purged(cls, economy: Economy, *, elasticity: float = 4.0) -> Self:
        """The economy without repatriated profits, rid of its imbalances by the model itself."""
        plain = economy.without_profit()
        parameters = Parameters.simple(plain, elasticity=elasticity, deficits=Deficits.BALANCED)
        balanced = solve(plain, parameters, Policy.unchanged(plain)).base
        return cls(
            codes=balanced.codes,
            shares=balanced.shares,
            powers=1 + balanced.tariffs,
            spending=balanced.spending,
            output=balanced.output,
            elasticity=elasticity,
        )

    @property
    def economy(self) -> Economy:
        """The same base as an `Economy`."""
        trade = self.shares * self.spending / self.powers
        return Economy.observed(self.codes, trade, tariffs=self.powers - 1)

    def index(self, code: str) -> int:
        """The place of a country."""
        return self.economy.index(code) if code not in self.codes else self.codes.index(code)


class ExchangeState:
    """The equilibrium at ln tau (N, N), with what the gradients need."""

    def __init__(self, exchange: Exchange, log_powers: FloatArray, wage: FloatArray) -> None:
        self.exchange = exchange
        elasticity = exchange.elasticity
        powers = np.exp(log_powers)
        weights = exchange.shares * np.exp(-elasticity * (log_powers - np.log(exchange.powers) + wage[:, None]))
        self.sums = weights.sum(axis=0)
        self.shares = weights / self.sums
        self.net = self.shares / powers
        self.net_sum = self.net.sum(axis=0)
        self.output = exchange.output * np.exp(wage)
        self.spending = self.output / self.net_sum
        self.trade = self.net * self.spending
        self.wage = wage

    @property
    def real_income(self) -> FloatArray:
        """W (N,): real income relative to the base."""
        price = self.sums ** (-1 / self.exchange.elasticity)
        result: FloatArray = self.spending / self.exchange.spending / price
        return result

    def system(self) -> tuple[FloatArray, FloatArray]:
        """R (N,) and J (N, N)."""
        exchange = self.exchange
        buying = self.net / self.net_sum
        sold = self.trade.sum(axis=1)
        residual = (sold - self.output) / exchange.output
        jacobian = self.trade @ buying.T * exchange.elasticity + buying * self.output
        jacobian.flat[:: len(sold) + 1] -= exchange.elasticity * sold + self.output
        jacobian /= exchange.output[:, None]
        total = exchange.output.sum()
        residual[0] = self.output.sum() / total - 1
        jacobian[0] = self.output / total
        return residual, jacobian

    def gradients(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """For objectives with base weights (P, N): v (P, N), and mu (N, P)."""
        exchange = self.exchange
        levels = weights * exchange.spending * self.real_income
        shares = levels / levels.sum(axis=1, keepdims=True)
        by_wage = exchange.elasticity * (self.net / self.net_sum - self.shares).T - self.shares.T
        by_wage.flat[:: len(self.output) + 1] += 1
        _, jacobian = self.system()
        adjoint = lu_solve(lu_factor(jacobian), (shares @ by_wage).T, trans=1)
        return shares, adjoint

    def own_gradient(self, shares: FloatArray, adjoint: FloatArray) -> FloatArray:
        """d ln U / d ln tau_ij (N, N), column j for the objective whose v and mu are column j of `shares` (N,), `adjoint` (N, N)."""
        elasticity = self.exchange.elasticity
        buying = self.net / self.net_sum
        flows = self.trade / self.exchange.output[:, None]
        flows[0] = 0  # the numeraire equation holds no tariffs
        direct = (1 + elasticity) * (buying - self.shares)
        through_markets = (1 + elasticity) * (buying * (adjoint * flows).sum(axis=0) - adjoint * flows)
        gradient: FloatArray = shares * direct - through_markets
        return gradient


@one_blas_thread
def equilibrium(exchange: Exchange, log_powers: FloatArray, *, start: FloatArray | None = None) -> ExchangeState:
    """The equilibrium at ln tau (N, N) from ln w `start`."""
    if not np.isfinite(log_powers).all():
        raise StakesError("a tariff is not a number or not above -100 percent")

    def where(equation: int) -> str:
        return f"goods market of {exchange.codes[equation]}"

    solution = newton(
        lambda wage: ExchangeState(exchange, log_powers, wage).system(),
        np.zeros(len(exchange.codes)) if start is None else start,
        where=where,
        tolerance=1e-12,
    )
    return ExchangeState(exchange, log_powers, solution.unknowns)
