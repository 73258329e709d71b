"""The world of the one-sector model as observed: shares, incomes, imbalances, tariffs, and what shocks it.

Symbols, N countries, i exporter, j importer:
- X_ij   trade at border values, X_jj home sales
- t0_ij  base tariffs, as fractions (0.1 is 10 percent); values at tariff-inclusive prices are V_ij = X_ij (1 + t0_ij)
- E_j    spending, the sum over i of V_ij;  lambda_ij = V_ij / E_j
- nu_j   share of a destination's sales that is repatriated there as profit
- Y_i    output, the sum over j of (1 - nu_j) X_ij, plus nu_i times the sum over j of X_ji
- T_i    imbalance, the sum over j of X_ji, minus Y_i; they sum to zero

Holds: an `Economy` satisfies these identities exactly, so a zero shock changes nothing.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """`shares`, `tariffs` (N, N); `spending`, `output`, `imbalance`, `profit` (N,); money in one unit, whichever."""

    codes: tuple[str, ...]
    shares: FloatArray
    tariffs: FloatArray
    spending: FloatArray
    output: FloatArray
    imbalance: FloatArray
    profit: FloatArray

    @classmethod
    def observed(
        cls, codes: tuple[str, ...], trade: FloatArray, *, tariffs: FloatArray | None = None, profit: FloatArray | None = None
    ) -> Self:
        """From trade (N, N) at border values with home sales on the diagonal."""
        size = len(codes)
        tariffs = np.zeros((size, size)) if tariffs is None else tariffs
        profit = np.zeros(size) if profit is None else profit
        check_trade(codes, trade)
        check_tariffs(codes, tariffs)
        values = trade * (1 + tariffs)
        spending = values.sum(axis=0)
        if (spending <= 0).any():
            raise StakesError("spends nothing in the data", where=codes[int(spending.argmin())])
        bought = trade.sum(axis=0)
        output = trade @ (1 - profit) + profit * bought
        return cls(
            codes=codes,
            shares=values / spending,
            tariffs=tariffs,
            spending=spending,
            output=output,
            imbalance=bought - output,
            profit=profit,
        )

    @property
    def trade(self) -> FloatArray:
        """X (N, N): trade at border values."""
        return self.shares * self.spending / (1 + self.tariffs)

    @property
    def revenue(self) -> FloatArray:
        """Tariff revenue (N,) in the base."""
        values: FloatArray = (self.trade * self.tariffs).sum(axis=0)
        return values

    def index(self, code: str) -> int:
        """The place of a country."""
        try:
            return self.codes.index(code)
        except ValueError:
            raise StakesError(f"unknown country: {code!r}", hint=missing_hint(code)) from None

    def without_profit(self) -> "Economy":
        """The Eaton-Kortum variant: the same trade, no repatriated profits."""
        return Economy.observed(self.codes, self.trade, tariffs=self.tariffs)


def missing_hint(code: str) -> str:
    """What to say when a country is not in a table."""
    return "Taiwan is missing in the 194-country data; it is in the WIOD table" if code == "TWN" else "give its ISO 3166-1 alpha-3 code"


def check_trade(codes: tuple[str, ...], trade: FloatArray) -> None:
    """Refuse trade that is not a finite, non-negative square table."""
    if trade.shape != (len(codes), len(codes)):
        raise StakesError(f"trade has shape {trade.shape} for {len(codes)} countries")
    if not np.isfinite(trade).all() or (trade < 0).any():
        exporter, importer = np.argwhere(~(np.isfinite(trade) & (trade >= 0)))[0]
        raise StakesError("trade is negative or not a number", where=f"{codes[exporter]} to {codes[importer]}")


def check_tariffs(codes: tuple[str, ...], tariffs: FloatArray) -> None:
    """Refuse tariffs at or below -100 percent, on own goods, or not finite."""
    if tariffs.shape != (len(codes), len(codes)):
        raise StakesError(f"tariffs have shape {tariffs.shape} for {len(codes)} countries")
    if not np.isfinite(tariffs).all() or (tariffs <= -1).any():
        exporter, importer = np.argwhere(~(np.isfinite(tariffs) & (tariffs > -1)))[0]
        rate = 100 * tariffs[exporter, importer]
        raise StakesError(
            f"a tariff of {rate:g} percent is impossible: it must be above -100", where=f"{codes[importer]} on {codes[exporter]}"
        )
    if np.diagonal(tariffs).any():
        raise StakesError("a tariff on own goods", where=codes[int(np.abs(np.diagonal(tariffs)).argmax())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What shocks an economy: `tariffs` (N, N), totals after the act as fractions; `kept` (N, N), the share of each flow's
    products that is not banned (1 where nothing is, 0 for a full embargo)."""

    tariffs: FloatArray
    kept: FloatArray

    @classmethod
    def unchanged(cls, economy: Economy) -> Self:
        """The base."""
        return cls(tariffs=economy.tariffs, kept=np.ones_like(economy.tariffs))

    @classmethod
    def of(cls, tariffs: FloatArray) -> Self:
        """Tariffs alone."""
        return cls(tariffs=tariffs, kept=np.ones_like(tariffs))

    def with_tariffs(self, tariffs: FloatArray) -> Self:
        """The same bans with other tariffs."""
        return replace(self, tariffs=tariffs)

    def check(self, codes: tuple[str, ...]) -> None:
        """Refuse impossible tariffs and ban shares outside 0..1."""
        check_tariffs(codes, self.tariffs)
        if not ((self.kept >= 0) & (self.kept <= 1)).all() or (np.diagonal(self.kept) != 1).any():
            raise StakesError("a ban must cover between 0 and 100 percent of a foreign flow")
