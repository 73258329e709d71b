from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.gsim import market
from detente.stakes.solve.product import solve_product


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
