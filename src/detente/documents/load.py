"""Bytes under a name, or behind an address, become documents.

In: a name (`report.md`, `-` for standard input) with its bytes, or an address with a function that fetches it; and what
the caller knows. Out: `Loaded`.

Holds: the format is told by suffix or media type, then by content. Bytes that cannot be a document raise DocumentError; a
document that is skipped, a bad line of JSONL or a guess is a finding.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urlsplit

from detente.documents.assembly import assembled
from detente.documents.encoding import decoded
from detente.documents.formats import Format, format_named, format_seen, format_served
from detente.documents.jsonl import documents_in_jsonl
from detente.documents.markdown import markdown_parts
from detente.documents.options import Options, is_address
from detente.documents.parts import Parts
from detente.documents.plain import plain_parts
from detente.documents.refusal import refuse_unreadable
from detente.errors import InputError
from detente.model.document import Document
from detente.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Loaded:
    """Documents in order and what was noticed; `digest` is the SHA-256 of the bytes they were read from."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave: `url` is the last one after redirects, `media_type` and `charset` are as the server says, or None."""

    url: str
    data: bytes
    media_type: str | None
    charset: str | None


Fetch = Callable[[str], Fetched]


def _sorted_out(found: Iterable[Document | Finding], data: bytes) -> Loaded:
    items = list(found)
    documents = tuple(item for item in items if isinstance(item, Document))
    findings = tuple(item for item in items if isinstance(item, Finding))
    return Loaded(documents, findings, hashlib.sha256(data).hexdigest())


def _parts(text: str, form: Format, name: str, options: Options) -> Parts:
    match form:
        case Format.PAGE:
            from detente.documents.page import page_parts  # noqa: PLC0415 - a third of a second, for pages alone

            return page_parts(text, url=options.url, today=options.today)
        case Format.MARKDOWN:
            return markdown_parts(text, name)
        case _:
            return plain_parts(text, name)


def _declared(page: bytes) -> str | None:
    from detente.documents.page import declared_charset  # noqa: PLC0415 - as above

    return declared_charset(page)


def _one(name: str, data: bytes, options: Options, form: Format, charset: str | None) -> Loaded:
    """The single document of a text, with a note where the charset was guessed."""
    declared = charset or (_declared(data) if form is Format.PAGE else None)
    held = decoded(data, declared)
    notes = [Finding("charset", Severity.NOTE, name, held.note)] if held.note else []
    made = assembled(_parts(held.text, form, name, options), options, where=name)
    return _sorted_out([*notes, *made.findings, *([made.document] if made.document else [])], data)


def _seen(name: str, data: bytes) -> Format:
    refuse_unreadable(data, name)
    return format_seen(data, name)


def _in_form(name: str, data: bytes, options: Options, form: Format, charset: str | None = None) -> Loaded:
    if form is Format.JSONL:
        return _sorted_out(documents_in_jsonl(data.split(b"\n"), options, name=name), data)
    refuse_unreadable(data, name)
    return _one(name, data, options, form, charset)


def documents_from(name: str, data: bytes, options: Options | None = None) -> Loaded:
    """The documents in the bytes of a file or of standard input (`-`).

    Raises DocumentError for bytes that are empty, binary, over 5 MB or without any text.
    """
    return _in_form(name, data, options or Options(), format_named(name) or _seen(name, data))


def documents_at(url: str, fetch: Fetch, options: Options | None = None) -> Loaded:
    """The documents behind an http(s) address; it becomes their url unless the caller gives one.

    Raises InputError for what is no such address, DocumentError as `documents_from`, and what `fetch` raises.
    """
    if not is_address(url):
        raise InputError("not an http(s) address", where=url)
    fetched, options = fetch(url), options or Options()
    form = format_served(fetched.media_type) or format_named(urlsplit(fetched.url).path) or _seen(url, fetched.data)
    if form is not Format.JSONL and options.url is None:
        options = replace(options, url=urldefrag(fetched.url).url)
    return _in_form(url, fetched.data, options, form, fetched.charset)
