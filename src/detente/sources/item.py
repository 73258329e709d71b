"""What a source tells of one report, as the source has it."""

import hashlib
from dataclasses import dataclass, field

from detente.model.finding import Finding, Severity

_KEY_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Facts:
    """What an official journal says of an act besides its text. Its clocks are kept apart: `signed`, `published`, `effective` are
    days, None where it does not say. `corrects` and `corrected_by` are numbers of other acts."""

    number: str
    type: str
    signed: str | None
    published: str | None
    effective: str | None
    corrects: str | None
    corrected_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report of a source. `key` is the same as long as it is the same report, however its words change.

    `title` and `text` may hold markup; `published` are the words that state a date; `page` is the address of the whole
    text where `text` is less; `id` is one that the report bears itself and `publisher` who published it, where the source is only
    a way to it.
    """

    key: str
    url: str | None
    title: str
    text: str
    published: str | None
    page: str | None
    id: str | None = None
    publisher: str | None = None
    language: str | None = None
    facts: Facts | None = None

    @property
    def words_hash(self) -> str:
        """What changes when title or text is changed, and with nothing else."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode("utf-8", "replace")).hexdigest()[:_KEY_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one answer tells: its items in order, how often it says it changes (seconds), further addresses to read."""

    items: tuple[Item, ...]
    title: str = ""
    publisher: str | None = None
    every: float | None = None
    more: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def too_many(url: str, number: int, most: int) -> Finding:
    """That a listing has more items than are taken of it."""
    return Finding("too-many-items", Severity.WARNING, url, f"There are {number} items; the first {most} are taken.")


def key_of(*parts: str) -> str:
    """The key of an item from the words that make it that item."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_KEY_DIGITS]
