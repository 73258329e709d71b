"""What is asked of the process that parses, and what it says of a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingTask:
    """What a listing is read by."""

    kind: str
    url: str
    charset: str | None
    items: int
    item_chars: int
    links: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """What a page is read by; `headers` are the names of the answer's headers."""

    url: str
    status: int
    media_type: str | None
    charset: str | None
    headers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The main text of a page, empty where there is none, with the reason in `why`; `published` are the words that state a date,
    `guessed` a day that was only guessed."""

    title: str
    text: str
    published: str | None
    guessed: str | None
    language: str | None
    why: str | None
