"""What a thread states of its act: its newest claim, and for slots that it leaves open the newest earlier claim that fills them.

In: a thread of a measure or a commitment. Out: `Stated`: states, rates, goods, amounts, days, and the words they stand in.
Holds: figures of a rate are all of one claim, never mixed from two; persons and organs are the state they act for.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import Claim, Measure, MeasureAction
from detente.model.edtf import Edtf
from detente.model.slots import values_of
from detente.model.thread import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The figures of one claim, in percent; `action` and `words` are that claim's."""

    rate: float | None
    rate_from: float | None
    rate_change: float | None
    action: MeasureAction
    words: str

    @property
    def size(self) -> float | None:
        """The points that the act lays on: the rate, else the rate before it was taken off, else the change."""
        known = next((figure for figure in (self.rate or None, self.rate_from, self.rate_change) if figure is not None), None)
        return None if known is None else abs(known)


def newest_values(thread: Thread, slot: str) -> tuple[object, ...]:
    """The values of the newest claim that fills the slot."""
    for claim in reversed(thread.claims):
        if held := values_of(claim, slot):
            return tuple(value.value for value in held)
    return ()


def actors(thread: Thread, slot: str) -> tuple[str, ...]:
    """The states and bodies of a slot, each once."""
    found = (actor.code for actor in newest_values(thread, slot) if isinstance(actor, Actor))
    return tuple(dict.fromkeys(found))


def amount(thread: Thread, slot: str) -> Amount | None:
    """The newest stated amount of a slot."""
    return next((value for value in newest_values(thread, slot) if isinstance(value, Amount)), None)


def day_by(thread: Thread, slot: str) -> date | None:
    """The last day that the newest stated date of a slot may mean."""
    return next((value.last for value in newest_values(thread, slot) if isinstance(value, Edtf)), None)


def phrases(thread: Thread, slot: str) -> tuple[str, ...]:
    """The phrases of a slot."""
    return tuple(value for value in newest_values(thread, slot) if isinstance(value, str))


def first_stated(thread: Thread) -> date | None:
    """The dateline of the first report that has one."""
    return next((claim.document.day for claim in thread.claims if claim.document.day), None)


def rates(thread: Thread) -> Rates | None:
    """The figures of the newest claim that states any."""
    for claim in reversed(thread.claims):
        if isinstance(claim, Measure) and any((claim.rate, claim.rate_from, claim.rate_change)):
            return Rates(
                rate=_number(claim.rate.value if claim.rate else None),
                rate_from=_number(claim.rate_from.value if claim.rate_from else None),
                rate_change=_number(claim.rate_change.value if claim.rate_change else None),
                action=claim.action,
                words=words(claim),
            )
    return None


def words(claim: Claim) -> str:
    """The evidence of a claim in one line, lower case."""
    return " ".join(" … ".join(claim.quotes).lower().split())


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
