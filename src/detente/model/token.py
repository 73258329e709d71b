"""Who may ask beyond this machine: tokens, of which only hashes are kept, and what each may do."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a token is good for; each includes those before it."""

    READ = "read"
    REVIEW = "review"
    ADMIN = "admin"

    def covers(self, needed: "Scope") -> bool:
        """Whether this one is enough."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Token:
    """`hash` is the SHA-256 of the token, which has 256 bits of chance in it and so needs no salt."""

    name: str
    hash: str
    scope: Scope
    created_at: datetime


def token_hash(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
