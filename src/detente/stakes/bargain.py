"""The tariff game as players name it: what each would charge without a deal, and, for two sides, what they could agree on.

In: codes (`EU` for its members; none: all countries), a trade elasticity. Out: a `Game`: the Nash tariffs as a `Result`, and the talks.
Model, symbols and source: `solve.game`.
"""

from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.adapt import game_result
from detente.stakes.result import Result
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import nash, nash_uniform
from detente.stakes.solve.game.table import EU27, Player, all_players, discriminating, uniform
from detente.stakes.solve.game.talks import Talks, talks
from detente.stakes.tables.world import UNIT_USD, world

_WORLD = "world2023"


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """`result` without a deal; `players` by name, none where all countries play; `elasticity` of trade; `talks` of two
    sides, where they were asked for."""

    result: Result
    players: tuple[str, ...]
    elasticity: float
    talks: Talks | None

    @property
    def name(self) -> str:
        """Who plays."""
        return " and ".join(self.players) if self.talks else f"tariff game: {', '.join(self.players) or 'all countries'}"


def bargain(sides: tuple[str, ...], *, elasticity: float) -> Game:
    """The game of two sides on the 194 countries with their talks; StakesError for another number of sides."""
    if len(sides) != 2:
        raise StakesError(f"talks need two sides, not {', '.join(sides) or 'none'}", hint="name two countries, or EU")
    exchange, players = _seated(sides, elasticity)
    laid = discriminating(exchange, players)
    outcome = nash(laid)
    result = game_result(outcome, case="no deal: tariffs that each side would choose", table=_WORLD, unit_usd=UNIT_USD)
    return Game(result=result, players=sides, elasticity=elasticity, talks=talks(laid, np.log1p(outcome.rates)))


def play(codes: tuple[str, ...], *, elasticity: float, discriminate: bool) -> Game:
    """Nash tariffs of the players, or of all countries: one on all foreign goods, or one on each other player's."""
    exchange, players = _seated(codes, elasticity)
    outcome = nash(discriminating(exchange, players)) if discriminate else nash_uniform(uniform(exchange, players))
    return Game(
        result=game_result(outcome, case="Nash tariffs", table=_WORLD, unit_usd=UNIT_USD), players=codes, elasticity=elasticity, talks=None
    )


def _seated(codes: tuple[str, ...], elasticity: float) -> tuple[Exchange, tuple[Player, ...]]:
    exchange = Exchange.purged(world(), elasticity=elasticity)
    return exchange, tuple(EU27 if code == EU27.name else Player.country(code) for code in codes) or all_players(exchange)
