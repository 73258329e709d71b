"""A time expression found in a text: where it stands, what it means by TimeML, and as a date of the ledger."""

from dataclasses import dataclass
from enum import StrEnum

from detente.model.edtf import Edtf
from detente.model.span import Span


class TimexType(StrEnum):
    """The four types of a TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Anchor(StrEnum):
    """Against what a relative expression is counted."""

    PUBLISHED = "published"
    TEXT = "text"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One expression.

    `span` leaves out the preposition in front, which `preposition` holds in lower case (`as of`, `starting` and `effective` count
    as one). `value` follows TIMEX3 (`2026-W12`, `P3M`, `PRESENT_REF`, with X for what stays unknown); `edtf` is the ledger's date,
    None where the expression names none or what it is counted from is unknown. `anchor` is None for an expression that is complete
    in itself; for `event`, `event` holds the words of what it is counted from. `mod`, `quant` and `freq` are TIMEX3's. `rule` names
    how it was read and resolved. `parts` are the two ends of a range, each an expression of its own; `within` is, for such an end
    taken by itself, the date of the whole range.
    """

    span: Span
    type: TimexType
    value: str
    edtf: Edtf | None
    anchor: Anchor | None
    rule: str
    preposition: str | None = None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    event: str | None = None
    parts: tuple["TimeExpression", ...] = ()
    within: Edtf | None = None
