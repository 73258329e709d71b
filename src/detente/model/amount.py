"""How much: a value with its unit, and the period where it is a rate over time."""

from dataclasses import dataclass
from decimal import Decimal

from detente.errors import RecordError


@dataclass(frozen=True, slots=True)
class Amount:
    """`unit` is an ISO 4217 code, `t` (metric tons), `bbl`, `aircraft` or `items`; `per` is `year`, `month`, `week`, `day` or None."""

    value: Decimal
    unit: str
    per: str | None = None

    def __post_init__(self) -> None:
        if not self.value.is_finite() or not self.unit:
            raise RecordError(f"not an amount: {self.value} {self.unit!r}")

    def __str__(self) -> str:
        text = f"{self.value.normalize():,f} {self.unit}"
        return f"{text} a {self.per}" if self.per else text
