"""Two sides bargain over the tariffs they set on each other, from a threat point that both can walk away to.

In: a table with two players and the rates x0 of its instruments at the threat point (say, the Nash equilibrium); gains are
G_p = ln U_p(x) - ln U_p(x0). Only the rates on each other's goods are on the table; none goes below free trade.

    best for p     max G_p  with G_q >= 0               the two ends of the zone of possible agreement
    equal gains    max s    with G_p >= s, G_q >= s     on the frontier, where both gains are s
    Nash product   max ln G_p + ln G_q
Gradients come from the adjoint of `exchange`; the solver is SLSQP.

What a side loses by walking away is its gain under the deal, given up.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import NonlinearConstraint, minimize

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray, one_blas_thread
from detente.stakes.solve.game.table import Table

_PERCENT = 100.0
_SLACK = 1e-7


_Value = Callable[[FloatArray], float]
_Vector = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """`rates` (K,), fractions, by instrument; `gains_pct` (2,) of the players over the threat point."""

    name: str
    rates: FloatArray
    gains_pct: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """`best` has the end of the zone for each player. The zone is empty where neither can gain without the other's loss."""

    table: Table
    threat_rates: FloatArray
    best: tuple[Deal, Deal]
    equal_gains: Deal
    nash_product: Deal

    @property
    def names(self) -> tuple[str, str]:
        """The two players."""
        first, second = self.table.players
        return first.name, second.name

    @property
    def deals(self) -> tuple[Deal, ...]:
        """Both ends of the zone, then the two deals."""
        return (*self.best, self.equal_gains, self.nash_product)

    def mutual_rates_pct(self, deal: Deal) -> tuple[tuple[str, float], ...]:
        """Who charges the other what under a deal."""
        sides = [set(player.members) for player in self.table.players]
        pairs = zip(self.table.instruments, deal.rates, strict=True)
        return tuple((instrument.owner, _PERCENT * float(rate)) for instrument, rate in pairs if set(instrument.targets) in sides)

    @property
    def zone_is_empty(self) -> bool:
        """Whether there is nothing to agree on."""
        return bool(self.equal_gains.gains_pct.min() <= _SLACK)

    @property
    def walk_away_loss_pct(self) -> FloatArray:
        """What each side gives up by walking away from the equal-gains deal (2,)."""
        return self.equal_gains.gains_pct


class _Bargain:
    """Gains in percent at given rates, each point solved once."""

    def __init__(self, table: Table, threat: FloatArray) -> None:
        names = [player.name for player in table.players]
        members = [set(player.members) for player in table.players]
        other = [1 - names.index(instrument.owner) for instrument in table.instruments]
        open_ = [set(instrument.targets) == members[side] for instrument, side in zip(table.instruments, other, strict=True)]
        self.table, self.threat = table, threat
        self.open = np.array(open_)
        state = table.solve(threat)
        self.walk_away, self.warm = np.log(table.utilities(state)), state.wage
        self._last: tuple[bytes, FloatArray, FloatArray] = (b"", np.empty(0), np.empty(0))

    def point(self, part: FloatArray) -> FloatArray:
        x = self.threat.copy()
        x[self.open] = part
        return x

    def _at(self, part: FloatArray) -> tuple[FloatArray, FloatArray]:
        key = part.tobytes()
        if self._last[0] != key:
            state = self.table.solve(self.point(part), start=self.warm)
            gains = _PERCENT * (np.log(self.table.utilities(state)) - self.walk_away)
            slopes = np.stack([_PERCENT * self.table.gradient(state, player)[self.open] for player in (0, 1)])
            self._last = (key, gains, slopes)
        return self._last[1], self._last[2]

    def gains(self, part: FloatArray) -> FloatArray:
        return self._at(part)[0]

    def slopes(self, part: FloatArray) -> FloatArray:
        return self._at(part)[1]

    def deal(self, name: str, part: FloatArray) -> Deal:
        return Deal(name=name, rates=np.expm1(self.point(part)), gains_pct=self.gains(part))


@one_blas_thread
def talks(table: Table, threat: FloatArray) -> Talks:
    """The zone of agreement and the two deals; `threat` (K,) is ln(1 + t) of the instruments."""
    if len(table.players) != 2:
        raise StakesError("talks have two sides", hint="merge countries into a bloc")
    bargain = _Bargain(table, threat)
    if bargain.open.sum() != 2:
        raise StakesError("each side needs one rate on the other's goods")
    equal = _equal_gains(bargain)
    return Talks(
        table=table,
        threat_rates=np.expm1(threat),
        best=(_best(bargain, 0), _best(bargain, 1)),
        equal_gains=bargain.deal("equal gains", equal),
        nash_product=bargain.deal("Nash product", _nash_product(bargain, equal)),
    )


def _slsqp(
    loss: _Value, slope: _Vector, start: FloatArray, *, bounds: list[tuple[float, float]], at_least_zero: NonlinearConstraint
) -> FloatArray:
    found = minimize(
        loss, start, jac=slope, bounds=bounds, constraints=at_least_zero, method="SLSQP", options={"maxiter": 200, "ftol": 1e-12}
    )
    if not found.success:
        raise StakesError(f"no convergence: {found.message}", where="talks")
    point: FloatArray = found.x
    return point


def _bounds(bargain: _Bargain) -> list[tuple[float, float]]:
    return [(0.0, max(float(x), 0.0)) for x in bargain.threat[bargain.open]]


def _equal_gains(bargain: _Bargain) -> FloatArray:
    """The best equal gain, from half the threatened rates on; the third unknown is the gain s."""
    start = bargain.threat[bargain.open] / 2
    point = _slsqp(
        lambda z: -float(z[2]),
        lambda z: np.array([0.0, 0.0, -1.0]),
        np.array([*start, float(bargain.gains(start).min())]),
        bounds=[*_bounds(bargain), (-np.inf, np.inf)],
        at_least_zero=NonlinearConstraint(
            lambda z: bargain.gains(z[:2]) - z[2], 0, np.inf, jac=lambda z: np.hstack([bargain.slopes(z[:2]), -np.ones((2, 1))])
        ),
    )
    return point[:2]


def _best(bargain: _Bargain, player: int) -> Deal:
    other = 1 - player
    point = _slsqp(
        lambda part: -float(bargain.gains(part)[player]),
        lambda part: -bargain.slopes(part)[player],
        bargain.threat[bargain.open] / 2,
        bounds=_bounds(bargain),
        at_least_zero=NonlinearConstraint(lambda part: bargain.gains(part)[other], 0, np.inf, jac=lambda part: bargain.slopes(part)[other]),
    )
    return bargain.deal(f"best for {bargain.table.players[player].name}", point)


def _nash_product(bargain: _Bargain, start: FloatArray) -> FloatArray:
    """From the equal-gains deal; where the zone is empty, that deal itself."""
    if bargain.gains(start).min() <= _SLACK:
        return start

    def loss(part: FloatArray) -> float:
        gains = bargain.gains(part)
        return -float(np.log(gains).sum()) if gains.min() > 0 else 1e6

    def slope(part: FloatArray) -> FloatArray:
        result: FloatArray = -(bargain.slopes(part) / np.maximum(bargain.gains(part), _SLACK)[:, None]).sum(axis=0)
        return result

    found = minimize(loss, start, jac=slope, bounds=_bounds(bargain), method="L-BFGS-B", options={"ftol": 1e-13, "gtol": 1e-9})
    part: FloatArray = found.x
    return part
