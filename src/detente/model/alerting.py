"""Rules by which people are told of news, what a rule fired about, and messages on their way.

Holds: a firing has a key that stays the same for the same news, so that nobody is told twice.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from detente.errors import QueryError
from detente.model.saved_search import SavedSearch


class AlertOn(StrEnum):
    """What a rule fires about."""

    NEW = "new"
    STATUS = "status"
    VALUE = "value"
    DEADLINE = "deadline"
    CONFLICT = "conflict"


class Channel(StrEnum):
    """How people are told."""

    WEBHOOK = "webhook"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` is how near a deadline must be; `target` an address of the web or of mail; `secret` signs webhooks.

    `started_at` is up to which instant of recording everything is old news; None until the ledger holds something.
    """

    name: str
    search: SavedSearch
    on: tuple[AlertOn, ...]
    days: int
    channel: Channel
    target: str
    secret: str | None
    started_at: datetime | None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > 80:
            raise QueryError("a rule needs a name of at most 80 letters", where=repr(self.name[:80]))
        if not self.on or self.days < 0:
            raise QueryError("a rule fires about something", where=self.name, hint=", ".join(AlertOn))


@dataclass(frozen=True, slots=True)
class Firing:
    """One piece of news, in words: `about` the matter, `words` what happened, with quote, source and page."""

    key: str
    on: AlertOn
    thread: str
    about: str
    words: str
    quote: str
    source: str
    source_url: str | None
    url: str


class DeliveryState(StrEnum):
    """How far a message has come. A dead one was tried as often as it is worth."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to one target; `body` is what is sent, `error` why the last try failed."""

    id: str
    rule: str
    body: str
    state: DeliveryState
    tries: int
    created_at: datetime
    due_at: datetime
    error: str | None
