from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.gsim import REGIONS, market
from detente.stakes.result import ONE_MARKET
from detente.stakes.scenario.acts import Ban, EngineName, Scenario, Scope
from detente.stakes.scenario.run import run
from detente.stakes.scenario.toml import parse

PUBLISHED = """
name = "published"
[assume]
engine = "product"
table = "{table}"
[[act]]
id = "US"
kind = "tariff"
imposers = ["US"]
targets = ["EU"]
mode = "total"
rate_pct = 0
[[act]]
id = "EU"
kind = "tariff"
imposers = ["EU"]
targets = ["US"]
mode = "total"
rate_pct = 0
"""


def flows() -> str:
    base = market()
    lines = [
        f"{seller},{buyer},{base.trade[r, v]},{100 * (base.powers[r, v] - 1)}"
        for r, seller in enumerate(REGIONS)
        for v, buyer in enumerate(REGIONS)
        if base.trade[r, v]
    ]
    return "\n".join(["exporter,importer,trade_musd,tariff_pct", *lines]) + "\n"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    table = tmp_path / "gsim.csv"
    table.write_text(flows())
    return parse(PUBLISHED.format(table=table.as_posix()), where="x")


def test_the_published_test_is_a_scenario_file_with_a_table(scenario: Scenario) -> None:
    result = run(scenario).cases[0].result
    assert [round(result.value("world_price_pct", region), 2) for region in REGIONS] == [7.92, -3.16, 4.80, -1.84]
    assert result.headline.name == "welfare_usd"
    assert result.value("welfare_usd", "US") == pytest.approx(13.0921e6, rel=1e-4)
    parts = sum(result.value(name, "EU") for name in ("producers_usd", "consumers_usd", "revenue_usd"))
    assert result.value("welfare_usd", "EU") == pytest.approx(parts)
    assert result.assumptions[0] == ONE_MARKET
    assert any("not estimates for this product" in line for line in result.assumptions)


def test_a_ban_is_shown_with_its_trade_and_what_scarcity_costs(scenario: Scenario) -> None:
    ban = Ban(id="US", exporters=("JP",), importers=("US",), scope=Scope(share=0.5, sectors=(), products=()))
    case = run(replace(scenario, acts=(ban, scenario.acts[1]), cases=(replace(scenario.cases[0], acts=("US",)),))).cases[0]
    assert case.act_lines() == ("US: no goods from JP to US on 50 percent of the trade (base 0.2 bn USD a year)",)
    before, after = case.result.trade_before, case.result.trade_after
    seller, buyer = (case.result.countries.index(code) for code in ("JP", "US"))
    price = 1 + case.result.value("world_price_pct", "JP") / 100
    assert after[seller, buyer] / before[seller, buyer] == pytest.approx(0.5 * price)
    assert any("nobody earns it" in line for line in case.result.assumptions)


def test_a_pledge_brings_its_value_about_and_diverts(tmp_path: Path, scenario: Scenario) -> None:
    pledge = """
[[act]]
id = "p"
kind = "purchase"
buyer = "EU"
seller = "US"
amount_usd = 50e6
"""
    head = PUBLISHED.split("[[act]]", maxsplit=1)[0].format(table=scenario.assume.table)
    case = run(parse(head + pledge, where="x")).cases[0]
    bought = case.purchases[0]
    assert bought.diverted_usd[bought.sellers.index("US")] == pytest.approx(50e6)
    assert {code for code, _ in bought.losers()} == {"JP", "EU", "RW"}
    assert case.result.value("revenue_usd", "EU") < 0


def test_without_a_table_it_is_said_what_is_missing(scenario: Scenario) -> None:
    bare = replace(scenario, assume=replace(scenario.assume, table="world2023"))
    with pytest.raises(StakesError, match=r"needs a table of the product's trade, and none is named.*wiod2011:c12"):
        run(bare)


def test_figures_that_a_region_cannot_have_are_unknown() -> None:
    text = PUBLISHED.format(table="wiod2011:c12").replace('"US"', '"USA"').replace('"EU"', '"CHN"').replace("= 0", "= 20")
    result = run(parse(text, where="x")).cases[0].result
    assert result.engine == EngineName.PRODUCT
    assert result.value("imports_pct", "USA") < 0
    assert "TWN" in result.countries
    assert np.isfinite(result.headline.values).all()


def test_an_investment_has_no_gdp_to_be_set_against(scenario: Scenario) -> None:
    text = '[[act]]\nid = "i"\nkind = "investment"\ninvestor = "EU"\nhost = "US"\namount_usd = 1e9\n'
    head = PUBLISHED.split("[[act]]", maxsplit=1)[0].format(table=scenario.assume.table)
    with pytest.raises(StakesError, match="does not hold the GDP of US"):
        run(parse(head + text, where="x"))
