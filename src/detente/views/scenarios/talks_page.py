"""What two sides could agree on, as a page shows it.

In: a `Game` with talks. Out: its deals with each side's tariff and gain, what walking away loses, what was assumed.

Holds: percent throughout; gains are of real income over what each side has without a deal; where no deal helps both, none is told.
"""

from dataclasses import dataclass

from detente.errors import StakesError
from detente.stakes.bargain import Game
from detente.views.scenarios.page import name_of


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal: each side's tariff on the other's goods and its gain, in the order of the sides."""

    name: str
    tariffs_pct: tuple[float, ...]
    gains_pct: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TalksPage:
    """`walk_away_pct` is what each side loses by leaving the deal of equal gains."""

    sides: tuple[str, ...]
    deals: tuple[DealRow, ...]
    walk_away_pct: tuple[float, ...]
    assumptions: tuple[str, ...]


def talks_page(game: Game) -> TalksPage:
    """All that a page shows; StakesError for a game without talks."""
    found = game.talks
    if found is None:
        raise StakesError("a game without talks has no deal to show", where=game.name)
    sides = tuple(map(name_of, found.names))
    if found.zone_is_empty:
        return TalksPage(sides, (), (), game.result.assumptions)
    deals = tuple(
        DealRow(deal.name, tuple(abs(rate) for _, rate in found.mutual_rates_pct(deal)), tuple(deal.gains_pct.tolist()))
        for deal in found.deals
    )
    return TalksPage(sides, deals, tuple(found.walk_away_loss_pct.tolist()), game.result.assumptions)
