"""A game that was played, as lines for people, long rows and a record: the Nash tariffs, and for two sides what they could agree on.

In: a `Game`. Holds: where there is no zone of agreement no deal is told; gains are over walking away, in percent of real income.
"""

from detente.stakes.bargain import Game
from detente.stakes.report.records import Json, LongRow, number, result_record, result_rows
from detente.stakes.report.text import signed
from detente.stakes.solve.game.talks import Deal, Talks


def game_lines(game: Game) -> tuple[str, ...]:
    """The deals and what walking away loses, then the assumptions."""
    return (*(_talks_lines(game.talks) if game.talks else ()), *game.result.assumptions)


def _talks_lines(found: Talks) -> tuple[str, ...]:
    names = found.names
    if found.zone_is_empty:
        return (f"{names[0]} and {names[1]}: no zone of agreement; what helps one harms the other.",)
    loss = found.walk_away_loss_pct
    return (
        *(_deal_line(deal, found) for deal in found.deals),
        f"Walking away from the equal-gains deal loses {loss[0]:.3f} percent of real income for {names[0]}, {loss[1]:.3f} for {names[1]}.",
    )


def _deal_line(deal: Deal, found: Talks) -> str:
    rates = ", ".join(f"{owner} {abs(rate):.1f}" for owner, rate in found.mutual_rates_pct(deal))
    gains = ", ".join(f"{name} {signed(gain, 3)}" for name, gain in zip(found.names, deal.gains_pct.tolist(), strict=True))
    return f"{deal.name}: tariffs on each other, percent: {rates}; gains over the threat point, percent: {gains}"


def game_rows(game: Game) -> list[LongRow]:
    """All figures, one a row: of the Nash tariffs by country, and of the sides that are blocs; then the deals."""
    result = game.result
    head = (game.name, result.engine, result.table)
    blocs = [player for player in game.players if player not in result.countries]
    rows = result_rows(game.name, result)
    rows += [
        LongRow(*head, result.case, bloc, "", column.name, column.unit, number(result.value(column.name, bloc)))
        for column in result.columns
        for bloc in blocs
    ]
    return rows if game.talks is None or game.talks.zone_is_empty else [*rows, *_deal_rows(game.talks, head)]


def _deal_rows(found: Talks, head: tuple[str, str, str]) -> list[LongRow]:
    rows: list[LongRow] = []
    for deal in found.deals:
        case = f"deal: {deal.name}"
        gains = zip(found.names, deal.gains_pct.tolist(), strict=True)
        rows += [LongRow(*head, case, side, "", "tariff_on_the_other_pct", "percent", rate) for side, rate in found.mutual_rates_pct(deal)]
        rows += [LongRow(*head, case, side, "", "gain_over_no_deal_pct", "percent", gain) for side, gain in gains]
    losses = zip(found.names, found.walk_away_loss_pct.tolist(), strict=True)
    case = f"deal: {found.equal_gains.name}"
    return [*rows, *(LongRow(*head, case, side, "", "walk_away_loss_pct", "percent", loss) for side, loss in losses)]


def game_record(game: Game) -> dict[str, Json]:
    """For JSON."""
    return result_record(game.result) | {"sides": list(game.players)} | (_talks_record(game.talks) if game.talks else {})


def _talks_record(found: Talks) -> dict[str, Json]:
    deals: list[Json] = [
        {
            "name": deal.name,
            "tariffs_pct": dict(found.mutual_rates_pct(deal)),
            "gains_pct": dict(zip(found.names, deal.gains_pct.tolist(), strict=True)),
        }
        for deal in found.deals
    ]
    losses: dict[str, Json] = dict(zip(found.names, found.walk_away_loss_pct.tolist(), strict=True))
    is_empty = found.zone_is_empty
    return {"zone_is_empty": is_empty, "deals": [] if is_empty else deals, "walk_away_loss_pct": {} if is_empty else losses}
