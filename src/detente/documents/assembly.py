"""Pieces of a document become a document: normalised once, dated if a date can be read, named by a stable id.

In: the pieces that a format gives, the caller's options. Out: the document, or None where it is skipped, and findings.

Holds: an id is the record's own, else a hash of the url, else of the normalised text: the same on every machine.
`published` is stated or None; only a date guessed from a page's looks is marked weak.
"""

import hashlib
from dataclasses import dataclass

from detente.documents.language import foreign_language
from detente.documents.normal import normal_line, normal_text
from detente.documents.options import Options, is_address
from detente.documents.parts import Parts
from detente.documents.published import iso_of
from detente.errors import DocumentError
from detente.model.document import Document
from detente.model.finding import Finding, Severity

_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Assembled:
    """One document, None where it is skipped, and what was noticed about it."""

    document: Document | None
    findings: tuple[Finding, ...]


def _stable_id(url: str | None, whole: str) -> str:
    return hashlib.sha256((url or whole).encode()).hexdigest()[:_ID_DIGITS]


def _published(parts: Parts, where: str) -> tuple[str | None, list[Finding]]:
    """The date that the document states as ISO 8601."""
    words = (parts.published or "").strip()
    iso = iso_of(words)
    if iso is not None or not words:
        return iso, []
    message = f"{normal_line(words)[:60]!r} is not a date that can be read; it is not used."
    return None, [Finding("published-unreadable", Severity.WARNING, where, message)]


def _address(parts: Parts, where: str) -> tuple[str | None, list[Finding]]:
    url = (parts.url or "").strip()
    if not url or is_address(url):
        return url or None, []
    message = f"{normal_line(url)[:60]!r} is not an http(s) address; the document has none."
    return None, [Finding("url-unreadable", Severity.WARNING, where, message)]


def _chosen(name: str, own: str | None, given: str | None, where: str) -> tuple[str | None, list[Finding]]:
    """The caller's word before the document's own, with a note where they differ."""
    if given is None or own is None or own == given:
        return given or own, []
    message = f"The document says {own!r}; the given {name} {given!r} is used."
    return given, [Finding("given-differs", Severity.NOTE, where, message)]


def _foreign(parts: Parts, text: str, where: str) -> list[Finding]:
    code = foreign_language(parts.language, text)
    if code is None:
        return []
    tongue = "in another script" if code == "und" else f"in the language {code!r}"
    return [Finding("not-english", Severity.WARNING, where, f"The document is {tongue}, not in English; it is skipped.")]


def assembled(parts: Parts, options: Options, *, where: str, record_first: bool = False) -> Assembled:
    """The document that the pieces make. `record_first` lets the options only fill what the document leaves out.

    Raises DocumentError where neither title nor text is left.
    """
    title, text = normal_line(parts.title), normal_text(parts.text)
    if not title and not text:
        raise DocumentError("no text", where=where)
    if foreign := _foreign(parts, text or title, where):
        return Assembled(None, (*parts.findings, *foreign))
    stated, about_date = _published(parts, where)
    url, about_url = _address(parts, where)
    publisher = normal_line(parts.publisher or "") or None
    findings = [*parts.findings, *about_date, *about_url]
    if record_first:
        published, url, publisher = stated or options.published, url or options.url, publisher or options.publisher
    else:
        published, differs = _chosen("date", stated, options.published, where)
        findings += differs
        url, publisher = options.url or url, options.publisher or publisher
    document = Document(
        id=normal_line(parts.id or "") or _stable_id(url, f"{title}\n{text}"),
        url=url,
        publisher=publisher,
        published=published or parts.guessed,
        title=title,
        text=text,
        published_is_weak=published is None and parts.guessed is not None,
    )
    return Assembled(document, tuple(findings))
