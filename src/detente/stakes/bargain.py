"""Two sides at the table: what each would charge the other without a deal, and what they could agree on.

In: two codes (`EU` for its members), a trade elasticity. Out: the Nash tariffs as a `Result`, and the deals in words.
Model, symbols and source: `solve.game`.
"""

from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.adapt import game_result, mutual_rates, talks_lines
from detente.stakes.result import Result
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import nash
from detente.stakes.solve.game.table import EU27, Player, discriminating
from detente.stakes.solve.game.talks import Deal, Talks, talks
from detente.stakes.tables.world import UNIT_USD, world


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """`result` without a deal; `talks` the zone of possible agreement and the deals; `lines` the same in words."""

    result: Result
    sides: tuple[str, str]
    talks: Talks
    lines: tuple[str, ...]

    def mutual_rates(self, deal: Deal) -> tuple[tuple[str, float], ...]:
        """Who charges the other what under a deal, percent."""
        return mutual_rates(deal, self.talks)


def bargain(sides: tuple[str, ...], *, elasticity: float) -> Bargain:
    """The game of two sides on the 194 countries; StakesError for another number of sides."""
    if len(sides) != 2:
        raise StakesError(f"talks need two sides, not {', '.join(sides) or 'none'}", hint="name two countries, or EU")
    exchange = Exchange.purged(world(), elasticity=elasticity)
    players = tuple(EU27 if code == EU27.name else Player.country(code) for code in sides)
    laid = discriminating(exchange, players)
    outcome = nash(laid)
    result = game_result(outcome, case="no deal: tariffs that each side would choose", table="world2023", unit_usd=UNIT_USD)
    found = talks(laid, np.log1p(outcome.rates))
    return Bargain(result=result, sides=(sides[0], sides[1]), talks=found, lines=talks_lines(found))
