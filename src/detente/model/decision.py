"""What somebody decided about claims: who, why, what. Appended to the ledger, never changed; taken back by another decision.

One class an act, each holding only its own fields; `Act` is their union. A decision names claims by `Reference`s that
find them again when the same text is read anew, or comes in a new version that still has the sentence.
"""

from dataclasses import dataclass

from detente.errors import QueryError
from detente.model.claim import Claim, Kind
from detente.model.identity import canonical, claim_key, document_identity
from detente.model.record import claim_to_record
from detente.model.slots import CHOICES, SLOTS

# The side of an acceptance that is about two matters being one or not.
JOINING = "joining"


@dataclass(frozen=True, slots=True)
class Reference:
    """A claim as a decision names it.

    `document` is the identity of its document, `key` the claim's key. A later reading gives it another key; then `kind`,
    `quote` (the words of its evidence) and `traits` (`slot=value`, canonical JSON) tell which claim it is.
    """

    document: str
    key: str
    kind: Kind
    quote: str
    traits: tuple[str, ...]


def traits_of(claim: Claim) -> tuple[str, ...]:
    """What a claim says, slot by slot, open slots left out."""
    record = claim_to_record(claim)
    names = (*CHOICES[claim.kind], *SLOTS[claim.kind])
    return tuple(f"{name}={canonical(record[name])}" for name in names if record[name] not in (None, []))


def reference_to(claim: Claim) -> Reference:
    """How a decision names a claim."""
    return Reference(document_identity(claim.document), claim_key(claim), claim.kind, " … ".join(claim.quotes), traits_of(claim))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """It is right as it is. `doubt` is what was doubted: `joining`, `conflict:FIELD` or the code of a finding."""

    claims: tuple[Reference, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A slot holds another value; `value` and `was` are canonical JSON in the public form, `null` or `[]` for nothing."""

    claim: Reference
    slot: str
    value: str
    was: str


@dataclass(frozen=True, slots=True)
class Retraction:
    """The report does not say this."""

    claim: Reference


@dataclass(frozen=True, slots=True)
class Joining:
    """All these claims are of one matter."""

    claims: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """No claim of one side is of one matter with one of the other."""

    claims: tuple[Reference, ...]
    others: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """An earlier decision is taken back; `decision` is its id."""

    decision: str


Act = Acceptance | Correction | Retraction | Joining | Parting | Undoing


@dataclass(frozen=True, slots=True)
class Decision:
    """An act, by whom and why; both must be said."""

    act: Act
    by: str
    why: str

    def __post_init__(self) -> None:
        for name, text in (("by", self.by), ("why", self.why)):
            if not text.strip():
                raise QueryError("a decision says who decided and why", where=name, hint="give a name and a reason")


def references_in(act: Act) -> tuple[Reference, ...]:
    """All claims that an act names."""
    match act:
        case Acceptance() | Joining():
            return act.claims
        case Correction() | Retraction():
            return (act.claim,)
        case Parting():
            return (*act.claims, *act.others)
        case Undoing():
            return ()
