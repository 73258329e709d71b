"""An answer as plain records: long rows for tables, nested ones for JSON.

In: an `Answer` and, where they were computed, spreads, bars and figures of several models. Holds: NaN becomes null; the scenario is part
of the record, as its file's text.
"""

import math
from dataclasses import asdict, dataclass

from detente.stakes.horizon import ELASTICITIES, Horizon
from detente.stakes.result import REAL_INCOME, Column, Result, run_compared
from detente.stakes.scenario.acts import EngineName, Variant
from detente.stakes.scenario.base import WORLD
from detente.stakes.scenario.pledges import Purchase
from detente.stakes.scenario.run import Answer, CaseAnswer
from detente.stakes.scenario.toml import render
from detente.stakes.solve.game.table import members
from detente.stakes.uncertainty import Bar, ModelFigure, Spread

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a model is from; `url` is empty where no stable address is known."""

    label: str
    url: str


_ONE_SECTOR = Paper("One sector: Ignatenko, Lashkaripour, Macedoni, Simonovska (2025)", "https://doi.org/10.1016/j.jinteco.2025.104138")
_MULTI_SECTOR = Paper("Many sectors: Caliendo, Parro (2015)", "https://doi.org/10.1093/restud/rdu035")
_EATON_KORTUM = Paper("One sector, plain: Eaton, Kortum (2002)", "https://doi.org/10.1111/1468-0262.00352")
_PRODUCT = Paper(
    "One product: Francois, Hall (2002), Global Simulation Analysis of Industry-Level Trade Policy",
    "https://wits.worldbank.org/witsweb/download/docs/GSIMpaper.pdf",
)
_DATA = {
    WORLD: "Data: CEPII BACI (Etalab 2.0), World Bank WDI (CC BY 4.0)",
    "icio2019": "Data: OECD ICIO 2023 edition (OECD terms, free with credit)",
    "wiod2011": "Data: WIOD 2013 release (CC BY 4.0)",
}
_US_BASE = "US tariffs by country: Waugh's trade war tracker (MIT)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is to be shown of one scenario."""

    answer: Answer
    spreads: tuple[Spread, ...]
    bars: tuple[Bar, ...]
    models: tuple[ModelFigure, ...]
    horizon: Horizon = Horizon.LONG

    @property
    def drawn(self) -> str:
        """What was drawn, in words: of one product's market there is no horizon to choose."""
        is_product = self.answer.scenario.assume.engine is EngineName.PRODUCT
        return "joint draws" if is_product else f"joint draws, {self.horizon}-run elasticities"

    @property
    def caveats(self) -> tuple[str, ...]:
        """What intervals, tornado and models beside each other are of, where that is not what the scenario's own figures are of."""
        assume = self.answer.scenario.assume
        own_run = run_compared(assume.engine, assume.elasticity)
        low, high = ELASTICITIES[self.horizon]
        drawn = f"{self.horizon}-run"
        is_told = self.spreads and assume.engine is not EngineName.PRODUCT and (assume.engine, own_run) != (EngineName.ONE_SECTOR, drawn)
        is_mixed = self.models and run_compared(EngineName.ONE_SECTOR, assume.elasticity) != run_compared(EngineName.MULTI_SECTOR, 0)
        return (
            *(
                (f"Intervals and what matters are of the one-sector model with {drawn} elasticities, {low:g} to {high:g}.",)
                if is_told
                else ()
            ),
            *(("Of the models side by side, the many-sector ones keep their long-run elasticities by sector.",) if is_mixed else ()),
        )

    @property
    def results(self) -> tuple[Result, ...]:
        """Cases first, then differences."""
        return (*(case.result for case in self.answer.cases), *self.answer.differences)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of the models that answered."""
        scenario = self.answer.scenario
        own = {EngineName.PRODUCT: _PRODUCT, EngineName.MULTI_SECTOR: _MULTI_SECTOR, EngineName.ONE_SECTOR: _ONE_SECTOR}
        found = [own[scenario.assume.engine]]
        if self.models or scenario.assume.variant is Variant.EATON_KORTUM:
            found.append(_EATON_KORTUM)
        if self.models or (self.spreads and scenario.assume.engine is not EngineName.PRODUCT):
            found.append(_ONE_SECTOR)
        if self.models:
            found.append(_MULTI_SECTOR)
        return tuple(dict.fromkeys(found))

    @property
    def data(self) -> tuple[str, ...]:
        """Where the data is from, with its licence; a user's own is named as such."""
        assume = self.answer.scenario.assume
        tables = {result.table.partition(":")[0] for result in self.results} | {entry.table for entry in self.models}
        if self.spreads and assume.engine is not EngineName.PRODUCT:
            tables |= set(_DATA)
        own = sorted(tables - set(_DATA))
        return (
            *(line for table, line in _DATA.items() if table in tables),
            *((f"Data: the user's own, {', '.join(own)}",) if own else ()),
            *((_US_BASE,) if assume.us_base else ()),
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """Papers and data, a line each."""
        return (*(f"{paper.label}{', ' if paper.url else ''}{paper.url}" for paper in self.papers), *self.data)


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
    """All figures of all cases and differences, one a row; then what pledges divert, intervals, the tornado, and the models, where there
    are any: each is a figure of its own name."""
    name = report.answer.scenario.name
    rows = [row for result in report.results for row in result_rows(name, result)]
    return [*rows, *_diverted(report), *_uncertain(report)]


def result_rows(name: str, result: Result) -> list[LongRow]:
    """All figures of one case of the scenario of that name."""
    head = (name, result.engine, result.table, result.case)
    rows = [
        LongRow(*head, code, "", column.name, column.unit, number(value))
        for column in result.columns
        for code, value in zip(result.countries, column.values, strict=True)
    ]
    for column in result.sector_columns:
        rows += [
            LongRow(*head, code, sector, column.name, column.unit, number(value))
            for code, values in zip(result.countries, column.values, strict=True)
            for sector, value in zip(result.sectors, values, strict=True)
        ]
    return rows


def _diverted(report: Report) -> list[LongRow]:
    name = report.answer.scenario.name
    return [
        LongRow(
            name,
            answer.result.engine,
            answer.result.table,
            answer.result.case,
            code,
            "",
            f"diverted_usd, {bought.act}",
            "USD",
            number(value),
        )
        for answer in report.answer.cases
        for bought in answer.purchases
        for code, value in zip(bought.sellers, bought.diverted_usd, strict=True)
    ]


def _uncertain(report: Report) -> list[LongRow]:
    name, assume, headline = report.answer.scenario.name, report.answer.scenario.assume, report.results[0].headline.name
    is_product = assume.engine is EngineName.PRODUCT
    drawn = (name, str(EngineName.PRODUCT if is_product else EngineName.ONE_SECTOR), assume.table if is_product else "drawn")
    rows = [
        LongRow(*drawn, spread.case, spread.country, "", f"{headline}, {what}", spread.unit, number(value))
        for spread in report.spreads
        for what, value in (("5th percentile", spread.low), ("median", spread.median), ("95th percentile", spread.high))
    ]
    rows += [
        LongRow(*drawn, bar.case, bar.country, "", f"{headline}, {bar.factor} {setting}", bar.unit, number(value))
        for bar in report.bars
        for setting, value in ((bar.low_setting, bar.at_low), (bar.high_setting, bar.at_high))
    ]
    rows += [
        LongRow(name, entry.model, entry.table, entry.case, entry.country, "", REAL_INCOME, "percent", number(entry.value))
        for entry in report.models
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


def result_record(result: Result) -> dict[str, Json]:
    """A case's figures, what was assumed, and how well it was solved."""
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
        "own_producers": [code for code in purchase.sellers if code in members(purchase.buyer)],
        "diverted_usd": {code: number(value) for code, value in zip(purchase.sellers, purchase.diverted_usd, strict=True)},
    }


def _case(answer: CaseAnswer) -> Json:
    return result_record(answer.result) | {
        "stacking": [asdict(step) for step in answer.steps],
        "bans": [asdict(cut) for cut in answer.cuts],
        "purchases": [_purchase(purchase) for purchase in answer.purchases],
        "investments": [asdict(investment) for investment in answer.investments],
    }


def record(report: Report) -> dict[str, Json]:
    """The whole report for JSON."""
    return {
        "scenario": report.answer.scenario.name,
        "scenario_file": render(report.answer.scenario),
        "cases": [_case(case) for case in report.answer.cases],
        "differences": [result_record(result) for result in report.answer.differences],
        "uncertainty": [
            asdict(spread) | {end: number(getattr(spread, end)) for end in ("low", "median", "high")} for spread in report.spreads
        ],
        "tornado": [asdict(bar) | {end: number(getattr(bar, end)) for end in ("at_low", "at_high")} for bar in report.bars],
        "models": [asdict(figure) | {"value": number(figure.value)} for figure in report.models],
        "caveats": list(report.caveats),
        "sources": list(report.sources),
    }
