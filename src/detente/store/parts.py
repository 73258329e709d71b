"""Values in as many statements as it takes."""

from collections.abc import Iterable, Iterator
from typing import Any

# Values asked for in one statement; SQLite allows 32,766 variables.
AT_ONCE = 5_000


def parts_of(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in parts that one statement takes."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]
