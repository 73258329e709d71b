"""What is known of a source before anything is fetched from it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.errors import InputError

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class SourceClass(StrEnum):
    """Who speaks: a state or body itself, an outlet that a state owns or steers, an agency, a newsroom (a public broadcaster with
    independent editors too), a think tank."""

    OFFICIAL = "official"
    STATE_MEDIA = "state_media"
    WIRE = "wire"
    NEWS = "news"
    ANALYSIS = "analysis"


class SourceKind(StrEnum):
    """In what form a source tells of its items."""

    FEED = "feed"
    PAGE = "page"
    SITEMAP = "sitemap"
    FEDERAL_REGISTER = "federal_register"
    JSONL = "jsonl"


class FullText(StrEnum):
    """Whether the page of an item is fetched: where the item is short, always, or never."""

    AUTO = "auto"
    PAGE = "page"
    NEVER = "never"


class SourceReader(StrEnum):
    """Who reads a source's reports: the embedded reader, a large model, or both."""

    EMBEDDED = "embedded"
    MODEL = "model"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """`items` of one answer that are taken, `bytes` of an answer, `item_chars` of an item's text."""

    items: int = 500
    bytes: int = 10_000_000
    item_chars: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source. `name` is its file's name; `unverified` until it has been seen to answer; `links` is the pattern of addresses that a
    page or sitemap is read for; `time_zone` is that of stamps without one."""

    name: str
    publisher: str
    source_class: SourceClass
    country: str
    language: str
    kind: SourceKind
    url: str
    schedule: timedelta
    time_zone: str | None
    full_text: FullText
    limits: SourceLimits
    topics: tuple[str, ...]
    links: str | None
    unverified: bool
    enabled: bool
    reader: SourceReader = SourceReader.EMBEDDED

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise InputError(f"not a name of a source: {self.name!r}", hint="lower-case letters, digits and hyphens")
        if self.schedule < timedelta(minutes=5):
            raise InputError("a schedule of less than five minutes", where=self.name)
        if self.kind is SourceKind.PAGE and not self.links:
            raise InputError("a page needs `links`, the pattern of the addresses it is read for", where=self.name)
        try:
            re.compile(self.links or "")
        except re.error as error:
            raise InputError(f"`links` is no pattern: {error}", where=self.name) from None
        if self.time_zone is not None:
            _require_zone(self.time_zone, self.name)

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of stamps that name none; None where it is not known."""
        return None if self.time_zone is None else ZoneInfo(self.time_zone)


def _require_zone(name: str, where: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"no such time zone: {name!r}", where=where, hint="a name as Asia/Shanghai") from None
