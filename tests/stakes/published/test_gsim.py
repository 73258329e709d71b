import numpy as np

from detente.stakes.published.gsim import REGIONS, solve_gsim


def test_world_prices_are_the_published_ones_to_four_digits() -> None:
    change = solve_gsim()
    assert REGIONS == ("US", "JP", "EU", "RW")
    assert [round(float(price), 4) for price in change.world_price] == [0.0792, -0.0316, 0.0480, -0.0184]


def test_supply_meets_demand_for_every_region() -> None:
    change = solve_gsim()
    market = change.market
    demanded = (market.trade * change.trade).sum(axis=1) / market.trade.sum(axis=1)
    np.testing.assert_allclose(change.output, demanded, rtol=1e-12)
