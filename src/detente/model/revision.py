"""What decisions have made of a claim: which of its slots were corrected, by whom, why, and what they held before."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """One slot that was corrected; `was` is canonical JSON of the value before, in the public form, `decision` the id of the decision."""

    slot: str
    was: str
    by: str
    why: str
    recorded_at: datetime
    decision: str


@dataclass(frozen=True, slots=True)
class Revision:
    """`original` is the key of the claim as it was read; a corrected claim keeps that key. Corrections in order of recording."""

    original: str
    corrections: tuple[Corrected, ...]
