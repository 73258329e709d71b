"""Is an annotated corpus well formed: schema, closed lists, quotes really in the text?

In: stories. Out: a `Finding` a fault, and a summary line a story.
"""

import re
from collections import Counter
from collections.abc import Iterator

from detente.errors import RecordError
from detente.evaluate.corpus import Entry, Story
from detente.evaluate.fillers import KINDS, as_list
from detente.model.claim import Kind, LinkType
from detente.model.edtf import Edtf
from detente.model.finding import Finding, Severity
from detente.model.record import Json, Record
from detente.model.slots import CHOICES, CORE, SLOTS, SlotType

_ACTOR = re.compile(r"(ORG:.+|[A-Z][A-Za-z0-9]{1,9}(/.+)?)")
_COMMON = frozenset({"id", "kind", "evidence", "attributed_to", "condition", "thread"})
_STORY_FIELDS = ("url", "publisher", "published", "title", "text")
_PASSAGE_FIELDS = ("published", "text")


def _fault(where: str, what: str) -> Finding:
    return Finding("corpus-fault", Severity.ERROR, where, what)


def _is_date(text: str) -> bool:
    try:
        Edtf(text)
    except RecordError:
        return False
    return True


def _choice_faults(kind: Kind, claim: Record) -> Iterator[str]:
    for choice, allowed in CHOICES[kind].items():
        if claim.get(choice) not in set(allowed):
            yield f"{choice} {claim.get(choice)!r} is not in the closed list"


def _slot_faults(kind: Kind, claim: Record) -> Iterator[str]:
    for slot in CORE[kind]:
        if slot != "target" and not as_list(claim.get(slot)):
            yield f"no {slot}"
    for slot, type_ in SLOTS[kind].items():
        value = claim.get(slot)
        if type_ is SlotType.ACTORS:
            yield from (f"{slot}: not an actor: {actor!r}" for actor in as_list(value) if not _ACTOR.fullmatch(str(actor)))
        elif type_ is SlotType.DATE and value and not _is_date(str(value)):
            yield f"{slot}: not a date: {value!r}"


def _evidence_faults(claim: Record, whole: str) -> Iterator[str]:
    runs = as_list(claim.get("evidence"))
    if not runs:
        yield "no evidence"
    if len(runs) > 2:
        yield "more than two runs of evidence"
    yield from (f"evidence not in the text: {str(run)[:60]!r}" for run in runs if str(run) not in whole)
    condition = claim.get("condition")
    if condition and str(condition) not in whole:
        yield f"condition not in the text: {str(condition)[:60]!r}"


def _claim_faults(claim: Record, whole: str, *, has_threads: bool) -> Iterator[str]:
    if claim.get("kind") not in KINDS:
        yield f"kind {claim.get('kind')!r}"
        return
    kind = Kind(str(claim["kind"]))
    if has_threads and not claim.get("thread"):
        yield "no thread"
    yield from _choice_faults(kind, claim)
    yield from _slot_faults(kind, claim)
    yield from _evidence_faults(claim, whole)
    unknown = claim.keys() - _COMMON - CHOICES[kind].keys() - SLOTS[kind].keys()
    if unknown:
        yield f"unknown fields {sorted(unknown)}"


def _id_of(record: Json) -> str:
    return str(record.get("id")) if isinstance(record, dict) else "?"


def _document_faults(story: Story, entry: Entry) -> Iterator[Finding]:
    raw = story.raw[entry.doc]
    for name in _STORY_FIELDS if story.has_threads else _PASSAGE_FIELDS:
        if not raw.get(name):
            yield _fault(entry.doc, f"no {name}")
    ids = Counter(_id_of(claim) for claim in entry.claims)
    yield from (_fault(f"{entry.doc}#{name}", "id twice") for name, count in ids.items() if count > 1)
    whole = story.documents[entry.doc].whole
    for claim in entry.claims:
        where = f"{entry.doc}#{_id_of(claim)}"
        yield from (_fault(where, what) for what in _claim_faults(claim, whole, has_threads=story.has_threads))
    for link in entry.links:
        if link.get("type") not in set(LinkType) or link.get("from") not in ids or link.get("to") not in ids:
            yield _fault(entry.doc, f"link {link}")


def faults(story: Story) -> Iterator[Finding]:
    """All faults of a story or passage file."""
    for doc in sorted(story.documents.keys() ^ story.gold.keys()):
        yield _fault(f"{story.name}: {doc}", "in docs.jsonl or gold.jsonl alone")
    for doc in story.documents.keys() & story.gold.keys():
        yield from _document_faults(story, story.gold[doc])
    for conflict in story.conflicts:
        for value in as_list(conflict.get("values")):
            if not isinstance(value, dict) or value.get("doc") not in story.documents:
                yield _fault(f"{story.name}: conflicts", f"no document of {value}")


def summary(story: Story) -> str:
    """One line: how many documents, claims by kind, links, threads and conflicts."""
    claims = [claim for entry in story.gold.values() for claim in entry.claims]
    kinds = Counter(str(claim.get("kind")) for claim in claims)
    threads = {claim.get("thread") for claim in claims} - {None}
    links = sum(len(entry.links) for entry in story.gold.values())
    return (
        f"{story.name}: {len(story.documents)} documents, {len(claims)} claims {dict(kinds)}, {links} links,"
        f" {len(threads)} threads, {len(story.conflicts)} conflicts"
    )
