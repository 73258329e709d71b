from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import GameResult, nash, nash_uniform
from detente.stakes.solve.game.table import EU27, Instrument, Player, Table, all_players, discriminating, uniform
from detente.stakes.solve.game.talks import Talks, talks
from detente.stakes.solve.one_sector import Deficits, Parameters, solve

USA, CHINA = Player.country("USA"), Player.country("CHN")


@pytest.fixture(scope="module")
def everyone(exchange: Exchange) -> GameResult:
    return nash_uniform(uniform(exchange, all_players(exchange)))


def utilities_at(table: Table, x: FloatArray) -> FloatArray:
    return table.utilities(table.solve(x))


def test_the_adjoint_gradient_agrees_with_finite_differences(exchange: Exchange) -> None:
    table = discriminating(exchange, (USA, CHINA, EU27))
    x = np.random.default_rng(0).uniform(0, 0.4, len(table.instruments))
    state = table.solve(x)
    step = 1e-5
    for player in range(3):
        gradient = table.gradient(state, player)
        for number in range(len(x)):
            nudge = np.zeros_like(x)
            nudge[number] = step
            slope = (np.log(utilities_at(table, x + nudge)) - np.log(utilities_at(table, x - nudge)))[player] / (2 * step)
            assert gradient[number] == pytest.approx(slope, abs=1e-8)


def test_own_conditions_are_the_own_part_of_the_gradients(exchange: Exchange) -> None:
    table = discriminating(exchange, (USA, CHINA, EU27))
    state = table.solve(np.full(len(table.instruments), 0.1))
    own = table.own_conditions(state)
    for player in range(3):
        mine = table.owner == player
        np.testing.assert_allclose(table.gradient(state, player)[mine], own[mine], atol=1e-14)


def test_the_game_s_economy_is_the_one_sector_model(base: Economy, exchange: Exchange) -> None:
    table = uniform(exchange, (USA, CHINA))
    x = np.log1p(np.array([0.3, 0.2]))
    plain = base.without_profit()
    tariffs = np.expm1(table.log_powers(x))
    full = solve(plain, Parameters.simple(plain, deficits=Deficits.BALANCED), Policy.of(tariffs))
    np.testing.assert_allclose(table.solve(x).real_income, full.welfare, rtol=1e-9)


def test_all_194_players_reach_the_rates_of_the_reference(exchange: Exchange, everyone: GameResult) -> None:
    assert round(100 * float(everyone.rates[exchange.index("USA")]), 1) == 26.2
    assert round(100 * float(everyone.rates[exchange.index("CHN")]), 1) == 26.9
    assert everyone.residual < 1e-9


@pytest.mark.parametrize("code", ["USA", "CHN", "DEU", "VNM", "LSO", "LUX"])
def test_no_deviation_on_a_grid_pays_at_the_nash_equilibrium(exchange: Exchange, everyone: GameResult, code: str) -> None:
    place = exchange.index(code)
    x = np.log1p(everyone.rates)
    for rate in (0.0, 0.05, 0.15, 0.2, 0.24, 0.25, 0.26, 0.27, 0.28, 0.3, 0.4, 0.8):
        other = x.copy()
        other[place] = np.log1p(rate)
        assert utilities_at(everyone.table, other)[place] <= everyone.utilities[place] + 1e-12, rate


def test_a_country_without_home_sales_is_idle(exchange: Exchange, everyone: GameResult) -> None:
    assert everyone.rates[exchange.index("MHL")] == 0


def test_the_unilateral_us_optimum_is_27_percent_and_pays(exchange: Exchange) -> None:
    result = nash_uniform(uniform(exchange, (USA,)))
    assert round(100 * float(result.rates[0])) == 27
    assert result.utilities[0] > 1


def test_the_eu_is_one_player_with_free_trade_inside(exchange: Exchange) -> None:
    players = all_players(exchange, blocs=(EU27,))
    result = nash_uniform(uniform(exchange, players))
    inside = [exchange.index(code) for code in EU27.members]
    assert len(players) == 194 - 26
    assert not result.tariffs[np.ix_(inside, inside)].any()
    outside = result.tariffs[exchange.index("USA"), inside]
    np.testing.assert_allclose(outside, result.rates[0], rtol=1e-12)
    x = np.log1p(result.rates)
    for rate in (0.0, 0.1, 0.2, 0.25, 0.27, 0.3, 0.5):
        other = x.copy()
        other[0] = np.log1p(rate)
        assert utilities_at(result.table, other)[0] <= result.utilities[0] + 1e-12


def test_discriminating_tariffs_leave_no_paying_deviation(exchange: Exchange) -> None:
    result = nash(discriminating(exchange, (USA, CHINA, EU27)))
    x = np.log1p(result.rates)
    for number, owner in enumerate(result.table.owner):
        for change in (-0.2, -0.05, -0.01, 0.01, 0.05, 0.2):
            other = x.copy()
            other[number] += change
            assert utilities_at(result.table, other)[owner] <= result.utilities[owner] + 1e-12


@pytest.fixture(scope="module")
def bargain(exchange: Exchange) -> Talks:
    table = discriminating(exchange, (USA, CHINA))
    return talks(table, np.log1p(nash(table).rates))


def test_equal_gains_are_equal_and_positive(bargain: Talks) -> None:
    gains = bargain.equal_gains.gains_pct
    assert gains[0] == pytest.approx(gains[1], rel=1e-5)
    assert gains[0] > 0
    assert not bargain.zone_is_empty


def test_the_ends_of_the_zone_leave_the_other_side_where_it_was(bargain: Talks) -> None:
    for player, deal in enumerate(bargain.best):
        assert deal.gains_pct[1 - player] == pytest.approx(0, abs=1e-6)
        assert deal.gains_pct[player] > bargain.equal_gains.gains_pct[player]


def test_no_deal_on_a_grid_beats_the_two_solutions(exchange: Exchange, bargain: Talks) -> None:
    table = bargain.table
    threat = np.log1p(bargain.threat_rates)
    walk_away = np.log(utilities_at(table, threat))
    for ours in np.linspace(0, 0.25, 6):
        for theirs in np.linspace(0, 0.25, 6):
            x = threat.copy()
            x[:2] = np.log1p([ours, theirs])
            gains = 100 * (np.log(utilities_at(table, x)) - walk_away)
            assert gains.min() <= bargain.equal_gains.gains_pct.min() + 1e-9
            if gains.min() > 0:
                assert gains.prod() <= bargain.nash_product.gains_pct.prod() + 1e-9


def test_nothing_but_the_rates_on_each_other_moves_in_talks(bargain: Talks) -> None:
    np.testing.assert_array_equal(bargain.equal_gains.rates[2:], bargain.threat_rates[2:])


def test_a_country_in_two_players_is_refused(exchange: Exchange) -> None:
    with pytest.raises(StakesError, match="EU: a country is in two players"):
        uniform(exchange, (Player.country("DEU"), EU27))


def test_an_instrument_of_nobody_is_refused(exchange: Exchange) -> None:
    with pytest.raises(StakesError, match="unknown player: 'X'"):
        Table(exchange, (USA,), (Instrument("X", ("CHN",)),))


def test_three_sides_cannot_hold_talks(exchange: Exchange) -> None:
    table = discriminating(exchange, (USA, CHINA, EU27))
    with pytest.raises(StakesError, match="talks have two sides"):
        talks(table, np.zeros(len(table.instruments)))


def test_a_zero_shock_changes_nothing_in_the_game(exchange: Exchange) -> None:
    table = uniform(exchange, (USA, CHINA))
    still = table.solve(np.zeros(2))
    np.testing.assert_allclose(still.real_income, 1, atol=1e-10)
    np.testing.assert_allclose(utilities_at(table, np.zeros(2)), 1, atol=1e-10)


def test_every_market_of_the_game_clears_and_income_is_spent(exchange: Exchange) -> None:
    table = uniform(exchange, (USA, CHINA))
    x = np.log1p(np.array([0.3, 0.2]))
    trade = table.solve(x).trade
    earned = trade.sum(axis=1)
    spent = (trade * np.exp(table.log_powers(x))).sum(axis=0)
    revenue = (trade * np.expm1(table.log_powers(x))).sum(axis=0)
    # no imbalances: what is sold abroad is bought abroad, also in the market that the numeraire replaced
    np.testing.assert_allclose(earned, trade.sum(axis=0), rtol=1e-8)
    np.testing.assert_allclose(spent, earned + revenue, rtol=1e-8)
    assert earned.sum() == pytest.approx(exchange.output.sum(), rel=1e-9)


def test_units_of_money_do_not_matter_to_the_players(exchange: Exchange) -> None:
    scaled = replace(exchange, spending=1e3 * exchange.spending, output=1e3 * exchange.output)
    x = np.log1p(np.array([0.3, 0.2]))
    one, other = (uniform(economy, (USA, CHINA)).solve(x).real_income for economy in (exchange, scaled))
    np.testing.assert_allclose(other, one, rtol=1e-9)
