"""What validators of feeds complain of does no harm: no crash, little time, the same ids, no markup, no words lost."""

import io
import json
import re
import time
from dataclasses import asdict

import pytest

from detente.app.following.codec import listing_from
from detente.app.following.tasks import ListingTask
from detente.app.following.worker import answer_to
from detente.sources.item import Listing
from tests.sources.odd_feeds import FAULTS, FORMATS, SAID, WORDLESS, json_feeds, xml_feeds

TASK = ListingTask(kind="feed", url="http://news.example/feed", charset=None, items=500, item_chars=100_000, links=None)
FEEDS = dict([*xml_feeds(), *json_feeds()])
MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>|&(?:lt|gt|amp|quot|apos|nbsp|mdash|eacute|#[xX]?[0-9a-fA-F]+);|\]\]>")
SECONDS = 2.0


def listed(data: bytes) -> Listing:
    """By the words that the process apart speaks."""
    line = json.dumps({"task": "listing", "size": len(data), **asdict(TASK)}).encode()
    held = json.loads(answer_to(line, io.BytesIO(data)))
    assert "failed" not in held
    return listing_from(held)


def by_fault() -> list[str]:
    return sorted({name.partition(": ")[2] for name in FEEDS})


@pytest.mark.parametrize("fault", by_fault())
def test_a_fault_does_no_harm_in_any_format(fault: str) -> None:
    for name, data in FEEDS.items():
        if name.partition(": ")[2] != fault:
            continue
        started = time.process_time()
        listing = listed(data)
        assert time.process_time() - started < SECONDS, name
        assert [item.key for item in listed(data).items] == [item.key for item in listing.items], name
        for item in listing.items:
            assert not MARKUP.search(f"{item.title}\n{item.text}"), (name, item.title, item.text[:300])
            assert "alert(" not in item.title, name
            assert item.url is None or re.match(r"https?://[^@\s]+$", item.url), (name, item.url)
        if fault not in WORDLESS:
            assert listing.items, (name, listing.findings)
            assert any(SAID in item.text for item in listing.items), (name, [item.text[:300] for item in listing.items])
        assert not MARKUP.search(listing.title), name
        assert len({item.key for item in listing.items}) == len(listing.items), name


def test_there_is_every_format_with_every_fault() -> None:
    assert len(FORMATS) == 8
    assert len(FEEDS) >= len(FORMATS) * len(FAULTS)
