"""Codes of countries, blocs and sectors to places in a table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import StakesError
from detente.stakes.solve.economy import missing_hint
from detente.stakes.solve.game.table import EU27

Cells = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]

BLOCS = {EU27.name: EU27.members}


@dataclass(frozen=True, slots=True)
class Places:
    """The axes of a table; `goods` (S,) says which sectors a border measure reaches when an act names none."""

    codes: tuple[str, ...]
    sectors: tuple[str, ...]
    goods: tuple[bool, ...]

    def countries(self, codes: tuple[str, ...]) -> list[int]:
        """Places of countries and members of blocs; no code is all the world."""
        if not codes:
            return list(range(len(self.codes)))
        found: list[int] = []
        for code in codes:
            members = (code,) if code in self.codes else BLOCS.get(code, (code,))
            known = [self.codes.index(member) for member in members if member in self.codes]
            if not known:
                raise StakesError(f"unknown country: {code!r}", hint=missing_hint(code))
            found += known
        return sorted(set(found))

    def sector_places(self, sectors: tuple[str, ...]) -> list[int]:
        """Places of sectors; none named is all goods. StakesError for a sector that the table lacks, and where it tells none apart."""
        if not sectors:
            return [place for place, is_goods in enumerate(self.goods) if is_goods]
        if len(self.sectors) == 1 and sectors != self.sectors:
            raise StakesError(
                f"this model tells no sectors apart: {', '.join(sectors)}",
                hint='give their `share` of the flow instead, or take engine = "multi_sector"',
            )
        for sector in sectors:
            if sector not in self.sectors:
                raise StakesError(f"unknown sector: {sector!r}", hint=f"one of {', '.join(self.sectors)}")
        return [self.sectors.index(sector) for sector in sectors]

    def cells(self, exporters: tuple[str, ...], importers: tuple[str, ...], sectors: tuple[str, ...]) -> Cells:
        """Cells (exporter, importer, sector) of the flows between different countries, without those inside a bloc that acts as one."""
        sellers, buyers = self.countries(exporters), self.countries(importers)
        pairs = [
            (seller, buyer)
            for seller in sellers
            for buyer in buyers
            if seller != buyer and not self._inside(seller, buyer, importers, exporters)
        ]
        if not pairs:
            raise StakesError("no flow between the countries named", where=f"{', '.join(exporters)} to {', '.join(importers)}")
        chosen = self.sector_places(sectors)
        flat = np.array([(seller, buyer, sector) for seller, buyer in pairs for sector in chosen], dtype=np.intp)
        return flat[:, 0], flat[:, 1], flat[:, 2]

    def _inside(self, seller: int, buyer: int, importers: tuple[str, ...], exporters: tuple[str, ...]) -> bool:
        """Whether a flow is inside a bloc that acts or is acted upon as one."""
        for name, members in BLOCS.items():
            if name in (*importers, *exporters) and self.codes[seller] in members and self.codes[buyer] in members:
                return True
        return False
