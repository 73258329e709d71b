from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.gsim import market
from detente.stakes.solve.product import ProductMarket, solve_product


def test_a_zero_shock_changes_nothing() -> None:
    base = market()
    change = solve_product(base, base.powers)
    np.testing.assert_allclose(change.world_price, 0, atol=1e-15)
    np.testing.assert_allclose(change.welfare, 0, atol=1e-12)


def test_an_exporter_of_unlimited_supply_passes_a_tariff_on_in_full() -> None:
    base = replace(market(), supply=np.full(4, 1e9))
    powers = base.powers.copy()
    powers[1, 0] *= 1.1
    change = solve_product(base, powers)
    np.testing.assert_allclose(change.world_price, 0, atol=1e-8)
    assert change.price[1, 0] == pytest.approx(0.1)


def test_elasticities_of_the_wrong_sign_are_refused() -> None:
    with pytest.raises(StakesError, match="demand elasticities are negative"):
        replace(market(), demand=np.full(4, 1.25))


def test_a_tariff_of_minus_100_percent_is_refused() -> None:
    base = market()
    powers = base.powers.copy()
    powers[0, 1] = 0
    with pytest.raises(StakesError, match="above -100 percent"):
        solve_product(base, powers)


def test_units_of_money_do_not_matter_in_one_market() -> None:
    base = market()
    powers = base.powers.copy()
    powers[1, 0] *= 1.2
    one, scaled = solve_product(base, powers), solve_product(replace(base, trade=1000 * base.trade), powers)
    np.testing.assert_allclose(scaled.world_price, one.world_price, rtol=1e-9)
    np.testing.assert_allclose(scaled.welfare, 1000 * one.welfare, rtol=1e-9)


def test_a_ban_takes_its_share_off_at_the_price_at_which_buyers_take_no_more() -> None:
    base = market()
    kept = np.ones((4, 4))
    kept[1, 0] = 0.4
    change = solve_product(base, base.powers, kept=kept)
    assert change.trade[1, 0] == pytest.approx(-0.6)
    assert change.scarcity[1, 0] > 0
    # a tariff of that size alone brings the same quantities about
    powers = base.powers.copy()
    powers[1, 0] *= 1 + change.scarcity[1, 0]
    np.testing.assert_allclose(solve_product(base, powers).trade, change.trade, atol=1e-12)
    assert change.consumers[0] < 0


def test_a_ban_that_a_tariff_outdoes_adds_nothing() -> None:
    base = market()
    powers, kept = base.powers.copy(), np.ones((4, 4))
    powers[1, 0] *= 1.3
    kept[1, 0] = 0.99
    change = solve_product(base, powers, kept=kept)
    assert change.scarcity[1, 0] == 0
    np.testing.assert_allclose(change.trade, solve_product(base, powers).trade)


def test_trade_stops_and_does_not_fall_below_nothing() -> None:
    base = market()
    powers = base.powers.copy()
    powers[1, 0] *= 3
    change = solve_product(base, powers)
    assert change.trade[1, 0] == pytest.approx(-1)
    assert change.scarcity[1, 0] < 0
    powers[1, 0] *= 2
    np.testing.assert_allclose(solve_product(base, powers).trade, change.trade, atol=1e-12)
    assert change.revenue[0] == pytest.approx(solve_product(base, powers).revenue[0])


@pytest.mark.parametrize("seed", range(20))
def test_markets_clear_within_the_bounds_whatever_is_banned_and_taxed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 8
    trade = rng.exponential(size=(size, size)) * (rng.random((size, size)) < 0.7)
    kept = np.where(rng.random((size, size)) < 0.15, rng.random((size, size)), 1)
    np.fill_diagonal(kept, 1)
    base = ProductMarket(
        regions=tuple("abcdefgh"),
        trade=trade,
        powers=1 + rng.random((size, size)) * 0.3,
        demand=-rng.uniform(0.3, 2, size),
        supply=rng.uniform(1, 3, size),
        substitution=rng.uniform(2, 8, size),
    )
    change = solve_product(base, base.powers * (1 + rng.random((size, size))), kept=kept)
    traded = trade > 0
    demanded = (trade * change.trade).sum(axis=1)[traded.any(axis=1)] / trade.sum(axis=1)[traded.any(axis=1)]
    np.testing.assert_allclose(change.output[traded.any(axis=1)], demanded, atol=1e-10)
    assert (change.trade[traded] >= -1 - 1e-9).all()
    assert (change.trade <= kept - 1 + 1e-9)[traded & (kept < 1)].all()
    assert (change.scarcity[change.trade > -1 + 1e-6] >= 0).all()
    assert (change.scarcity[kept == 1] <= 0).all()


def test_a_region_may_only_buy_or_only_sell() -> None:
    base = replace(market(), trade=np.array([[0, 0, 0, 0], [500, 0, 0, 0], [300, 0, 0, 200], [0, 0, 0, 0]], dtype=float))
    powers = base.powers.copy()
    powers[1, 0] *= 1.1
    change = solve_product(base, powers)
    assert change.world_price[0] == 0
    assert change.world_price[1] < 0
    assert change.producers[3] == 0


def test_a_price_that_would_fall_below_nothing_is_refused() -> None:
    base = replace(market(), supply=np.full(4, 0.1))
    kept = np.ones((4, 4))
    kept[1] = [0, 1, 0, 0]
    with pytest.raises(StakesError, match="JP: the linear model does not reach so far"):
        solve_product(base, base.powers, kept=kept)
