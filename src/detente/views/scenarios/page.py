"""All that a page on stakes shows, as plain values: no HTML but the chart's own SVG.

In: a report of the trade model and, where it is a thread's, the thread's scenario. Out: `StakesPage`.
Holds: unknown figures are None; every case and difference has the same rows; the map is of the headline case: the first difference, or
the last case where there is none.
"""

from dataclasses import dataclass

from detente.stakes.report.chart import chart_of, svg
from detente.stakes.report.records import Paper, Report, number
from detente.stakes.report.text import shown_countries
from detente.stakes.result import Result, caveat
from detente.stakes.scenario.toml import render
from detente.stakes.tables.world import country_names
from detente.stakes.uncertainty import Bar, ModelFigure, Spread
from detente.views.scenarios.combining import ThreadScenario
from detente.views.scenarios.telling import mapping_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one country: `unit` is `percent`, `points`, `USD` or `fraction`."""

    name: str
    label: str
    unit: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """A country in a case; the first figure is the headline, `low` to `high` its 5 to 95 percent interval, None where nothing was drawn."""

    code: str
    name: str
    figures: tuple[Figure, ...]
    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRows:
    """A case or a difference: rows of the parties and of those who win and lose most; `acts` says how rates stack and pledges divert."""

    name: str
    engine: str
    table: str
    rows: tuple[CountryRow, ...]
    winners: tuple[CountryRow, ...]
    losers: tuple[CountryRow, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StakesPage:
    """The page; `map_values` is the headline figure (real income, percent) by ISO 3166-1 alpha-3 code, `map_title` of what case; `drawn`
    says in words what intervals are over."""

    title: str
    thread: str | None
    parties: tuple[str, ...]
    caveat: str
    cases: tuple[CaseRows, ...]
    assumptions: tuple[str, ...]
    drawn: str
    mapping: tuple[str, ...]
    papers: tuple[Paper, ...]
    data: tuple[str, ...]
    tornado: tuple[Bar, ...]
    models: tuple[ModelFigure, ...]
    chart_svg: str
    map_title: str
    map_values: dict[str, float]
    scenario_file: str


_MOST = 5


def stakes_page(report: Report, found: ThreadScenario | None = None) -> StakesPage:
    """The page of a report."""
    scenario = report.answer.scenario
    parties = scenario.parties()
    said = caveat(scenario.assume.engine, scenario.assume.elasticity)
    headline = report.answer.differences[0] if report.answer.differences else report.answer.cases[-1].result
    acts = {case.result.case: case.act_lines() for case in report.answer.cases}
    assumptions = dict.fromkeys(line for result in report.results for line in result.assumptions if line != said)
    return StakesPage(
        title=scenario.name,
        thread=found.thread.id if found else None,
        parties=tuple(parties),
        caveat=said,
        cases=tuple(_case(result, parties, report.spreads, acts.get(result.case, ())) for result in report.results),
        assumptions=(*assumptions, *report.caveats),
        drawn=report.drawn,
        mapping=mapping_lines(found) if found else (),
        papers=report.papers,
        data=report.data,
        tornado=report.bars,
        models=report.models,
        chart_svg=svg(chart_of(report, parties)),
        map_title=headline.case,
        map_values=_map_values(headline),
        scenario_file=render(scenario),
    )


def _map_values(result: Result) -> dict[str, float]:
    known = zip(result.countries, result.headline.values, strict=True)
    return {code: value for code, raw in known if (value := number(raw)) is not None}


def _case(result: Result, parties: tuple[str, ...], spreads: tuple[Spread, ...], acts: tuple[str, ...]) -> CaseRows:
    intervals = {spread.country: spread for spread in spreads if spread.case == result.case}
    rows = tuple(_row(result, code, intervals.get(code)) for code in shown_countries(result, parties))
    ordered = sorted((row for row in rows if _headline(row) is not None), key=lambda row: _headline(row) or 0.0)
    return CaseRows(
        name=result.case,
        engine=str(result.engine),
        table=result.table,
        rows=rows,
        winners=tuple(row for row in reversed(ordered) if (_headline(row) or 0) > 0)[:_MOST],
        losers=tuple(row for row in ordered if (_headline(row) or 0) < 0)[:_MOST],
        acts=acts,
    )


def _row(result: Result, code: str, interval: Spread | None) -> CountryRow:
    figures = tuple(
        Figure(name=column.name, label=column.label, unit=column.unit, value=number(result.value(column.name, code)))
        for column in result.columns
    )
    name = name_of(code)
    low, median, high = (interval.low, interval.median, interval.high) if interval else (None, None, None)
    return CountryRow(code=code, name=name, figures=figures, low=low, median=median, high=high)


def _headline(row: CountryRow) -> float | None:
    return row.figures[0].value


def name_of(code: str) -> str:
    """What a country or bloc of the tables is called."""
    return {"EU": "European Union", "ROW": "rest of the world"}.get(code) or country_names().get(code, code)
