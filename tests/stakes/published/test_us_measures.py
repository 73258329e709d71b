import pytest

from detente.stakes.published.us_measures import DATES, fit, mapped_rates
from detente.stakes.tables.us_tariffs import effective_tariffs
from detente.stakes.tables.world import world


@pytest.mark.parametrize(
    ("date", "correlation", "error"), [("2025-04-08", 0.98, 1.3), ("2025-04-09", 0.99, 2.4), ("2025-05-12", 0.77, 2.0)]
)
def test_rates_laid_by_the_acts_come_near_the_effective_ones(date: str, correlation: float, error: float) -> None:
    found = fit(date)
    assert date in DATES
    assert found.countries == 50
    assert found.correlation > correlation
    assert found.mean_absolute_error < error
    assert abs(found.mean_error) < 0.5


def test_duties_stack_on_china() -> None:
    assert mapped_rates("2025-04-09")[world().index("CHN")] == pytest.approx(145)
    assert mapped_rates("2025-05-12")[world().index("CHN")] == pytest.approx(30)


def test_only_taiwan_has_no_place_in_the_world_table() -> None:
    assert {row.name for row in effective_tariffs() if not row.code} == {"TAIWAN"}
