"""Sitemaps, also of news, and their indexes.

In: the text of a sitemap and its address. Out: an item for each address that fits, without text; addresses of further
sitemaps of the same host, the newest first.
"""

import re

from lxml import etree  # type: ignore[import-untyped]

from detente.model.finding import Finding, Severity
from detente.sources.item import Item, Listing, key_of
from detente.sources.links import link_of

_MOST_MORE = 5


def _tree(text: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    return etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).encode("utf-8", "replace"), parser=parser)


def _inner(element: etree._Element, name: str) -> str:
    found = element.xpath(f".//*[local-name()='{name}']/text()")
    return str(found[0]).strip() if found else ""


def _item(element: etree._Element, base: str) -> Item | None:
    link = link_of(_inner(element, "loc"), base)
    if link is None:
        return None
    published = _inner(element, "publication_date") or None
    return Item(
        key=key_of("link", link),
        url=link,
        title=_inner(element, "title"),
        text="",
        published=published,
        page=link,
        language=_inner(element, "language") or None,
    )


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else ""


def sitemap_listing(text: str, *, url: str, most: int, links: str | None) -> Listing:
    """The items of a sitemap whose address fits the pattern, the newest first where it tells; `most` at most."""
    try:
        tree = _tree(text)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None or etree.QName(tree).localname not in ("urlset", "sitemapindex"):
        return Listing(items=(), findings=(Finding("no-sitemap", Severity.ERROR, url, "The answer is no sitemap."),))
    entries = sorted(tree.xpath("./*[local-name()='url' or local-name()='sitemap']"), key=lambda e: _inner(e, "lastmod"), reverse=True)
    if etree.QName(tree).localname == "sitemapindex":
        more = [link for entry in entries if (link := link_of(_inner(entry, "loc"), url)) and _host(link) == _host(url)]
        return Listing(items=(), more=tuple(more[:_MOST_MORE]))
    found = [item for entry in entries if (item := _item(entry, url)) and (not links or re.search(links, item.url or ""))]
    return Listing(items=tuple({item.key: item for item in found[:most]}.values()))
