import numpy as np
import pytest

from detente.stakes.__main__ import main
from detente.stakes.adapt import game_result
from detente.stakes.result import REAL_INCOME
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import nash_uniform
from detente.stakes.solve.game.table import Player, uniform


def test_the_game_answers_in_the_common_result_type(exchange: Exchange) -> None:
    outcome = nash_uniform(uniform(exchange, (Player.country("USA"),)))
    result = game_result(outcome, case="alone", table="world2023", unit_usd=1000.0)
    assert result.value(REAL_INCOME, "USA") == pytest.approx(100 * (float(outcome.utilities[0]) - 1))
    assert result.value("tariff_points", "USA") == pytest.approx(100 * float(outcome.rates[0]))
    imports = (result.trade_after - result.trade_before)[:, exchange.index("USA")]
    assert np.delete(imports, exchange.index("USA")).sum() < 0


def test_the_game_command_prints_rates_and_deals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["stakes", "game", "USA", "CHN", "--talks"])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr().out
    assert not ended.value.code
    assert "equal gains: tariffs on each other" in printed
    assert "Walking away from the equal-gains deal loses 0.078 percent of real income for USA" in printed
