from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.one_sector import Deficits, Model, Parameters, Relief, solve

VARIANTS = [
    {"relief": relief, "deficits": deficits, "completeness": completeness}
    for relief in Relief
    for deficits in (Deficits.SCALED, Deficits.FIXED)
    for completeness in (1.0, 0.25)
]


def shocked(economy: Economy) -> Policy:
    tariffs = economy.tariffs + 0.25
    np.fill_diagonal(tariffs, 0)
    return Policy.of(tariffs)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_jacobian_agrees_with_finite_differences(small: Economy, variant: dict[str, object]) -> None:
    model = Model(small, Parameters.baseline(small, **variant), shocked(small))  # type: ignore[arg-type]
    at = np.random.default_rng(0).normal(0, 0.05, 8)
    _, jacobian = model.system(at)
    step = 1e-6
    for column in range(8):
        nudge = np.zeros(8)
        nudge[column] = step
        slope = (model.system(at + nudge)[0] - model.system(at - nudge)[0]) / (2 * step)
        np.testing.assert_allclose(jacobian[:, column], slope, atol=1e-8)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_zero_shock_changes_nothing(small: Economy, variant: dict[str, object]) -> None:
    after = solve(small, Parameters.baseline(small, **variant), Policy.unchanged(small))  # type: ignore[arg-type]
    np.testing.assert_allclose(after.welfare, 1, atol=1e-12)
    np.testing.assert_allclose(after.trade, small.trade, rtol=1e-10)


@pytest.mark.parametrize("variant", VARIANTS)
def test_walras_law_closes_the_market_that_the_numeraire_replaced(small: Economy, variant: dict[str, object]) -> None:
    after = solve(small, Parameters.baseline(small, **variant), shocked(small))  # type: ignore[arg-type]
    sold = after.trade @ (1 - small.profit) + small.profit * after.trade.sum(axis=0)
    np.testing.assert_allclose(sold, after.output, rtol=1e-9)


def test_income_is_output_imbalance_and_revenue(small: Economy) -> None:
    after = solve(small, Parameters.baseline(small), shocked(small))
    growth = after.output.sum() / small.output.sum()
    revenue = (after.trade * after.policy.tariffs).sum(axis=0)
    np.testing.assert_allclose(after.spending, after.output + small.imbalance * growth + revenue, rtol=1e-12)


def test_units_of_money_do_not_matter(small: Economy) -> None:
    scaled = Economy.observed(small.codes, 1000 * small.trade, tariffs=small.tariffs, profit=small.profit)
    one, other = (solve(economy, Parameters.baseline(economy), shocked(economy)) for economy in (small, scaled))
    np.testing.assert_allclose(other.welfare, one.welfare, rtol=1e-12)
    np.testing.assert_allclose(other.trade, 1000 * one.trade, rtol=1e-10)


def test_real_outcomes_do_not_depend_on_the_numeraire(small: Economy) -> None:
    after = solve(small, Parameters.baseline(small), shocked(small))
    model = Model(small, Parameters.baseline(small), shocked(small))
    # the price level doubled: every equation but the numeraire's still holds
    at = np.concatenate([np.log(2 * after.wage), np.log(after.labour)])
    residual, _ = model.system(at)
    others = np.delete(residual, model.numeraire)
    np.testing.assert_allclose(others, 0, atol=1e-10)
    assert residual[model.numeraire] == pytest.approx(1.0)


def test_labels_of_countries_do_not_matter(small: Economy) -> None:
    order = np.array([2, 0, 3, 1])
    codes = tuple(small.codes[place] for place in order)
    turned = Economy.observed(
        codes, small.trade[np.ix_(order, order)], tariffs=small.tariffs[np.ix_(order, order)], profit=small.profit[order]
    )
    one = solve(small, Parameters.baseline(small), shocked(small)).welfare
    other = solve(turned, Parameters.baseline(turned), shocked(turned)).welfare
    np.testing.assert_allclose(other, one[order], rtol=1e-11)


def test_autarky_costs_what_the_closed_form_says() -> None:
    """Arkolakis, Costinot, Rodriguez-Clare (2012): leaving autarky's door, real income falls by lambda_jj^(1/eps)."""
    trade = np.array([[900.0, 60], [60, 500]])
    economy = Economy.observed(("AAA", "BBB"), trade)
    banned = Policy(tariffs=np.zeros((2, 2)), kept=np.eye(2))
    after = solve(economy, Parameters.simple(economy, elasticity=5.0), banned)
    np.testing.assert_allclose(after.welfare, np.diagonal(economy.shares) ** (1 / 5.0), rtol=1e-10)


def test_a_small_ban_is_the_limit_of_a_high_tariff_without_revenue(small: Economy) -> None:
    parameters = replace(Parameters.simple(small), deficits=Deficits.BALANCED)
    kept = np.ones((4, 4))
    kept[1, 0] = 0
    banned = solve(small, parameters, Policy(tariffs=small.tariffs, kept=kept))
    tariffs = small.tariffs.copy()
    tariffs[1, 0] = 1e4
    taxed = solve(small, parameters, Policy.of(tariffs))
    np.testing.assert_allclose(banned.welfare, taxed.welfare, rtol=1e-6)
    assert banned.trade[1, 0] == 0


def test_balanced_deficits_show_the_policy_alone(small: Economy) -> None:
    parameters = replace(Parameters.baseline(small), deficits=Deficits.BALANCED)
    still = solve(small, parameters, Policy.unchanged(small))
    np.testing.assert_allclose(still.welfare, 1, atol=1e-10)
    np.testing.assert_allclose(still.base.imbalance, 0, atol=1e-8)


def test_a_tariff_of_minus_100_percent_is_refused(small: Economy) -> None:
    tariffs = small.tariffs.copy()
    tariffs[1, 0] = -1.0
    with pytest.raises(StakesError, match=r"AAA on BBB: a tariff of -100 percent is impossible"):
        solve(small, Parameters.baseline(small), Policy.of(tariffs))


def test_a_country_left_with_nothing_to_buy_is_named(small: Economy) -> None:
    trade = small.trade.copy()
    trade[3, 3] = 0
    economy = Economy.observed(small.codes, trade)
    kept = np.ones((4, 4))
    kept[:3, 3] = 0
    with pytest.raises(StakesError, match="DDD: nothing is left to buy"):
        solve(economy, Parameters.simple(economy), Policy(tariffs=np.zeros((4, 4)), kept=kept))


def test_trade_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(StakesError, match="AAA to BBB"):
        Economy.observed(("AAA", "BBB"), np.array([[1.0, np.nan], [1.0, 1.0]]))
