"""The world of the multi-sector model: shares by sector, input-output links, tariffs; and what shocks it.

Symbols, N countries, S sectors, i exporter, j importer, s and k sectors:
- pi_ijs   share of j's spending on s that goes to i, at tariff-inclusive values
- g_jks    share of input k in the output of s in j;  v_js share of value added;  sum_k g_jks + v_js = 1
- a_js     share of s in final spending
- theta_s  trade elasticity;  t_ijs tariffs as fractions
- w_j L_j  value added;  D_j trade deficit

Holds: shares sum to one exactly (they are normalised: else Walras' law leaves a floor near 2e-8 under the residual).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray

SHARE_SLACK = 1e-3
"""How far shares may be from summing to one before they count as wrong instead of rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorEconomy:
    """`trade_shares`, `tariffs` (N, N, S); `inputs` (N, S input, S user); `value_added_shares`, `final_shares` (N, S);
    `elasticities` (S,); `value_added`, `deficit` (N,)."""

    codes: tuple[str, ...]
    sectors: tuple[str, ...]
    trade_shares: FloatArray
    tariffs: FloatArray
    inputs: FloatArray
    value_added_shares: FloatArray
    final_shares: FloatArray
    elasticities: FloatArray
    value_added: FloatArray
    deficit: FloatArray

    @classmethod
    def of_shares(
        cls,
        codes: tuple[str, ...],
        sectors: tuple[str, ...],
        *,
        trade_shares: FloatArray,
        tariffs: FloatArray,
        inputs: FloatArray,
        value_added_shares: FloatArray,
        final_shares: FloatArray,
        elasticities: FloatArray,
        value_added: FloatArray,
        deficit: FloatArray,
    ) -> Self:
        """Checked and normalised."""
        if not (elasticities > 0).all():
            raise StakesError("a trade elasticity must be positive", where=sectors[int(elasticities.argmin())])
        _check_sector_tariffs(codes, sectors, tariffs)
        trade_sum = trade_shares.sum(axis=0)
        cost_sum = inputs.sum(axis=1) + value_added_shares
        final_sum = final_shares.sum(axis=1, keepdims=True)
        for name, total in (("trade shares", trade_sum), ("input and value-added shares", cost_sum)):
            if not (np.abs(total - 1) <= SHARE_SLACK).all():
                place, sector = np.argwhere(~(np.abs(total - 1) <= SHARE_SLACK))[0]
                raise StakesError(f"{name} sum to {total[place, sector]:g}, not 1", where=f"{codes[place]}, {sectors[sector]}")
        if not (np.abs(final_sum - 1) <= SHARE_SLACK).all():
            raise StakesError("final shares do not sum to 1", where=codes[int(np.abs(final_sum - 1).argmax())])
        return cls(
            codes=codes,
            sectors=sectors,
            trade_shares=trade_shares / trade_sum,
            tariffs=tariffs,
            inputs=inputs / cost_sum[:, None, :],
            value_added_shares=value_added_shares / cost_sum,
            final_shares=final_shares / final_sum,
            elasticities=elasticities,
            value_added=value_added,
            deficit=deficit - deficit.sum() * value_added / value_added.sum(),
        )


def _check_sector_tariffs(codes: tuple[str, ...], sectors: tuple[str, ...], tariffs: FloatArray) -> None:
    if tariffs.shape != (len(codes), len(codes), len(sectors)):
        raise StakesError(f"tariffs have shape {tariffs.shape} for {len(codes)} countries and {len(sectors)} sectors")
    if not (np.isfinite(tariffs) & (tariffs > -1)).all():
        exporter, importer, sector = np.argwhere(~(np.isfinite(tariffs) & (tariffs > -1)))[0]
        raise StakesError(
            f"a tariff of {100 * tariffs[exporter, importer, sector]:g} percent is impossible: it must be above -100",
            where=f"{codes[importer]} on {codes[exporter]}, {sectors[sector]}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPolicy:
    """`tariffs` (N, N, S) after the act, as fractions; `kept` (N, N, S), the share of a flow that is not banned."""

    tariffs: FloatArray
    kept: FloatArray

    @classmethod
    def of(cls, tariffs: FloatArray) -> Self:
        """Tariffs alone."""
        return cls(tariffs=tariffs, kept=np.ones_like(tariffs))

    def check(self, economy: SectorEconomy) -> None:
        """Refuse impossible tariffs and ban shares outside 0..1."""
        _check_sector_tariffs(economy.codes, economy.sectors, self.tariffs)
        if not ((self.kept >= 0) & (self.kept <= 1)).all():
            raise StakesError("a ban must cover between 0 and 100 percent of a flow")
