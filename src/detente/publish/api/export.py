"""Records as JSON, CSV and Parquet.

Holds: a cell that a spreadsheet would run as a formula is marked as text. What is nested is JSON in a cell.
"""

import csv
import io
import json
from collections.abc import Sequence
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


def _columns(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _cell(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return json.dumps(value, ensure_ascii=False)


def csv_bytes(records: Sequence[Record]) -> bytes:
    """A heading line and a line a record, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _columns(records), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)
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
