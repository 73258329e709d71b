"""An answer as plain records: long rows for tables, nested ones for JSON.

In: an `Answer` and, where they were computed, spreads, bars and figures of several models. Holds: NaN becomes null; the scenario is part
of the record, as its file's text.
"""

import math
from dataclasses import asdict, dataclass

from detente.stakes.result import Column, Result
from detente.stakes.scenario.pledges import Purchase
from detente.stakes.scenario.run import Answer, CaseAnswer
from detente.stakes.scenario.toml import render
from detente.stakes.uncertainty import Bar, ModelFigure, Spread

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

PAPERS = (
    ("One sector: Ignatenko, Lashkaripour, Macedoni, Simonovska (2025)", "https://doi.org/10.1016/j.jinteco.2025.104138"),
    ("Many sectors: Caliendo, Parro (2015)", "https://doi.org/10.1093/restud/rdu035"),
)

SOURCES = (
    *(f"{label}, {url}" for label, url in PAPERS),
    "Data: CEPII BACI (Etalab 2.0), World Bank WDI (CC BY 4.0), OECD ICIO 2023, WIOD 2013 (CC BY 4.0)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is to be shown of one scenario."""

    answer: Answer
    spreads: tuple[Spread, ...]
    bars: tuple[Bar, ...]
    models: tuple[ModelFigure, ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """Cases first, then differences."""
        return (*(case.result for case in self.answer.cases), *self.answer.differences)


@dataclass(frozen=True, slots=True)
class LongRow:
    """One figure: `sector` is empty for figures of a whole country."""

    scenario: str
    engine: str
    table: str
    case: str
    country: str
    sector: str
    figure: str
    unit: str
    value: float | None


def number(value: float) -> float | None:
    """The value, or None where it is not known."""
    return float(value) if math.isfinite(value) else None


def long_rows(report: Report) -> list[LongRow]:
    """All figures of all cases and differences, one a row."""
    name = report.answer.scenario.name
    rows: list[LongRow] = []
    for result in report.results:
        head = (name, result.engine, result.table, result.case)
        for column in result.columns:
            rows += [
                LongRow(*head, code, "", column.name, column.unit, number(value))
                for code, value in zip(result.countries, column.values, strict=True)
            ]
        for column in result.sector_columns:
            rows += [
                LongRow(*head, code, sector, column.name, column.unit, number(column.values[place, number_]))
                for place, code in enumerate(result.countries)
                for number_, sector in enumerate(result.sectors)
            ]
    return rows


def _column(column: Column, countries: tuple[str, ...]) -> Json:
    return {
        "name": column.name,
        "label": column.label,
        "unit": column.unit,
        "values": {code: number(value) for code, value in zip(countries, column.values, strict=True)},
    }


def _sector_column(column: Column, result: Result) -> Json:
    return {
        "name": column.name,
        "label": column.label,
        "unit": column.unit,
        "values": {
            code: {sector: number(value) for sector, value in zip(result.sectors, row, strict=True)}
            for code, row in zip(result.countries, column.values, strict=True)
        },
    }


def _result(result: Result) -> dict[str, Json]:
    return {
        "case": result.case,
        "engine": str(result.engine),
        "table": result.table,
        "figures": [_column(column, result.countries) for column in result.columns],
        "sector_figures": [_sector_column(column, result) for column in result.sector_columns],
        "assumptions": list(result.assumptions),
        "residual": result.residual,
        "steps": result.steps,
    }


def _purchase(purchase: Purchase) -> Json:
    return {
        "act": purchase.act,
        "buyer": purchase.buyer,
        "seller": purchase.seller,
        "amount_usd": purchase.amount_usd,
        "before_usd": purchase.before_usd,
        "wedge_pct": purchase.wedge_pct,
        "diverted_usd": {code: number(value) for code, value in zip(purchase.sellers, purchase.diverted_usd, strict=True)},
    }


def _case(answer: CaseAnswer) -> Json:
    return _result(answer.result) | {
        "stacking": [asdict(step) for step in answer.steps],
        "purchases": [_purchase(purchase) for purchase in answer.purchases],
        "investments": [asdict(investment) for investment in answer.investments],
    }


def record(report: Report) -> dict[str, Json]:
    """The whole report for JSON."""
    return {
        "scenario": report.answer.scenario.name,
        "scenario_file": render(report.answer.scenario),
        "cases": [_case(case) for case in report.answer.cases],
        "differences": [_result(result) for result in report.answer.differences],
        "uncertainty": [asdict(spread) for spread in report.spreads],
        "tornado": [asdict(bar) for bar in report.bars],
        "models": [asdict(figure) | {"value": number(figure.value)} for figure in report.models],
        "sources": list(SOURCES),
    }
