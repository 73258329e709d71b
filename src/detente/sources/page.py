"""A page that lists reports: an official site without a feed.

In: the text of the page, its address, the pattern of addresses that are reports. Out: an item a link, without text.
"""

import re

from lxml import html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from detente.model.finding import Finding, Severity
from detente.sources.item import Item, Listing, key_of
from detente.sources.links import link_of


def page_listing(text: str, *, url: str, most: int, links: str) -> Listing:
    """The links that fit the pattern, in order of the page; none, with a finding, where there is none."""
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError):
        tree = None
    titles: dict[str, str] = {}
    for anchor in () if tree is None else tree.iter("a"):
        link = link_of(anchor.get("href"), url)
        if link and link != url and re.search(links, link):
            words = " ".join(anchor.text_content().split())
            titles[link] = max(titles.get(link, ""), words, key=len)
    taken = list(titles.items())[:most]
    items = [Item(key=key_of("link", link), url=link, title=title, text="", published=None, page=link) for link, title in taken]
    if not items:
        return Listing(
            items=(), findings=(Finding("no-links", Severity.ERROR, url, "The page has no link that fits the source's pattern."),)
        )
    return Listing(items=tuple(items))
