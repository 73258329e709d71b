"""Lines of the text form back to what a ledger holds.

In: lines. Out: records, in the order of the text. Claims belong to the document above them.

Holds: what was written reads back the same. A text that is not the one whose hash stands beside it, words that are not at
their place, a value that its slot cannot hold: each is a RecordError with file and line.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from detente.errors import RecordError
from detente.ledger.codec.blocks import Block, Line, blocks_in
from detente.ledger.codec.values import proof_in, quoted, span_in, split, unquoted, value_in
from detente.model.claim import Claim, Kind, Link, LinkType, Reading
from detente.model.decision_record import decision_from_record
from detente.model.document import Document
from detente.model.record import Json, Record, claim_from_record, source_of, value_from_json
from detente.model.recorded import Entry, Look, RecordedDecision, RecordedReading
from detente.model.slots import CHOICES, SLOTS, SlotType

_DOCUMENT = ("url", "publisher", "published", "published_is_weak", "recorded", "hash", "title", "text", "link")
_CLAIM = ("kind", "attributed_to", "condition", "evidence", "found_by")
_DECISION = ("act", "by", "why", "recorded", "doubt", "slot", "value", "was", "claim", "other", "quote", "traits", "undoes")
_LOOK = ("seen", "recorded")

_MANY = (SlotType.ACTORS, SlotType.PHRASES)


@dataclass(slots=True)
class _Open:
    """A document whose claims are still being read."""

    document: Document
    links: tuple[Link, ...]
    recorded_at: datetime
    claims: list[Claim] = field(default_factory=list)

    def closed(self) -> RecordedReading:
        return RecordedReading(Reading(self.document, tuple(self.claims), self.links), self.recorded_at)


def entries_in(lines: Iterable[str], *, where: str) -> Iterator[Entry]:
    """The records of a text; `where` is what its errors call it."""
    current: _Open | None = None
    for block in blocks_in(lines, where=where):
        if block.kind == "claim":
            if current is None:
                raise block.error("a claim stands below the document that makes it")
            current.claims.append(_claim(block, current))
            continue
        if current:
            yield current.closed()
            current = None
        if block.kind == "document":
            current = _document(block)
        else:
            yield _decision(block) if block.kind == "decision" else _look(block)
    if current:
        yield current.closed()


def _instant(block: Block, name: str) -> datetime:
    line = block.one(name)
    try:
        found = datetime.fromisoformat(line.text)
    except ValueError:
        raise block.error(f"not an instant: {line.text!r}", line, hint="write it as 2026-01-02T03:04:05+00:00") from None
    if found.tzinfo is None:
        raise block.error(f"an instant needs its offset from UTC: {line.text!r}", line)
    return found


def _document(block: Block) -> _Open:
    block.require_known(_DOCUMENT)
    block.one("text")
    title = block.words("title") or ""
    weak = block.maybe("published_is_weak")
    document = block.read(
        block.maybe("published"),
        lambda: Document(
            id=block.name,
            url=block.words("url"),
            publisher=block.words("publisher"),
            published=block.words("published"),
            title=title,
            text=block.text(),
            published_is_weak=weak is not None and weak.text == "true",
        ),
    )
    told = block.maybe("hash")
    if told and told.text != document.text_hash:
        raise block.error("the text is not the one that was recorded", told, hint="restore it, or leave the line `hash:` out")
    return _Open(document, tuple(_link(block, line) for line in block.all("link")), _instant(block, "recorded"))


def _link(block: Block, line: Line) -> Link:
    source, rest = block.read(line, _first_word, line.text)
    type_, _, target = rest.partition(" ")
    if type_ not in list(LinkType) or not target:
        raise block.error(f"not a link: {line.text!r}", line, hint=f"c1 TYPE c2, where TYPE is one of {', '.join(LinkType)}")
    return Link(source, LinkType(type_), block.read(line, unquoted, target))


def _first_word(text: str) -> tuple[str, str]:
    """An id, which may be a JSON string, and what follows it."""
    if not text.startswith('"'):
        word, _, rest = text.partition(" ")
        return word, rest
    value, end = json.JSONDecoder().raw_decode(text)
    return str(value), text[end:].lstrip(" ")


def _claim(block: Block, current: _Open) -> Claim:
    kind = _kind(block)
    block.require_known((*_CLAIM, *CHOICES[kind], *SLOTS[kind]))
    if any(claim.id == block.name for claim in current.claims):
        raise block.error(f"claim {block.name} stands twice in one document")
    record: Record = {"id": block.name, "kind": kind.value, "thread": None}
    proofs: Record = {}
    for name, choices in CHOICES[kind].items():
        record[name] = _choice(block, name, list(choices))
    for slot, type_ in SLOTS[kind].items():
        record[slot], proofs[slot] = _slot(block, slot, type_)
    record["attributed_to"], proofs["attributed_to"] = _source(block)
    words, spans = _words(block, "evidence", current.document)
    record["evidence"], proofs["evidence"] = cast(Json, words), cast(Json, spans)
    words, spans = _words(block, "condition", current.document)
    record["condition"], proofs["condition"] = (words[0], cast(Json, spans[0])) if words else (None, None)
    record["found_by"] = block.words("found_by") or "text"
    record["provenance"] = proofs
    return block.read(None, claim_from_record, record, current.document)


def _kind(block: Block) -> Kind:
    return Kind(_choice(block, "kind", list(Kind)))


def _choice(block: Block, name: str, allowed: list[str]) -> str:
    line = block.one(name)
    if line.text not in allowed:
        raise block.error(f"{name} is one of {', '.join(allowed)}, not {line.text!r}", line)
    return line.text


def _slot(block: Block, slot: str, type_: SlotType) -> tuple[Json, Json]:
    values: list[Json] = []
    proofs: list[Json] = []
    for line in block.all(slot):
        text, proof = block.read(line, split, line.text)
        values.append(block.read(line, _checked, text, type_))
        proofs.append(block.read(line, proof_in, proof))
    if type_ not in _MANY and len(values) > 1:
        raise block.error(f"{slot} holds one value", block.all(slot)[1])
    return (values, proofs) if type_ in _MANY else (next(iter(values), None), proofs)


def _checked(text: str, type_: SlotType) -> Json:
    value = value_in(text, type_)
    value_from_json(type_, value)
    return value


def _source(block: Block) -> tuple[Json, Json]:
    line = block.maybe("attributed_to")
    if line is None:
        return None, None
    text, proof = block.read(line, split, line.text)
    source = block.read(line, _source_named, text)
    return source, block.read(line, proof_in, proof)


def _source_named(text: str) -> str:
    return str(source_of(unquoted(text)))


def _words(block: Block, name: str, document: Document) -> tuple[list[str], list[list[int]]]:
    words, spans = [], []
    for line in block.all(name):
        text, place = block.read(line, split, line.text)
        start, end = block.read(line, span_in, place)
        said = block.read(line, unquoted, text)
        if document.whole[start:end] != said:
            raise block.error(f"{name}: at {start}-{end} the text has {quoted(document.whole[start:end][:60])}", line)
        words.append(said)
        spans.append([start, end])
    return words, spans


def _decision(block: Block) -> RecordedDecision:
    block.require_known(_DECISION)
    record: Record = {"act": block.one("act").text, "by": block.words("by"), "why": block.words("why")}
    for name in ("doubt", "slot"):
        if block.maybe(name):
            record[name] = block.words(name)
    for name in ("value", "was"):
        if line := block.maybe(name):
            record[name] = block.read(line, _json, line.text)
    record["decision"] = block.words("undoes")
    claims, others = _references(block)
    record["claims"], record["others"] = cast(Json, claims), cast(Json, others)
    held = RecordedDecision(block.read(None, decision_from_record, record), _instant(block, "recorded"))
    if held.id != block.name:
        raise block.error(f"the decision is not the one that {block.name} was", hint=f"its id would be {held.id}")
    return held


def _json(text: str) -> Json:
    try:
        return cast(Json, json.loads(text))
    except ValueError:
        raise RecordError(f"not JSON: {text!r}") from None


def _references(block: Block) -> tuple[list[Record], list[Record]]:
    claims: list[Record] = []
    others: list[Record] = []
    current: Record | None = None
    for line in block.lines:
        if line.name in ("claim", "other"):
            key, _, rest = line.text.partition(" ")
            kind, _, document = rest.partition(" ")
            current = {"key": key, "kind": kind, "document": block.read(line, unquoted, document)}
            (claims if line.name == "claim" else others).append(current)
        elif line.name in ("quote", "traits"):
            if current is None:
                raise block.error(f"`{line.name}:` stands below the claim that it is of", line)
            current[line.name] = block.read(line, unquoted if line.name == "quote" else _json, line.text)
    return claims, others


def _look(block: Block) -> Look:
    block.require_known(_LOOK)
    return Look(block.name, _instant(block, "seen"), _instant(block, "recorded"))
