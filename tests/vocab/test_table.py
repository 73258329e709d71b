from importlib.resources import files

import pytest

from detente.errors import RecordError
from detente.vocab.table import Row, rows, tables

FOLDERS = ("actors", "officials", "officials/terms", "places")


def test_comments_and_blank_lines_are_left_out_and_lines_are_counted_with_them() -> None:
    first = next(rows("actors/states.csv", ("code", "led_by", "names", "demonyms", "capitals", "seats")))
    text = files("detente.vocab").joinpath("data/actors/states.csv").read_text(encoding="utf-8").splitlines()
    assert text[int(first.where.rpartition(":")[2]) - 1].startswith(first["code"])


def test_a_table_with_other_columns_than_expected_is_an_error() -> None:
    with pytest.raises(RecordError, match="columns"):
        list(rows("titles.csv", ("office", "texts")))


def test_an_empty_cell_that_is_needed_is_an_error_that_names_file_and_line() -> None:
    with pytest.raises(RecordError, match=r"x\.csv:7: no code"):
        Row("x.csv:7", {"code": ""}).needed("code")


def test_values_of_a_cell_are_parted_by_bars_and_empty_ones_dropped() -> None:
    row = Row("x.csv:1", {"names": "one | two||"})
    assert row.many("names") == ("one", "two")


def test_a_spelling_with_an_apostrophe_comes_in_both_forms() -> None:
    assert Row("x.csv:1", {"names": "N'Djamena|Chad"}).spellings("names") == ("N'Djamena", "N’Djamena", "Chad")


@pytest.mark.parametrize("path", [path for folder in FOLDERS for path in tables(folder)] + ["titles.csv"])
def test_every_table_opens_with_a_comment_that_tells_source_and_licence(path: str) -> None:
    text = files("detente.vocab").joinpath("data").joinpath(path).read_text(encoding="utf-8")
    comment = " ".join(line for line in text.splitlines()[:5] if line.startswith("#"))
    assert text.startswith("#")
    assert "Source:" in comment
    assert "Licence:" in comment
