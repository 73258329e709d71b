"""Records as JSON, CSV and Parquet.

Holds: a cell that a spreadsheet would run as a formula is marked as text. CSV is flat: a mapping is a column a field (`settled_by.value`),
a list one cell with bars between its parts, a list of mappings such a cell for each of their fields, in one order. Conflicts have a
row a side, tours a row a stop. In Parquet what is nested is JSON in a cell.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from detente.errors import QueryError
from detente.model.record import Json, Record

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Form(StrEnum):
    """How an answer is written."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.PARQUET: "application/vnd.apache.parquet",
}


def json_bytes(value: Json) -> bytes:
    """A value as JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False).encode()


# The lists whose parts are rows of their own in CSV, with the word for one part.
ROWS = {"values": "side", "stops": "stop"}

_BETWEEN = " | "


def _plain(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _flat(name: str, value: Json) -> dict[str, Json]:
    """A value as columns: of a list of mappings the parts of each field stay in their order."""
    if isinstance(value, dict):
        return {column: cell for field, held in value.items() for column, cell in _flat(f"{name}.{field}", held).items()}
    if not isinstance(value, list):
        return {name: value}
    if not any(isinstance(part, dict) for part in value):
        return {name: _BETWEEN.join(map(_plain, value)) or None}
    parts = [_flat(name, part) for part in value]
    columns = dict.fromkeys(column for part in parts for column in part)
    return {column: _BETWEEN.join(_plain(part.get(column)) for part in parts) for column in columns}


def flat_rows(record: Record) -> list[dict[str, Json]]:
    """A record as rows of plain values: one, or one a side of a conflict, one a stop of a tour."""
    by = next((name for name in ROWS if isinstance(record.get(name), list)), None)
    whole = {column: cell for name, value in record.items() if name != by for column, cell in _flat(name, value).items()}
    parts = record[by] if by else None
    if not isinstance(parts, list) or by is None:
        return [whole]
    return [{**whole, **_flat(ROWS[by], part)} for part in parts] or [whole]


def _columns(records: Sequence[Mapping[str, Json]]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _cell(value: Json) -> str:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else _plain(value)


def csv_bytes(records: Sequence[Record]) -> bytes:
    """A heading line and a line a row, as RFC 4180 has it."""
    rows = [row for record in records for row in flat_rows(record)]
    out = io.StringIO()
    writer = csv.DictWriter(out, _columns(rows), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _typed(values: list[Json]) -> list[Json]:
    """A column of one type: truth, number or text; a list or what is mixed as JSON."""
    held = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in held) or all(isinstance(value, str) for value in held):
        return values
    if all(isinstance(value, int) and not isinstance(value, bool) for value in held):
        return values
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in held):
        return [float(value) if isinstance(value, int | float) else None for value in values]
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]


def parquet_bytes(records: Sequence[Record]) -> bytes:
    """A Parquet file with a column a field; QueryError where pyarrow is not installed."""
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
        from pyarrow import parquet  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise QueryError("Parquet cannot be written here", where="format", hint="pip install 'detente[parquet]'") from None
    columns = {name: _typed([record.get(name) for record in records]) for name in _columns(records)}
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def exported(records: Sequence[Record], form: Form) -> bytes:
    """Records in a form."""
    match form:
        case Form.JSON:
            return json_bytes(list(records))
        case Form.CSV:
            return csv_bytes(records)
        case Form.PARQUET:
            return parquet_bytes(records)
