"""A slot's value together with the words that give it, or the rule that resolved it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from detente.errors import GroundingError
from detente.model.span import Span

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """A value and its proof.

    `span` holds the words of the document that state the value; it is None only where the value comes from the
    document around the claim, and then `rule` names how (`carried-imposer`, `dateline`, …). A value with neither
    cannot be built.
    """

    value: T_co
    span: Span | None
    rule: str

    def __post_init__(self) -> None:
        if not self.rule:
            raise GroundingError(f"a value without the rule that resolved it: {self.value!r}")
