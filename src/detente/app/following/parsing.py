"""Bytes of strangers to clean items: what runs in the process set apart for it.

In: a body, what the server says of it, and the source. Out: a listing whose items hold plain text; or the main text of a page.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from detente.app.following.tasks import ListingTask, PageTask, PageText
from detente.documents.encoding import decoded
from detente.documents.formats import Format, format_named, format_served
from detente.documents.fragment import without_markup
from detente.documents.normal import normal_line, normal_text
from detente.documents.page import declared_charset, page_parts
from detente.documents.refusal import refuse_unreadable
from detente.errors import DocumentError
from detente.model.finding import Finding, Severity
from detente.sources.adapters import listing_in
from detente.sources.item import Item, Listing
from detente.sources.source import SourceKind
from detente.sources.walls import wall_in


def _text(data: bytes, charset: str | None) -> str:
    """The text; UTF-8 is tried whatever is declared, so declaring it tells nothing where it fails."""
    declared = charset or declared_charset(data)
    return decoded(data, None if (declared or "").lower().replace("-", "") == "utf8" else declared).text


def _line(words: str) -> str:
    return normal_line(without_markup(words))


def _clean(item: Item) -> Item:
    return replace(
        item,
        title=_line(item.title),
        text=normal_text(without_markup(item.text)),
        id=normal_line(item.id or "") or None,
        publisher=_line(item.publisher or "") or None,
    )


def parse_listing(task: ListingTask, data: bytes) -> Listing:
    """The items of an answer, without markup; those without words or over the limit are left out, with findings."""
    if not data.strip():
        return Listing(items=(), findings=(Finding("empty", Severity.ERROR, task.url, "The answer is empty."),))
    listing = listing_in(_text(data, task.charset), kind=SourceKind(task.kind), url=task.url, most=task.items, links=task.links)
    items, findings = [], list(listing.findings)
    for item in listing.items:
        if len(item.text) > task.item_chars * 4:
            item = replace(item, text=item.text[: task.item_chars * 4])
        clean = _clean(item)
        if len(clean.text) > task.item_chars or len(item.text) == task.item_chars * 4:
            findings.append(
                Finding(
                    "item-too-long",
                    Severity.WARNING,
                    item.url or item.key,
                    f"The item is over {task.item_chars} characters; it is left out.",
                )
            )
        elif clean.title or clean.text or clean.page:
            items.append(clean)
        else:
            findings.append(
                Finding("item-empty", Severity.NOTE, item.url or item.key, "The item has neither title nor text; it is left out.")
            )
    return replace(listing, items=tuple(items), title=_line(listing.title), findings=tuple(findings))


def _nothing(why: str) -> PageText:
    return PageText(title="", text="", published=None, guessed=None, language=None, why=why)


def parse_page(task: PageTask, data: bytes) -> PageText:
    """The main text of a page that was answered; a wall, a failure and what is no text give none."""
    text = _text(data, task.charset)
    if wall := wall_in(task.status, task.headers, text, url=task.url):
        return _nothing(str(wall))
    if not 200 <= task.status < 300:
        return _nothing(f"the server answered {task.status}")
    try:
        refuse_unreadable(data, task.url)
    except DocumentError as error:
        return _nothing(error.message)
    form = format_served(task.media_type) or format_named(urlsplit(task.url).path)
    if form is Format.PLAIN or "<" not in text:
        return PageText(title="", text=normal_text(text), published=None, guessed=None, language=None, why=None)
    return _main_text(text, task.url)


def _main_text(text: str, url: str) -> PageText:
    parts = page_parts(text, url=url, today=None)
    body = normal_text(without_markup(parts.text))
    title = _line(parts.title)
    why = None if body else "no main text on the page"
    return PageText(title=title, text=body, published=parts.published, guessed=parts.guessed, language=parts.language, why=why)
