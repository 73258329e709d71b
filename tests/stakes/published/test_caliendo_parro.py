import pytest

from detente.stakes.published.caliendo_parro import balanced, solve_nafta
from detente.stakes.solve.multi_sector import decomposition

TABLE_2 = {
    "Mexico": (1.31, -0.41, 1.72, 1.72),
    "Canada": (-0.06, -0.11, 0.04, 0.32),
    "USA": (0.08, 0.04, 0.04, 0.11),
}


@pytest.mark.parametrize("country", TABLE_2)
def test_table_2_is_met_to_the_printed_digit(country: str) -> None:
    equilibrium = solve_nafta()
    found = decomposition(equilibrium)
    place = equilibrium.economy.codes.index(country)
    figures = (found.welfare, found.terms_of_trade, found.volume_of_trade, found.real_wage)
    assert tuple(round(100 * float(figure[place]), 2) for figure in figures) == TABLE_2[country]


def test_the_exact_change_of_real_income_is_far_from_the_first_order_formula_for_mexico() -> None:
    equilibrium = solve_nafta()
    place = equilibrium.economy.codes.index("Mexico")
    assert round(100 * float(equilibrium.real_income[place] - 1), 3) == 0.007


def test_labour_markets_clear_after_the_cuts() -> None:
    assert solve_nafta().residual < 1e-10
    assert balanced().deficit.max() == 0
