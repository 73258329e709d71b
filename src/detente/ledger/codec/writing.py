"""What a ledger holds, as lines of text.

In: records. Out: lines without their ends, a blank line before each block. The same records give the same lines.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import assert_never, cast

from detente.ledger.codec.values import SEPARATOR, proof_text, quoted, quoted_word, to_json, value_text
from detente.model.claim import Claim
from detente.model.decision import Acceptance, Act, Correction, Joining, Parting, Reference, Retraction, Undoing
from detente.model.decision_record import act_name
from detente.model.document import Document
from detente.model.record import Json, Record, claim_to_record
from detente.model.recorded import Entry, Look, RecordedDecision, RecordedReading
from detente.model.slots import CHOICES, SLOTS

HEADER = "detente ledger 1"


def lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The whole text form."""
    yield HEADER
    for entry in entries:
        match entry:
            case RecordedReading():
                yield from _reading(entry)
            case RecordedDecision():
                yield from _decision(entry)
            case Look():
                yield from _look(entry)
            case _:
                assert_never(entry)


def instant_text(instant: datetime) -> str:
    """An instant in UTC."""
    return instant.astimezone(UTC).isoformat()


def _reading(entry: RecordedReading) -> Iterator[str]:
    reading = entry.reading
    yield from _document(reading.document, entry.recorded_at)
    for source, type_, target in sorted((link.source, link.type.value, link.target) for link in dict.fromkeys(reading.links)):
        yield f"link: {quoted_word(source)} {type_} {quoted(target)}"
    for claim in reading.claims:
        yield from _claim(claim)


def _document(document: Document, recorded_at: datetime) -> Iterator[str]:
    yield ""
    yield f"document {quoted(document.id)}"
    for name in ("url", "publisher", "published"):
        value = getattr(document, name)
        if value is not None:
            yield f"{name}: {quoted(value)}"
    if document.published_is_weak:
        yield "published_is_weak: true"
    yield f"recorded: {instant_text(recorded_at)}"
    yield f"hash: {document.text_hash}"
    yield f"title: {quoted(document.title)}"
    yield "text:"
    for line in document.text.split("\n"):
        yield f"| {line}" if line else "|"


def _claim(claim: Claim) -> Iterator[str]:
    record = claim_to_record(claim, provenance=True)
    proofs = cast(Record, record["provenance"])
    yield ""
    yield f"claim {quoted(claim.id)}"
    for name in ("kind", *CHOICES[claim.kind]):
        yield f"{name}: {record[name]}"
    for slot in SLOTS[claim.kind]:
        held = record[slot]
        values = held if isinstance(held, list) else [] if held is None else [held]
        for value, proof in zip(values, cast("list[Json]", proofs[slot]), strict=True):
            yield f"{slot}: {value_text(value)}{SEPARATOR}{proof_text(proof)}"
    if claim.attributed_to is not None:
        yield f"attributed_to: {quoted(str(record['attributed_to']))}{SEPARATOR}{proof_text(proofs['attributed_to'])}"
    for name, spans in (("condition", [claim.condition] if claim.condition else []), ("evidence", claim.evidence)):
        for span in spans:
            yield f"{name}: {quoted(claim.document.words(span))}{SEPARATOR}{span.start}-{span.end}"
    yield f"found_by: {quoted(claim.found_by)}"


def _decision(held: RecordedDecision) -> Iterator[str]:
    yield ""
    yield f"decision {held.id}"
    yield f"act: {act_name(held.decision.act)}"
    yield f"by: {quoted(held.decision.by)}"
    yield f"why: {quoted(held.decision.why)}"
    yield f"recorded: {instant_text(held.recorded_at)}"
    yield from _act(held.decision.act)


def _act(act: Act) -> Iterator[str]:
    match act:
        case Acceptance(claims, doubt):
            yield f"doubt: {quoted(doubt)}"
            yield from _references(claims, "claim")
        case Correction(claim, slot, value, was):
            yield f"slot: {quoted(slot)}"
            yield f"value: {value}"
            yield f"was: {was}"
            yield from _references((claim,), "claim")
        case Retraction(claim):
            yield from _references((claim,), "claim")
        case Joining(claims):
            yield from _references(claims, "claim")
        case Parting(claims, others):
            yield from _references(claims, "claim")
            yield from _references(others, "other")
        case Undoing(decision):
            yield f"undoes: {quoted(decision)}"


def _references(references: Iterable[Reference], name: str) -> Iterator[str]:
    for reference in references:
        yield f"{name}: {reference.key} {reference.kind.value} {quoted(reference.document)}"
        yield f"quote: {quoted(reference.quote)}"
        yield f"traits: {to_json(list(reference.traits))}"


def _look(look: Look) -> Iterator[str]:
    yield ""
    yield f"look {quoted(look.reader)}"
    yield f"seen: {instant_text(look.seen)}"
    yield f"recorded: {instant_text(look.recorded_at)}"
