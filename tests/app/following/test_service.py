import asyncio

import pytest

from detente.app.answers import OpenLedger
from detente.app.pipeline import reading_function
from detente.model.following import Stage
from detente.model.identity import document_key
from tests.app.following.conftest import read_nothing
from tests.publisher import Asked, Reply, rss, rss_item


def with_validator(body: str, tag: str = '"1"'):
    """Says 304 to whoever shows the tag."""

    def says(asked: Asked, _) -> Reply:
        return Reply(status=304) if asked.headers.get("if-none-match") == tag else Reply(body, headers={"ETag": tag})

    return says


def test_what_a_feed_lists_is_read_into_the_ledger(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = rss(rss_item("one", link="http://news.example/1?utm_source=rss"), rss_item("two", date=""))
    summary = follower.once()
    assert (summary.asked, summary.new, summary.read, summary.failed) == (1, 2, 2, 0)
    with_link, without = sorted(follower.documents(), key=lambda document: document.url or "~")
    assert (with_link.url, with_link.publisher, with_link.published) == (
        "http://news.example/1",
        "Publisher a",
        "2025-10-30T08:00:00+00:00",
    )
    assert (without.url, without.published, without.id[:2]) == (None, None, "a:")


def test_claims_come_out_of_a_feed(site, follower) -> None:
    """The whole way with the real reader."""
    follower.source(url=site.url())
    follower.read_all = reading_function(model=False)
    text = "The White House said on Friday it would impose a 25 percent tariff on steel from Brazil."
    site.says["/feed"] = rss(rss_item("one", title="US to tax steel", text=f"&lt;p&gt;{text}&lt;/p&gt;"))
    assert follower.once().claims >= 1
    with OpenLedger(follower.target) as ledger:
        assert {row.claim.kind for row in ledger.claims()} == {"measure"}


def test_200_then_304_then_changed_then_304(site, follower) -> None:
    follower.source(url=site.url())
    counts = []
    for tag, items in [('"1"', ["one"]), ('"1"', ["one"]), ('"2"', ["one", "two"]), ('"2"', ["one", "two"])]:
        site.says["/feed"] = with_validator(rss(*map(rss_item, items)), tag)
        summary = follower.once()
        counts.append((summary.asked, summary.unchanged, summary.new, summary.read))
        follower.clock.go(hours=2)
    assert counts == [(1, 0, 1, 1), (1, 1, 0, 0), (1, 0, 1, 1), (1, 1, 0, 0)]
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None, '"1"', '"1"', '"2"']


def test_validators_go_back_as_the_bytes_that_came(site, follower) -> None:
    follower.source(url=site.url())
    odd = 'W/"a b\xff'
    site.says["/feed"] = Reply(rss(rss_item("one")), headers={"ETag": odd, "Last-Modified": "yesterday, or so"})
    follower.ask()
    follower.ask()
    assert site.asked[1].headers["if-none-match"] == odd
    assert site.asked[1].headers["if-modified-since"] == "yesterday, or so"


def test_who_asks_can_be_reached(site, follower) -> None:
    follower.source(url=site.url())
    follower.ask()
    assert site.asked[0].headers["user-agent"].endswith("(+mailto:reader@reading.house)")


def test_nothing_is_asked_before_it_is_due_nor_after_a_restart(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = with_validator(rss(rss_item("one")))
    follower.once()
    follower.clock.go(minutes=59)
    assert follower.once().asked == 0
    follower.clock.go(minutes=2)
    assert follower.once().asked == 1


def test_a_changed_text_is_a_new_version_of_the_same_document_and_another_order_is_nothing(site, follower) -> None:
    follower.source(url=site.url())
    first, second = rss_item("one", link="http://news.example/1"), rss_item("two", link="http://news.example/2")
    for items in (
        [first, second],
        [second, first],
        [second, first.replace("25 percent", "30 percent")],
        [first.replace("25 percent", "30 percent")],
    ):
        site.says["/feed"] = rss(*items)
        follower.once()
        follower.clock.go(days=2)
    assert [document.url for document in follower.documents()].count("http://news.example/1") == 2
    assert len(follower.documents()) == 3


def test_an_item_keeps_its_identity_when_its_address_changes(site, follower) -> None:
    follower.source(url=site.url())
    for link, rate in (("http://news.example/1", "25"), ("http://news.example/moved", "30")):
        site.says["/feed"] = rss(rss_item("one", link=link, text=f"A duty of {rate} percent on steel was announced."))
        follower.once()
        follower.clock.go(days=2)
    assert {document.url for document in follower.documents()} == {"http://news.example/1"}
    assert len(follower.documents()) == 2


def test_the_same_address_in_two_feeds_is_read_once_and_both_are_known(site, follower) -> None:
    for name in ("a", "b"):
        follower.source(name, url=site.url(f"/{name}"))
        site.says[f"/{name}"] = rss(rss_item(name, link="http://news.example/1", title=f"Title in {name}"))
    follower.once()
    assert len(follower.documents()) == 1
    assert [source for source, _ in follower.store().carriers("http://news.example/1")] in (["a"], ["b"])


WIRE = " ".join(f"Sentence number {n} of a report written for testing tells of tariffs on steel and talks about ports." for n in range(12))


def test_wire_copy_is_read_once_and_its_carriers_are_known(site, follower) -> None:
    for name, text in (("a", WIRE), ("b", WIRE.replace("written", "made")), ("c", WIRE.replace("number 3", "number 33"))):
        follower.source(name, url=site.url(f"/{name}"))
        site.says[f"/{name}"] = rss(rss_item(name, link=f"http://{name}.example/1", text=text, title="Steel"))
        follower.once()
    assert len(follower.documents()) == 2
    assert follower.store().carriers("http://a.example/1") == [("b", "http://b.example/1")]
    assert {"http://a.example/1", "http://c.example/1"} == {document.url for document in follower.documents()}


def test_what_is_there_at_the_first_reading_is_old_and_what_comes_later_is_not(site, follower) -> None:
    follower.source(url=site.url())
    for items in (["one"], ["one", "two"]):
        site.says["/feed"] = rss(*map(rss_item, items))
        follower.once()
        follower.clock.go(days=2)
    with OpenLedger(follower.target) as ledger:
        keys = {document_key(held.document): held.document.title for held in ledger.documents()}
    origins = follower.store().origins(keys)
    assert {keys[key].rpartition(" ")[2]: origin.is_old for key, origin in origins.items()} == {"one": True, "two": False}


def test_a_source_that_is_unverified_is_followed_once_it_was_seen_to_answer(site, follower) -> None:
    source = follower.source(url=site.url(), unverified=True)
    site.says["/feed"] = rss(rss_item("one"))
    assert follower.once().asked == 0
    follower.use(lambda service: service.ask(source))
    follower.clock.go(days=2)
    assert follower.once().asked == 1


def test_a_permanent_move_is_kept_when_it_repeats(site, follower) -> None:
    follower.source(url=site.url("/old"))
    site.says["/old"] = Reply(status=301, headers={"Location": "/new"})
    site.says["/new"] = rss(rss_item("one"))
    for _ in range(3):
        follower.ask()
    assert site.paths() == ["/old", "/new", "/old", "/new", "/new"]
    assert follower.state().url == site.url("/new")


def test_a_passing_redirect_is_not_kept(site, follower) -> None:
    follower.source(url=site.url("/old"))
    site.says["/old"] = Reply(status=302, headers={"Location": "/new"})
    site.says["/new"] = rss(rss_item("one"))
    for _ in range(3):
        follower.ask()
    assert site.paths().count("/old") == 3


def test_what_is_gone_is_asked_no_more(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = Reply(status=410)
    follower.once()
    follower.clock.go(days=30)
    assert follower.once().asked == 0
    assert "410" in (follower.state().stopped or "")


def test_an_address_that_the_user_edited_starts_anew(site, follower) -> None:
    follower.source(url=site.url("/gone"))
    site.says["/gone"] = Reply(status=410)
    follower.once()
    follower.source(url=site.url("/feed"))
    site.says["/feed"] = rss(rss_item("one"))
    assert follower.once().read == 1


def test_failures_back_off_and_a_success_ends_them(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = Reply(status=500)
    waits = []
    for _ in range(7):
        follower.ask()
        waits.append((follower.state().due_at - follower.clock.now).total_seconds() / 3600)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert follower.state().failures == 7
    assert follower.store().errors()["a"] == {"http-500": 7}
    site.says["/feed"] = Reply(rss(rss_item("one")), headers={"ETag": '"1"'})
    follower.ask()
    assert (follower.state().failures, follower.state().failing_since, follower.state().error) == (0, None, None)


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"ETag": '"1"'}, 1),
        ({"Last-Modified": "Thu, 30 Oct 2025 08:00:00 GMT"}, 1),
        ({}, 24),
        ({"ETag": '"1"', "Cache-Control": "max-age=18000"}, 5),
        ({"ETag": '"1"', "Cache-Control": "max-age=60"}, 1),
        ({"ETag": '"1"', "Cache-Control": "max-age=99999999"}, 24),
        ({"Cache-Control": "public, max-age=7200"}, 2),
        ({"ETag": '"1"', "Date": "Sat, 01 Nov 2025 00:00:00 GMT", "Expires": "Sat, 01 Nov 2025 03:00:00 GMT"}, 3),
        ({"ETag": '"1"', "Expires": "0"}, 1),
    ],
)
def test_the_next_request_waits_for_what_the_answer_says(site, follower, headers, hours) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = Reply(rss(rss_item("one")), headers=headers)
    follower.ask()
    assert (follower.state().due_at - follower.clock.now).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("extra", "hours"),
    [
        ("<ttl>360</ttl>", 6),
        ("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>", 24),
        ("<ttl>nonsense</ttl>", 1),
    ],
)
def test_the_next_request_waits_for_what_the_feed_says_of_itself_also_after_a_304(site, follower, extra, hours) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = with_validator(rss(rss_item("one"), extra=extra))
    for _ in range(2):
        follower.ask()
        assert (follower.state().due_at - follower.clock.now).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("said", "hours"), [("10800", 3), ("Sat, 01 Nov 2025 17:00:00 GMT", 5), ("9999999999", 168), ("soon", 1), ("-5", 1)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_in_seconds_and_as_a_date(site, follower, status, said, hours) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = Reply(status=status, headers={"Retry-After": said})
    follower.ask()
    assert (follower.state().due_at - follower.clock.now).total_seconds() == hours * 3600


def test_a_feed_that_is_cut_off_gives_its_whole_items_and_is_asked_again_for_the_rest(site, follower) -> None:
    follower.source(url=site.url())
    whole = rss(rss_item("one"), rss_item("two"))
    site.says["/feed"] = Reply(whole[: whole.index("wrote two")], headers={"ETag": '"1"'})
    assert follower.once().read == 1
    assert follower.state().etag is None
    assert follower.state().error_kind == "feed-cut-off"
    site.says["/feed"] = with_validator(whole)
    follower.clock.go(days=1)
    assert follower.once().read == 1
    assert len(follower.documents()) == 2


def test_one_item_that_no_reader_survives_costs_no_other(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = rss(*(rss_item(name) for name in ("one", "poison", "three")))

    def read(documents):
        if any("poison" in document.title for document in documents):
            raise RuntimeError("a bug")
        return read_nothing(documents)

    follower.read_all = read
    summary = follower.once()
    assert (summary.read, dict(summary.left_out)) == (2, {"it cannot be read": 1})
    assert follower.store().waiting() == 0


def test_an_item_in_another_language_is_left_out_with_the_reason(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = rss(
        rss_item("one", title="关于对美国加征关税的公告", text="国务院关税税则委员会发布公告，对原产于美国的商品加征关税。" * 6)
    )
    summary = follower.once()
    assert summary.read == 0
    assert "not in English" in next(iter(summary.left_out))


def test_stopping_ends_the_service_and_loses_nothing(site, follower) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = rss(*(rss_item(str(n)) for n in range(5)))

    async def run_and_stop(service):
        task = asyncio.create_task(service.run())
        while service.summary.read < 5:
            await asyncio.sleep(0.02)
        service.stop()
        return await asyncio.wait_for(task, 10)

    assert follower.use(run_and_stop).read == 5
    assert follower.store().waiting() == 0


def test_an_item_that_was_taken_in_and_not_read_is_read_after_a_restart_without_asking_again(site, follower) -> None:
    source = follower.source(url=site.url())
    site.says["/feed"] = with_validator(rss(rss_item("one")))
    follower.use(lambda service: service.ask(source))
    assert [item.stage for item in follower.store().open_items(Stage.READY, now=follower.clock(), most=9)] == [Stage.READY]
    assert follower.once().read == 1
    assert len(site.asked) == 1
