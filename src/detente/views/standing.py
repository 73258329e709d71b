"""Where a matter stands, slot by slot: the newest stated value, how many documents say so, how many say otherwise."""

from dataclasses import dataclass

from detente.model.claim import Claim
from detente.model.record import Json, Record
from detente.model.slots import SLOTS, values_of
from detente.model.thread import Thread


@dataclass(frozen=True, slots=True)
class Standing:
    """`values` as the newest report that fills the slot states them; `claim` is from that report."""

    slot: str
    values: tuple[str, ...]
    claim: Claim
    agreeing: int
    differing: int


def _texts(claim: Claim, slot: str) -> tuple[str, ...]:
    return tuple(str(held.value) for held in values_of(claim, slot))


def standing(thread: Thread) -> list[Standing]:
    """All slots that any claim of the thread fills, in the order of the record."""
    rows = []
    for slot in SLOTS[thread.kind]:
        filled = [claim for claim in thread.claims if _texts(claim, slot)]
        if filled:
            newest = filled[-1]
            values = _texts(newest, slot)
            same = {claim.document.id for claim in filled if set(_texts(claim, slot)) == set(values)}
            other = {claim.document.id for claim in filled} - same
            rows.append(Standing(slot, values, newest, len(same), len(other)))
    return rows


def standing_to_record(rows: list[Standing]) -> Record:
    """The public form: slot -> values, document, agreeing, differing."""
    record: Record = {}
    for row in rows:
        values: list[Json] = list(row.values)
        record[row.slot] = {"values": values, "doc": row.claim.document.id, "agreeing": row.agreeing, "differing": row.differing}
    return record
