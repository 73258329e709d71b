"""The product model behind the face of all engines: one product's market in the short run.

In: a table of the product's trade (`tables.product`), base tariffs. Out: `Result`, net gain first. Holds: arrays are (R, R, 1);
figures that a region cannot have (the world price of what it does not sell) are NaN.
"""

from dataclasses import replace

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.result import ONE_MARKET, Column, Result, change_pct
from detente.stakes.scenario.acts import Assumptions, BaseRate, EngineName
from detente.stakes.scenario.base import WORLD, base_sentence, base_tariffs, taiwan_sentences
from detente.stakes.scenario.places import Places
from detente.stakes.solve.product import ProductChange, solve_product
from detente.stakes.tables.product import UNIT_USD, ProductTable, product_table

_MOST = 5
_SCARCE = 1e-6


class ProductEngine:
    """`solve.product` on the table that the assumptions name, or on the one given."""

    def __init__(self, assume: Assumptions, base_rates: tuple[BaseRate, ...], *, table: ProductTable | None = None) -> None:
        if table is None and assume.table == WORLD:
            raise StakesError(
                "the product model needs a table of the product's trade, and none is named; the 194 countries trade all goods as one",
                where="table",
                hint="a .toml, .csv or .parquet file, or sectors of a packaged table as in `wiod2011:c12`: docs/stakes.md",
            )
        self.table = product_table(assume.table) if table is None else table
        market = self.table.market
        self.places = Places(market.regions, (self.table.product,), (True,))
        self.tariffs = base_tariffs(self.places, base_rates, (market.powers - 1)[:, :, None], assume.us_base)
        self.name, self.us_base = assume.table, assume.us_base
        self.market = replace(market, powers=1 + self.tariffs[:, :, 0])
        self.gdp_usd = np.full(len(market.regions), np.nan)
        self.base_trade_usd = market.trade[:, :, None] * UNIT_USD

    def _solve(self, tariffs: FloatArray, kept: FloatArray) -> ProductChange:
        return solve_product(self.market, 1 + tariffs[:, :, 0], kept=kept[:, :, 0])

    def apart(self) -> "ProductEngine":
        """Itself: it remembers nothing of a run."""
        return self

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (R, R, 1) at world prices under a policy, USD."""
        return self._solve(tariffs, kept).value[:, :, None] * UNIT_USD

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """Net gain first, then prices, output, trade, and whose gain it is."""
        change = self._solve(tariffs, kept)
        notes = (
            *_described(self.table),
            base_sentence(self.tariffs, self.us_base),
            *_held(change, case),
            *taiwan_sentences(self.places.codes),
        )
        return product_result(change, case=case, table=self.name, unit_usd=UNIT_USD, notes=notes)


def _described(table: ProductTable) -> tuple[str, ...]:
    market = table.market
    named = (("demand", market.demand), ("supply", market.supply), ("substitution", market.substitution))
    figures = ", ".join(f"{name} {_span(values)}{' (standard)' if name in table.standard else ''}" for name, values in named)
    standard = "; standard ones are those of the published example, not estimates for this product" if table.standard else ""
    whole = ("A sector holds much else than the goods that a report names: the effect is at most this.",) if table.sectors else ()
    return (f"{table.product}: linear in the changes; elasticities: {figures}{standard}.", *whole)


def _span(values: FloatArray) -> str:
    low, high = float(values.min()), float(values.max())
    return f"{low:g}" if low == high else f"{low:g} to {high:g} by region"


def _held(change: ProductChange, case: str) -> tuple[str, ...]:
    """Flows that stop, and what scarcity under a ban adds to prices."""
    regions = change.market.regions
    stopped = [f"{regions[r]} to {regions[v]}" for r, v in np.argwhere(change.scarcity < -_SCARCE)]
    scarce = [f"{regions[r]} to {regions[v]} {100 * change.scarcity[r, v]:.0f}" for r, v in np.argwhere(change.scarcity > _SCARCE)]
    return (
        *((f"In {case!r} trade stops where the tariff is above what any buyer pays: {_some(stopped)}.",) if stopped else ()),
        *((f"In {case!r} bans add to buyers' prices, and nobody earns it, percent of the base price: {_some(scarce)}.",) if scarce else ()),
    )


def _some(words: list[str]) -> str:
    more = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" and {more} more" if more > 0 else "")


def product_result(change: ProductChange, *, case: str, table: str, unit_usd: float, notes: tuple[str, ...]) -> Result:
    """The common result; `unit_usd` is the USD that the market's trade is counted in."""
    market, before, after = change.market, change.market.trade, change.value
    abroad = ~np.eye(len(market.regions), dtype=bool)
    sells, buys = before.sum(axis=1) > 0, before.sum(axis=0) > 0
    percents = (
        ("world_price_pct", "world price of its goods", np.where(sells, 100 * change.world_price, np.nan)),
        ("prices_pct", "price to its buyers", np.where(buys, 100 * change.index, np.nan)),
        ("output_pct", "output", np.where(sells, 100 * change.output, np.nan)),
        ("exports_pct", "exports", change_pct((after * abroad).sum(axis=1), (before * abroad).sum(axis=1))),
        ("imports_pct", "imports", change_pct((after * abroad).sum(axis=0), (before * abroad).sum(axis=0))),
    )
    gains = (
        ("producers_usd", "producers' gain", change.producers),
        ("consumers_usd", "buyers' gain", change.consumers),
        ("revenue_usd", "tariff revenue", change.revenue),
    )
    return Result(
        engine=EngineName.PRODUCT,
        case=case,
        table=table,
        countries=market.regions,
        columns=(
            Column(name="welfare_usd", label="net gain", unit="USD", values=change.welfare * unit_usd),
            *(Column(name=name, label=label, unit="percent", values=values) for name, label, values in percents),
            *(Column(name=name, label=label, unit="USD", values=values * unit_usd) for name, label, values in gains),
        ),
        sectors=(),
        sector_columns=(),
        trade_before=before * unit_usd,
        trade_after=after * unit_usd,
        assumptions=(ONE_MARKET, *notes),
        residual=change.residual,
        steps=change.steps,
    )
