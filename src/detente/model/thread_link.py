"""How two threads hang together, and by which claims that is known; and the public JSON form of that."""

from dataclasses import dataclass
from enum import StrEnum

from detente.model.claim import Claim
from detente.model.record import Json, Record


class ThreadLinkType(StrEnum):
    """Read `source TYPE target`. The first three are told by reports, the others are found by comparing threads."""

    IN_EXCHANGE_FOR = "in_exchange_for"
    RETALIATION_FOR = "retaliation_for"
    CONDITIONAL_ON = "conditional_on"
    SUPERSEDES = "supersedes"
    STOP_OF_SAME_TOUR = "stop_of_same_tour"
    SIGNED_AT = "signed_at"


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """Two threads by their ids; `told_by` are the pairs of claims, of the source and of the target, that it rests on."""

    source: str
    type: ThreadLinkType
    target: str
    told_by: tuple[tuple[Claim, Claim], ...]

    @property
    def is_reported(self) -> bool:
        """Whether a report says so; else it was found by comparing the two threads."""
        return self.type in (ThreadLinkType.IN_EXCHANGE_FOR, ThreadLinkType.RETALIATION_FOR, ThreadLinkType.CONDITIONAL_ON)


def thread_link_to_record(link: ThreadLink) -> Record:
    """The public form; a proof names the documents and claims of both sides."""
    proofs: list[Json] = [
        {"from_doc": a.document.id, "from_claim": a.id, "to_doc": b.document.id, "to_claim": b.id} for a, b in link.told_by
    ]
    return {"from": link.source, "type": link.type.value, "to": link.target, "reported": link.is_reported, "told_by": proofs}
