from dataclasses import replace

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.liberation_day import CASES, solve_case
from detente.stakes.result import REAL_INCOME
from detente.stakes.scenario import engines
from detente.stakes.scenario.acts import ALL_GOODS, STANDARD, Case, EngineName, PurchasePledge, Scenario, TariffAct, TariffMode
from detente.stakes.scenario.readings import readings
from detente.stakes.scenario.run import run
from detente.stakes.scenario.toml import parse
from detente.stakes.tables.world import country_codes, liberation_day_rates

from .conftest import tariff


def alone(*acts: TariffAct | PurchasePledge) -> Scenario:
    return Scenario(
        name="alone",
        acts=acts,
        cases=(Case(name="all", acts=tuple(act.id for act in acts)),),
        differences=(),
        base_rates=(),
        assume=STANDARD,
    )


def test_an_open_rate_is_run_both_ways(scenario: Scenario) -> None:
    read = readings(scenario)
    assert [case.name for case in read.cases] == ["no deal (total)", "no deal (additional)", "deal"]
    assert [wanted.name for wanted in read.differences] == ["truce (total)", "truce (additional)"]
    assert [wanted.against for wanted in read.differences] == ["no deal (total)", "no deal (additional)"]


def test_a_scenario_gives_the_published_figures_when_its_acts_are_the_published_tariffs() -> None:
    acts = tuple(
        replace(tariff(f"on {code}", TariffMode.TOTAL, 100 * float(rate)), targets=(code,))
        for code, rate in zip(country_codes(), liberation_day_rates(), strict=True)
        if code != "USA"
    )
    result = run(alone(*acts)).cases[0].result
    assert "ustr" in CASES
    np.testing.assert_allclose(result.column(REAL_INCOME).values, 100 * (solve_case("ustr").welfare - 1), atol=1e-9)


def test_a_truce_is_the_difference_of_its_two_cases(scenario: Scenario) -> None:
    answer = run(scenario)
    truce, deal, no_deal = answer.differences[0], answer.cases[2].result, answer.cases[0].result
    expected = 100 * ((1 + deal.value(REAL_INCOME, "USA") / 100) / (1 + no_deal.value(REAL_INCOME, "USA") / 100) - 1)
    assert truce.value(REAL_INCOME, "USA") == pytest.approx(expected)
    np.testing.assert_array_equal(truce.trade_before, no_deal.trade_after)


@pytest.mark.parametrize(
    ("engine", "table", "services"),
    # of many sectors, services are not pledged, and the seller sells a little less of them
    [(EngineName.ONE_SECTOR, "world2023", 1e-6), (EngineName.MULTI_SECTOR, "icio2019", 0.06)],
)
def test_a_purchase_pledge_brings_the_pledged_value_about_and_diverts(engine: EngineName, table: str, services: float) -> None:
    pledge = PurchasePledge(id="p", buyer="CHN", seller="USA", amount_usd=20e9, scope=ALL_GOODS)
    scenario = replace(alone(pledge), assume=replace(STANDARD, engine=engine, table=table))
    case = run(scenario).cases[0]
    purchase = case.purchases[0]
    seller = purchase.sellers.index("USA")
    assert purchase.wedge_pct > 0
    assert purchase.diverted_usd[seller] == pytest.approx(20e9, rel=services)
    assert purchase.losers()[0][1] < 0
    others = np.delete(purchase.diverted_usd, seller)
    assert others.sum() < 0
    buyer = case.result.countries.index("CHN")
    assert case.result.column("revenue_usd").values[buyer] < 0


def test_a_pledge_beyond_all_reason_is_refused() -> None:
    pledge = PurchasePledge(id="p", buyer="LSO", seller="ISL", amount_usd=1e15, scope=ALL_GOODS)
    with pytest.raises(StakesError, match="no import wedge up to 90 percent"):
        run(alone(pledge))


def test_an_investment_pledge_is_sized_and_moves_nothing(scenario: Scenario) -> None:
    only = replace(scenario, cases=(Case(name="money", acts=("money",)),), differences=())
    case = run(only).cases[0]
    np.testing.assert_allclose(case.result.column(REAL_INCOME).values, 0, atol=1e-9)
    assert case.investments[0].of_host_gdp_pct == pytest.approx(0.5, abs=0.15)
    assert case.investments[0].of_investor_gdp_pct > case.investments[0].of_host_gdp_pct


def test_a_base_tariff_is_in_force_before_the_acts(scenario: Scenario) -> None:
    step = run(scenario).cases[0].steps[0]
    assert step.before_pct == pytest.approx(30)
    assert step.after_pct == pytest.approx(100)


def test_the_sectors_of_the_other_engine_are_reported() -> None:
    scenario = replace(alone(tariff("t", TariffMode.ADD, 25.0)), assume=replace(STANDARD, engine=EngineName.MULTI_SECTOR, table="icio2019"))
    result = run(scenario).cases[0].result
    output = result.sector_columns[0].values
    assert output.shape == (20, 20)
    assert output[result.countries.index("CHN"), result.sectors.index("C")] < 0


def test_taiwan_is_found_in_the_table_that_has_it() -> None:
    scenario = alone(tariff("t", TariffMode.ADD, 20.0, target="TWN"))
    with pytest.raises(StakesError, match="Taiwan is missing in the 194-country data"):
        run(scenario)
    wiod = replace(scenario, assume=replace(STANDARD, engine=EngineName.MULTI_SECTOR, table="wiod2011"))
    assert run(wiod).cases[0].result.value(REAL_INCOME, "TWN") < 0


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(StakesError, match="unknown table: 'atlantis'"):
        run(replace(alone(tariff("t", TariffMode.ADD, 20.0)), assume=replace(STANDARD, table="atlantis")))


def test_the_case_that_failed_is_named(scenario: Scenario) -> None:
    broken = replace(scenario, acts=(*scenario.acts[:2], tariff("ban", TariffMode.ADD, -200.0), *scenario.acts[3:]))
    with pytest.raises(StakesError, match=r"case no deal \(total\): ban: a tariff of -100 percent"):
        run(broken)


_PLEDGE = """
name = "soy"
[[act]]
id = "soy"
kind = "purchase"
buyer = "CHN"
seller = "USA"
amount_usd = 20e9
"""


def test_a_pledge_is_found_by_few_equilibria(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = []
    plain = engines.solve
    monkeypatch.setattr(engines, "solve", lambda *given, **named: solved.append(1) or plain(*given, **named))
    answer = run(parse(_PLEDGE, where="soy.toml"))
    assert len(solved) <= 8
    (bought,) = answer.cases[0].purchases
    places = [answer.cases[0].result.countries.index(code) for code in ("USA", "CHN")]
    found = answer.cases[0].result.trade_after[places[0], places[1]]
    assert found == pytest.approx(bought.before_usd + 20e9, rel=1e-9)


def test_the_buyers_own_producers_are_called_so() -> None:
    (line,) = run(parse(_PLEDGE, where="soy.toml")).cases[0].act_lines()
    assert "its own producers -" in line
    assert "CHN -" not in line


def test_an_error_names_the_file_the_case_and_the_act() -> None:
    with pytest.raises(StakesError, match=r"^soy\.toml, case as reported: act soy: unknown country: 'ATL'"):
        run(parse(_PLEDGE.replace("CHN", "ATL"), where="soy.toml"))


def test_a_run_hangs_on_nothing_that_was_asked_before(scenario: Scenario) -> None:
    first = run(scenario)
    run(parse(_PLEDGE, where="soy.toml"))
    again = run(scenario)
    for one, other in zip(first.cases, again.cases, strict=True):
        np.testing.assert_array_equal(one.result.trade_after, other.result.trade_after)
        assert one.result.steps == other.result.steps
