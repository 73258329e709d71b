"""By which rules threads are made: a store that holds threads made by others makes them anew."""

import hashlib
from functools import cache
from importlib.resources import files

# Counted up with every change of code in `keys`, `members`, `joining` or `compare` that gives other threads or other short forms.
CODE = 1


@cache
def rules() -> str:
    """A short hash of all that decides which claims are of one matter: the weights, the words that stand for one another, the code."""
    tables = (files("detente.threads") / "weights.toml", files("detente.vocab") / "phrases.toml")
    held = b"\x00".join([str(CODE).encode(), *(table.read_bytes() for table in tables)])
    return hashlib.sha256(held).hexdigest()[:16]
