from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.multi_sector import solve_sectors
from detente.stakes.solve.one_sector import Deficits, Parameters, solve
from detente.stakes.solve.sectors import SectorEconomy, SectorPolicy


def one_sector_of(economy: Economy, elasticity: float) -> SectorEconomy:
    size = len(economy.codes)
    return SectorEconomy.of_shares(
        economy.codes,
        ("goods",),
        trade_shares=economy.shares[:, :, None],
        tariffs=economy.tariffs[:, :, None],
        inputs=np.zeros((size, 1, 1)),
        value_added_shares=np.ones((size, 1)),
        final_shares=np.ones((size, 1)),
        elasticities=np.array([elasticity]),
        value_added=economy.output,
        deficit=economy.imbalance,
    )


@pytest.fixture
def two_sectors() -> SectorEconomy:
    rng = np.random.default_rng(3)
    shares = rng.uniform(0.05, 0.2, (3, 3, 2))
    shares[np.arange(3), np.arange(3)] = 0
    shares[np.arange(3), np.arange(3)] = 1 - shares.sum(axis=0)
    inputs = rng.uniform(0.1, 0.3, (3, 2, 2))
    tariffs = np.full((3, 3, 2), 0.1)
    tariffs[np.arange(3), np.arange(3)] = 0
    raw = SectorEconomy.of_shares(
        ("AAA", "BBB", "CCC"),
        ("food", "cars"),
        trade_shares=shares,
        tariffs=tariffs,
        inputs=inputs,
        value_added_shares=1 - inputs.sum(axis=1),
        final_shares=np.array([[0.6, 0.4], [0.5, 0.5], [0.3, 0.7]]),
        elasticities=np.array([3.0, 6.0]),
        value_added=np.array([100.0, 50.0, 20.0]),
        deficit=np.array([2.0, -1.0, -1.0]),
    )
    return solve_sectors(raw, SectorPolicy.of(tariffs)).rebased()


def raised(economy: SectorEconomy, by: float = 0.2) -> FloatArray:
    tariffs = economy.tariffs + by
    tariffs[np.arange(len(economy.codes)), np.arange(len(economy.codes))] = 0
    return tariffs


def test_with_one_sector_and_no_inputs_it_is_the_one_sector_model(base: Economy) -> None:
    plain = base.without_profit()
    parameters = Parameters.simple(plain, elasticity=4.0, deficits=Deficits.SCALED)
    tariffs = np.zeros_like(plain.shares)
    tariffs[:, plain.index("USA")] = 0.2
    tariffs[plain.index("USA"), :] = 0.1
    np.fill_diagonal(tariffs, 0)
    one = solve(plain, parameters, Policy.of(tariffs))
    many = solve_sectors(one_sector_of(plain, 4.0), SectorPolicy.of(tariffs[:, :, None]))
    np.testing.assert_allclose(many.real_income, one.welfare, rtol=1e-8)
    relative = many.wage / one.wage
    np.testing.assert_allclose(relative, relative[0], rtol=1e-8)


def test_a_zero_shock_changes_nothing(two_sectors: SectorEconomy) -> None:
    after = solve_sectors(two_sectors, SectorPolicy.of(two_sectors.tariffs))
    np.testing.assert_allclose(after.real_income, 1, atol=1e-10)
    np.testing.assert_allclose(after.price, 1, atol=1e-10)


def test_markets_clear_and_income_is_spent(two_sectors: SectorEconomy) -> None:
    after = solve_sectors(two_sectors, SectorPolicy.of(raised(two_sectors)))
    trade = after.after.trade
    output = trade.sum(axis=1)
    earned = (two_sectors.value_added_shares * output).sum(axis=1)
    np.testing.assert_allclose(earned, after.wage * two_sectors.value_added, rtol=1e-10)
    used = np.einsum("jsk,jk->js", two_sectors.inputs, output)
    np.testing.assert_allclose(after.after.spending, used + two_sectors.final_shares * after.after.income[:, None], rtol=1e-10)
    np.testing.assert_allclose(
        after.after.income, after.wage * two_sectors.value_added + two_sectors.deficit + after.after.revenue, rtol=1e-10
    )


def test_imports_exceed_exports_by_the_deficit(two_sectors: SectorEconomy) -> None:
    trade = solve_sectors(two_sectors, SectorPolicy.of(raised(two_sectors))).after.trade.sum(axis=2)
    np.testing.assert_allclose(trade.sum(axis=0) - trade.sum(axis=1), two_sectors.deficit, atol=1e-8)


def test_units_of_money_do_not_matter(two_sectors: SectorEconomy) -> None:
    other = replace(two_sectors, value_added=1e6 * two_sectors.value_added, deficit=1e6 * two_sectors.deficit)
    one = solve_sectors(two_sectors, SectorPolicy.of(raised(two_sectors))).real_income
    np.testing.assert_allclose(solve_sectors(other, SectorPolicy.of(raised(two_sectors))).real_income, one, rtol=1e-9)


def test_shares_that_do_not_sum_to_one_are_refused_with_their_place(two_sectors: SectorEconomy) -> None:
    shares = two_sectors.trade_shares.copy()
    shares[0, 1, 1] += 0.1
    with pytest.raises(StakesError, match=r"BBB, cars: trade shares sum to 1\.1"):
        SectorEconomy.of_shares(
            two_sectors.codes,
            two_sectors.sectors,
            trade_shares=shares,
            tariffs=two_sectors.tariffs,
            inputs=two_sectors.inputs,
            value_added_shares=two_sectors.value_added_shares,
            final_shares=two_sectors.final_shares,
            elasticities=two_sectors.elasticities,
            value_added=two_sectors.value_added,
            deficit=two_sectors.deficit,
        )


def test_a_tariff_below_minus_100_percent_is_refused(two_sectors: SectorEconomy) -> None:
    tariffs = two_sectors.tariffs.copy()
    tariffs[0, 1, 1] = -1.2
    with pytest.raises(StakesError, match="BBB on AAA, cars: a tariff of -120 percent is impossible"):
        solve_sectors(two_sectors, SectorPolicy.of(tariffs))


def test_labels_of_countries_and_sectors_do_not_matter(two_sectors: SectorEconomy) -> None:
    order, turned = np.array([2, 0, 1]), np.array([1, 0])
    other = SectorEconomy.of_shares(
        tuple(two_sectors.codes[place] for place in order),
        ("cars", "food"),
        trade_shares=two_sectors.trade_shares[np.ix_(order, order, turned)],
        tariffs=two_sectors.tariffs[np.ix_(order, order, turned)],
        inputs=two_sectors.inputs[np.ix_(order, turned, turned)],
        value_added_shares=two_sectors.value_added_shares[np.ix_(order, turned)],
        final_shares=two_sectors.final_shares[np.ix_(order, turned)],
        elasticities=two_sectors.elasticities[turned],
        value_added=two_sectors.value_added[order],
        deficit=two_sectors.deficit[order],
    )
    one = solve_sectors(two_sectors, SectorPolicy.of(raised(two_sectors))).real_income
    np.testing.assert_allclose(solve_sectors(other, SectorPolicy.of(raised(other))).real_income, one[order], rtol=1e-9)


def test_world_value_added_is_the_numeraire_and_the_market_that_it_replaced_clears(two_sectors: SectorEconomy) -> None:
    after = solve_sectors(two_sectors, SectorPolicy.of(raised(two_sectors)))
    assert (after.wage * two_sectors.value_added).sum() == pytest.approx(two_sectors.value_added.sum(), rel=1e-9)
