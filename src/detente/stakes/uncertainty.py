"""How far a scenario's figures depend on what nobody knows: joint draws, a tornado, and the models side by side.

Drawn together, seeded, uniform unless said otherwise:
- trade elasticity: short run 0.8 to 2, long run 3 to 8 (a horizon is chosen, not drawn: the two are different questions)
- coverage: what exemptions and evasion leave of an act's share, 0.7 to 1
- completeness of pass-through: 0.25 to 1
- what becomes of trade imbalances: each rule equally often
- data table: each equally often, of the scenario's own and the packaged ones that hold all countries in question
Of one product's market: each of its three elasticities times 0.5 to 2 (the logarithm is uniform), and coverage; no horizon is
chosen, the model is of the short run.
Figures: 5th percentile, median, 95th percentile of the headline figure, real income or net gain; never one number.

The tornado moves one of these at a time to its ends, the others at their middle. Models side by side: the one-sector model as published,
in its plain Eaton-Kortum form, with fixed labour, with deficits purged; and the multi-sector model on the scenario's own table and the
packaged ones. A product's market has no model beside it: the others know no products.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.horizon import ELASTICITIES, Horizon
from detente.stakes.scenario.acts import Act, Assumptions, Ban, EngineName, PurchasePledge, Scenario, TariffAct, Variant
from detente.stakes.scenario.base import WORLD, Engine
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.product import ProductEngine
from detente.stakes.scenario.run import run
from detente.stakes.scenario.shares import without_sectors
from detente.stakes.solve.game.table import members
from detente.stakes.solve.one_sector import Deficits
from detente.stakes.tables.inputoutput import PACKAGED
from detente.stakes.tables.product import ProductTable, product_table, scaled

Progress = Callable[[int], None]

COVERAGE = (0.7, 1.0)
COMPLETENESS = (0.25, 1.0)
FACTORS = (0.5, 2.0)
PERCENTILES = (5.0, 50.0, 95.0)

_ENOUGH_OF_A_BLOC = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One set of what is uncertain."""

    elasticity: float
    coverage: float
    completeness: float
    deficits: Deficits
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraw:
    """One set of what is uncertain of a product's market: factors of its elasticities, and coverage."""

    demand: float
    supply: float
    substitution: float
    coverage: float


Settled = tuple[Scenario, Engine | None]
"""A scenario under one draw, and the model that answers it where it is not the one that the scenario names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The headline figure of one country in one case, in `unit` (percent or USD): `low` and `high` are the 5th and 95th percentile."""

    case: str
    country: str
    unit: str
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one uncertain thing does alone: the headline figure at its low and its high end, in `unit`."""

    case: str
    country: str
    unit: str
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
    """What one model on one table says of real income, percent; NaN where its table does not hold the country."""

    model: str
    table: str
    case: str
    country: str
    value: float


def fitting_tables(scenario: Scenario, countries: tuple[str, ...]) -> tuple[str, ...]:
    """The tables that hold all countries in question and all parties."""
    fitting = []
    own = () if scenario.assume.table in (WORLD, *PACKAGED) else (scenario.assume.table,)
    for table in (*own, WORLD, *PACKAGED):
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
    return replace(_covered(without_sectors(scenario), draw.coverage), assume=assume)


def _covered(scenario: Scenario, coverage: float) -> Scenario:
    return replace(scenario, acts=tuple(_act_covered(act, coverage) for act in scenario.acts))


def _act_covered(act: Act, coverage: float) -> Act:
    if isinstance(act, TariffAct | Ban):
        return replace(act, scope=replace(act.scope, share=act.scope.share * coverage))
    return act


def product_draws(count: int, *, seed: int) -> tuple[ProductDraw, ...]:
    """The same draws for the same seed."""
    rng = np.random.default_rng(seed)
    low, high = np.log(FACTORS)
    return tuple(
        ProductDraw(
            demand=float(np.exp(rng.uniform(low, high))),
            supply=float(np.exp(rng.uniform(low, high))),
            substitution=float(np.exp(rng.uniform(low, high))),
            coverage=float(rng.uniform(*COVERAGE)),
        )
        for _ in range(count)
    )


def settle_product(scenario: Scenario, table: ProductTable, draw: ProductDraw) -> Settled:
    """The scenario under one draw of its product's market."""
    drawn = scaled(table, demand=draw.demand, supply=draw.supply, substitution=draw.substitution)
    return _covered(scenario, draw.coverage), ProductEngine(scenario.assume, scenario.base_rates, table=drawn)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The headline figures of the countries (K,), by case or difference, and their unit."""

    unit: str
    by_case: dict[str, FloatArray]


def _figures(settled: Settled, countries: tuple[str, ...]) -> _Figures:
    scenario, model = settled
    answer = run(scenario, model=model)
    results = [*(case.result for case in answer.cases), *answer.differences]
    by_case = {
        result.case: np.array([result.value(result.headline.name, code) if result.holds(code) else np.nan for code in countries])
        for result in results
    }
    return _Figures(results[0].headline.unit, by_case)


def spreads(
    scenario: Scenario, countries: tuple[str, ...], *, count: int = 200, seed: int = 1, horizon: Horizon = Horizon.LONG, progress: Progress
) -> tuple[Spread, ...]:
    """Median and 5 to 95 percent over joint draws; `progress` is told how many are done."""
    if count < 1:
        raise StakesError("at least one draw is needed", where=scenario.name)
    collected: dict[str, list[FloatArray]] = {}
    unit = ""
    for done, settled in enumerate(_drawn(scenario, countries, count=count, seed=seed, horizon=horizon), 1):
        figures = _figures(settled, countries)
        unit = figures.unit
        for case, values in figures.by_case.items():
            collected.setdefault(case, []).append(values)
        progress(done)
    found = []
    for case, drawn in collected.items():
        low, median, high = np.percentile(np.stack(drawn), PERCENTILES, axis=0)
        for place, code in enumerate(countries):
            ends = {"low": float(low[place]), "median": float(median[place]), "high": float(high[place])}
            found.append(Spread(case=case, country=code, unit=unit, **ends))
    return tuple(found)


def _drawn(scenario: Scenario, countries: tuple[str, ...], *, count: int, seed: int, horizon: Horizon) -> Iterator[Settled]:
    if scenario.assume.engine is EngineName.PRODUCT:
        table = product_table(scenario.assume.table)
        yield from (settle_product(scenario, table, draw) for draw in product_draws(count, seed=seed))
    else:
        tables = fitting_tables(scenario, countries)
        plain = without_sectors(scenario)
        yield from ((settle(plain, draw), None) for draw in draws(count, seed=seed, horizon=horizon, tables=tables))


End = tuple[str, str, str, Settled, Settled]
"""A factor, its low and its high setting in words, and the scenario under each."""


def tornado(scenario: Scenario, countries: tuple[str, ...], *, horizon: Horizon = Horizon.LONG) -> tuple[Bar, ...]:
    """One factor at a time; widest first within each case and country."""
    is_product = scenario.assume.engine is EngineName.PRODUCT
    ends = _product_ends(scenario) if is_product else _ends(without_sectors(scenario), fitting_tables(scenario, countries), horizon)
    bars: list[Bar] = []
    for factor, low_setting, high_setting, at_low, at_high in ends:
        ours, theirs = (_figures(settled, countries) for settled in (at_low, at_high))
        bars += [
            Bar(
                case=case,
                country=code,
                unit=ours.unit,
                factor=factor,
                low_setting=low_setting,
                high_setting=high_setting,
                at_low=float(ours.by_case[case][place]),
                at_high=float(theirs.by_case[case][place]),
            )
            for case in ours.by_case
            for place, code in enumerate(countries)
        ]
    return tuple(sorted(bars, key=lambda bar: (bar.case, bar.country, -bar.width)))


def _ends(scenario: Scenario, tables: tuple[str, ...], horizon: Horizon) -> list[End]:
    low, high = ELASTICITIES[horizon]
    middle = Draw(
        elasticity=(low + high) / 2,
        coverage=sum(COVERAGE) / 2,
        completeness=sum(COMPLETENESS) / 2,
        deficits=Deficits.SCALED,
        table=tables[0],
    )
    pairs = [
        ("trade elasticity", f"{low:g}", f"{high:g}", replace(middle, elasticity=low), replace(middle, elasticity=high)),
        ("coverage", *_words(COVERAGE), replace(middle, coverage=COVERAGE[0]), replace(middle, coverage=COVERAGE[1])),
        (
            "pass-through",
            *_words(COMPLETENESS),
            replace(middle, completeness=COMPLETENESS[0]),
            replace(middle, completeness=COMPLETENESS[1]),
        ),
        ("imbalances", "purged", "fixed", replace(middle, deficits=Deficits.BALANCED), replace(middle, deficits=Deficits.FIXED)),
        *(("data table", tables[0], other, middle, replace(middle, table=other)) for other in tables[1:]),
    ]
    return [(factor, low, high, (settle(scenario, one), None), (settle(scenario, other), None)) for factor, low, high, one, other in pairs]


def _product_ends(scenario: Scenario) -> list[End]:
    table = product_table(scenario.assume.table)
    middle = ProductDraw(demand=1.0, supply=1.0, substitution=1.0, coverage=sum(COVERAGE) / 2)
    low, high = FACTORS
    pairs = [
        ("demand elasticity", f"times {low:g}", f"times {high:g}", replace(middle, demand=low), replace(middle, demand=high)),
        ("supply elasticity", f"times {low:g}", f"times {high:g}", replace(middle, supply=low), replace(middle, supply=high)),
        ("substitution", f"times {low:g}", f"times {high:g}", replace(middle, substitution=low), replace(middle, substitution=high)),
        ("coverage", *_words(COVERAGE), replace(middle, coverage=COVERAGE[0]), replace(middle, coverage=COVERAGE[1])),
    ]
    return [
        (factor, below, above, settle_product(scenario, table, one), settle_product(scenario, table, other))
        for factor, below, above, one, other in pairs
    ]


def _words(bounds: tuple[float, float]) -> tuple[str, str]:
    return f"{bounds[0]:g}", f"{bounds[1]:g}"


def side_by_side(scenario: Scenario, countries: tuple[str, ...]) -> tuple[ModelFigure, ...]:
    """The same scenario in all models; those whose table lacks a party are left out. StakesError for a product's market."""
    if scenario.assume.engine is EngineName.PRODUCT:
        raise StakesError("no other model knows the product: there is nothing to set beside it", where=scenario.name)
    published = replace(scenario.assume, engine=EngineName.ONE_SECTOR, table=WORLD, variant=Variant.PUBLISHED)
    own = () if scenario.assume.table in (WORLD, *PACKAGED) else (scenario.assume.table,)
    settings: list[tuple[str, Assumptions]] = [
        ("one sector, as published", published),
        ("one sector, Eaton-Kortum", replace(published, variant=Variant.EATON_KORTUM)),
        ("one sector, fixed labour", replace(published, labour_supply=0.0)),
        ("one sector, deficits purged", replace(published, deficits=Deficits.BALANCED)),
        *(("many sectors, inputs", replace(scenario.assume, engine=EngineName.MULTI_SECTOR, table=table)) for table in (*own, *PACKAGED)),
    ]
    found: list[ModelFigure] = []
    for model, assume in settings:
        asked = scenario if assume.engine is EngineName.MULTI_SECTOR else without_sectors(scenario)
        if not _holds(assume, asked):
            continue
        for case, values in _figures((replace(asked, assume=assume), None), countries).by_case.items():
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
