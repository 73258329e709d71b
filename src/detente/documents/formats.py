"""Which format some bytes are in: by the suffix of their name, then by how they begin."""

import re
from enum import Enum
from pathlib import PurePosixPath

from detente.documents.encoding import decoded
from detente.documents.front_matter import has_front_matter
from detente.documents.jsonl import is_record
from detente.errors import DocumentError


class Format(Enum):
    """What documents come in."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    PAGE = "HTML"
    JSONL = "JSONL"


_SUFFIXES = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
}
_MEDIA_TYPES = {
    "text/html": Format.PAGE,
    "application/xhtml+xml": Format.PAGE,
    "text/markdown": Format.MARKDOWN,
    "application/jsonl": Format.JSONL,
    "application/x-ndjson": Format.JSONL,
}
_BEGINNING = 65_536
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|div|p)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF)\b", re.IGNORECASE)


def format_named(name: str) -> Format | None:
    """The format that a file name or the path of an address tells; None for an unknown suffix."""
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower())


def format_served(media_type: str | None) -> Format | None:
    """The format that a server tells; None where it tells none that says more than the name."""
    return _MEDIA_TYPES.get((media_type or "").partition(";")[0].strip().lower())


def format_seen(data: bytes, where: str) -> Format:
    """The format that the bytes look like; plain text where they look like none. DocumentError for other XML."""
    beginning = decoded(data[:_BEGINNING]).text
    if _PAGE.match(beginning):
        return Format.PAGE
    if _XML.match(beginning):
        raise DocumentError("XML that is no web page", where=where, hint="a feed is a source, not a document")
    if is_record(data.split(b"\n", 1)[0]):
        return Format.JSONL
    return Format.MARKDOWN if has_front_matter(beginning) else Format.PLAIN
