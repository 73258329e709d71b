"""A report for the terminal: what was assumed, how rates stack, who gains and loses, how sure that is."""

from collections.abc import Iterator

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.stakes.report.records import SOURCES, Report
from detente.stakes.result import REAL_INCOME, Result
from detente.stakes.scenario.run import CaseAnswer
from detente.stakes.uncertainty import Bar, ModelFigure, Spread

_MOST = 4
_BILLION = 1e9
_UNITS = {"percent": "%", "USD": "bn USD"}


def shown_countries(result: Result, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The parties in the table, then those who lose and gain most, small states included."""
    order = np.argsort(np.nan_to_num(result.column(REAL_INCOME).values))
    extremes = [result.countries[place] for place in (*order[:_MOST], *order[::-1][:_MOST])]
    return tuple(dict.fromkeys([*(code for code in parties if code in result.countries), *extremes]))


def figure(value: float, unit: str) -> str:
    """A figure with as many digits as it deserves; unknown is a dash."""
    if not np.isfinite(value):
        return "–"
    return f"{value / _BILLION:+.1f}" if unit == "USD" else f"{value:+.2f}"


def report_text(report: Report, parties: tuple[str, ...]) -> RenderableType:
    """Everything, in reading order."""
    parts: list[RenderableType] = []
    for case in report.answer.cases:
        parts += [result_table(case.result, parties), *_acts(case)]
    parts += [result_table(result, parties) for result in report.answer.differences]
    if report.spreads:
        parts.append(_spreads(report.spreads))
    if report.bars:
        parts.append(_bars(report.bars))
    if report.models:
        parts.append(_models(report.models))
    assumptions = dict.fromkeys(line for result in report.results for line in result.assumptions)
    parts += [Text(f"· {line}") for line in (*assumptions, *SOURCES)]
    return Group(*parts)


def result_table(result: Result, parties: tuple[str, ...]) -> Table:
    """The figures of the parties and of those who gain and lose most."""
    shown = shown_countries(result, parties)
    table = Table(title=f"{result.case} ({result.engine}, {result.table})", title_justify="left")
    table.add_column("country")
    for column in result.columns:
        table.add_column(f"{column.label}, {_UNITS.get(column.unit, column.unit)}", justify="right")
    for code in shown:
        table.add_row(code, *(figure(result.value(column.name, code), column.unit) for column in result.columns))
    return table


def _acts(case: CaseAnswer) -> Iterator[RenderableType]:
    for step in case.steps:
        yield Text(
            f"  {step.act}: {step.importers} on {step.exporters}: {step.before_pct:.1f} → {step.after_pct:.1f} percent, "
            f"covering {100 * step.covered:.0f} percent of the trade"
        )
    for purchase in case.purchases:
        losers = ", ".join(f"{code} {value / _BILLION:.1f}" for code, value in purchase.losers())
        yield Text(
            f"  {purchase.act}: {purchase.buyer} buys {purchase.amount_usd / _BILLION:.1f} bn USD a year more from {purchase.seller} (base "
            f"{purchase.before_usd / _BILLION:.1f}); an import wedge of {purchase.wedge_pct:.1f} percent does it; sells less: {losers}"
        )
    for pledge in case.investments:
        yield Text(
            f"  {pledge.act}: {pledge.amount_usd / _BILLION:.0f} bn USD over {pledge.years:g} years is {pledge.of_host_gdp_pct:.2f} "
            f"percent of the GDP of {pledge.host} a year, {pledge.of_investor_gdp_pct:.2f} of {pledge.investor}'s; no effect is claimed"
        )


def _spreads(spreads: tuple[Spread, ...]) -> Table:
    table = Table("case", "country", "5 %", "median", "95 %", title="Real income, percent, over joint draws", title_justify="left")
    for spread in spreads:
        table.add_row(spread.case, spread.country, *(figure(value, "percent") for value in (spread.low, spread.median, spread.high)))
    return table


def _bars(bars: tuple[Bar, ...]) -> Table:
    table = Table("case", "country", "what", "from", "to", title="What matters: real income, percent, one at a time", title_justify="left")
    for bar in bars:
        ends = (f"{figure(bar.at_low, 'percent')} ({bar.low_setting})", f"{figure(bar.at_high, 'percent')} ({bar.high_setting})")
        table.add_row(bar.case, bar.country, bar.factor, *ends)
    return table


def _models(models: tuple[ModelFigure, ...]) -> Table:
    table = Table("case", "country", "model", "table", "real income, %", title="Models side by side", title_justify="left")
    for entry in sorted(models, key=lambda entry: (entry.case, entry.country)):
        table.add_row(entry.case, entry.country, entry.model, entry.table, figure(entry.value, "percent"))
    return table
