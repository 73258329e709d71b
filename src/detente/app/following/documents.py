"""Items become documents, and are told from copies.

In: an item as it was taken in, its source, the clock. Out: the document that is read, or why it is left out.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from detente.documents.assembly import assembled
from detente.documents.options import Options
from detente.documents.parts import Parts
from detente.errors import DocumentError
from detente.model.document import Document
from detente.model.finding import Finding
from detente.sources.dates import dated
from detente.sources.item import Item
from detente.sources.source import FullText, Source

# A text of fewer characters is a summary where the source does not say otherwise.
_SUMMARY = 600


@dataclass(frozen=True, slots=True)
class Made:
    """The document, or why there is none."""

    document: Document | None
    why: str | None
    findings: tuple[Finding, ...]


def wants_page(item: Item, source: Source) -> bool:
    """Whether the whole text is to be fetched from the item's page."""
    if item.page is None or source.full_text is FullText.NEVER:
        return False
    return source.full_text is FullText.PAGE or len(item.text) < _SUMMARY


def identity_of(item: Item, source: Source) -> str:
    """What stays the same when the item's words change: its address, else its own id, else its key within the source."""
    return item.url or item.id or f"{source.name}:{item.key}"


def document_of(item: Item, source: Source, *, identity: str, guessed: str | None, now: datetime) -> Made:
    """The document of an item; `identity` is the one under which it was first met, `guessed` a day found in its page's looks."""
    is_address = identity.startswith(("http://", "https://"))
    published = dated(item.published, zone=source.zone, now=now)
    parts = Parts(
        title=item.title,
        text=item.text,
        id=None if is_address else identity,
        url=identity if is_address else None,
        publisher=item.publisher or source.publisher,
        published=published,
        guessed=None if published else guessed,
        language=item.language or (source.language if source.language != "en" else None),
    )
    try:
        made = assembled(parts, Options(), where=identity)
    except DocumentError as error:
        return Made(None, error.message, ())
    why = None if made.document else "; ".join(finding.message for finding in made.findings) or "no document"
    return Made(made.document, why, made.findings)


def with_page(item: Item, *, title: str, text: str, published: str | None, language: str | None) -> Item:
    """The item with the text of its page, where that is more than it had; its own title and date go before the page's."""
    if len(text) <= len(item.text):
        return replace(item, page=None)
    return replace(
        item, title=item.title or title, text=text, page=None, published=item.published or published, language=item.language or language
    )
