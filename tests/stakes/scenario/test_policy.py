import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.scenario.acts import Act, Ban, Scope, TariffAct, TariffMode
from detente.stakes.scenario.places import Places
from detente.stakes.scenario.policy import Laid, lay

PLACES = Places(("CHN", "DEU", "FRA", "USA"), ("cars", "food", "law"), (True, True, False))
CHINA, USA = 0, 3
BASE = np.zeros((4, 4, 3))
BASE[CHINA, USA, :2] = 0.3


def act(
    mode: TariffMode, rate: float | None, *, share: float = 1.0, sectors: tuple[str, ...] = (), imposer: str = "USA", target: str = "CHN"
) -> TariffAct:
    scope = Scope(share=share, sectors=sectors, products=())
    return TariffAct(id=f"{imposer} {mode}", imposers=(imposer,), targets=(target,), mode=mode, rate_pct=rate, scope=scope)


def laid(*acts: Act) -> Laid:
    return lay(acts, PLACES, BASE, trade=np.ones((4, 4, 3)))


@pytest.mark.parametrize(
    ("acts", "percent"),
    [
        ([act(TariffMode.TOTAL, 100)], 100),
        ([act(TariffMode.ADD, 100)], 130),
        ([act(TariffMode.ADD, 100, share=0.25)], 55),
        ([act(TariffMode.TOTAL, 100, share=0.5)], 65),
        ([act(TariffMode.CAP, 15)], 15),
        ([act(TariffMode.CAP, 50)], 30),
        ([act(TariffMode.ADD, 100), act(TariffMode.SUSPEND, 90)], 40),
        ([act(TariffMode.ADD, 100), act(TariffMode.SUSPEND, 115)], 30),
        ([act(TariffMode.ADD, 100), act(TariffMode.SUSPEND, None)], 30),
        ([act(TariffMode.ADD, 100), act(TariffMode.SUSPEND, None, share=0.5)], 80),
        ([act(TariffMode.ADD, 20), act(TariffMode.ADD, 34)], 84),
    ],
)
def test_a_mode_does_to_the_rate_what_its_rule_says(acts: list[TariffAct], percent: float) -> None:
    assert 100 * laid(*acts).tariffs[CHINA, USA, 0] == pytest.approx(percent)


def test_retaliation_answers_with_the_added_points_only() -> None:
    result = laid(act(TariffMode.ADD, 100), act(TariffMode.RETALIATE, None, imposer="CHN", target="USA"))
    assert result.tariffs[USA, CHINA, 0] == pytest.approx(1.0)


def test_services_are_not_taxed_unless_named() -> None:
    result = laid(act(TariffMode.ADD, 10))
    np.testing.assert_allclose(result.tariffs[CHINA, USA], [0.4, 0.4, 0.0])
    assert laid(act(TariffMode.ADD, 10, sectors=("law",))).tariffs[CHINA, USA, 2] == pytest.approx(0.1)


def test_every_step_shows_the_rate_below_it() -> None:
    steps = laid(act(TariffMode.ADD, 20), act(TariffMode.ADD, 34)).steps
    assert [(round(step.before_pct, 9), round(step.after_pct, 9)) for step in steps] == [(30, 50), (50, 84)]


def test_the_eu_acts_for_its_members_and_not_against_them() -> None:
    result = laid(
        TariffAct(id="eu", imposers=("EU",), targets=(), mode=TariffMode.ADD, rate_pct=10, scope=Scope(share=1, sectors=(), products=()))
    )
    assert result.tariffs[USA, 1, 0] == pytest.approx(0.1)
    assert result.tariffs[CHINA, 2, 0] == pytest.approx(0.1)
    assert result.tariffs[1, 2, 0] == 0


def test_a_ban_takes_its_share_off_the_flow() -> None:
    result = laid(Ban(id="ban", exporters=("CHN",), importers=("USA",), scope=Scope(share=0.2, sectors=("cars",), products=())))
    np.testing.assert_allclose(result.kept[CHINA, USA], [0.8, 1, 1])
    assert result.kept.sum() == pytest.approx(4 * 4 * 3 - 0.2)


def test_a_tariff_that_falls_to_minus_100_percent_is_refused() -> None:
    with pytest.raises(StakesError, match=r"USA add: a tariff of -100 percent is impossible"):
        laid(act(TariffMode.ADD, -130))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"imposer": "XXX"}, "unknown country: 'XXX'"),
        ({"target": "TWN"}, "Taiwan is missing in the 194-country data"),
        ({"sectors": ("tea",)}, "unknown sector: 'tea'"),
        ({"target": "USA"}, "no flow between the countries named"),
    ],
)
def test_an_act_on_what_is_not_there_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(StakesError, match=message):
        laid(act(TariffMode.ADD, 10, **wrong))  # type: ignore[arg-type]


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(StakesError, match=r"a share of 1\.5 is not between 0 and 1"):
        Scope(share=1.5, sectors=(), products=())


def test_a_rate_that_is_open_is_refused_until_it_is_read_both_ways() -> None:
    with pytest.raises(StakesError, match="total or additional is open"):
        laid(act(TariffMode.EITHER, 155))
