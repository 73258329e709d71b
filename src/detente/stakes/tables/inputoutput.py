"""Input-output tables: from flows to the shares of the multi-sector model, or summed to the one-sector one.

In: intermediate and final trade (N, N, S) exporter by importer by sector, inputs (N, S input, S user), million USD, by importer.
Out: `SectorEconomy` and `Economy`.

    output_is = sum_j (intermediate + final)_ijs;  value added = output minus inputs
    final_js = spending_js minus inputs used;  deficit = imports minus exports at border values

Negative final demand (inventories run down) and negative value added are set to zero before shares are formed, so a small
imbalance of the raw table is absorbed by solving for the base (`SectorEconomy` is then rebased on its own equilibrium).
"""

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.economy import Economy
from detente.stakes.solve.multi_sector import solve_sectors
from detente.stakes.solve.sectors import SectorEconomy, SectorPolicy
from detente.stakes.tables.packaged import Archive, archive, rows

PACKAGED = ("icio2019", "wiod2011")
UNIT_USD = 1e6
"""Money in these tables is in million USD."""

_LEAST_VALUE_ADDED = 0.01
_SERVICES = 4.0
_ELASTICITY_SOURCE = "Ignatenko et al. 2025 Table 7"
_SECTION_OF = {"A": "Agriculture", "c1": "Agriculture", "B": "Mining", "c2": "Mining"}
_MANUFACTURES = {"C", *(f"c{number}" for number in range(3, 17))}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOutputTable:
    """`intermediate`, `final`, `tariffs` (fractions) (N, N, S); `inputs` (N, S, S); `elasticities` (S,); `goods` (S,) true where trade
    can be taxed at the border."""

    name: str
    codes: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: FloatArray
    final: FloatArray
    inputs: FloatArray
    tariffs: FloatArray
    elasticities: FloatArray
    goods: tuple[bool, ...]

    def __post_init__(self) -> None:
        size, sectors = len(self.codes), len(self.sectors)
        for name, found, expected in (
            ("intermediate trade", self.intermediate.shape, (size, size, sectors)),
            ("final trade", self.final.shape, (size, size, sectors)),
            ("inputs", self.inputs.shape, (size, sectors, sectors)),
        ):
            if found != expected:
                raise StakesError(f"{name}: shape {found}, not {expected}", where=self.name)
        self._refuse_impossible()
        used, traded = self.inputs.sum(axis=2), self.intermediate.sum(axis=0)
        if (np.abs(used - traded) > 1e-3 * traded.max()).any():
            place, sector = np.unravel_index(int(np.abs(used - traded).argmax()), used.shape)
            raise StakesError(
                f"intermediate imports {traded[place, sector]:g} are not the inputs used {used[place, sector]:g}",
                where=f"{self.name}: {self.codes[place]}, {self.sectors[sector]}",
            )

    def _refuse_impossible(self) -> None:
        """Flows are numbers, all but final demand (inventories run down) not negative; every country sells; own goods go untaxed."""
        for name, values in (("intermediate trade", self.intermediate), ("inputs", self.inputs)):
            if not (np.isfinite(values) & (values >= 0)).all():
                cell = np.argwhere(~(np.isfinite(values) & (values >= 0)))[0]
                raise StakesError(f"{name} negative or not a number: {values[tuple(cell)]:g}", where=f"{self.name}: {self.codes[cell[0]]}")
        sold = (self.intermediate + np.maximum(self.final, 0)).sum(axis=(1, 2))
        if not (np.isfinite(sold) & (sold > 0)).all():
            place = int((~(np.isfinite(sold) & (sold > 0))).argmax())
            raise StakesError(
                "sells nothing, not even at home", where=f"{self.name}: {self.codes[place]}", hint="home sales belong into the table"
            )
        if taxed := [code for place, code in enumerate(self.codes) if self.tariffs[place, place].any()]:
            raise StakesError("a tariff on own goods", where=f"{self.name}: {taxed[0]}")

    def economy(self, *, tariffs: FloatArray | None = None, elasticities: FloatArray | None = None) -> SectorEconomy:
        """The multi-sector base, an exact equilibrium of the model; `tariffs` (N, N, S) in force in it."""
        border = self.intermediate + np.maximum(self.final, 0)
        rates = self.tariffs if tariffs is None else tariffs
        values = border * (1 + rates)
        output = border.sum(axis=1)
        spending = values.sum(axis=0)
        value_added = np.maximum(output - self.inputs.sum(axis=1), _LEAST_VALUE_ADDED * np.maximum(output, 1e-6))
        costs = self.inputs.sum(axis=1) + value_added
        final = np.maximum(spending - self.inputs.sum(axis=2), 0)
        absent = spending <= 0
        shares = np.where(absent, np.eye(len(self.codes))[:, :, None], values / np.where(absent, 1, spending))
        total = value_added.sum(axis=1)
        raw = SectorEconomy.of_shares(
            self.codes,
            self.sectors,
            trade_shares=shares,
            tariffs=rates,
            inputs=self.inputs / costs[:, None, :],
            value_added_shares=value_added / costs,
            final_shares=final / final.sum(axis=1, keepdims=True),
            elasticities=self.elasticities if elasticities is None else elasticities,
            value_added=total,
            deficit=(border.sum(axis=(0, 2)) - border.sum(axis=(1, 2))),
        )
        return solve_sectors(raw, SectorPolicy.of(rates)).rebased()

    def one_sector(self, *, tariffs: FloatArray | None = None) -> Economy:
        """All goods and services as one, home sales included; `tariffs` (N, N) in force."""
        trade = (self.intermediate + np.maximum(self.final, 0)).sum(axis=2)
        return Economy.observed(self.codes, trade, tariffs=tariffs)


def published_elasticities(sectors: tuple[str, ...]) -> FloatArray:
    """Ignatenko et al. (2025), Table 7, for agriculture, mining and manufactures; 4 for services, where none is published there."""
    published = {row["scope"]: float(row["value"]) for row in rows("elasticities") if row["source"].startswith(_ELASTICITY_SOURCE)}
    names = (_SECTION_OF.get(code, "Manufacturing" if code in _MANUFACTURES else "") for code in sectors)
    return np.array([published.get(name, _SERVICES) for name in names])


def from_archive(name: str, stored: Archive) -> InputOutputTable:
    """From the arrays of a saved table."""
    sectors = tuple(str(code) for code in stored["sectors"])
    inter = stored["intermediate"].astype(float)
    return InputOutputTable(
        name=name,
        codes=tuple(str(code) for code in stored["codes"]),
        sectors=sectors,
        intermediate=inter,
        final=stored["final"].astype(float),
        inputs=stored["inputs"].astype(float),
        tariffs=stored["tariffs"].astype(float) if "tariffs" in stored else np.zeros_like(inter),
        elasticities=stored["elasticities"].astype(float) if "elasticities" in stored else published_elasticities(sectors),
        goods=tuple(bool(flag) for flag in stored["goods"]) if "goods" in stored else goods_sectors(sectors),
    )


def goods_sectors(sectors: tuple[str, ...]) -> tuple[bool, ...]:
    """Agriculture, mining and manufactures by the codes of ICIO and WIOD; all sectors where no code is known."""
    known = tuple(code in _SECTION_OF or code in _MANUFACTURES for code in sectors)
    return known if any(known) else (True,) * len(sectors)


@functools.cache
def packaged_table(name: str) -> InputOutputTable:
    """`icio2019` (20 regions, 20 sections) or `wiod2011` (41 regions, 35 sectors, with Taiwan)."""
    if name not in PACKAGED:
        raise StakesError(f"unknown table: {name!r}", hint=f"one of {', '.join(PACKAGED)}, or a folder of parquet files")
    return from_archive(name, archive(name))


def save(table: InputOutputTable, path: Path) -> None:
    """Write a table as a numpy archive, flows in single precision as the sources have them."""
    np.savez_compressed(
        path,
        codes=np.array(table.codes),
        sectors=np.array(table.sectors),
        intermediate=table.intermediate.astype(np.float32),
        final=table.final.astype(np.float32),
        inputs=table.inputs.astype(np.float32),
        tariffs=table.tariffs.astype(np.float32),
        elasticities=table.elasticities,
        goods=np.array(table.goods),
    )
