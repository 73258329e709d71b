"""A user's own input-output table as parquet files in a folder; needs the extra `stakes` (pyarrow).

    *trade*.parquet     exporter, sector, importer, intermediate_musd, final_musd   border values; rows that are missing are zero
    *io[._]*parquet      country, input, user, musd                                  input use by the using country, all origins
    *tariff*.parquet    exporter, sector, importer, rate_pct                        optional: tariffs in force, percent
    *sector*.parquet    sector, elasticity, goods                                   optional: trade elasticity, taxed at the border?

Countries and sectors are those of the trade file, sorted; ISO 3166-1 alpha-3 codes, and ROW for the rest. Rows are counted from 1 in
errors; a cell that is empty, not of its type, or told twice is refused.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.tables.inputoutput import InputOutputTable, goods_sectors, published_elasticities

_SPELLINGS = {"ROM": "ROU", "RoW": "ROW"}

Row = dict[str, object]


def parquet_rows(path: Path, columns: Sequence[str], *, optional: Sequence[str] = ()) -> list[Row]:
    """The rows of a parquet file with the named columns, and those of `optional` that it has; StakesError for what is no such file."""
    try:
        from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise StakesError("reading parquet needs pyarrow", hint="install the extra: detente[stakes]") from None
    try:
        table = parquet.read_table(path)
    except (OSError, ValueError) as error:
        raise StakesError(f"not a parquet file: {error}", where=str(path)) from None
    refuse_missing(path, columns, table.column_names)
    rows: list[Row] = table.select([*columns, *(column for column in optional if column in table.column_names)]).to_pylist()
    return rows


def refuse_missing(path: Path, columns: Sequence[str], found: Sequence[str]) -> None:
    """StakesError where a column is missing."""
    if missing := [column for column in columns if column not in found]:
        raise StakesError(f"columns are missing: {', '.join(missing)}", where=str(path), hint=f"it has {', '.join(found) or 'none'}")


def number_in(row: Row, column: str, where: str) -> float:
    """A finite number of a row; StakesError for anything else."""
    value = row[column]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise StakesError(f"`{column}` must be a number, not {value!r}", where=where)
    return float(value)


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


def _text(row: Row, column: str, where: str) -> str:
    value = row[column]
    if not isinstance(value, str) or not value:
        raise StakesError(f"`{column}` must be text, not {value!r}", where=where)
    return _SPELLINGS.get(value, value)


def numbered(path: Path, rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """Rows with their places, for errors."""
    return [(f"{path}, row {number}", row) for number, row in enumerate(rows, 1)]


class _Cells:
    """An array filled row by row: names that the trade file does not hold, and cells told twice, are refused."""

    def __init__(self, *axes: tuple[str, ...]) -> None:
        self.axes = [{name: place for place, name in enumerate(axis)} for axis in axes]
        self.values = np.zeros([len(axis) for axis in axes])
        self.told: set[tuple[int, ...]] = set()

    def put(self, row: Row, columns: Sequence[str], value: float, where: str) -> None:
        """A value at the cell that the columns name."""
        cell: list[int] = []
        for column, axis in zip(columns, self.axes, strict=True):
            name = _text(row, column, where)
            if name not in axis:
                raise StakesError(f"unknown {column}: {name!r}", where=where, hint="the trade file does not hold it")
            cell.append(axis[name])
        if tuple(cell) in self.told:
            raise StakesError(f"told twice: {', '.join(_text(row, column, where) for column in columns)}", where=where)
        self.told.add(tuple(cell))
        self.values[tuple(cell)] = value


def read_table(folder: Path) -> InputOutputTable:
    """The table in a folder; StakesError with file and row for what is wrong in it."""
    path = _needed(folder, "*trade*.parquet")
    flows = numbered(path, parquet_rows(path, ("exporter", "sector", "importer", "intermediate_musd", "final_musd")))
    codes = tuple(sorted({_text(row, side, where) for where, row in flows for side in ("exporter", "importer")}))
    sectors = tuple(sorted({_text(row, "sector", where) for where, row in flows}))
    intermediate, final = _Cells(codes, codes, sectors), _Cells(codes, codes, sectors)
    for where, row in flows:
        for cells, column in ((intermediate, "intermediate_musd"), (final, "final_musd")):
            cells.put(row, ("exporter", "importer", "sector"), number_in(row, column, where), where)
    elasticities, goods = _sectors(folder, sectors)
    return InputOutputTable(
        name=folder.name,
        codes=codes,
        sectors=sectors,
        intermediate=intermediate.values,
        final=final.values,
        inputs=_inputs(folder, codes, sectors),
        tariffs=_tariffs(folder, codes, sectors),
        elasticities=elasticities,
        goods=goods,
    )


def _inputs(folder: Path, codes: tuple[str, ...], sectors: tuple[str, ...]) -> FloatArray:
    path = _needed(folder, "*io[._]*parquet")
    inputs = _Cells(codes, sectors, sectors)
    for where, row in numbered(path, parquet_rows(path, ("country", "input", "user", "musd"))):
        inputs.put(row, ("country", "input", "user"), number_in(row, "musd", where), where)
    return inputs.values


def _tariffs(folder: Path, codes: tuple[str, ...], sectors: tuple[str, ...]) -> FloatArray:
    tariffs = _Cells(codes, codes, sectors)
    path = _one(folder, "*tariff*.parquet")
    if path is not None:
        for where, row in numbered(path, parquet_rows(path, ("exporter", "sector", "importer", "rate_pct"))):
            tariffs.put(row, ("exporter", "importer", "sector"), number_in(row, "rate_pct", where) / 100, where)
    return tariffs.values


def _sectors(folder: Path, sectors: tuple[str, ...]) -> tuple[FloatArray, tuple[bool, ...]]:
    path = _one(folder, "*sector*.parquet")
    if path is None:
        return published_elasticities(sectors), goods_sectors(sectors)
    elasticities, goods = _Cells(sectors), _Cells(sectors)
    for where, row in numbered(path, parquet_rows(path, ("sector", "elasticity", "goods"))):
        if not isinstance(row["goods"], bool):
            raise StakesError(f"`goods` must be true or false, not {row['goods']!r}", where=where)
        elasticities.put(row, ("sector",), number_in(row, "elasticity", where), where)
        goods.put(row, ("sector",), float(row["goods"]), where)
    if lacking := [sector for place, sector in enumerate(sectors) if (place,) not in elasticities.told]:
        raise StakesError(f"no elasticity for {', '.join(lacking)}", where=str(path))
    return elasticities.values, tuple(bool(flag) for flag in goods.values)
