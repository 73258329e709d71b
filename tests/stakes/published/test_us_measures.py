from pathlib import Path

import pytest

from detente.stakes.published.tables import mapping_table
from detente.stakes.published.us_measures import DATES, Reach, fit, mapped_rates
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


def test_duties_on_goods_bring_the_weighted_rates_nearer_when_the_country_wide_ones_are_low() -> None:
    plain, with_goods = (fit("2025-04-08", reach) for reach in Reach)
    assert with_goods.weighted_absolute_error < plain.weighted_absolute_error
    assert with_goods.correlation > plain.correlation


def test_the_guide_prints_what_the_command_computes() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "stakes.md").read_text(encoding="utf-8")
    for date, scope, _, correlation, mean, absolute, weighted in mapping_table().rows:
        assert f"| {date} | {scope} | {correlation:.3f} | {mean:+.2f} | {absolute:.2f} | {weighted:.2f} |" in guide
