from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.liberation_day import solve_case, ustr_tariffs
from detente.stakes.result import REAL_INCOME
from detente.stakes.scenario.acts import STANDARD, Ban, EngineName, Scenario, Scope, TariffAct, TariffMode, Variant
from detente.stakes.scenario.engines import OneSectorEngine
from detente.stakes.scenario.run import run
from detente.stakes.scenario.shares import without_sectors
from detente.stakes.tables.inputoutput import packaged_table
from detente.stakes.uncertainty import Draw, settle

from .conftest import tariff


def on(act: TariffAct | Ban, scenario: Scenario, *, engine: EngineName, table: str) -> Scenario:
    assume = replace(STANDARD, engine=engine, table=table)
    only = replace(scenario.cases[0], name="all", acts=(act.id,))
    return replace(scenario, acts=(act,), cases=(only,), differences=(), base_rates=(), assume=assume)


def test_a_sector_is_refused_where_none_are_told_apart(scenario: Scenario) -> None:
    act = replace(tariff("t", TariffMode.ADD, 25.0), scope=Scope(share=1.0, sectors=("c12",), products=()))
    with pytest.raises(StakesError, match=r"tells no sectors apart: c12 .*share"):
        run(on(act, scenario, engine=EngineName.ONE_SECTOR, table="world2023"))


def test_sectors_become_their_share_of_the_flow_for_a_model_without_sectors(scenario: Scenario) -> None:
    act = replace(tariff("t", TariffMode.ADD, 25.0), scope=Scope(share=0.5, sectors=("c12",), products=()))
    sectoral = on(act, scenario, engine=EngineName.MULTI_SECTOR, table="wiod2011")
    plain = without_sectors(sectoral).acts[0]
    table = packaged_table("wiod2011")
    flow = (table.intermediate + np.maximum(table.final, 0))[table.codes.index("CHN"), table.codes.index("USA")]
    share = flow[table.sectors.index("c12")] / flow[list(table.goods)].sum()
    assert isinstance(plain, TariffAct)
    assert (plain.scope.share, plain.scope.sectors) == (pytest.approx(0.5 * share), ())
    draw = Draw(elasticity=4, coverage=1, completeness=1, deficits=STANDARD.deficits, table="world2023")
    whole = replace(sectoral, acts=(replace(act, scope=Scope(share=0.5, sectors=(), products=())),))
    part, all_ = (run(settle(asked, draw)).cases[0].result.value(REAL_INCOME, "CHN") for asked in (sectoral, whole))
    assert all_ < part < 0


def test_services_in_a_summed_table_go_untaxed(scenario: Scenario) -> None:
    sums = on(tariff("t", TariffMode.ADD, 10.0, target="GBR"), scenario, engine=EngineName.ONE_SECTOR, table="wiod2011")
    engine = OneSectorEngine(sums.assume, ())
    place = engine.places.codes.index("GBR"), engine.places.codes.index("USA")
    table = packaged_table("wiod2011")
    flow = (table.intermediate + np.maximum(table.final, 0))[place]
    goods = flow[list(table.goods)].sum()
    assert engine.reach[place] == pytest.approx(goods / flow.sum())
    assert 0.2 < engine.reach[place] < 0.9
    result = run(sums).cases[0].result
    paid = result.value("revenue_usd", "USA")
    assert paid < 0.1 * goods * 1e6 < 0.1 * flow.sum() * 1e6
    assert any("services in each flow" in line for line in result.assumptions)


def test_a_ban_on_all_goods_leaves_the_services(scenario: Scenario) -> None:
    ban = Ban(id="b", exporters=("GBR",), importers=("USA",), scope=Scope(share=1.0, sectors=(), products=()))
    result = run(on(ban, scenario, engine=EngineName.ONE_SECTOR, table="wiod2011")).cases[0].result
    place = result.countries.index("GBR"), result.countries.index("USA")
    assert 0 < result.trade_after[place] < 0.8 * result.trade_before[place]


def test_a_scenario_may_ask_for_the_eaton_kortum_variant(scenario: Scenario) -> None:
    plain = replace(STANDARD, variant=Variant.EATON_KORTUM)
    engine = OneSectorEngine(plain, ())
    result = engine.run(ustr_tariffs()[:, :, None], np.ones((194, 194, 1)), case="x")
    np.testing.assert_allclose(result.column(REAL_INCOME).values, 100 * (solve_case("eaton-kortum").welfare - 1), atol=1e-9)
    assert "Eaton and Kortum" in result.assumptions[1]
