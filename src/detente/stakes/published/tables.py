"""The published exercises as tables of text and numbers, ready to print."""

from dataclasses import dataclass

from detente.stakes.published.caliendo_parro import solve_nafta
from detente.stakes.published.gsim import solve_gsim
from detente.stakes.published.liberation_day import solve_case
from detente.stakes.published.us_measures import DATES, Reach, fit
from detente.stakes.solve.multi_sector import decomposition
from detente.stakes.solve.outcomes import Outcomes, outcomes

Cell = str | float


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def liberation_day_table(case: str) -> Table:
    """Country and the seven outcomes of one case."""
    equilibrium = solve_case(case)
    result = outcomes(equilibrium)
    names = tuple(Outcomes.__dataclass_fields__)
    columns = [getattr(result, name).tolist() for name in names]
    return Table(("iso3", *names), tuple(zip(equilibrium.base.codes, *columns, strict=True)))


def caliendo_parro_table() -> Table:
    """The four published figures of every country, and the exact change of real income, in percent."""
    equilibrium = solve_nafta()
    published = decomposition(equilibrium)
    names = tuple(type(published).__dataclass_fields__)
    columns = [(100 * getattr(published, name)).tolist() for name in names]
    exact = (100 * (equilibrium.real_income - 1)).tolist()
    return Table(
        ("country", "exact_real_income_pct", *(f"{name}_pct" for name in names)),
        tuple(zip(equilibrium.economy.codes, exact, *columns, strict=True)),
    )


def gsim_table() -> Table:
    """World prices and output as fractions, gains in the unit of trade."""
    change = solve_gsim()
    columns = [change.world_price, change.output, change.producers, change.consumers, change.revenue, change.welfare]
    return Table(
        ("region", "world_price_change", "output_change", "producer_surplus", "consumer_surplus", "tariff_revenue", "net_welfare"),
        tuple(zip(change.market.regions, *(column.tolist() for column in columns), strict=True)),
    )


def mapping_table() -> Table:
    """Rates that reported US measures are mapped to against those that came of them, in points: a row a date and scope."""
    fits = [fit(date, reach) for date in DATES for reach in Reach]
    columns = ("date", "scope", "countries", "correlation", "mean_error", "mean_absolute_error", "weighted_by_imports")
    return Table(
        columns,
        tuple(
            (f.date, str(f.reach), str(f.countries), f.correlation, f.mean_error, f.mean_absolute_error, f.weighted_absolute_error)
            for f in fits
        ),
    )
