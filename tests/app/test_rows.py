"""Rows that are read when they are asked for."""

from detente.app.rows import RowsRead


def test_what_lies_within_a_part_that_was_read_is_not_read_again():
    asked = []

    def part(start: int, stop: int) -> list[int]:
        asked.append((start, stop))
        return list(range(start, stop))

    rows = RowsRead(100, part, lambda item: {"item": item})
    assert list(rows[20:60]) == list(range(20, 60))
    assert (list(rows[30:35]), rows[59], list(rows[55:65])) == ([30, 31, 32, 33, 34], 59, list(range(55, 65)))
    assert asked == [(20, 60), (55, 65)]
