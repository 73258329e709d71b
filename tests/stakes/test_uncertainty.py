from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.result import REAL_INCOME
from detente.stakes.scenario.acts import ALL_GOODS, STANDARD, Case, EngineName, Scenario, TariffAct, TariffMode
from detente.stakes.scenario.run import run
from detente.stakes.solve.one_sector import Deficits
from detente.stakes.uncertainty import (
    COVERAGE,
    ELASTICITIES,
    FACTORS,
    Horizon,
    draws,
    fitting_tables,
    product_draws,
    settle,
    side_by_side,
    spreads,
    tornado,
)

FOLDER = Path(__file__).parent / "fixtures" / "icio2019"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    act = TariffAct(id="t", imposers=("USA",), targets=("CHN",), mode=TariffMode.ADD, rate_pct=50.0, scope=ALL_GOODS)
    return Scenario(name="t", acts=(act,), cases=(Case(name="t", acts=("t",)),), differences=(), base_rates=(), assume=STANDARD)


def test_the_same_seed_gives_the_same_spread(scenario: Scenario) -> None:
    told: list[int] = []
    one, other = (spreads(scenario, ("USA", "CHN"), count=6, seed=3, progress=told.append) for _ in range(2))
    assert one == other
    assert told == [1, 2, 3, 4, 5, 6] * 2
    for spread in one:
        assert spread.low <= spread.median <= spread.high
    assert one[0].low < one[0].high


def test_draws_stay_in_their_ranges_and_cover_rules_and_tables() -> None:
    for horizon in Horizon:
        drawn = draws(300, seed=1, horizon=horizon, tables=("a", "b"))
        low, high = ELASTICITIES[horizon]
        assert all(low <= draw.elasticity <= high for draw in drawn)
        assert {draw.deficits for draw in drawn} == set(Deficits)
        assert {draw.table for draw in drawn} == {"a", "b"}


def test_a_spread_is_the_percentiles_of_its_draws(scenario: Scenario) -> None:
    found = spreads(scenario, ("USA",), count=5, seed=2, progress=lambda done: None)[0]
    tables = fitting_tables(scenario, ("USA",))
    values = [
        run(settle(scenario, draw)).cases[0].result.value(REAL_INCOME, "USA")
        for draw in draws(5, seed=2, horizon=Horizon.LONG, tables=tables)
    ]
    np.testing.assert_allclose([found.low, found.median, found.high], np.percentile(values, [5, 50, 95]))


def test_only_tables_that_hold_the_parties_are_drawn(scenario: Scenario) -> None:
    assert fitting_tables(scenario, ("USA", "CHN")) == ("world2023", "icio2019", "wiod2011")
    assert fitting_tables(scenario, ("USA", "TWN")) == ("wiod2011",)
    assert fitting_tables(scenario, ("VNM",)) == ("world2023",)
    with pytest.raises(StakesError, match="no table holds all of VNM, TWN"):
        fitting_tables(scenario, ("VNM", "TWN"))


def test_the_tornado_puts_the_widest_bar_first(scenario: Scenario) -> None:
    bars = tornado(scenario, ("USA",))
    assert [bar.width for bar in bars] == sorted((bar.width for bar in bars), reverse=True)
    assert {bar.factor for bar in bars} == {"trade elasticity", "coverage", "pass-through", "imbalances", "data table"}


def test_models_stand_side_by_side_and_differ(scenario: Scenario) -> None:
    found = side_by_side(scenario, ("USA",))
    assert len({figure.model for figure in found}) == 5
    values = [figure.value for figure in found]
    assert max(values) - min(values) > 0.1


def test_no_draws_at_all_are_refused(scenario: Scenario) -> None:
    with pytest.raises(StakesError, match="at least one draw"):
        spreads(scenario, ("USA",), count=0, progress=lambda done: None)


def test_draws_of_a_product_scale_its_elasticities_and_coverage(scenario: Scenario) -> None:
    product = replace(scenario, assume=replace(STANDARD, engine=EngineName.PRODUCT, table="wiod2011:c12"))
    one, other = (spreads(product, ("USA",), count=8, seed=3, progress=lambda done: None) for _ in range(2))
    assert one == other
    assert one[0].unit == "USD"
    assert one[0].low < one[0].median < one[0].high < 0
    drawn = product_draws(300, seed=1)
    for name, (low, high) in {"demand": FACTORS, "supply": FACTORS, "substitution": FACTORS, "coverage": COVERAGE}.items():
        values = [getattr(draw, name) for draw in drawn]
        assert low <= min(values) < max(values) <= high
    bars = tornado(product, ("USA",))
    assert {bar.factor for bar in bars} == {"demand elasticity", "supply elasticity", "substitution", "coverage"}
    with pytest.raises(StakesError, match="no other model knows the product"):
        side_by_side(product, ("USA",))


def test_a_table_of_one_s_own_is_among_those_that_are_drawn(scenario: Scenario) -> None:
    own = replace(scenario, assume=replace(STANDARD, table=str(FOLDER)))
    assert fitting_tables(own, ("USA",))[0] == str(FOLDER)
    assert {figure.table for figure in side_by_side(own, ("USA",))} == {str(FOLDER), "world2023", "icio2019", "wiod2011"}
