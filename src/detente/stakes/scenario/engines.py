"""The engines behind one face: tariffs and bans by exporter, importer and sector in, a `Result` out.

In: assumptions and base tariffs. Holds: arrays are (N, N, S); the one-sector model has S = 1. Money is turned into USD here.
"""

import functools
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.result import NO_FORECAST, REAL_INCOME, Column, Result, change_pct
from detente.stakes.scenario.acts import Assumptions, BaseRate, EngineName
from detente.stakes.scenario.places import BLOCS, Places
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.multi_sector import SectorEquilibrium, decomposition, solve_sectors
from detente.stakes.solve.one_sector import Deficits, Equilibrium, Parameters, Relief, solve
from detente.stakes.solve.outcomes import outcomes
from detente.stakes.solve.sectors import SectorPolicy
from detente.stakes.tables import world as world_table
from detente.stakes.tables.inputoutput import PACKAGED, UNIT_USD, InputOutputTable, packaged_table
from detente.stakes.tables.parquet import read_table
from detente.stakes.tables.us_tariffs import HOME, us_rates_on

WORLD = "world2023"


class Engine(Protocol):
    """A model on a table. `tariffs`, `base_trade_usd` (N, N, S) are the base (rates as fractions), `gdp_usd` is (N,)."""

    places: Places
    tariffs: FloatArray
    gdp_usd: FloatArray
    base_trade_usd: FloatArray

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """The result of a policy."""
        ...

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (N, N, S) at border values under a policy, USD."""
        ...


@functools.cache
def _table(name: str) -> InputOutputTable:
    if name in PACKAGED:
        return packaged_table(name)
    folder = Path(name)
    if not folder.is_dir():
        raise StakesError(f"unknown table: {name!r}", hint=f"{WORLD}, {', '.join(PACKAGED)}, or a folder of parquet files")
    return read_table(folder)


def _base_tariffs(places: Places, base_rates: tuple[BaseRate, ...], tariffs: FloatArray, us_base: str) -> FloatArray:
    tariffs = tariffs.copy()
    for code, rate_pct in us_rates_on(us_base).items() if us_base else ():
        if known := tuple(member for member in BLOCS.get(code, (code,)) if member in places.codes):
            tariffs[places.cells(known, (HOME,), ())] = rate_pct / 100
    for rate in base_rates:
        if rate.rate_pct <= -100:
            raise StakesError(f"a base tariff of {rate.rate_pct:g} percent is impossible: it must be above -100")
        tariffs[places.cells(rate.exporters, rate.importers, ())] = rate.rate_pct / 100
    return tariffs


class OneSectorEngine:
    """`solve.one_sector` on the 194 countries, or on an input-output table summed to one sector."""

    def __init__(self, assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> None:
        observed = world_table.world() if assume.table == WORLD else _table(assume.table).one_sector()
        self.unit = world_table.UNIT_USD if assume.table == WORLD else UNIT_USD
        self.places = Places(observed.codes, ("all goods",), (True,))
        self.tariffs = _base_tariffs(self.places, base_rates, np.zeros((*observed.shares.shape, 1)), assume.us_base)
        self.assume = assume
        self.economy = Economy.observed(observed.codes, observed.trade, tariffs=self.tariffs[:, :, 0], profit=observed.profit)
        self.parameters = Parameters.baseline(
            self.economy,
            elasticity=assume.elasticity,
            labour_supply=assume.labour_supply,
            completeness=assume.completeness,
            relief=assume.relief,
            deficits=assume.deficits,
        )
        self.gdp_usd = self.economy.output * self.unit
        self.base_trade_usd = self.economy.trade[:, :, None] * self.unit

    def _solve(self, tariffs: FloatArray, kept: FloatArray) -> Equilibrium:
        return solve(self.economy, self.parameters, Policy(tariffs=tariffs[:, :, 0], kept=kept[:, :, 0]))

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (N, N, 1)."""
        return self._solve(tariffs, kept).trade[:, :, None] * self.unit

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """Real income first, then the other published outcomes."""
        after = self._solve(tariffs, kept)
        found = outcomes(after)
        revenue = after.revenue - after.base.revenue
        columns = (
            Column(name=REAL_INCOME, label="real income", unit="percent", values=found.welfare_pct),
            Column(name="prices_pct", label="consumer prices", unit="percent", values=found.prices_pct),
            Column(name="employment_pct", label="employment", unit="percent", values=found.employment_pct),
            Column(name="exports_pct", label="exports / GDP", unit="percent", values=found.exports_over_gdp_pct),
            Column(name="imports_pct", label="imports / GDP", unit="percent", values=found.imports_over_gdp_pct),
            Column(name="deficit_usd", label="trade deficit", unit="USD", values=_deficit(after.trade, after.base.trade) * self.unit),
            Column(name="revenue_usd", label="tariff revenue", unit="USD", values=revenue * self.unit),
        )
        return Result(
            engine=EngineName.ONE_SECTOR,
            case=case,
            table=self.assume.table,
            countries=self.places.codes,
            columns=columns,
            sectors=(),
            sector_columns=(),
            trade_before=after.base.trade * self.unit,
            trade_after=after.trade * self.unit,
            assumptions=self._assumptions(),
            residual=after.residual,
            steps=after.steps,
        )

    def _assumptions(self) -> tuple[str, ...]:
        assume = self.assume
        money = "cuts the tax on labour" if assume.relief is Relief.INCOME_TAX else "is paid out in equal sums"
        deficits = {
            Deficits.SCALED: "grow with world output",
            Deficits.FIXED: "stay as they are",
            Deficits.BALANCED: "are purged beforehand",
        }[assume.deficits]
        taiwan = ("Taiwan is missing in the data.",) if "TWN" not in self.places.codes else ()
        return (
            NO_FORECAST,
            f"Trade elasticity {assume.elasticity:g}, labour supply elasticity {assume.labour_supply:g}, pass-through parameter "
            f"{assume.completeness:g}; tariff revenue {money}; trade imbalances {deficits}.",
            _base_sentence(self.tariffs, assume.us_base),
            *taiwan,
        )


class MultiSectorEngine:
    """`solve.multi_sector` on an input-output table."""

    def __init__(self, assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> None:
        table = _table("icio2019" if assume.table == WORLD else assume.table)
        self.name = table.name
        self.places = Places(table.codes, table.sectors, table.goods)
        self.tariffs = _base_tariffs(self.places, base_rates, table.tariffs, assume.us_base)
        self.us_base = assume.us_base
        economy = table.economy(tariffs=self.tariffs)
        if assume.deficits is Deficits.BALANCED:
            balanced = replace(economy, deficit=np.zeros(len(table.codes)))
            economy = solve_sectors(balanced, SectorPolicy.of(self.tariffs)).rebased()
        self.economy = economy
        self.gdp_usd = economy.value_added * UNIT_USD
        self.base_trade_usd = (table.intermediate + np.maximum(table.final, 0)) * UNIT_USD

    def _solve(self, tariffs: FloatArray, kept: FloatArray) -> SectorEquilibrium:
        return solve_sectors(self.economy, SectorPolicy(tariffs=tariffs, kept=kept))

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (N, N, S)."""
        return self._solve(tariffs, kept).after.trade * UNIT_USD

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """Exact real income is the welfare figure; the published first-order decomposition stands beside it."""
        after = self._solve(tariffs, kept)
        before, now = after.base.trade, after.after.trade
        parts = decomposition(after)
        columns = (
            Column(name=REAL_INCOME, label="real income", unit="percent", values=100 * (after.real_income - 1)),
            Column(name="prices_pct", label="consumer prices", unit="percent", values=100 * (after.consumer_price - 1)),
            Column(name="real_wage_pct", label="real wage", unit="percent", values=100 * parts.real_wage),
            Column(
                name="exports_pct",
                label="exports",
                unit="percent",
                values=change_pct(_foreign(now).sum(axis=(1, 2)), _foreign(before).sum(axis=(1, 2))),
            ),
            Column(
                name="imports_pct",
                label="imports",
                unit="percent",
                values=change_pct(_foreign(now).sum(axis=(0, 2)), _foreign(before).sum(axis=(0, 2))),
            ),
            Column(name="revenue_usd", label="tariff revenue", unit="USD", values=(after.after.revenue - after.base.revenue) * UNIT_USD),
            Column(name="terms_of_trade_points", label="terms of trade (first order)", unit="points", values=100 * parts.terms_of_trade),
            Column(name="volume_of_trade_points", label="volume of trade (first order)", unit="points", values=100 * parts.volume_of_trade),
        )
        return Result(
            engine=EngineName.MULTI_SECTOR,
            case=case,
            table=self.name,
            countries=self.places.codes,
            columns=columns,
            sectors=self.places.sectors,
            sector_columns=(
                Column(name="output_pct", label="output value", unit="percent", values=change_pct(now.sum(axis=1), before.sum(axis=1))),
                Column(name="price_pct", label="price to buyers", unit="percent", values=100 * (after.price - 1)),
            ),
            trade_before=before.sum(axis=2) * UNIT_USD,
            trade_after=now.sum(axis=2) * UNIT_USD,
            assumptions=(
                NO_FORECAST,
                "Input-output links and elasticities by sector (Ignatenko et al. 2025, Table 7; 4 for services, or the user's own); money "
                "figures relative to world value added.",
                _base_sentence(self.tariffs, self.us_base),
            ),
            residual=after.residual,
            steps=after.evaluations,
        )


def _deficit(after: FloatArray, before: FloatArray) -> FloatArray:
    """The change of imports minus exports (N,)."""
    deficit: FloatArray = (after - before).sum(axis=0) - (after - before).sum(axis=1)
    return deficit


def _foreign(trade: FloatArray) -> FloatArray:
    abroad = ~np.eye(trade.shape[0], dtype=bool)
    foreign: FloatArray = trade * abroad[:, :, None]
    return foreign


def _base_sentence(tariffs: FloatArray, us_base: str) -> str:
    if us_base:
        return (
            f"Base of US imports: the rates in effect on {us_base} by country (Waugh's tracker), the table's trade taken as observed under "
            "them; all other base tariffs count as zero unless named."
        )
    if not tariffs.any():
        return "The base is free trade: no open table of bilateral base tariffs was found, and the scenario names none."
    return "Base tariffs are those that the scenario names; all others are taken as zero."


@functools.lru_cache(maxsize=64)
def engine(assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> Engine:
    """The model that assumptions ask for."""
    if assume.engine is EngineName.ONE_SECTOR:
        return OneSectorEngine(assume, base_rates)
    return MultiSectorEngine(assume, base_rates)
