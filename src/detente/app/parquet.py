"""Parquet: a document a row, in the public record form.

In: the path of a file. Out: its rows as records with their places (`file:row`, counted from 1), read batch by batch.

Holds: of the columns only those that a document has are read; the others are named, without values, so that they can be told.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from detente.documents.records import FIELDS, Record
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, InputError

SUFFIX = ".parquet"

# Rows in memory at once: a row is a report, of some kilobytes.
_ROWS_AT_ONCE = 256


def rows_in(path: Path) -> Iterator[tuple[str, Record | DocumentError]]:
    """The rows of a file. InputError where pyarrow is not installed, DocumentError for a file that is not Parquet or is damaged."""
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise InputError("Parquet cannot be read here", where=str(path), hint="pip install 'detente[dask]'") from None
    row = 0
    try:
        with parquet.ParquetFile(path) as held:
            columns = held.schema_arrow.names
            unused: Record = dict.fromkeys(name for name in columns if name not in FIELDS)
            for batch in held.iter_batches(_ROWS_AT_ONCE, columns=[name for name in columns if name in FIELDS], use_threads=False):
                for record in batch.to_pylist():
                    row += 1
                    yield f"{path}:{row}", _sized({name: _plain(value) for name, value in record.items()} | unused, f"{path}:{row}")
    except FileNotFoundError:
        raise DocumentError("no such file", where=str(path)) from None
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        said = str(error).split("\n")[0].rstrip(".")
        raise DocumentError(f"not Parquet that can be read, after row {row}: {said}", where=str(path)) from None


def _plain(value: object) -> object:
    """A day or an instant as its words."""
    return value.isoformat() if isinstance(value, date) else value


def _sized(record: Record, where: str) -> Record | DocumentError:
    text = record.get("text")
    return DocumentError("larger than 5 MB", where=where) if isinstance(text, str) and len(text) > MAX_BYTES else record
