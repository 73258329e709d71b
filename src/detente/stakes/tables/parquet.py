"""A user's own input-output table as parquet files in a folder; needs the extra `stakes` (pyarrow).

    *trade*.parquet     exporter, sector, importer, intermediate_musd, final_musd   border values; rows that are missing are zero
    *io[._]*parquet      country, input, user, musd                                  input use by the using country, all origins
    *tariff*.parquet    exporter, sector, importer, rate_pct                        optional: tariffs in force, percent
    *sector*.parquet    sector, elasticity, goods                                   optional: trade elasticity, taxed at the border?

Countries and sectors are those of the trade file, sorted; ISO 3166-1 alpha-3 codes, and ROW for the rest.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.tables.inputoutput import InputOutputTable, goods_sectors, published_elasticities

_SPELLINGS = {"ROM": "ROU", "RoW": "ROW"}

Row = dict[str, str | float]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise StakesError("reading parquet needs pyarrow", hint="install the extra: detente[stakes]") from None
    try:
        table = parquet.read_table(path)
    except (OSError, ValueError) as error:
        raise StakesError(f"not a parquet file: {error}", where=str(path)) from None
    missing = [column for column in columns if column not in table.column_names]
    if missing:
        raise StakesError(f"columns are missing: {', '.join(missing)}", where=str(path))
    yield from table.select(list(columns)).to_pylist()


def _one(folder: Path, pattern: str) -> Path | None:
    found = sorted(folder.glob(pattern))
    if len(found) > 1:
        raise StakesError(f"{len(found)} files match {pattern}", where=str(folder), hint="keep one")
    return found[0] if found else None


def _needed(folder: Path, pattern: str) -> Path:
    path = _one(folder, pattern)
    if path is None:
        raise StakesError(f"no file matches {pattern}", where=str(folder))
    return path


def _code(value: str | float) -> str:
    return _SPELLINGS.get(str(value), str(value))


class _Places:
    """Where countries and sectors stand; unknown ones are refused with the file that names them."""

    def __init__(self, codes: tuple[str, ...], sectors: tuple[str, ...]) -> None:
        self.codes = {code: place for place, code in enumerate(codes)}
        self.sectors = {code: place for place, code in enumerate(sectors)}

    def country(self, value: str | float, path: Path) -> int:
        return self._find(self.codes, _code(value), "country", path)

    def sector(self, value: str | float, path: Path) -> int:
        return self._find(self.sectors, str(value), "sector", path)

    @staticmethod
    def _find(places: dict[str, int], value: str, what: str, path: Path) -> int:
        if value not in places:
            raise StakesError(f"unknown {what}: {value!r}", where=str(path))
        return places[value]


def read_table(folder: Path) -> InputOutputTable:
    """The table in a folder."""
    path = _needed(folder, "*trade*.parquet")
    flows = list(_rows(path, ("exporter", "sector", "importer", "intermediate_musd", "final_musd")))
    codes = tuple(sorted({_code(row[side]) for row in flows for side in ("exporter", "importer")}))
    sectors = tuple(sorted({str(row["sector"]) for row in flows}))
    places = _Places(codes, sectors)
    shape = (len(codes), len(codes), len(sectors))
    intermediate, final = np.zeros(shape), np.zeros(shape)
    for row in flows:
        cell = places.country(row["exporter"], path), places.country(row["importer"], path), places.sector(row["sector"], path)
        intermediate[cell], final[cell] = row["intermediate_musd"], row["final_musd"]
    elasticities, goods = _sectors(folder, places, sectors)
    return InputOutputTable(
        name=folder.name,
        codes=codes,
        sectors=sectors,
        intermediate=intermediate,
        final=final,
        inputs=_inputs(folder, places),
        tariffs=_tariffs(folder, places, shape),
        elasticities=elasticities,
        goods=goods,
    )


def _inputs(folder: Path, places: _Places) -> FloatArray:
    path = _needed(folder, "*io[._]*parquet")
    inputs = np.zeros((len(places.codes), len(places.sectors), len(places.sectors)))
    for row in _rows(path, ("country", "input", "user", "musd")):
        inputs[places.country(row["country"], path), places.sector(row["input"], path), places.sector(row["user"], path)] = row["musd"]
    return inputs


def _tariffs(folder: Path, places: _Places, shape: tuple[int, int, int]) -> FloatArray:
    tariffs = np.zeros(shape)
    path = _one(folder, "*tariff*.parquet")
    if path is not None:
        for row in _rows(path, ("exporter", "sector", "importer", "rate_pct")):
            cell = places.country(row["exporter"], path), places.country(row["importer"], path), places.sector(row["sector"], path)
            tariffs[cell] = float(row["rate_pct"]) / 100
    return tariffs


def _sectors(folder: Path, places: _Places, sectors: tuple[str, ...]) -> tuple[FloatArray, tuple[bool, ...]]:
    path = _one(folder, "*sector*.parquet")
    if path is None:
        return published_elasticities(sectors), goods_sectors(sectors)
    elasticities, goods = np.full(len(sectors), np.nan), [True] * len(sectors)
    for row in _rows(path, ("sector", "elasticity", "goods")):
        place = places.sector(row["sector"], path)
        elasticities[place], goods[place] = row["elasticity"], bool(row["goods"])
    if np.isnan(elasticities).any():
        raise StakesError("no elasticity", where=f"{path}: {sectors[int(np.isnan(elasticities).argmax())]}")
    return elasticities, tuple(goods)
