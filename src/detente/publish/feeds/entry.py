"""One update in words, for whatever form it is published in.

In: an update, the addresses of the site. Out: title, plain text and HTML, each with the quote and who published it.

Holds: an entry's id is made of its claim's key alone, so the same update is the same entry in every feed and for ever. What
stands in a report is escaped, never markup; characters that XML cannot hold are left out.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID, uuid5

from detente.model.claim import Claim
from detente.publish.addresses import Addresses
from detente.publish.words import plain
from detente.views.changes import Change
from detente.views.headline import headline
from detente.views.independence import class_of
from detente.views.saved import Update

# The name space of our ids (RFC 4122): made once, never changed.
_IDS = UUID("6d1d7f4e-9f0b-5d55-8a51-3f3d9a0c2b77")

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`published` is None where the report's instant is not known with its zone; `source` is the report's own address."""

    id: str
    title: str
    text: str
    html: str
    url: str
    source: str | None
    kind: str
    published: datetime | None
    updated: datetime


def urn(name: str) -> str:
    """An id that is the same for the same name."""
    return f"urn:uuid:{uuid5(_IDS, name)}"


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def web_address(url: str | None) -> str | None:
    """An address that a reader may be led to, written as RFC 3986 has it: http or https; None for anything else."""
    try:
        parts = urlsplit(clean(url or ""))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    net = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, net + port, written(parts.path), written(parts.query), written(parts.fragment)))


def written(part: str) -> str:
    """A part of an address with all that may not stand in one written by its octets; what is written so already stays."""
    return quote(_NO_ESCAPE.sub("%25", part), safe="/:@!$&'()*+,;=~?%")


def status_words(change: Change) -> str:
    """`threatened`, or `threatened → announced`."""
    after = plain(change.claim.status)
    before = "" if change.before is None or change.before == change.claim.status else plain(change.before)
    return f"{before} → {after}" if before else after


def slot_words(change: Change) -> list[str]:
    """What was stated anew or otherwise: `rate 20 % → 10 %`, `deadline 2025-12-31`."""
    return [f"{plain(slot.slot)} {f'{slot.before} → ' if slot.before else ''}{slot.after}" for slot in change.slots]


def source_words(claim: Claim) -> str:
    """Who published it, of which class, and when."""
    document = claim.document
    publisher = document.publisher or "publisher not stated"
    return f"{publisher} ({plain(class_of(document).value)}), {document.published or 'date not stated'}"


def matter_words(change: Change) -> str:
    """The matter as it was told up to the change."""
    claims = change.thread.claims
    return headline(claims[: claims.index(change.claim) + 1])


def _published(claim: Claim) -> datetime | None:
    stated = claim.document.published
    found = datetime.fromisoformat(stated) if stated and len(stated) > len("2025-10-30") else None
    return found if found and found.tzinfo else None


def entry_of(update: Update, addresses: Addresses) -> Entry:
    """The entry of an update."""
    change, claim = update.change, update.change.claim
    about = "; ".join([status_words(change), *slot_words(change)])
    quotes = [clean(quote) for quote in claim.quotes]
    said, source = source_words(claim), web_address(claim.document.url)
    link = f'<a href="{escape(source)}">{escape(said)}</a>' if source else escape(said)
    marked = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in quotes)
    condition = clean(claim.condition_words) if claim.condition_words else ""
    return Entry(
        id=urn(f"claim:{update.key}"),
        title=clean(f"{matter_words(change)}: {status_words(change)}"),
        text=clean("\n".join([about, *(f"“{quote}”" for quote in quotes), *([f"condition: {condition}"] if condition else []), said])),
        html=clean(f"<p>{escape(about)}</p>{marked}{f'<p>Condition: {escape(condition)}</p>' if condition else ''}<p>{link}</p>"),
        url=addresses.claim(change.thread, claim),
        source=source,
        kind=change.thread.kind.value,
        published=_published(claim),
        updated=update.revised_at,
    )
