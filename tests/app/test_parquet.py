import io
import sys
from datetime import UTC, date, datetime

import pyarrow
import pytest
from pyarrow import parquet

from detente.app.inputs import documents
from detente.documents.options import Options
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, InputError


def read(path, options=None):
    findings = []
    found = list(documents([str(path)], options or Options(), stdin=io.BytesIO(), notice=findings.append))
    return found, [(finding.code, finding.subject, finding.message) for finding in findings]


def written(path, **columns):
    parquet.write_table(pyarrow.table(columns), path)
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.parquet"


def test_a_row_is_a_document(path):
    written(path, id=["a", "b"], text=["Talks begin.", "Talks end."], published=["2025-03-01", None], publisher=["Wire", None])
    found, findings = read(path, Options(publisher="Agency"))
    assert [(held.id, held.text, held.published, held.publisher) for held in found] == [
        ("a", "Talks begin.", "2025-03-01", "Wire"),
        ("b", "Talks end.", None, "Agency"),
    ]
    assert findings == []


@pytest.mark.parametrize("value", [date(2025, 3, 1), datetime(2025, 3, 1, 8, 30, tzinfo=UTC)])
def test_days_and_instants_are_read_as_such(path, value):
    (held,), findings = read(written(path, text=["Talks begin."], published=[value]))
    assert (held.published, findings) == (value.isoformat(), [])


def test_a_bad_row_costs_that_row_and_is_named(path):
    written(path, text=["Talks begin.", None, "", "x" * (MAX_BYTES + 1), "Talks end."])
    found, findings = read(path)
    assert [held.text for held in found] == ["Talks begin.", "Talks end."]
    assert findings == [
        ("bad-row", f"{path}:2", "The row is skipped: no field 'text'."),
        ("bad-row", f"{path}:3", "The row is skipped: no text."),
        ("bad-row", f"{path}:4", "The row is skipped: larger than 5 MB."),
    ]


def test_columns_that_no_document_has_are_told_once(path):
    _, findings = read(written(path, text=["Talks begin.", "Talks end."], mood=["calm", "wry"]))
    assert findings == [("unknown-field", f"{path}:1", "The field 'mood' is not used; it is ignored in all rows.")]


def test_a_file_that_is_no_parquet_is_an_error_that_names_it(path):
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(DocumentError, match=r"a\.parquet: not Parquet that can be read, after row 0"):
        read(path)
    with pytest.raises(DocumentError, match=r"missing\.parquet: no such file"):
        read(path.with_name("missing.parquet"))


def test_without_pyarrow_it_is_said_what_to_install(path, monkeypatch):
    written(path, text=["Talks begin."])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"detente\[dask\]"):
        read(path)
