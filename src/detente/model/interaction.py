"""Who did what to whom, in the terms of the PLOVER standard for event data, and its rows for export.

One `Interaction` is one act of one party towards another, as one sentence tells it. Event types, modes and contexts
are those of the standard (docs/interactions.md); `weight` is its numeric conflict-cooperation score.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from detente.errors import RecordError
from detente.model.actor import Actor
from detente.model.document import Document
from detente.model.record import Json, Record
from detente.model.span import Span


class EventType(StrEnum):
    """The event types of PLOVER since its merger of DISAPPROVE and INVESTIGATE into ACCUSE."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Quad(StrEnum):
    """The four fields into which the standard sorts its event types."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


_QUADS = {
    Quad.VERBAL_COOPERATION: (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE),
    Quad.MATERIAL_COOPERATION: (EventType.COOPERATE, EventType.AID, EventType.RETREAT),
    Quad.VERBAL_CONFLICT: (EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN),
    Quad.MATERIAL_CONFLICT: (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT),
}
QUAD_OF: dict[EventType, Quad] = {code: quad for quad, codes in _QUADS.items() for code in codes}


class Context(StrEnum):
    """How the act stands to the facts: not yet, not really, not at all, or long ago."""

    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATION = "negation"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """An actor, the part of society that acts for it (`MIL`, `OPP`, `CVL`), or both; only a part where the state is not told."""

    actor: Actor | None
    sector: str | None

    def __post_init__(self) -> None:
        if self.actor is None and self.sector is None:
            raise RecordError("a party without actor and sector")

    def __str__(self) -> str:
        return " ".join(filter(None, (None if self.actor is None else self.actor.code, self.sector)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One act. `mode` says how it was done, None where the standard has no mode that fits.

    `draft_code` is the type under the names of the 2016 draft, by which the published gold records go: `DEMAND`,
    `DISAPPROVE`, `INVESTIGATE`, `CRIME`; None for mere appeals, which that draft leaves out. `claim` is the id of the
    claim that tells of the same act, None for an act that is no claim.
    """

    document: Document
    source: Party | None
    target: Party | None
    code: EventType
    mode: str | None
    contexts: tuple[Context, ...]
    draft_code: str | None
    weight: float
    quote: Span
    claim: str | None

    def __post_init__(self) -> None:
        self.document.words(self.quote)
        if self.source is None and self.target is None:
            raise RecordError("an act of nobody towards nobody", where=self.document.id)

    @property
    def quad(self) -> Quad:
        """The field of its event type."""
        return QUAD_OF[self.code]

    @property
    def words(self) -> str:
        """The words that tell of it, exactly as in the document."""
        return self.document.words(self.quote)


# Primary codes of the standard for parties that belong to no state: movements across borders and private organisations.
_STATELESS = frozenset({"IMG", "NGO"})


def _party_columns(name: str, party: Party | None, is_state: Callable[[str], bool]) -> Record:
    """`name` is the standard's primary code, `name_actor` the actor's own; see docs/interactions.md."""
    actor = None if party is None else party.actor
    primary = None
    if actor is not None:
        primary = actor.code if is_state(actor.code) or actor.code in _STATELESS else "MNC" if actor.is_company else "IGO"
    return {
        name: primary,
        f"{name}_sector": None if party is None else party.sector,
        f"{name}_actor": None if actor is None else str(actor),
    }


def interaction_to_record(interaction: Interaction, *, is_state: Callable[[str], bool]) -> Record:
    """One row of the export; `is_state` tells codes of states from those of bodies."""
    document, quote = interaction.document, interaction.quote
    contexts: list[Json] = [str(context) for context in interaction.contexts]
    return {
        "doc": document.id,
        "date": None if document.day is None else document.day.isoformat(),
        **_party_columns("source", interaction.source, is_state),
        **_party_columns("target", interaction.target, is_state),
        "event": interaction.code.value,
        "mode": interaction.mode,
        "context": contexts,
        "event_2016": interaction.draft_code,
        "quad": interaction.quad.value,
        "weight": interaction.weight,
        "claim": interaction.claim,
        "start": quote.start,
        "end": quote.end,
        "text": interaction.words,
    }
