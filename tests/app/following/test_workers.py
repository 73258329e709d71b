"""The processes that parse, as they are."""

import asyncio

import pytest

from detente.app.following.tasks import ListingTask, PageTask
from detente.app.following.workers import Workers
from detente.errors import ParsingError
from tests.publisher import rss, rss_item

pytestmark = pytest.mark.slow

LISTING = ListingTask(kind="feed", url="http://news.example/feed", charset=None, items=500, item_chars=100_000, links=None)
PAGE = PageTask(url="http://news.example/1", status=200, media_type="text/html", charset=None, headers="")
ONE = rss(rss_item("one")).encode()


def asked(workers: Workers, *tasks: tuple[ListingTask | PageTask, bytes]) -> list[object]:
    async def all_of_them() -> list[object]:
        out: list[object] = []
        async with workers:
            for task, data in tasks:
                try:
                    out.append(await (workers.listing(task, data) if isinstance(task, ListingTask) else workers.page(task, data)))
                except ParsingError as error:
                    out.append(error)
        return out

    return asyncio.run(all_of_them())


def test_feeds_and_pages_are_parsed_there() -> None:
    body = "<p>The White House said on Friday that it would impose a duty of 25 percent on steel from Brazil.</p>" * 3
    page = f"<html><head><title>Duty on steel</title></head><body><article><h1>Duty on steel</h1>{body}</article></body></html>"
    listing, text = asked(Workers(), (LISTING, ONE), (PAGE, page.encode()))
    assert [item.title for item in listing.items] == ["US to tax steel, says one"]
    assert "duty of 25 percent" in text.text


def test_what_takes_too_long_is_ended_and_the_next_is_parsed_all_the_same() -> None:
    slow = "<html><body>" + "<div><p>word <b>word " * 60_000 + "</body></html>"

    async def both() -> list[object]:
        async with Workers(seconds=0.05) as workers:
            with pytest.raises(ParsingError, match="longer than") as caught:
                await workers.page(PAGE, slow.encode())
            workers.seconds = 60.0
            return [caught.value.kind, len((await workers.listing(LISTING, ONE)).items)]

    assert asyncio.run(both()) == ["parse-time", 1]


def test_what_takes_too_much_memory_fails_alone() -> None:
    """A description of 70 MB, where hardly more memory is allowed than the parser needs to start."""
    large = rss(rss_item("one", text="The duty is 25 percent. &lt;br&gt; " * 2_000_000)).encode()
    error, listing = asked(Workers(seconds=60.0, memory=600_000_000), (LISTING, large), (LISTING, ONE))
    assert isinstance(error, ParsingError)
    assert error.kind == "parser"
    assert len(listing.items) == 1


def test_a_description_of_30_mb_is_left_out_where_it_fits_into_memory() -> None:
    large = rss(rss_item("one", text="The duty is 25 percent. " * 1_250_000), rss_item("two")).encode()
    listing, _ = asked(Workers(seconds=120.0), (LISTING, large), (LISTING, ONE))
    assert not isinstance(listing, ParsingError), listing
    assert [item.title for item in listing.items] == ["US to tax steel, says two"]
    assert [finding.code for finding in listing.findings] == ["item-too-long"]
