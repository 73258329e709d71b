"""The game engine in the common result type.

In: what it returns. Out: `Result`, and talks in words. Holds: figures that an engine does not have are absent, never zero.
"""

import numpy as np

from detente.stakes.result import NO_FORECAST, REAL_INCOME, TAIWAN, Column, Result
from detente.stakes.solve.game.nash import GameResult
from detente.stakes.solve.game.talks import Deal, Talks

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
        assumptions=(NO_FORECAST, _GAME, f"Trade elasticity {exchange.elasticity:g}.", *(() if "TWN" in exchange.codes else (TAIWAN,))),
        residual=outcome.residual,
        steps=outcome.rounds,
    )


def talks_lines(found: Talks) -> tuple[str, ...]:
    """The zone of possible agreement, the two deals, and what walking away loses, in words."""
    ours, theirs = (player.name for player in found.table.players)
    if found.zone_is_empty:
        return (f"{ours} and {theirs}: no zone of agreement; what helps one harms the other.",)
    ends = (f"{_deal(deal, found)}" for deal in (*found.best, found.equal_gains, found.nash_product))
    loss = found.walk_away_loss_pct
    return (
        *ends,
        f"Walking away from the equal-gains deal loses {loss[0]:.3f} percent of real income for {ours}, {loss[1]:.3f} for {theirs}.",
    )


def mutual_rates(deal: Deal, found: Talks) -> tuple[tuple[str, float], ...]:
    """Who charges the other what under a deal, percent."""
    sides = [set(player.members) for player in found.table.players]
    pairs = zip(found.table.instruments, deal.rates, strict=True)
    return tuple((instrument.owner, 100 * float(rate)) for instrument, rate in pairs if set(instrument.targets) in sides)


def _deal(deal: Deal, found: Talks) -> str:
    players = [player.name for player in found.table.players]
    rates = ", ".join(f"{owner} {rate:.1f}" for owner, rate in mutual_rates(deal, found))
    gains = ", ".join(f"{name} {gain:+.3f}" for name, gain in zip(players, deal.gains_pct, strict=True))
    return f"{deal.name}: tariffs on each other, percent: {rates}; gains over the threat point, percent: {gains}"
