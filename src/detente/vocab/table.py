"""The tables under `data/`: comma-separated files with a heading line; `#` opens a comment line, `|` parts several values in a cell.

In: a path below `data/` and the columns expected. Out: rows that know their file and line.
Holds: a table with other columns, or a row with too few or too many cells, is a `RecordError`.
Leaves to the loaders: what the cells mean.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from detente.errors import RecordError

_DATA = files(__package__) / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `where` is `file:line`."""

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, parted by `|`."""
        return tuple(value for part in self.cells[column].split("|") if (value := part.strip()))

    def spellings(self, column: str) -> tuple[str, ...]:
        """The same, and each value with a straight apostrophe also with the typographic one."""
        return tuple(text for value in self.many(column) for text in dict.fromkeys((value, value.replace("'", "\u2019"))))

    def needed(self, column: str) -> str:
        """A cell that may not be empty; RecordError where it is."""
        if not self.cells[column]:
            raise RecordError(f"no {column}", where=self.where)
        return self.cells[column]


def rows(path: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one table, comments and blank lines left out; RecordError for a table that is not well formed."""
    text = _DATA.joinpath(path).read_text(encoding="utf-8")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    heading, *body = zip(lines, csv.reader(line for _, line in lines), strict=True)
    if tuple(heading[1]) != columns:
        raise RecordError(f"columns are {heading[1]}, not {list(columns)}", where=path)
    for (number, _), cells in body:
        where = f"{path}:{number}"
        if len(cells) != len(columns):
            raise RecordError(f"{len(cells)} cells, not {len(columns)}", where=where)
        yield Row(where, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))


def tables(folder: str) -> tuple[str, ...]:
    """The paths of all tables in a folder, in order of name."""
    return tuple(f"{folder}/{name}" for name in sorted(entry.name for entry in _DATA.joinpath(folder).iterdir()) if name.endswith(".csv"))
