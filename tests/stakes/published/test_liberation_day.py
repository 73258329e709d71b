import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.published.liberation_day import CASES, HOME, solve_case, us_optimal_tariff
from detente.stakes.solve.economy import Economy
from detente.stakes.solve.game.table import EU27
from detente.stakes.solve.optimal import Budget
from detente.stakes.solve.outcomes import Outcomes, outcomes

FIXTURE = Path(__file__).parents[1] / "fixtures" / "liberation_day_case1.csv"
TABLE_1 = ("welfare_pct", "deficit_pct", "exports_over_gdp_pct", "imports_over_gdp_pct", "employment_pct", "prices_pct")


def results(case: str) -> Outcomes:
    return outcomes(solve_case(case))


def test_the_first_case_is_met_on_all_countries_and_outcomes() -> None:
    with FIXTURE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    result = results("ustr")
    for name in Outcomes.__dataclass_fields__:
        expected = np.array([float(row[name]) for row in rows])
        np.testing.assert_allclose(getattr(result, name), expected, rtol=0, atol=1e-6, err_msg=name)
    assert [row["iso3"] for row in rows] == list(solve_case("ustr").base.codes)


@pytest.mark.parametrize(
    ("case", "printed"),
    [
        ("ustr", (1.13, -18.1, -52.7, -43.6, 0.32, 12.8)),
        ("ustr-lump-sum", (-0.01, -18.4, -52.5, -43.3, -0.41, 13.1)),
        ("optimal", (1.79, -19.1, -55.3, -45.6, 0.51, 12.6)),
    ],
)
def test_table_1_is_met_to_the_printed_digit_for_the_usa(base: Economy, case: str, printed: tuple[float, ...]) -> None:
    result = results(case)
    for name, digits, expected in zip(TABLE_1, (2, 1, 1, 1, 2, 1), printed, strict=True):
        computed = float(getattr(result, name)[base.index(HOME)])
        assert abs(computed - expected) <= 0.5 * 10**-digits + 1e-9, (name, computed)


def test_table_1_is_met_for_the_average_of_the_others(base: Economy) -> None:
    result = results("ustr")
    others = np.arange(len(base.codes)) != base.index(HOME)
    weights = base.spending[others] / base.spending[others].sum()
    for name, digits, expected in zip(TABLE_1, (2, 1, 1, 1, 2, 1), (-0.58, 11.6, -3.2, -3.3, -0.14, -4.7), strict=True):
        assert round(float(getattr(result, name)[others] @ weights), digits) == expected


@pytest.mark.parametrize(
    ("case", "usa", "china", "europe"),
    [("ustr-reciprocal", -0.36, -0.82, -0.22), ("ustr-optimal-retaliation", -0.75, -0.65, -0.23)],
)
def test_table_2_is_met_under_retaliation(base: Economy, case: str, usa: float, china: float, europe: float) -> None:
    welfare = results(case).welfare_pct
    members = [base.index(code) for code in EU27.members]
    bloc = float(welfare[members] @ base.spending[members] / base.spending[members].sum())
    found = (float(welfare[base.index(HOME)]), float(welfare[base.index("CHN")]), bloc)
    assert [abs(value - expected) <= 0.0051 for value, expected in zip(found, (usa, china, europe), strict=True)] == [True] * 3, found


def test_the_optimal_us_tariff_is_the_published_one() -> None:
    assert 100 * us_optimal_tariff() == pytest.approx(21.798821, abs=5e-6)
    assert 100 * us_optimal_tariff(budget=Budget.OUTPUT) == pytest.approx(18.543207, abs=5e-6)


def test_the_calibrated_profit_shares_are_the_published_ones(base: Economy) -> None:
    assert base.profit[base.index("CHN")] == pytest.approx(0.11433521, abs=5e-9)
    assert base.profit[base.index(HOME)] == pytest.approx(0.27047098, abs=5e-9)


@pytest.mark.parametrize("case", CASES)
def test_every_case_of_the_paper_is_solved_in_a_handful_of_newton_steps(case: str) -> None:
    equilibrium = solve_case(case)
    assert equilibrium.residual < 1e-11
    assert equilibrium.steps <= 7


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StakesError, match=r"unknown case: 'x' \(one of ustr,"):
        solve_case("x")


def test_the_command_prints_country_and_seven_outcomes() -> None:
    command = [sys.executable, "-m", "detente.stakes", "replicate", "liberation-day", "--case", "optimal", "--format", "csv"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = list(csv.DictReader(printed.splitlines()))
    assert list(rows[0]) == ["iso3", *Outcomes.__dataclass_fields__]
    assert len(rows) == 194
    usa = next(row for row in rows if row["iso3"] == HOME)
    assert float(usa["welfare_pct"]) == pytest.approx(1.79, abs=0.005)
