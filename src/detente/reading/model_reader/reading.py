"""Replies of all parts of a document to one reading.

In: the asks of a document and what came of each. Out: `Read`: claims in order of their evidence, links, findings.
Holds: a claim that two overlapping parts tell is one, the one with more slots; where any part gave nothing of use, there is no reading, and
it is left to the caller to read otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.model.claim import Claim, Link, LinkType, Reading
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.model.record import Record
from detente.model.slots import CHOICES, SLOTS, filled
from detente.reading.model_reader.grounding import ground
from detente.reading.model_reader.messages import GUIDE_VERSION, Ask
from detente.reading.model_reader.replies import Proposal, Unusable
from detente.reading.model_reader.resolving import Resolver, analysed
from detente.reading.parse import Parser


@dataclass(frozen=True, slots=True)
class Read:
    """`reading` is None where a reply was of no use; `findings` say why, and what of the replies did not enter."""

    reading: Reading | None
    findings: tuple[Finding, ...]


def origin(model: str) -> str:
    """How claims name the reader: the model and the version of the guide."""
    return f"{model}@guide-{GUIDE_VERSION}"


@dataclass(frozen=True, slots=True)
class _Told:
    """A grounded claim, the part that told it, and its id there."""

    claim: Claim
    part: int
    id: str


def read(document: Document, answers: Sequence[tuple[Ask, Proposal | Unusable]], parser: Parser, *, model: str) -> Read:
    """The reading of a document from the answers to all its asks."""
    bad = [answer for _, answer in answers if isinstance(answer, Unusable)]
    if bad:
        return Read(None, tuple(Finding(entry.code, Severity.WARNING, document.id, entry.why) for entry in bad))
    resolver = Resolver(analysed(document, parser))
    told: list[_Told] = []
    findings: list[Finding] = []
    links: list[tuple[int, Record]] = []
    for ask, answer in answers:
        if isinstance(answer, Proposal):
            for record in answer.claims:
                grounded = ground(record, ask.part, resolver, reader=origin(model))
                findings += grounded.findings
                if grounded.claim is not None:
                    told.append(_Told(grounded.claim, ask.number, str(record.get("id"))))
            links += [(ask.number, link) for link in answer.links]
    claims, ids = _numbered(told)
    kept, lost = _links(links, ids, document)
    return Read(Reading(document, claims, kept), (*findings, *lost))


def _numbered(told: Sequence[_Told]) -> tuple[tuple[Claim, ...], dict[tuple[int, str], str]]:
    """The claims, twins merged, numbered by place; and the number of each by part and the id that it had there."""
    groups: list[list[_Told]] = []
    for entry in sorted(told, key=lambda entry: (entry.claim.evidence, entry.part)):
        twin = next((group for group in groups if any(_are_twins(entry, other) for other in group)), None)
        if twin is None:
            groups.append([entry])
        else:
            twin.append(entry)
    claims: list[Claim] = []
    ids: dict[tuple[int, str], str] = {}
    for number, group in enumerate(groups, 1):
        fullest = max(group, key=lambda entry: (sum(1 for _ in filled(entry.claim)), -entry.part))
        claims.append(replace(fullest.claim, id=f"c{number}"))
        ids |= {(entry.part, entry.id): f"c{number}" for entry in group}
    return tuple(claims), ids


def _are_twins(one: _Told, other: _Told) -> bool:
    """One claim told by two parts, or twice by one: the same kind and choices, and evidence that overlaps and says nothing different."""
    left, right = one.claim, other.claim
    if left.kind is not right.kind or any(getattr(left, name) != getattr(right, name) for name in CHOICES[left.kind]):
        return False
    touch = any(a.overlaps(b) for a in left.evidence for b in right.evidence)
    if one.part == other.part:
        return left.evidence == right.evidence and _values(left) == _values(right)
    return touch and all(not (a and b) or bool(a & b) for a, b in zip(_values(left).values(), _values(right).values(), strict=True))


def _values(claim: Claim) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {slot: set() for slot in SLOTS[claim.kind]}
    for slot, held in filled(claim):
        found[slot].add(str(held.value))
    return {slot: frozenset(values) for slot, values in found.items()}


def _links(
    proposed: Sequence[tuple[int, Record]], ids: dict[tuple[int, str], str], document: Document
) -> tuple[tuple[Link, ...], list[Finding]]:
    kept: dict[Link, None] = {}
    lost: list[Finding] = []
    for part, record in proposed:
        source, target = ids.get((part, str(record.get("from")))), ids.get((part, str(record.get("to"))))
        known = str(record.get("type")) in set(LinkType)
        if source and target and known and source != target:
            kept[Link(source, LinkType(str(record.get("type"))), target)] = None
        else:
            why = "one of its claims did not enter" if known else "it is of no known type"
            lost.append(Finding("link-dropped", Severity.NOTE, document.id, f"a link of the model is left out: {why}"))
    return tuple(kept), lost
