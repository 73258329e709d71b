"""Find the claims that a decision names.

In: references, and claims as they are held now. Out: the keys of the claims that each reference means, one for every version
of its document at most.

Holds: the very claim is found by its key. Another reading of its text, or another version, has it found by kind and words: the
evidence is the same, or one holds the other; of several such claims the one that shares most traits. Where two share as
many, none is meant: a decision is rather not applied than applied to the wrong claim.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from detente.model.claim import Claim
from detente.model.decision import Reference, reference_to
from detente.model.document import Document
from detente.model.identity import document_identity, document_key


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_like(reference: Reference, other: Reference) -> bool:
    left, right = _words(reference.quote), _words(other.quote)
    return reference.kind is other.kind and (left in right or right in left)


def _shared(reference: Reference, other: Reference) -> int:
    return len(frozenset(reference.traits) & frozenset(other.traits))


def _meant(reference: Reference, held: Iterable[Reference]) -> Reference | None:
    """The claim of one version that is meant."""
    alike = sorted((other for other in held if _is_like(reference, other)), key=lambda other: -_shared(reference, other))
    if not alike or (len(alike) > 1 and _shared(reference, alike[0]) == _shared(reference, alike[1])):
        return None
    return alike[0]


class Directory:
    """The claims of the documents that decisions name."""

    def __init__(self, claims: Iterable[Claim], documents: Collection[str]) -> None:
        self._versions: dict[str, dict[str, dict[str, Reference]]] = defaultdict(lambda: defaultdict(dict))
        self._claims: dict[str, Claim] = {}
        self._documents = frozenset(documents)
        for claim in claims:
            identity = document_identity(claim.document)
            if identity in self._documents:
                reference = reference_to(claim)
                self._claims[reference.key] = claim
                self._versions[identity][document_key(claim.document)][reference.key] = reference

    def knows(self, document: Document) -> bool:
        """Whether a decision names a claim of that document."""
        return document_identity(document) in self._documents

    def claim(self, key: str) -> Claim:
        """The claim with that key, as it was read."""
        return self._claims[key]

    def keys(self, reference: Reference) -> Iterator[str]:
        """The keys of the claims that a reference means, version by version."""
        for held in self._versions.get(reference.document, {}).values():
            if reference.key in held:
                yield reference.key
            elif found := _meant(reference, held.values()):
                yield found.key
