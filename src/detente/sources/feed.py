"""RSS 0.9 to 2.0, RDF and Atom.

In: the text of a feed, already decoded, and its address. Out: its items.

Holds: a feed that was cut off loses its last item, which may be a part. No entity but the usual ones is resolved, nothing
is fetched.
"""

import re
from typing import Any

import feedparser

from detente.model.finding import Finding, Severity
from detente.sources.entries import Entry, items_of
from detente.sources.item import Listing, too_many
from detente.sources.links import link_of

_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
# A document type of the feed's own could define entities; those of HTML are known without it.
_DOCTYPE = re.compile(r"\A((?:\s|<\?.*?\?>|<!--.*?-->)*+)<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,20000}\]\s*)?>", re.IGNORECASE | re.DOTALL)
# Numbers of characters; of those that there are not some make the parser fail.
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_MOST_DIGITS = 7
_STYLESHEET = re.compile(r"<\?xml-stylesheet[^>]*\?>")
_ROOT_END = re.compile(r"</\s*(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.IGNORECASE)
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(entry: Any) -> str:
    """The longest of content and summary: some feeds put the whole text in either."""
    contents = [_words(part.get("value")) for part in entry.get("content") or () if isinstance(part, dict)]
    return max([*contents, _words(entry.get("summary"))], key=len)


def _link(entry: Any, base: str) -> str | None:
    """The link, else a guid that is an address."""
    alternate = next((_words(link.get("href")) for link in entry.get("links") or () if link.get("rel") == "alternate"), "")
    for written in (_words(entry.get("link")), alternate):
        if written and (link := link_of(written, base)):
            return link
    guid = _words(entry.get("id"))
    return link_of(guid, base) if guid.startswith(("http://", "https://")) else None


def _entry(entry: Any, base: str) -> Entry:
    source = entry.get("source")
    detail = entry.get("summary_detail") or entry.get("title_detail") or {}
    return Entry(
        guid=_words(entry.get("id")).strip(),
        link=_link(entry, base),
        title=_words(entry.get("title")),
        text=_text(entry),
        published=_words(dict.get(entry, "published")) or _words(entry.get("updated")) or None,
        publisher=_words(source.get("title")) or None if isinstance(source, dict) else None,
        language=_words(detail.get("language")) or None,
    )


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0


def _every(feed: Any) -> float | None:
    """How often the feed says that it changes: `ttl` in minutes, or `sy:updatePeriod` and `updateFrequency`."""
    period = _PERIODS.get(_words(feed.get("sy_updateperiod")).strip().lower(), 0)
    said = max(_number(feed.get("ttl")) * 60, period / max(_number(feed.get("sy_updatefrequency")), 1.0))
    return said if 0 < said < float("inf") else None


def _is_ended(text: str) -> bool:
    """Whether the root is closed behind the last item, whatever follows it."""
    ends, items = ([found.start() for found in pattern.finditer(text)] for pattern in (_ROOT_END, _ITEM))
    return bool(ends) and ends[-1] > max(items, default=0)


def _known_character(found: re.Match[str]) -> str:
    """A reference as it is, or U+FFFD for one to no character."""
    hexadecimal, decimal = found.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    code = int(digits, 16 if hexadecimal else 10) if 0 < len(digits) <= _MOST_DIGITS else 0
    return found[0] if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def feed_listing(text: str, *, url: str, most: int) -> Listing:
    """The items of a feed, `most` at most, in its order; none, with a finding, where the text is no feed."""
    bare = _REFERENCE.sub(_known_character, text)
    bare = _STYLESHEET.sub("", _DOCTYPE.sub(r"\1", _PROLOG.sub("", bare.lstrip("\ufeff"), count=1), count=1))
    headers = _HEADERS | {"content-location": url}
    parsed = feedparser.parse(bare.encode("utf-8", "replace"), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    entries, findings = parsed.entries, []
    if not parsed.get("version") and not entries:
        return Listing(items=(), findings=(Finding("no-feed", Severity.ERROR, url, "The answer is no feed."),))
    if parsed.bozo and entries and not _is_ended(bare):
        entries = entries[:-1]
        findings.append(Finding("feed-cut-off", Severity.WARNING, url, "The feed is cut off; its last item is not taken."))
    elif parsed.bozo:
        findings.append(Finding("feed-ill-formed", Severity.NOTE, url, "The feed is not well-formed XML; it is read as far as it can be."))
    if len(entries) > most:
        findings.append(too_many(url, len(entries), most))
    items = items_of([_entry(entry, url) for entry in entries[:most]])
    title = _words(parsed.feed.get("title"))
    return Listing(items=items, title=title, every=_every(parsed.feed), findings=tuple(findings))
