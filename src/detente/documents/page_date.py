"""The date of a page.

In: the tree of a page. Out: the words with which the page itself states when it was published, or a day guessed from its
looks.

Holds: stated are JSON-LD, meta elements and `<time datetime>`, in this order. A `<time>` counts when it is marked as the
date of publication or when all of them outside side matter name the same day: others may be of comments, events or
related stories. Everything else is a guess.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from htmldate import find_date
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from detente.documents.published import iso_of

_META = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
)
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report", "PressRelease")
# Where a date is not that of the page: side matter, and sentences, which tell of other days.
_SIDE = ".//nav | .//aside | .//footer"
_PROSE = ".//p | .//li | .//td | .//blockquote"
_LONGEST_LABEL = 80
_IN_SIDE = "[not(ancestor::nav or ancestor::aside or ancestor::footer)]"
_EARLIEST = "1995-01-01"


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """All objects of a JSON-LD graph, outer ones first."""
    if isinstance(value, dict):
        yield value
    if depth < 6 and isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _objects(inner, depth + 1)


def linked_objects(tree: HtmlElement) -> list[dict[str, object]]:
    """The objects that a page describes itself with in JSON-LD; what is not JSON is passed over."""
    held: list[dict[str, object]] = []
    for script in tree.xpath(".//script[@type='application/ld+json']"):
        try:
            held += _objects(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
    return held


def _is_article(linked: dict[str, object]) -> bool:
    types = linked.get("@type")
    return any(str(name).endswith(_ARTICLES) for name in (types if isinstance(types, list) else [types]))


def _in_linked(tree: HtmlElement) -> Iterator[str]:
    for linked in sorted(linked_objects(tree), key=_is_article, reverse=True):
        words = linked.get("datePublished")
        if isinstance(words, str):
            yield words


def _in_meta(tree: HtmlElement) -> Iterator[str]:
    named: dict[str, str] = {}
    for meta in tree.xpath(".//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            named.setdefault(str(meta.get(key, "")).lower(), str(meta.get("content")))
    yield from (named[name] for name in _META if name in named)


def _in_times(tree: HtmlElement) -> Iterator[str]:
    marked = tree.xpath(".//*[@itemprop='datePublished' or (self::time and @pubdate)]")
    yield from (str(element.get("datetime") or element.get("content") or "") for element in marked)
    others = [str(words) for words in tree.xpath(f".//time[@datetime]{_IN_SIDE}/@datetime")]
    if len({(iso_of(words) or words)[:10] for words in others}) == 1:
        yield others[0]


def stated_date(tree: HtmlElement) -> str | None:
    """The words of the first date of publication that can be read; of those that cannot, the first; None without any."""
    found = [words for source in (_in_linked, _in_meta, _in_times) for words in source(tree) if words.strip()]
    return next((words for words in found if iso_of(words)), found[0] if found else None)


def _drop_prose(tree: HtmlElement) -> None:
    """Keep what may be a label with a date: short lines outside side matter."""
    for side in tree.xpath(_SIDE):
        side.drop_tree()
    for element in tree.xpath(_PROSE):
        if element.getparent() is not None and len(element.text_content()) > _LONGEST_LABEL:
            element.drop_tree()


def guessed_date(tree: HtmlElement, url: str | None, today: date | None) -> str | None:
    """The day that htmldate finds in short lines and address, no later than `today`; it changes the tree.

    The first of January is none: htmldate writes a year alone so, for example that of a copyright line.
    """
    _drop_prose(tree)
    latest = (today or date.max - timedelta(days=1)).isoformat()
    found = find_date(tree, original_date=True, url=url, min_date=_EARLIEST, max_date=latest)
    return None if found is None or found.endswith("-01-01") else iso_of(found)
