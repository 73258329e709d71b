"""What changed: new matters, new statuses, and dates, rates and amounts that are stated otherwise than before.

Holds: changes are told in order of statement; a report that only repeats what was known is no change; a date that only
became more precise is a change, one that stayed within what was known is not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.amount import Amount
from detente.model.claim import Claim, Measure, Status
from detente.model.edtf import Edtf
from detente.model.record import Json, Record
from detente.model.slots import SLOTS, SlotType, values_of
from detente.model.thread import Thread
from detente.views.headline import headline

_WATCHED = frozenset({SlotType.DATE, SlotType.NUMBER, SlotType.AMOUNT, SlotType.PLACE})


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A value that is stated for the first time (`before` is None) or otherwise than before."""

    slot: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one claim changed in what was known of its matter; `before` is the earlier status, None for a new matter."""

    thread: Thread
    claim: Claim
    before: Status | None
    slots: tuple[SlotChange, ...]

    @property
    def is_new(self) -> bool:
        """Whether the matter was heard of for the first time."""
        return self.before is None

    @property
    def stated(self) -> date | None:
        """The dateline of the report."""
        return self.claim.document.day


def _is_repetition(known: object, said: object) -> bool:
    if isinstance(known, Edtf) and isinstance(said, Edtf):
        narrower = (known.first, known.last) != (said.first, said.last) and known.overlaps(said)
        return known == said or (narrower and _length(said) >= _length(known))
    if isinstance(known, str) and isinstance(said, str):
        return said == known or ("," not in said and known.endswith(said))
    return known == said


def _length(value: Edtf) -> int:
    return ((value.last or date.max) - (value.first or date.min)).days


def _slot_changes(claim: Claim, known: Mapping[str, object]) -> Iterator[SlotChange]:
    for slot, type_ in SLOTS[claim.kind].items():
        if type_ in _WATCHED:
            for held in values_of(claim, slot):
                if slot not in known or not _is_repetition(known[slot], held.value):
                    yield SlotChange(slot, _text(known[slot]) if slot in known else None, _text(held.value))


def _text(value: object) -> str:
    return str(value) if isinstance(value, Amount | Edtf | str) else f"{value} %"


def _changes_in(thread: Thread) -> Iterator[Change]:
    known: dict[str, object] = {}
    earlier: Claim | None = None
    for claim in thread.claims:
        slots = tuple(_slot_changes(claim, known))
        if earlier is None or earlier.status != claim.status or _action(earlier) != _action(claim) or slots:
            yield Change(thread, claim, None if earlier is None else earlier.status, slots)
        known |= {change.slot: held.value for change in slots for held in values_of(claim, change.slot)}
        earlier = claim


def _action(claim: Claim) -> str | None:
    return claim.action if isinstance(claim, Measure) else None


def changes(threads: Iterable[Thread], *, since: date | None = None, until: date | None = None) -> list[Change]:
    """All changes stated in the time asked for, both days included, the newest first."""
    found = [
        change
        for thread in threads
        for change in _changes_in(thread)
        if (since is None and until is None) or (change.stated is not None and (since or date.min) <= change.stated <= (until or date.max))
    ]
    return sorted(found, key=lambda change: (change.claim.document.published or "", change.thread.id, change.claim.id), reverse=True)


def change_to_record(change: Change) -> Record:
    """The public form."""
    slots: list[Json] = [{"slot": slot.slot, "before": slot.before, "after": slot.after} for slot in change.slots]
    document = change.claim.document
    upto = change.thread.claims[: change.thread.claims.index(change.claim) + 1]
    return {
        "stated": document.published,
        "thread": change.thread.id,
        "kind": change.thread.kind.value,
        "matter": headline(upto),
        "new": change.is_new,
        "before": None if change.before is None else str(change.before),
        "status": str(change.claim.status),
        "action": _action(change.claim),
        "slots": slots,
        "doc": document.id,
        "claim": change.claim.id,
        "publisher": document.publisher,
        "url": document.url,
        "quote": change.claim.quotes[0],
    }
