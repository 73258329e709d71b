"""Reports as files: JSON, CSV, Parquet (needs the extra `stakes`)."""

import csv
import io
import json
from dataclasses import astuple, fields

from detente.errors import StakesError
from detente.stakes.bargain import Bargain
from detente.stakes.report.records import Json, LongRow, Report, bargain_record, long_rows, record

_COLUMNS = tuple(field.name for field in fields(LongRow))


def to_json(report: Report, *, mapping: dict[str, Json] | None = None) -> str:
    """The whole report; `mapping` is how its scenario came about, where it was made of something else."""
    whole = record(report) | ({} if mapping is None else {"mapping": mapping})
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def bargain_json(found: Bargain) -> str:
    """A bargain: the Nash tariffs' figures, and the deals with rates and gains over the threat point, percent."""
    return json.dumps(bargain_record(found), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def to_csv(report: Report) -> str:
    """All figures, one a row; unknown ones are empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(astuple(row) for row in long_rows(report))
    return text.getvalue()


def to_parquet(report: Report) -> bytes:
    """All figures, one a row."""
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise StakesError("writing parquet needs pyarrow", hint="install the extra: detente[stakes]") from None
    rows = long_rows(report)
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({name: [getattr(row, name) for row in rows] for name in _COLUMNS}), out)
    return out.getvalue()
