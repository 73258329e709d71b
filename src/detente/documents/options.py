"""What the caller knows of a document besides its bytes."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from detente.documents.normal import normal_line
from detente.documents.published import iso_of
from detente.errors import InputError


def is_address(text: str) -> bool:
    """Whether it is an http(s) address with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and text.isprintable() and " " not in text


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller says of the document; None leaves it to the document itself.

    In a single document the caller's word goes before the document's own, with a note where the two differ; in JSONL it
    only fills what a line leaves out. `published` is kept as ISO 8601; one that cannot be read is an InputError. `today`
    bounds dates that are guessed from a page: none is later.
    """

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    today: date | None = None

    def __post_init__(self) -> None:
        if self.published is not None:
            iso = iso_of(self.published)
            if iso is None:
                hint = "write a day or an instant as in 2025-10-30 or 2025-10-30T08:00+08:00"
                raise InputError(f"not a date: {self.published!r}", where="published", hint=hint)
            object.__setattr__(self, "published", iso)
        if self.url is not None and not is_address(self.url):
            raise InputError(f"not an http(s) address: {self.url!r}", where="url")
        if self.publisher is not None:
            object.__setattr__(self, "publisher", normal_line(self.publisher) or None)
