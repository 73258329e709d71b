"""A scenario to its report: solved, and where wanted drawn, one factor at a time, and in all models."""

from dataclasses import dataclass

from detente.stakes.horizon import Horizon, horizon_of
from detente.stakes.report.records import Report
from detente.stakes.scenario.acts import Scenario
from detente.stakes.scenario.run import run
from detente.stakes.uncertainty import Bar, Progress, Spread, side_by_side, spreads, tornado


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much is computed beside the figures: joint draws (0: none) with a tornado, of the
    scenario's own horizon where none is named, and the models side by side."""

    draws: int
    seed: int
    horizon: Horizon | None
    models: bool


def report_of(scenario: Scenario, countries: tuple[str, ...], depth: Depth, *, progress: Progress) -> Report:
    """The report; `progress` is told how many draws are done."""
    answer = run(scenario)
    horizon = depth.horizon or horizon_of(scenario.assume.elasticity)
    found: tuple[Spread, ...] = ()
    bars: tuple[Bar, ...] = ()
    if depth.draws:
        found = spreads(scenario, countries, count=depth.draws, seed=depth.seed, horizon=horizon, progress=progress)
        bars = tornado(scenario, countries, horizon=horizon)
    models = side_by_side(scenario, countries) if depth.models else ()
    return Report(answer=answer, spreads=found, bars=bars, models=models, horizon=horizon)
