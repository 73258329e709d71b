"""One published text, normalised once and never changed after."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from detente.errors import DocumentError, GroundingError
from detente.model.span import Span


@dataclass(frozen=True, slots=True)
class Document:
    """One published text.

    `published` is ISO 8601 as its source states it, a day or an instant with or without offset, or None: unknown
    stays unknown. `published_is_weak` marks a date that was only guessed from a page. All spans are offsets into
    `whole`: title, line feed, text. `day` is the dateline's: the local day of `published`, against which relative dates are
    resolved.
    """

    id: str
    url: str | None
    publisher: str | None
    published: str | None
    title: str
    text: str
    published_is_weak: bool = False
    whole: str = field(init=False, repr=False, compare=False)
    day: date | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        day = None
        if self.published is not None:
            try:
                day = datetime.fromisoformat(self.published).date()
            except ValueError:
                raise DocumentError(f"not an ISO 8601 date: {self.published!r}", where=self.id) from None
        object.__setattr__(self, "day", day)
        object.__setattr__(self, "whole", f"{self.title}\n{self.text}")

    @property
    def text_hash(self) -> str:
        """SHA-256 of `whole`; with the url it tells one version of a document from another."""
        return hashlib.sha256(self.whole.encode()).hexdigest()

    def words(self, span: Span) -> str:
        """The words at a span."""
        if span.end > len(self.whole):
            raise GroundingError(f"span {span.start}-{span.end} is past the end of the text", where=self.id)
        return self.whole[span.start : span.end]

    def find(self, words: str, *, after: int = 0) -> Span:
        """The span of the first occurrence of `words` at or behind offset `after`."""
        start = self.whole.find(words, after) if words else -1
        if start < 0:
            raise GroundingError(f"not in the text: {words[:80]!r}", where=self.id)
        return Span(start, start + len(words))
