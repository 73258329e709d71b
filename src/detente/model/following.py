"""What is remembered of sources and their items between two rounds of following.

Instants have their zone. A state is replaced as a whole when a source has been asked; an item's stage only moves on.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far an item has come: its page is still to be fetched, it is to be read, it has been, or it was left out."""

    PAGE = "page"
    READY = "ready"
    READ = "read"
    LEFT_OUT = "left_out"


OPEN = (Stage.PAGE, Stage.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How it stands with one source.

    `url` is the address in use, which differs from `own_url`, the source's own, once a move has repeated; `moved_to` is a move seen
    `moved_times` times in a row. Validators are the bytes that the server gave; `whole_at` is when it was last asked without
    one. `seconds` is how long its last answer took, `every` how often (in seconds) its feed says that it changes. `stopped`
    tells why it is asked no more.
    """

    name: str
    own_url: str
    url: str
    due_at: datetime
    etag: bytes | None = None
    last_modified: bytes | None = None
    asked_at: datetime | None = None
    whole_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    verified_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    error_kind: str | None = None
    error: str | None = None
    moved_to: str | None = None
    moved_times: int = 0
    stopped: str | None = None
    seconds: float | None = None
    every: float | None = None
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item as it is met: `payload` is what is needed to go on with it after a restart."""

    key: str
    words_hash: str
    identity: str
    stage: Stage
    payload: str
    facts: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An item that is not done with."""

    source: str
    key: str
    words_hash: str
    identity: str
    stage: Stage
    payload: str
    tries: int
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneItem:
    """What became of an item: the key of the document that was recorded, or why it was left out."""

    source: str
    key: str
    words_hash: str
    stage: Stage
    document_key: str | None
    why: str | None
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedItem:
    """An item that is another copy of the document of an identity, and where that copy is."""

    identity: str
    source: str
    key: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in a listing did: items that were new, changed in their words, known as they were."""

    new: int
    changed: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The items of one source by what became of them."""

    items: int
    waiting: int
    read: int
    left_out: int
    claims: int
    syndicated: int


@dataclass(frozen=True, slots=True)
class Origin:
    """By which source a document came: `is_old` marks what was there when the source was first read, which is no news."""

    source: str
    is_old: bool
    facts: str | None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a source says of an item besides its words, as JSON; `identity` is that of its document, which may have been read."""

    source: str
    identity: str
    is_read: bool
    facts: str
