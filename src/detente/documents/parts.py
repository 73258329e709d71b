"""What a format gives: the pieces of one document before they are normalised and joined with the caller's options."""

from dataclasses import dataclass

from detente.model.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Pieces as the source has them. `published` are the words that state a date; `guessed` is an ISO day found in the page's looks."""

    title: str
    text: str
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    guessed: str | None = None
    language: str | None = None
    findings: tuple[Finding, ...] = ()
