"""Which adapter reads what a source answers."""

from typing import assert_never

from detente.sources.federal_register import register_listing
from detente.sources.feed import feed_listing
from detente.sources.item import Listing
from detente.sources.json_feed import is_json_feed, json_listing
from detente.sources.jsonl import jsonl_listing
from detente.sources.page import page_listing
from detente.sources.sitemap import sitemap_listing
from detente.sources.source import SourceKind


def listing_in(text: str, *, kind: SourceKind, url: str, most: int, links: str | None) -> Listing:
    """What the text of an answer from `url` lists."""
    match kind:
        case SourceKind.FEED:
            return json_listing(text, url=url, most=most) if is_json_feed(text) else feed_listing(text, url=url, most=most)
        case SourceKind.PAGE:
            return page_listing(text, url=url, most=most, links=links or "")
        case SourceKind.SITEMAP:
            return sitemap_listing(text, url=url, most=most, links=links)
        case SourceKind.FEDERAL_REGISTER:
            return register_listing(text, url=url, most=most)
        case SourceKind.JSONL:
            return jsonl_listing(text, url=url, most=most)
        case _:
            assert_never(kind)
