"""Reports whose text was changed: the difference of the texts, and of what they claim.

In: versions of documents as recorded, and claims. Out: a revision for every version but the first of its document, the newest first.

Holds: both versions stay in the ledger; which one is the newer, only the order of recording says. Claims of two versions are
paired by kind and by what they say; those that say the same are not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from detente.model.claim import Claim
from detente.model.decision import traits_of
from detente.model.document import Document
from detente.model.identity import document_identity, document_key
from detente.model.record import Json, Record
from detente.model.recorded import RecordedDocument
from detente.model.selection import EVERYTHING, Selection, selects


@dataclass(frozen=True, slots=True)
class TextChange:
    """Lines that stood at one place, and those that stand there now; either may be none."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is new (`before` is None), gone (`after` is None) or says something else; `slots` are what differs, as `slot=value`."""

    before: Claim | None
    after: Claim | None
    was: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The newer of the two."""
        claim = self.after or self.before
        assert claim is not None
        return claim


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a document beside the version before it."""

    before: Document
    after: Document
    recorded_at: datetime
    text: tuple[TextChange, ...]
    claims: tuple[ClaimChange, ...]


def _text_changes(before: Document, after: Document) -> Iterator[TextChange]:
    old, new = before.whole.split("\n"), after.whole.split("\n")
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            change = TextChange(tuple(filter(None, old[a:b])), tuple(filter(None, new[c:d])))
            if change.before or change.after:
                yield change


def _likeness(left: Claim, right: Claim) -> tuple[int, int]:
    """How much two claims of two versions have in common: the same words first, then what they say."""
    return int(left.quotes == right.quotes), len(frozenset(traits_of(left)) & frozenset(traits_of(right)))


def _is_like(left: Claim, right: Claim) -> bool:
    a, b = frozenset(traits_of(left)), frozenset(traits_of(right))
    return left.kind is right.kind and (left.quotes == right.quotes or 2 * len(a & b) >= max(len(a), len(b)))


def _claim_changes(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[ClaimChange]:
    gone, new = list(before), list(after)
    pairs = [(left, right) for left in before for right in after if _is_like(left, right)]
    for left, right in sorted(pairs, key=lambda pair: _likeness(*pair), reverse=True):
        if left in gone and right in new:
            gone.remove(left)
            new.remove(right)
            was, now = traits_of(left), traits_of(right)
            if was != now:
                yield ClaimChange(left, right, tuple(t for t in was if t not in now), tuple(t for t in now if t not in was))
    yield from (ClaimChange(claim, None, traits_of(claim), ()) for claim in gone)
    yield from (ClaimChange(None, claim, (), traits_of(claim)) for claim in new)


def revisions(documents: Iterable[RecordedDocument], claims: Iterable[Claim]) -> list[Revision]:
    """All changed reports, the change that was recorded last first."""
    versions: dict[str, list[RecordedDocument]] = defaultdict(list)
    for held in documents:
        versions[document_identity(held.document)].append(held)
    changed = {name: sorted(held, key=lambda v: (v.recorded_at, v.document.text_hash)) for name, held in versions.items() if len(held) > 1}
    by_version: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if document_identity(claim.document) in changed:
            by_version[document_key(claim.document)].append(claim)
    found = [_revision(left, right, by_version) for held in changed.values() for left, right in pairwise(held)]
    return sorted(found, key=lambda revision: (revision.recorded_at, revision.after.id), reverse=True)


def select_revisions(found: Iterable[Revision], selection: Selection) -> list[Revision]:
    """Those that were stated in the time asked for, and where anything but time is asked for, have such a claim among their changes."""
    by_claim = replace(selection, since=None, until=None, in_force_on=None)
    return [
        revision
        for revision in found
        if selection.has_day(revision.after.day)
        and (by_claim == EVERYTHING or any(selects(by_claim, change.claim) for change in revision.claims))
    ]


def _revision(left: RecordedDocument, right: RecordedDocument, claims: dict[str, list[Claim]]) -> Revision:
    before, after = left.document, right.document
    changes = _claim_changes(claims[document_key(before)], claims[document_key(after)])
    return Revision(before, after, right.recorded_at, tuple(_text_changes(before, after)), tuple(changes))


def _claim_change_to_record(change: ClaimChange) -> Json:
    return {
        "before": change.before.id if change.before else None,
        "after": change.after.id if change.after else None,
        "kind": change.claim.kind.value,
        "was": list(change.was),
        "now": list(change.now),
    }


def revision_to_record(revision: Revision) -> Record:
    """The public form: lines that went and came, claims that went, came or say something else."""
    text: list[Json] = [{"before": list(change.before), "after": list(change.after)} for change in revision.text]
    claims: list[Json] = [_claim_change_to_record(change) for change in revision.claims]
    document = revision.after
    return {
        "doc": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "stated": document.published,
        "recorded_at": revision.recorded_at.isoformat(),
        "text": text,
        "claims": claims,
    }
