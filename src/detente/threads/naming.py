"""What a thread is called: a readable slug and a short stable hash, both from its earliest claim.

Holds: a thread keeps its name while later reports join it; by the hash every claim's own would-be thread can be found
again when an earlier report has taken the thread's name over.
"""

import re

from detente.model.claim import Agreement, Claim, Commitment, Encounter, Measure
from detente.model.identity import claim_key
from detente.model.slots import values_of

_HASH_DIGITS = 10
_MOST_WORDS = 7


def _first(claim: Claim, slot: str, most: int = 2) -> list[str]:
    return [str(held.value) for held in values_of(claim, slot)[:most]]


def _states(claim: Claim, slot: str) -> list[str]:
    return [re.sub(r"^ORG:", "", text).split("/")[0] for text in _first(claim, slot)]


def _words(claim: Claim) -> list[str]:
    match claim:
        case Encounter():
            return [*_states(claim, "participants"), claim.form, *_first(claim, "place"), *[text[:7] for text in _first(claim, "date")]]
        case Measure():
            rate = [f"{text}pc" for text in _first(claim, "rate")]
            return [*_states(claim, "imposer"), claim.instrument, *_states(claim, "target"), *_first(claim, "products", 1), *rate]
        case Commitment():
            return [*_states(claim, "promisor"), claim.action, *_first(claim, "object")]
        case Agreement():
            return [*_states(claim, "parties"), claim.form, *_first(claim, "topic")]


def slug_of(claim: Claim) -> str:
    """A few words that name the matter: lower case, hyphens."""
    words = re.findall(r"[a-z0-9.]+", " ".join(_words(claim)).lower().replace("_", " "))
    return "-".join(word.strip(".") for word in words[:_MOST_WORDS])


def hash_of(claim: Claim) -> str:
    """The short hash of the thread that this claim would be the earliest of."""
    return claim_key(claim)[:_HASH_DIGITS]


def thread_id(claim: Claim) -> str:
    """The id of the thread whose earliest claim this is."""
    return f"{slug_of(claim)}-{hash_of(claim)}"


def hash_in(name: str) -> str:
    """The hash at the end of a thread's id, or the whole name when it is only the hash."""
    return name.rsplit("-", 1)[-1]


def is_hash(text: str) -> bool:
    """Whether a text can be the short hash of a thread."""
    return re.fullmatch(f"[0-9a-f]{{{_HASH_DIGITS}}}", text) is not None
