"""Tariffs that no player wants to change alone.

Players and instruments as in `table`, x_k = ln(1 + t_k). First-order conditions F_k = d ln U_owner(k) / d x_k = 0, all from
one factorisation (`exchange`).
Uniform tariffs: diagonal Newton, x_k <- x_k - F_k / F'_k, F'_k by one common finite difference (the effects of others' tariffs
on one's own condition are small beside it). Discriminating ones: Newton on all conditions together, with a Jacobian by
differences that Broyden's rule keeps up to date.

Holds: on return no step is larger than 1e-9; the tests check the deviations on a grid.
"""

from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread
from detente.stakes.solve.game.exchange import ExchangeState
from detente.stakes.solve.game.table import Table

_NUDGE = 1e-5
_TOLERANCE = 1e-9
_MAX_ROUNDS = 80
_SETTLED = 1e-4
_IDLE = 1e-8
_MAX_MOVE = 0.3
_HIGHEST = 3.0
_LOWEST = -0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class GameResult:
    """`rates` (K,), fractions, by instrument; `utilities` (P,) and `real_income` (N,) relative to the base; what was left of F."""

    table: Table
    rates: FloatArray
    utilities: FloatArray
    real_income: FloatArray
    tariffs: FloatArray
    residual: float
    rounds: int


def result_at(table: Table, x: FloatArray, *, start: FloatArray | None = None, rounds: int = 0) -> GameResult:
    """The outcome when the instruments stand at x."""
    state = table.solve(x, start=start)
    return GameResult(
        table=table,
        rates=np.expm1(x),
        utilities=table.utilities(state),
        real_income=state.real_income,
        tariffs=np.expm1(table.log_powers(x)),
        residual=float(np.abs(table.own_conditions(state)).max()),
        rounds=rounds,
    )


@one_blas_thread
def nash_uniform(table: Table) -> GameResult:
    """The Nash equilibrium of a table whose players have one instrument each; with one player, its unilateral optimum.

    A country that buys nothing at home (two in the 194-country data) gains and loses nothing by a uniform tariff: it is
    `idle`, its rate is 0.
    """
    if len(set(table.owner.tolist())) != len(table.owner):
        raise StakesError("diagonal Newton is for one instrument a player")
    x = np.full(len(table.instruments), np.log1p(1 / table.exchange.elasticity))
    state = table.solve(x)
    conditions = table.own_conditions(state)
    slope = _slope(table, x, state, conditions)
    idle = (np.abs(slope) < _IDLE) & (np.abs(conditions) < _IDLE)
    move = np.zeros_like(x)
    for rounds in range(1, _MAX_ROUNDS + 1):
        if np.abs(move).max() > _SETTLED:
            slope = _slope(table, x, state, conditions)
        move = np.where(idle, -x, np.clip(conditions / np.maximum(-slope, _IDLE), -_MAX_MOVE, _MAX_MOVE))
        x = np.clip(x + move, _LOWEST, _HIGHEST)
        state = table.solve(x, start=state.wage)
        if np.abs(move).max() < _TOLERANCE:
            return result_at(table, x, start=state.wage, rounds=rounds)
        conditions = table.own_conditions(state)
    raise StakesError(
        f"no convergence: step {np.abs(move).max():.2e}", where=f"tariff of {table.instruments[int(np.abs(move).argmax())].owner}"
    )


def _slope(table: Table, x: FloatArray, state: ExchangeState, conditions: FloatArray) -> FloatArray:
    nudged = table.solve(x + _NUDGE, start=state.wage)
    slope: FloatArray = (table.own_conditions(nudged) - conditions) / _NUDGE
    return slope


@one_blas_thread
def nash(table: Table) -> GameResult:
    """The Nash equilibrium of any table, for up to some hundred instruments: Newton-Broyden on all conditions together."""
    x = np.full(len(table.instruments), np.log1p(1 / table.exchange.elasticity))
    state = table.solve(x)
    conditions = table.own_conditions(state)
    jacobian = _jacobian(table, x, state, conditions)
    move = np.zeros_like(x)
    for rounds in range(1, _MAX_ROUNDS + 1):
        move = np.clip(-np.linalg.solve(jacobian, conditions), -_MAX_MOVE, _MAX_MOVE)
        x = np.clip(x + move, _LOWEST, _HIGHEST)
        state = table.solve(x, start=state.wage)
        if np.abs(move).max() < _TOLERANCE:
            return result_at(table, x, start=state.wage, rounds=rounds)
        change = table.own_conditions(state) - conditions
        conditions = conditions + change
        jacobian += np.outer(change - jacobian @ move, move) / (move @ move)
    raise StakesError(
        f"no convergence: step {np.abs(move).max():.2e}", where=f"tariff of {table.instruments[int(np.abs(move).argmax())].owner}"
    )


def _jacobian(table: Table, x: FloatArray, state: ExchangeState, conditions: FloatArray) -> FloatArray:
    columns = []
    for number in range(len(x)):
        nudge = np.zeros_like(x)
        nudge[number] = _NUDGE
        columns.append((table.own_conditions(table.solve(x + nudge, start=state.wage)) - conditions) / _NUDGE)
    return np.stack(columns, axis=1)
