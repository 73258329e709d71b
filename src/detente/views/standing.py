"""Where a matter stands, slot by slot: the newest stated value, and every value that was stated with the sources that say so.

Holds: sources are counted by independence; a document that repeats another's text adds none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.model.claim import Claim
from detente.model.record import Json, Record
from detente.model.slots import SLOTS, values_of
from detente.model.thread import Thread
from detente.views.independence import Sources, sources_of_claims, sources_to_record, texts_of


@dataclass(frozen=True, slots=True)
class StatedValue:
    """What one or more claims say in a slot."""

    values: tuple[str, ...]
    claims: tuple[Claim, ...]
    sources: Sources


@dataclass(frozen=True, slots=True)
class Standing:
    """`stated` holds every value of the slot, first the one that the newest report gives; `claim` is from that report."""

    slot: str
    claim: Claim
    stated: tuple[StatedValue, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The newest stated value or values."""
        return self.stated[0].values

    @property
    def agreeing(self) -> int:
        """How many independent sources say so."""
        return self.stated[0].sources.count

    @property
    def differing(self) -> int:
        """How many independent sources have said otherwise."""
        return sum(other.sources.count for other in self.stated[1:])


def _texts(claim: Claim, slot: str) -> tuple[str, ...]:
    return tuple(str(held.value) for held in values_of(claim, slot))


def _stated(filled: list[Claim], slot: str, texts: Mapping[str, int]) -> tuple[StatedValue, ...]:
    by_value: dict[frozenset[str], list[Claim]] = {}
    for claim in reversed(filled):
        by_value.setdefault(frozenset(_texts(claim, slot)), []).append(claim)
    return tuple(
        StatedValue(_texts(claims[0], slot), tuple(reversed(claims)), sources_of_claims(claims, texts)) for claims in by_value.values()
    )


def standing(thread: Thread) -> list[Standing]:
    """All slots that any claim of the thread fills, in the order of the record."""
    texts = texts_of(claim.document for claim in thread.claims)
    rows = []
    for slot in SLOTS[thread.kind]:
        filled = [claim for claim in thread.claims if _texts(claim, slot)]
        if filled:
            rows.append(Standing(slot, filled[-1], _stated(filled, slot, texts)))
    return rows


def _stated_to_record(stated: StatedValue) -> Record:
    values: list[Json] = list(stated.values)
    claims: list[Json] = [{"doc": claim.document.id, "claim": claim.id} for claim in stated.claims]
    return {"values": values, "claims": claims, "sources": sources_to_record(stated.sources)}


def standing_to_record(rows: list[Standing]) -> Record:
    """The public form: slot -> newest values, its document, independent sources for and against, all values with theirs."""
    record: Record = {}
    for row in rows:
        values: list[Json] = list(row.values)
        stated: list[Json] = [_stated_to_record(value) for value in row.stated]
        record[row.slot] = {
            "values": values,
            "doc": row.claim.document.id,
            "agreeing": row.agreeing,
            "differing": row.differing,
            "stated": stated,
        }
    return record
