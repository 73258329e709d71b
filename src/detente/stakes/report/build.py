"""A scenario to its report: solved, and where wanted drawn, one factor at a time, and in all models."""

from dataclasses import dataclass

from detente.stakes.report.records import Report
from detente.stakes.scenario.acts import Scenario
from detente.stakes.scenario.run import run
from detente.stakes.uncertainty import Bar, Horizon, Progress, Spread, side_by_side, spreads, tornado


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much is computed beside the figures: joint draws (0: none) with a tornado, and the models side by side."""

    draws: int
    seed: int
    horizon: Horizon
    models: bool


def report_of(scenario: Scenario, countries: tuple[str, ...], depth: Depth, *, progress: Progress) -> Report:
    """The report; `progress` is told how many draws are done."""
    answer = run(scenario)
    found: tuple[Spread, ...] = ()
    bars: tuple[Bar, ...] = ()
    if depth.draws:
        found = spreads(scenario, countries, count=depth.draws, seed=depth.seed, horizon=depth.horizon, progress=progress)
        bars = tornado(scenario, countries, horizon=depth.horizon)
    models = side_by_side(scenario, countries) if depth.models else ()
    return Report(answer=answer, spreads=found, bars=bars, models=models, horizon=depth.horizon)
