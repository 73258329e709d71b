"""The engines behind one face: tariffs and bans by exporter, importer and sector in, a `Result` out.

In: assumptions and base tariffs. Holds: arrays are (N, N, S); the one-sector model has S = 1. Money is turned into USD here.
"""

import copy
import functools
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.result import REAL_INCOME, Column, Result, caveat, change_pct
from detente.stakes.scenario.acts import Assumptions, BaseRate, EngineName, Variant
from detente.stakes.scenario.base import WORLD, Engine, base_sentence, base_tariffs, taiwan_sentences
from detente.stakes.scenario.places import Places
from detente.stakes.scenario.product import ProductEngine
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.multi_sector import SectorEquilibrium, decomposition, solve_sectors
from detente.stakes.solve.one_sector import Deficits, Equilibrium, Parameters, Relief, balanced, solve
from detente.stakes.solve.outcomes import outcomes
from detente.stakes.solve.sectors import SectorPolicy
from detente.stakes.tables import world as world_table
from detente.stakes.tables.inputoutput import PACKAGED, UNIT_USD, InputOutputTable, packaged_table
from detente.stakes.tables.parquet import read_table


def _world() -> tuple[Economy, FloatArray, FloatArray, float]:
    """The 194 countries: the base, tariffs in force, the share of goods in each flow (N, N), the unit of money."""
    observed = world_table.world()
    return observed, np.zeros_like(observed.shares), np.ones_like(observed.shares), world_table.UNIT_USD


def _summed(table: InputOutputTable) -> tuple[Economy, FloatArray, FloatArray, float]:
    """The same of an input-output table summed to one sector."""
    border = table.intermediate + np.maximum(table.final, 0)
    goods = border * np.array(table.goods)
    whole, reached, taxed = border.sum(axis=2), goods.sum(axis=2), (goods * table.tariffs).sum(axis=2)
    in_force = np.where(reached > 0, taxed / np.where(reached > 0, reached, 1), 0.0)
    return table.one_sector(), in_force, np.where(whole > 0, reached / np.where(whole > 0, whole, 1), 1.0), UNIT_USD


@functools.cache
def _table(name: str) -> InputOutputTable:
    if name in PACKAGED:
        return packaged_table(name)
    folder = Path(name)
    if not folder.is_dir():
        raise StakesError(f"unknown table: {name!r}", hint=f"{WORLD}, {', '.join(PACKAGED)}, or a folder of parquet files")
    return read_table(folder)


# So many equilibria a run keeps at hand: the cases of a scenario share policies.
_SOLVED = 4


class OneSectorEngine:
    """`solve.one_sector` on the 194 countries, or on an input-output table summed to one sector.

    Such a sum holds services too, which no border measure reaches: acts are laid on goods, and `reach` (N, N), the share of goods in each
    flow of the table, turns rates and bans on goods into those on the flow. The 194 countries trade goods alone; there it is 1.
    """

    def __init__(self, assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> None:
        observed, in_force, self.reach, self.unit = _world() if assume.table == WORLD else _summed(_table(assume.table))
        self.places = Places(observed.codes, ("all goods",), (True,))
        self.tariffs = base_tariffs(self.places, base_rates, in_force[:, :, None], assume.us_base)
        self.assume = assume
        profit = None if assume.variant is Variant.EATON_KORTUM else observed.profit
        self.economy = Economy.observed(observed.codes, observed.trade, tariffs=self._on_flows(self.tariffs), profit=profit)
        parameters = Parameters.baseline(
            self.economy,
            elasticity=assume.elasticity,
            labour_supply=assume.labour_supply,
            completeness=assume.completeness,
            relief=assume.relief,
            deficits=assume.deficits,
        )
        is_plain = assume.variant is Variant.EATON_KORTUM
        self.parameters = replace(parameters, pass_through=np.ones(len(observed.codes))) if is_plain else parameters
        self._solved: deque[tuple[FloatArray, FloatArray, Equilibrium]] = deque(maxlen=_SOLVED)
        self.gdp_usd = self.economy.output * self.unit
        self.base_trade_usd = (self.economy.trade * self.reach)[:, :, None] * self.unit

    def _on_flows(self, tariffs: FloatArray) -> FloatArray:
        """Tariffs on goods (N, N, 1) as mean rates on whole flows (N, N)."""
        return tariffs[:, :, 0] * self.reach

    def apart(self) -> "OneSectorEngine":
        """The same model with a memory of its own: engines are shared, by threads too, what one run solved is not."""
        other = copy.copy(self)
        other._solved = deque(maxlen=_SOLVED)
        return other

    @functools.cached_property
    def _base(self) -> Economy:
        """The economy that policies are laid on: with balanced deficits without its imbalances."""
        return balanced(self.economy, self.parameters)

    def _solve(self, tariffs: FloatArray, kept: FloatArray, *, start: FloatArray | None = None) -> Equilibrium:
        """The equilibrium of a policy; those solved last are at hand."""
        for policy, others, known in self._solved:
            if np.array_equal(policy, tariffs) and np.array_equal(others, kept):
                return known
        banned = (1 - kept[:, :, 0]) * self.reach
        found = solve(self._base, self.parameters, Policy(tariffs=self._on_flows(tariffs), kept=1 - banned), start=start)
        self._solved.appendleft((tariffs.copy(), kept.copy(), found))
        return found

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (N, N, 1); asked for one policy after another it starts from the one before, which is near."""
        start = self._solved[0][2].unknowns if self._solved else None
        try:
            found = self._solve(tariffs, kept, start=start)
        except StakesError:
            found = self._solve(tariffs, kept)
        return found.trade[:, :, None] * self.unit

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """Real income first, then the other published outcomes."""
        after = self._solve(tariffs, kept)
        found = outcomes(after)
        revenue = after.revenue - after.base.revenue
        columns = (
            Column(name=REAL_INCOME, label="real income", unit="percent", values=found.welfare_pct),
            Column(name="prices_pct", label="consumer prices", unit="percent", values=found.prices_pct),
            Column(name="employment_pct", label="employment", unit="percent", values=found.employment_pct),
            Column(name="exports_over_gdp_pct", label="exports / GDP", unit="percent", values=found.exports_over_gdp_pct),
            Column(name="imports_over_gdp_pct", label="imports / GDP", unit="percent", values=found.imports_over_gdp_pct),
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
        through = (
            "pass-through complete, no repatriated profits (Eaton and Kortum)"
            if assume.variant is Variant.EATON_KORTUM
            else f"pass-through parameter {assume.completeness:g}"
        )
        reach = () if (self.reach == 1).all() else ("Acts reach goods; the services in each flow of the table go untaxed.",)
        return (
            caveat(assume.engine, assume.elasticity),
            f"Trade elasticity {assume.elasticity:g}, labour supply elasticity {assume.labour_supply:g}, {through}; tariff revenue "
            f"{money}; trade imbalances {deficits}.",
            base_sentence(self.tariffs, assume.us_base),
            *reach,
            *taiwan_sentences(self.places.codes),
        )


class MultiSectorEngine:
    """`solve.multi_sector` on an input-output table."""

    def __init__(self, assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> None:
        table = _table("icio2019" if assume.table == WORLD else assume.table)
        self.name = table.name
        self.places = Places(table.codes, table.sectors, table.goods)
        self.tariffs = base_tariffs(self.places, base_rates, table.tariffs, assume.us_base)
        self.us_base, self.elasticity = assume.us_base, assume.elasticity
        economy = table.economy(tariffs=self.tariffs)
        if assume.deficits is Deficits.BALANCED:
            balanced = replace(economy, deficit=np.zeros(len(table.codes)))
            economy = solve_sectors(balanced, SectorPolicy.of(self.tariffs)).rebased()
        self.economy = economy
        self.gdp_usd = economy.value_added * UNIT_USD
        self.base_trade_usd = (table.intermediate + np.maximum(table.final, 0)) * UNIT_USD

    def _solve(self, tariffs: FloatArray, kept: FloatArray) -> SectorEquilibrium:
        return solve_sectors(self.economy, SectorPolicy(tariffs=tariffs, kept=kept))

    def apart(self) -> "MultiSectorEngine":
        """Itself: it remembers nothing of a run."""
        return self

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
                caveat(EngineName.MULTI_SECTOR, self.elasticity),
                "Input-output links and elasticities by sector (Ignatenko et al. 2025, Table 7; 4 for services, or the user's own); money "
                "figures relative to world value added. The scenario's own elasticity, pass-through, labour and revenue settings play no "
                "part.",
                base_sentence(self.tariffs, self.us_base),
                *taiwan_sentences(self.places.codes),
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


@functools.lru_cache(maxsize=64)
def engine(assume: Assumptions, base_rates: tuple[BaseRate, ...]) -> Engine:
    """The model that assumptions ask for."""
    match assume.engine:
        case EngineName.ONE_SECTOR:
            return OneSectorEngine(assume, base_rates)
        case EngineName.MULTI_SECTOR:
            return MultiSectorEngine(assume, base_rates)
        case EngineName.PRODUCT:
            return ProductEngine(assume, base_rates)
        case _:
            assert_never(assume.engine)
