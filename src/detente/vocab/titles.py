"""Role words and the offices they name: `premier`, `treasury secretary`, `trade chief`.

In: `data/titles.csv`. Out: `Title`s. Holds: texts are in lower case and singular, no text is there twice; the longer
one wins over those that it contains. Leaves to `reading`: who holds the office, and whose it is: `code` is what the
word means when nothing beside it says otherwise (`foreign secretary` is British, `the Indian foreign secretary` is not).
"""

from dataclasses import dataclass
from functools import cache

from detente.errors import RecordError
from detente.vocab.officials import Office
from detente.vocab.table import Row, rows


@dataclass(frozen=True, slots=True)
class Title:
    """A role word; `code` is the state or body that it means by itself, None where any can have the office."""

    text: str
    office: Office
    code: str | None


def _title(text: str, row: Row) -> Title:
    try:
        return Title(text, Office(row["office"]), row["code"] or None)
    except ValueError as error:
        raise RecordError(str(error), where=row.where) from None


@cache
def titles() -> tuple[Title, ...]:
    """All role words."""
    return tuple(_title(text, row) for row in rows("titles.csv", ("office", "code", "texts")) for text in row.many("texts"))
