"""Which claims or threads a question is about."""

from dataclasses import dataclass
from datetime import date

from detente.model.claim import Claim, Kind
from detente.model.slots import SLOTS, SlotType, values_of


@dataclass(frozen=True, slots=True)
class Selection:
    """An empty tuple or None selects everything. `actors` are codes (`USA`, `EU`, `ORG:Boeing`), any of which must take part.

    `since` and `until` bound the day on which something was stated, both included; what has no known day is left out
    where either is given. `in_force_on` keeps matters that are in force in the world on that day, by what is known.
    """

    kinds: tuple[Kind, ...] = ()
    actors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    in_force_on: date | None = None

    def has_day(self, day: date | None) -> bool:
        """Whether a day lies between `since` and `until`."""
        if self.since is None and self.until is None:
            return True
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)


EVERYTHING = Selection()


def actors_in(claim: Claim) -> frozenset[str]:
    """The codes of all actors in the slots of a claim; who only says so is not among them."""
    slots = (slot for slot, type_ in SLOTS[claim.kind].items() if type_ is SlotType.ACTORS)
    return frozenset(
        str(held.value).split("/")[0] if not str(held.value).startswith("ORG:") else str(held.value)
        for slot in slots
        for held in values_of(claim, slot)
    )


def selects(selection: Selection, claim: Claim) -> bool:
    """Whether a claim by itself is selected; whether its matter is in force, its thread tells."""
    return (
        (not selection.kinds or claim.kind in selection.kinds)
        and (not selection.statuses or claim.status in selection.statuses)
        and (not selection.actors or not actors_in(claim).isdisjoint(selection.actors))
        and selection.has_day(claim.document.day)
    )
