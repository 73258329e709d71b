"""Role words and the offices they name: `premier`, `treasury secretary`, `trade chief`.

In: `data/titles.csv`. Out: `Title`s; `code` is set where the word alone tells the state or body. Texts are in lower
case and singular; longer ones win over those that they contain. Leaves to `reading`: who holds the office.
"""

from dataclasses import dataclass
from functools import cache

from detente.errors import RecordError
from detente.vocab.officials import Office
from detente.vocab.table import Row, rows


@dataclass(frozen=True, slots=True)
class Title:
    """A role word; `code` is None where any state or body can have the office."""

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
