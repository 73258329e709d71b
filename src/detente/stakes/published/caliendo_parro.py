"""Caliendo and Parro (2015), Table 2: NAFTA's tariff cuts from 1993 to 2005, other tariffs as in 1993.

31 countries, 40 sectors. As the authors do, trade deficits are purged first and the cuts applied to the economy without.
"""

import functools

import numpy as np
from numpy.typing import NDArray

from detente.stakes.arrays import FloatArray
from detente.stakes.solve.multi_sector import SectorEquilibrium, solve_sectors
from detente.stakes.solve.sectors import SectorEconomy, SectorPolicy
from detente.stakes.tables.packaged import archive

MEMBERS = ("Mexico", "Canada", "USA")


def _exporter_first(array: NDArray[np.generic]) -> FloatArray:
    """From importer by exporter by sector, as the authors store it, to exporter by importer by sector."""
    return np.ascontiguousarray(array.transpose(1, 0, 2).astype(float))


@functools.cache
def observed() -> SectorEconomy:
    """The data of 1993."""
    stored = archive("caliendo_parro_1993")
    return SectorEconomy.of_shares(
        tuple(str(name) for name in stored["regions"]),
        tuple(str(name) for name in stored["sectors"]),
        trade_shares=_exporter_first(stored["pi_nij"]),
        tariffs=_exporter_first(stored["tau_nij_bln"]),
        inputs=stored["gamma_nkj"].astype(float),
        value_added_shares=stored["gamma_nj"].astype(float),
        final_shares=stored["alpha_nj"].astype(float),
        elasticities=stored["theta_j"].astype(float),
        value_added=stored["wL_n"].astype(float),
        deficit=stored["D_n"].astype(float),
    )


@functools.cache
def balanced() -> SectorEconomy:
    """1993 without trade deficits."""
    economy = observed()
    return solve_sectors(economy, SectorPolicy.of(economy.tariffs)).rebased()


def nafta_tariffs() -> FloatArray:
    """Tariffs (N, N, S) after the cuts."""
    return _exporter_first(archive("caliendo_parro_1993")["tau_nij_cfl"])


def solve_nafta() -> SectorEquilibrium:
    """The equilibrium after NAFTA's cuts."""
    return solve_sectors(balanced(), SectorPolicy.of(nafta_tariffs()))
