"""One result type for all engines: figures by country, by country and sector, and trade before and after.

Holds: `values` of a column have one entry a country (N,) or one a country and sector (N, S); `trade_before` and `trade_after` are
(N, N), exporter by importer, USD at border values, home sales on the diagonal. Unknown figures are NaN. Nothing here is a forecast.
"""

from dataclasses import dataclass, replace

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.horizon import USUAL, Horizon, run_of
from detente.stakes.solve.game.table import members

REAL_INCOME = "real_income_pct"

TAIWAN = "Taiwan is missing in the data; the table wiod2011 holds it."

ONE_MARKET = (
    "A comparison of one product's market in the short run with and without the measure, all else equal; no forecast, no other market "
    "moves, no answer by others that the scenario does not name."
)


def no_forecast(run: str) -> str:
    """What states of the `short-run`, `medium-run` or `long-run` are compared, and what is left out."""
    return (
        f"A comparison of {run} states with and without the measure, all else equal; no forecast, no path, no business cycle, "
        "no exchange-rate or financial effects, no answer by others that the scenario does not name."
    )


def run_compared(engine: str, elasticity: float) -> str:
    """The horizon that figures are of; the many-sector model's elasticities by sector are of the long run, whatever the scenario's one."""
    return run_of(USUAL[Horizon.LONG] if engine == "multi_sector" else elasticity)


def caveat(engine: str, elasticity: float) -> str:
    """What the figures of an engine at a trade elasticity are, and what they are not."""
    return ONE_MARKET if engine == "product" else no_forecast(run_compared(engine, elasticity))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One figure: `name` is stable, `label` for people, `unit` is `percent`, `points`, `USD` or `fraction`."""

    name: str
    label: str
    unit: str
    values: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one model says of one case; the first column is its headline figure.

    `residual` is the largest error left in an equation; `steps` what the solver took.
    """

    engine: str
    case: str
    table: str
    countries: tuple[str, ...]
    columns: tuple[Column, ...]
    sectors: tuple[str, ...]
    sector_columns: tuple[Column, ...]
    trade_before: FloatArray
    trade_after: FloatArray
    assumptions: tuple[str, ...]
    residual: float
    steps: int

    @property
    def headline(self) -> Column:
        """The figure that answers who gains and who loses: real income; of one product's market the net gain."""
        return self.columns[0]

    def column(self, name: str) -> Column:
        """A column by name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise StakesError(f"no figure {name!r}", where=self.engine)

    def value(self, name: str, country: str) -> float:
        """One figure of one country, or of a bloc: money summed over its members, all else weighted by what each spends on goods."""
        places = self._places(country)
        if not places:
            raise StakesError(f"unknown country: {country!r}", where=self.table)
        column = self.column(name)
        values = column.values[places]
        if column.unit == "USD":
            return float(values.sum())
        if len(places) == 1:
            return float(values[0])
        weights = np.where(np.isfinite(values), self.trade_before.sum(axis=0)[places], 0.0)
        return float(np.nan_to_num(values) @ weights / weights.sum()) if weights.sum() > 0 else float("nan")

    def holds(self, country: str) -> bool:
        """Whether it has figures for a country, or for members of a bloc."""
        return bool(self._places(country))

    def _places(self, country: str) -> list[int]:
        named = (country,) if country in self.countries else members(country)
        return [self.countries.index(code) for code in named if code in self.countries]


def difference(one: Result, other: Result, *, name: str) -> Result:
    """`one` against `other`, as a truce is against the measures it suspends: percentages are compounded, the rest subtracted."""
    if one.countries != other.countries or one.engine != other.engine:
        raise StakesError("only results of the same model and data can be compared", where=name)
    return Result(
        engine=one.engine,
        case=name,
        table=one.table,
        countries=one.countries,
        columns=_differences(one.columns, other.columns),
        sectors=one.sectors,
        sector_columns=_differences(one.sector_columns, other.sector_columns),
        trade_before=other.trade_after,
        trade_after=one.trade_after,
        assumptions=(f"Difference of two counterfactuals: {one.case} against {other.case}.", *one.assumptions),
        residual=max(one.residual, other.residual),
        steps=one.steps + other.steps,
    )


def _differences(ours: tuple[Column, ...], theirs: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(mine, values=_against(mine, their)) for mine, their in zip(ours, theirs, strict=True))


def _against(mine: Column, their: Column) -> FloatArray:
    if mine.unit != "percent":
        return mine.values - their.values
    return change_pct(1 + mine.values / 100, 1 + their.values / 100)


def change_pct(after: FloatArray, before: FloatArray) -> FloatArray:
    """100 (after / before - 1); NaN where there was nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result: FloatArray = np.where(before > 0, 100 * (after / np.where(before > 0, before, 1) - 1), np.nan)
    return result
