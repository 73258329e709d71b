"""How much of the trade between countries is in some sectors: the share that an act on some products covers at most.

In: sectors of the WIOD table (2011, 41 regions, 35 sectors), sellers, buyers. Out: their share of the goods trade between these countries,
or None where the table lacks a side. Holds: no seller, or no buyer, is all the world; home sales count for nothing.
"""

import numpy as np

from detente.errors import StakesError
from detente.stakes.scenario.places import Places
from detente.stakes.tables.inputoutput import packaged_table

SECTOR_TABLE = "wiod2011"


def sector_share(sectors: tuple[str, ...], *, exporters: tuple[str, ...], importers: tuple[str, ...]) -> float | None:
    """The share, between 0 and 1; StakesError for a sector that the table lacks."""
    table = packaged_table(SECTOR_TABLE)
    places = Places(table.codes, table.sectors, table.goods)
    trade = table.intermediate + np.maximum(table.final, 0)
    try:
        every = places.cells(exporters, importers, ())
    except StakesError:
        return None
    chosen = places.cells(exporters, importers, sectors)
    whole = float(trade[every].sum())
    return float(trade[chosen].sum()) / whole if whole > 0 else None
