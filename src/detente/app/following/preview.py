"""What would be read of a source and kept, before anything is.

In: a source, or a file. Out: its items, each with what would become of it. Nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from detente.app.following.asking import Asked, Asking
from detente.app.following.documents import document_of, identity_of, wants_page
from detente.app.following.tasks import ListingTask
from detente.app.following.workers import Workers
from detente.errors import InputError
from detente.model.finding import Finding
from detente.model.following import SourceState
from detente.model.record import Record
from detente.sources.asking import first_state
from detente.sources.item import Item, Listing
from detente.sources.source import Source


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """An item and what would become of it: `new`, `changed`, `known`, or why it would be left out."""

    source: str
    item: Item
    identity: str
    published: str | None
    fate: str
    page: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a source lists now; `error` where it gave nothing."""

    source: str
    items: tuple[PreviewItem, ...]
    findings: tuple[Finding, ...]
    error: str | None
    title: str


def preview_item_to_record(held: PreviewItem) -> Record:
    """The public form: with the id that the item keeps, and its text as it would be read."""
    return {
        "source": held.source,
        "id": held.item.key,
        "document": held.identity,
        "url": held.item.url,
        "published": held.published,
        "title": held.item.title,
        "text": held.item.text,
        "would": held.fate,
        "fetch_page": held.page,
    }


def previewed(source: Source, listing: Listing, *, held: dict[str, str], error: str | None, now: datetime) -> Preview:
    """A listing as it would be taken in; `held` are the words of known items, by key."""
    return Preview(
        source=source.name,
        items=tuple(_item(item, source, held, now) for item in listing.items),
        findings=listing.findings,
        error=error,
        title=listing.title,
    )


def _item(item: Item, source: Source, held: dict[str, str], now: datetime) -> PreviewItem:
    identity, page = identity_of(item, source), wants_page(item, source)
    made = document_of(item, source, identity=identity, guessed=None, now=now)
    fate = "be new" if item.key not in held else "be known" if held[item.key] == item.words_hash else "be changed"
    if made.document is None and not page:
        fate = f"be left out: {made.why}"
    return PreviewItem(source.name, item, identity, made.document.published if made.document else None, fate, page)


async def preview_source(asking: Asking, source: Source, state: SourceState | None, held: dict[str, str]) -> Preview:
    """What a source lists now; where its state is given, only what changed since."""
    asked: Asked = await asking.ask(source, state or first_state(source.name, source.url, asking.now()))
    return previewed(source, asked.listing, held=held, error=asked.answered.error, now=asking.now())


async def preview_files(workers: Workers, paths: Sequence[Path], source: Source, now: datetime) -> list[Preview]:
    """What the answers of a source that were kept as files list."""
    out = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(error.strerror or "cannot be read", where=str(path)) from None
        limits = source.limits
        task = ListingTask(
            kind=source.kind, url=source.url, charset=None, items=limits.items, item_chars=limits.item_chars, links=source.links
        )
        out.append(previewed(source, await workers.listing(task, data), held={}, error=None, now=now))
    return out
