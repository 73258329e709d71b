"""A report for the terminal: what was assumed, how rates stack, who gains and loses, how sure that is."""

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.stakes.report.records import Report
from detente.stakes.result import Result
from detente.stakes.uncertainty import Bar, ModelFigure

_MOST = 4
_BILLION = 1e9
_UNITS = {"percent": "%", "USD": "bn USD"}


def shown_countries(result: Result, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The parties in the table, then those who lose and gain most by the headline figure, small states included."""
    order = np.argsort(np.nan_to_num(result.headline.values))
    extremes = [result.countries[place] for place in (*order[:_MOST], *order[::-1][:_MOST])]
    return tuple(dict.fromkeys([*(code for code in parties if result.holds(code)), *extremes]))


def figure(value: float, unit: str) -> str:
    """A figure with as many digits as it deserves; unknown is a dash."""
    if not np.isfinite(value):
        return "–"
    if unit != "USD":
        return signed(value, 2)
    return signed(value / _BILLION, 1 if abs(value) >= _BILLION else 3)


def signed(value: float, digits: int) -> str:
    """With its sign; what rounds to zero has none."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"


def report_text(report: Report, parties: tuple[str, ...]) -> RenderableType:
    """Everything, in reading order."""
    parts: list[RenderableType] = []
    for case in report.answer.cases:
        parts += [result_table(case.result, parties), *(Text(f"  {line}") for line in case.act_lines())]
    parts += [result_table(result, parties) for result in report.answer.differences]
    if report.spreads:
        parts.append(_spreads(report))
    if report.bars:
        parts.append(_bars(report.bars, _headline(report)))
    if report.models:
        parts.append(_models(report.models))
    assumptions = dict.fromkeys(line for result in report.results for line in result.assumptions)
    parts += [Text(f"· {line}") for line in (*assumptions, *report.caveats, *report.sources)]
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


def _headline(report: Report) -> str:
    column = report.results[0].headline
    return f"{column.label.capitalize()}, {_UNITS.get(column.unit, column.unit)}"


def _spreads(report: Report) -> Table:
    title = f"{_headline(report)}, over {report.drawn}"
    table = Table("case", "country", "5 %", "median", "95 %", title=title, title_justify="left")
    for spread in report.spreads:
        table.add_row(spread.case, spread.country, *(figure(value, spread.unit) for value in (spread.low, spread.median, spread.high)))
    return table


def _bars(bars: tuple[Bar, ...], headline: str) -> Table:
    table = Table(
        "case",
        "country",
        "what",
        "from",
        "to",
        title=f"What matters: {headline[0].lower()}{headline[1:]}, one at a time",
        title_justify="left",
    )
    for bar in bars:
        ends = (f"{figure(bar.at_low, bar.unit)} ({bar.low_setting})", f"{figure(bar.at_high, bar.unit)} ({bar.high_setting})")
        table.add_row(bar.case, bar.country, bar.factor, *ends)
    return table


def _models(models: tuple[ModelFigure, ...]) -> Table:
    table = Table("case", "country", "model", "table", "real income, %", title="Models side by side", title_justify="left")
    for entry in sorted(models, key=lambda entry: (entry.case, entry.country)):
        table.add_row(entry.case, entry.country, entry.model, entry.table, figure(entry.value, "percent"))
    return table
