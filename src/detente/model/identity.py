"""What makes a document, a claim or a thread that very thing: stable keys from their content.

In: documents and claims. Out: keys, hexadecimal digits of a SHA-256 over canonical JSON; the same content has the
same key on every machine.

Holds: a document is its url (its id where it has none) and its text: a changed text is another version, so another key.
A claim is its document's version and its public record; one that decisions have corrected keeps the key that it was read with.
"""

import hashlib
import json
from functools import lru_cache

from detente.model.claim import Claim
from detente.model.document import Document
from detente.model.record import Json, Record, claim_to_record

_DIGITS = 20

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Json) -> str:
    """The one way to write a value as JSON: sorted, without spaces."""
    return _ENCODER.encode(value)


def content_hash(value: Json) -> str:
    """The hash of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:_DIGITS]


def document_identity(document: Document) -> str:
    """What stays the same when a document's text is changed: its url, its id where it has none."""
    return document.url or document.id


@lru_cache(maxsize=256)
def document_key(document: Document) -> str:
    """The key of one version of a document."""
    return content_hash([document_identity(document), document.text_hash])


def claim_key(claim: Claim) -> str:
    """The key of a claim, as it was read."""
    if claim.revision is not None:
        return claim.revision.original
    if claim._known_key is None:
        know_key(claim, claim_key_of(claim.document, claim_to_record(claim, provenance=True)))
    assert claim._known_key is not None
    return claim._known_key


def know_key(claim: Claim, key: str) -> None:
    """Keep the key of a claim as it was read with the claim, so that it is not made again of all that it holds."""
    object.__setattr__(claim, "_known_key", key)


def claim_key_of(document: Document, record: Record) -> str:
    """The key of a claim that is at hand as its record with provenance."""
    return content_hash([document_key(document), record])
