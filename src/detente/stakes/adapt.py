"""The game engine in the common result type.

In: what it returns. Out: `Result`. Holds: figures that an engine does not have are absent, never zero.
"""

import numpy as np

from detente.stakes.result import REAL_INCOME, TAIWAN, Column, Result, caveat
from detente.stakes.solve.game.nash import GameResult

_GAME = "Every player knows the model and seeks its own real income; imbalances purged, labour fixed, pass-through complete."


def game_result(outcome: GameResult, *, case: str, table: str, unit_usd: float) -> Result:
    """Real income, and the import-weighted tariff of each country before and after."""
    game = outcome.table
    exchange = game.exchange
    after = game.solve(np.log1p(outcome.rates)).trade
    before = exchange.shares * exchange.spending / exchange.powers
    abroad = ~np.eye(len(exchange.codes), dtype=bool)
    weights = before * abroad / (before * abroad).sum(axis=0)
    return Result(
        engine="game",
        case=case,
        table=table,
        countries=exchange.codes,
        columns=(
            Column(name=REAL_INCOME, label="real income", unit="percent", values=100 * (outcome.real_income - 1)),
            Column(name="tariff_points", label="mean tariff", unit="points", values=100 * (outcome.tariffs * weights).sum(axis=0)),
        ),
        sectors=(),
        sector_columns=(),
        trade_before=before * unit_usd,
        trade_after=after * unit_usd,
        assumptions=(
            caveat("game", exchange.elasticity),
            _GAME,
            f"Trade elasticity {exchange.elasticity:g}.",
            *(() if "TWN" in exchange.codes else (TAIWAN,)),
        ),
        residual=outcome.residual,
        steps=outcome.rounds,
    )
