"""How far a scenario's figures depend on what nobody knows: joint draws, a tornado, and the models side by side.

Drawn together, seeded, uniform unless said otherwise:
- trade elasticity: short run 0.8 to 2, long run 3 to 8 (a horizon is chosen, not drawn: the two are different questions)
- coverage: what exemptions and evasion leave of an act's share, 0.7 to 1
- completeness of pass-through: 0.25 to 1
- what becomes of trade imbalances: each rule equally often
- data table: each equally often, of those that hold all countries in question
Figures: 5th percentile, median, 95th percentile of the change of real income; never one number.

The tornado moves one of these at a time to its ends, the others at their middle. Models side by side: the one-sector model as published
and in its plain Eaton-Kortum form, and the multi-sector model on both tables.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.result import REAL_INCOME
from detente.stakes.scenario.acts import Act, Assumptions, Ban, EngineName, PurchasePledge, Scenario, TariffAct
from detente.stakes.scenario.engines import WORLD, engine
from detente.stakes.scenario.run import run
from detente.stakes.solve.game.table import members
from detente.stakes.solve.one_sector import Deficits
from detente.stakes.tables.inputoutput import PACKAGED

Progress = Callable[[int], None]

COVERAGE = (0.7, 1.0)
COMPLETENESS = (0.25, 1.0)
PERCENTILES = (5.0, 50.0, 95.0)

_ENOUGH_OF_A_BLOC = 0.9


class Horizon(StrEnum):
    """The short run has low trade elasticities, the long run high ones."""

    SHORT = "short"
    LONG = "long"


ELASTICITIES = {Horizon.SHORT: (0.8, 2.0), Horizon.LONG: (3.0, 8.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One set of what is uncertain."""

    elasticity: float
    coverage: float
    completeness: float
    deficits: Deficits
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The change of real income of one country in one case, percent: `low` and `high` are the 5th and 95th percentile."""

    case: str
    country: str
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one uncertain thing does alone: the figure at its low and its high end, percent."""

    case: str
    country: str
    factor: str
    low_setting: str
    high_setting: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How much it matters."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigure:
    """What one model on one table says, percent; NaN where its table does not hold the country."""

    model: str
    table: str
    case: str
    country: str
    value: float


def fitting_tables(scenario: Scenario, countries: tuple[str, ...]) -> tuple[str, ...]:
    """The tables that hold all countries in question and all parties."""
    fitting = []
    for table in (WORLD, *PACKAGED):
        places = engine(replace(scenario.assume, engine=EngineName.ONE_SECTOR, table=table), ()).places
        if all(_is_held(code, places.codes) for code in (*countries, *scenario.parties())):
            fitting.append(table)
    if not fitting:
        raise StakesError(f"no table holds all of {', '.join((*countries, *scenario.parties()))}", where=scenario.name)
    return tuple(fitting)


def _is_held(code: str, codes: tuple[str, ...]) -> bool:
    """Whether a table has a country, or all but a few members of a bloc."""
    named = members(code)
    return sum(member in codes for member in named) >= _ENOUGH_OF_A_BLOC * len(named)


def draws(count: int, *, seed: int, horizon: Horizon, tables: tuple[str, ...]) -> tuple[Draw, ...]:
    """The same draws for the same seed."""
    rng = np.random.default_rng(seed)
    low, high = ELASTICITIES[horizon]
    rules = list(Deficits)
    return tuple(
        Draw(
            elasticity=float(rng.uniform(low, high)),
            coverage=float(rng.uniform(*COVERAGE)),
            completeness=float(rng.uniform(*COMPLETENESS)),
            deficits=rules[int(rng.integers(len(rules)))],
            table=tables[int(rng.integers(len(tables)))],
        )
        for _ in range(count)
    )


def settle(scenario: Scenario, draw: Draw) -> Scenario:
    """The scenario under one draw; the one-sector model answers."""
    assume = replace(
        scenario.assume,
        engine=EngineName.ONE_SECTOR,
        table=draw.table,
        elasticity=draw.elasticity,
        completeness=draw.completeness,
        deficits=draw.deficits,
    )
    return replace(scenario, assume=assume, acts=tuple(_covered(act, draw.coverage) for act in scenario.acts))


def _covered(act: Act, coverage: float) -> Act:
    if isinstance(act, TariffAct | Ban):
        return replace(act, scope=replace(act.scope, share=act.scope.share * coverage))
    return act


def figures(scenario: Scenario, countries: tuple[str, ...]) -> dict[str, FloatArray]:
    """Case or difference to the change of real income of the countries (K,), percent."""
    answer = run(scenario)
    results = [*(case.result for case in answer.cases), *answer.differences]
    return {
        result.case: np.array([result.value(REAL_INCOME, code) if result.holds(code) else np.nan for code in countries])
        for result in results
    }


def spreads(
    scenario: Scenario, countries: tuple[str, ...], *, count: int = 200, seed: int = 1, horizon: Horizon = Horizon.LONG, progress: Progress
) -> tuple[Spread, ...]:
    """Median and 5 to 95 percent over joint draws; `progress` is told how many are done."""
    if count < 1:
        raise StakesError("at least one draw is needed", where=scenario.name)
    tables = fitting_tables(scenario, countries)
    collected: dict[str, list[FloatArray]] = {}
    for done, draw in enumerate(draws(count, seed=seed, horizon=horizon, tables=tables), 1):
        for case, values in figures(settle(scenario, draw), countries).items():
            collected.setdefault(case, []).append(values)
        progress(done)
    found = []
    for case, drawn in collected.items():
        low, median, high = np.percentile(np.stack(drawn), PERCENTILES, axis=0)
        for place, code in enumerate(countries):
            found.append(Spread(case=case, country=code, low=float(low[place]), median=float(median[place]), high=float(high[place])))
    return tuple(found)


def tornado(scenario: Scenario, countries: tuple[str, ...], *, horizon: Horizon = Horizon.LONG) -> tuple[Bar, ...]:
    """One factor at a time; widest first within each case and country."""
    tables = fitting_tables(scenario, countries)
    low, high = ELASTICITIES[horizon]
    middle = Draw(
        elasticity=(low + high) / 2,
        coverage=sum(COVERAGE) / 2,
        completeness=sum(COMPLETENESS) / 2,
        deficits=Deficits.SCALED,
        table=tables[0],
    )
    ends: list[tuple[str, str, str, Draw, Draw]] = [
        ("trade elasticity", f"{low:g}", f"{high:g}", replace(middle, elasticity=low), replace(middle, elasticity=high)),
        ("coverage", *_ends(COVERAGE), replace(middle, coverage=COVERAGE[0]), replace(middle, coverage=COVERAGE[1])),
        (
            "pass-through",
            *_ends(COMPLETENESS),
            replace(middle, completeness=COMPLETENESS[0]),
            replace(middle, completeness=COMPLETENESS[1]),
        ),
        ("imbalances", "purged", "fixed", replace(middle, deficits=Deficits.BALANCED), replace(middle, deficits=Deficits.FIXED)),
    ]
    ends += [("data table", tables[0], other, middle, replace(middle, table=other)) for other in tables[1:]]
    bars: list[Bar] = []
    for factor, low_setting, high_setting, at_low, at_high in ends:
        ours, theirs = (figures(settle(scenario, draw), countries) for draw in (at_low, at_high))
        bars += [
            Bar(
                case=case,
                country=code,
                factor=factor,
                low_setting=low_setting,
                high_setting=high_setting,
                at_low=float(ours[case][place]),
                at_high=float(theirs[case][place]),
            )
            for case in ours
            for place, code in enumerate(countries)
        ]
    return tuple(sorted(bars, key=lambda bar: (bar.case, bar.country, -bar.width)))


def _ends(bounds: tuple[float, float]) -> tuple[str, str]:
    return f"{bounds[0]:g}", f"{bounds[1]:g}"


def side_by_side(scenario: Scenario, countries: tuple[str, ...]) -> tuple[ModelFigure, ...]:
    """The same scenario in all models; those whose table lacks a party are left out."""
    plain = replace(scenario.assume, engine=EngineName.ONE_SECTOR, labour_supply=0.0)
    settings: list[tuple[str, Assumptions]] = [
        ("one sector, as published", replace(scenario.assume, engine=EngineName.ONE_SECTOR, table=WORLD)),
        ("one sector, fixed labour", replace(plain, table=WORLD)),
        ("one sector, deficits purged", replace(scenario.assume, engine=EngineName.ONE_SECTOR, table=WORLD, deficits=Deficits.BALANCED)),
        *(("many sectors, inputs", replace(scenario.assume, engine=EngineName.MULTI_SECTOR, table=table)) for table in PACKAGED),
    ]
    found: list[ModelFigure] = []
    for model, assume in settings:
        if not _holds(assume, scenario):
            continue
        for case, values in figures(replace(scenario, assume=assume), countries).items():
            found += [
                ModelFigure(model=model, table=assume.table, case=case, country=code, value=float(value))
                for code, value in zip(countries, values, strict=True)
            ]
    return tuple(found)


def _holds(assume: Assumptions, scenario: Scenario) -> bool:
    places = engine(assume, scenario.base_rates).places
    try:
        for code in scenario.parties():
            places.countries((code,))
        for act in scenario.acts:
            if isinstance(act, TariffAct | Ban | PurchasePledge):
                places.sector_places(act.scope.sectors)
    except StakesError:
        return False
    return True
