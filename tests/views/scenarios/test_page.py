from xml.etree import ElementTree

import pytest

from detente.stakes.report.build import Depth, report_of
from detente.stakes.result import REAL_INCOME, no_forecast
from detente.stakes.uncertainty import Horizon
from detente.views.scenarios.combining import thread_scenario
from detente.views.scenarios.page import StakesPage, stakes_page
from tests.building import measure, thread


@pytest.fixture(scope="module")
def page() -> StakesPage:
    threat = thread(measure("a", "2025-10-21", imposer=["USA"], target=["EU"], rate=30, status="threatened"))
    found = thread_scenario(threat, [threat], ())
    depth = Depth(draws=3, seed=1, horizon=Horizon.LONG, models=True)
    return stakes_page(report_of(found.scenario, found.scenario.parties(), depth, progress=lambda done: None), found)


def test_the_page_has_every_case_with_rows_and_intervals(page):
    assert [case.name for case in page.cases] == ["threat alone (total)", "threat alone (additional)"]
    first = page.cases[0]
    assert [row.code for row in first.rows[:2]] == ["USA", "EU"]
    assert first.rows[1].name == "European Union"
    assert all(row.low <= row.median <= row.high for row in first.rows[:2])
    assert first.rows[2].low is None
    assert "USA on EU" in first.acts[0]


def test_winners_win_and_losers_lose_the_most_first(page):
    for case in page.cases:
        incomes = [next(f.value for f in row.figures if f.name == REAL_INCOME) for row in case.winners]
        assert incomes == sorted(incomes, reverse=True)
        assert min(incomes) > 0
        losses = [next(f.value for f in row.figures if f.name == REAL_INCOME) for row in case.losers]
        assert losses == sorted(losses)
        assert max(losses) < 0


def test_the_page_says_what_is_assumed_what_is_not_claimed_and_from_where(page):
    assert page.caveat == no_forecast("long-run")
    assert all(line.endswith(".") for line in page.assumptions)
    assert any("Taiwan is missing" in line for line in page.assumptions)
    assert any("rates in effect on 2025-10-21" in line for line in page.assumptions)
    assert all(paper.url.startswith("https://doi.org/") for paper in page.papers)
    assert "both are run" in page.mapping[0]


def test_the_map_covers_the_table_and_the_chart_is_well_formed(page):
    assert len(page.map_values) == 194
    assert page.map_title == "threat alone (additional)"
    assert ElementTree.fromstring(page.chart_svg).tag.endswith("svg")
    assert 'us_base = "2025-10-21"' in page.scenario_file
    assert {bar.country for bar in page.tornado} == {"USA", "EU"}
    assert {figure.model for figure in page.models} >= {"one sector, as published"}
