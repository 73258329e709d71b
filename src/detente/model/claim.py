"""What one document says about one matter: the central type of the project.

One class a kind, each holding only its own slots; `Claim` is their union. Field names, statuses and other closed
lists are those of the public record form (`detente.model.record`). A claim holds spans of its document, never
copied words, so one whose words are not in the text cannot be built.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from detente.errors import GroundingError
from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.revision import Revision
from detente.model.sourced import Sourced
from detente.model.span import Span


class Kind(StrEnum):
    """The four kinds of matters that a claim can be about."""

    ENCOUNTER = "encounter"
    MEASURE = "measure"
    COMMITMENT = "commitment"
    AGREEMENT = "agreement"


class EncounterStatus(StrEnum):
    PROPOSED = "proposed"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RULED_OUT = "ruled_out"


class EncounterForm(StrEnum):
    VISIT = "visit"
    MEETING = "meeting"
    SUMMIT = "summit"
    CALL = "call"
    TALKS = "talks"
    SIGNING = "signing"


class MeasureStatus(StrEnum):
    SOUGHT = "sought"
    CONSIDERED = "considered"
    THREATENED = "threatened"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    DROPPED = "dropped"
    BLOCKED = "blocked"
    RULED_OUT = "ruled_out"


class Instrument(StrEnum):
    TARIFF = "tariff"
    EXPORT_CONTROL = "export_control"
    IMPORT_RESTRICTION = "import_restriction"
    SANCTION = "sanction"
    PORT_FEE = "port_fee"
    INVESTMENT_RESTRICTION = "investment_restriction"
    ENTITY_LISTING = "entity_listing"
    OTHER = "other"


class MeasureAction(StrEnum):
    IMPOSE = "impose"
    RAISE = "raise"
    CUT = "cut"
    SUSPEND = "suspend"
    EXTEND = "extend"
    LIFT = "lift"
    EXEMPT = "exempt"
    MAINTAIN = "maintain"


class CommitmentStatus(StrEnum):
    SOUGHT = "sought"
    EXPECTED = "expected"
    PLEDGED = "pledged"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"
    BROKEN = "broken"
    DENIED = "denied"


class CommitmentAction(StrEnum):
    BUY = "buy"
    INVEST = "invest"
    LEND_OR_GIVE = "lend_or_give"
    ENFORCE = "enforce"
    OPEN_MARKET = "open_market"
    SUPPLY = "supply"
    SPEND = "spend"
    OTHER = "other"


class AgreementStatus(StrEnum):
    SOUGHT = "sought"
    NEGOTIATING = "negotiating"
    IN_PRINCIPLE = "in_principle"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    COLLAPSED = "collapsed"
    REJECTED = "rejected"


class AgreementForm(StrEnum):
    TRADE_DEAL = "trade_deal"
    FRAMEWORK = "framework"
    TRUCE = "truce"
    CEASEFIRE = "ceasefire"
    PEACE_DEAL = "peace_deal"
    MEMORANDUM = "memorandum"
    TREATY = "treaty"
    OTHER = "other"


Status = EncounterStatus | MeasureStatus | CommitmentStatus | AgreementStatus

# A source that is not an actor: who says so when the report names nobody.
UNNAMED_SOURCES = ("analysts", "officials", "sources", "media")

Source = Actor | str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBase:
    """The fields that claims of all kinds have.

    `id` is unique within the document (`c1`, `c2`, …). `evidence` is one run of words or two. `attributed_to` is an
    actor or one of `UNNAMED_SOURCES`, None where the report says it in its own voice. `condition` spans the words
    of an explicit condition. `found_by` names reader, frame and version. `revision` tells what decisions have corrected,
    None for a claim as it was read. `_known_key` is its key once that is known: it follows from the rest, and `replace` forgets it.
    """

    document: Document
    id: str
    evidence: tuple[Span, ...]
    attributed_to: Sourced[Source] | None
    condition: Span | None
    found_by: str
    revision: Revision | None = None
    _known_key: str | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.evidence) <= 2:
            raise GroundingError("a claim has one run of evidence or two", where=f"{self.document.id}#{self.id}")
        for span in (*self.evidence, *([self.condition] if self.condition else [])):
            self.document.words(span)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words of the evidence, exactly as in the document."""
        return tuple(self.document.words(span) for span in self.evidence)

    @property
    def condition_words(self) -> str | None:
        """The words of the condition, exactly as in the document."""
        return None if self.condition is None else self.document.words(self.condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter(ClaimBase):
    """A visit, meeting, summit, call, round of talks or signing ceremony. `place` is `City, ISO3` or `ISO3`."""

    status: EncounterStatus
    form: EncounterForm
    participants: tuple[Sourced[Actor], ...]
    place: Sourced[str] | None
    date: Sourced[Edtf] | None
    topics: tuple[Sourced[str], ...]
    unconfirmed_by: tuple[Sourced[Actor], ...]

    @property
    def kind(self) -> Kind:
        """Always `encounter`."""
        return Kind.ENCOUNTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(ClaimBase):
    """A state's act that restricts or frees trade or finance. Rates in percent, `rate_change` in percentage points."""

    status: MeasureStatus
    instrument: Instrument
    action: MeasureAction
    imposer: tuple[Sourced[Actor], ...]
    target: tuple[Sourced[Actor], ...]
    products: tuple[Sourced[str], ...]
    rate: Sourced[Decimal] | None
    rate_from: Sourced[Decimal] | None
    rate_change: Sourced[Decimal] | None
    trade_value: Sourced[Amount] | None
    effective: Sourced[Edtf] | None
    expires: Sourced[Edtf] | None

    @property
    def kind(self) -> Kind:
        """Always `measure`."""
        return Kind.MEASURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(ClaimBase):
    """A pledge to do something other than change a trade measure."""

    status: CommitmentStatus
    action: CommitmentAction
    promisor: tuple[Sourced[Actor], ...]
    promisee: tuple[Sourced[Actor], ...]
    object: Sourced[str] | None
    amount: Sourced[Amount] | None
    deadline: Sourced[Edtf] | None

    @property
    def kind(self) -> Kind:
        """Always `commitment`."""
        return Kind.COMMITMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(ClaimBase):
    """A deal between two or more parties as a whole."""

    status: AgreementStatus
    form: AgreementForm
    parties: tuple[Sourced[Actor], ...]
    mediators: tuple[Sourced[Actor], ...]
    topic: Sourced[str] | None
    date: Sourced[Edtf] | None
    expires: Sourced[Edtf] | None

    @property
    def kind(self) -> Kind:
        """Always `agreement`."""
        return Kind.AGREEMENT


Claim = Encounter | Measure | Commitment | Agreement


class LinkType(StrEnum):
    """How two claims of one document hang together; read `source LINK target`."""

    IN_EXCHANGE_FOR = "in_exchange_for"
    RETALIATION_FOR = "retaliation_for"
    CONDITIONAL_ON = "conditional_on"


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two claims of one document, by their ids."""

    source: str
    type: LinkType
    target: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document."""

    document: Document
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
