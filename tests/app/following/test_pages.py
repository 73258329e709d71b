import pytest

from tests.publisher import Reply, rss, rss_item

BODY = "".join(f"<p>The ministry said that the duty on wine number {n} would rise to 30 percent from next month on.</p>" for n in range(12))
ARTICLE = f'<html lang="en"><head><title>Duty on wine</title></head><body><article><h1>Duty on wine</h1>{BODY}</article></body></html>'


def page_follower(site, follower, said, robots: Reply | str = "", **values):
    follower.source(url=site.url(), full_text="auto", **values)
    site.says["/feed"] = rss(rss_item("one", title="Duty on wine", text="In short: a duty.", link=site.url("/1"), date=""))
    site.says["/1"] = said
    site.says["/robots.txt"] = robots
    return follower.once()


def test_the_page_of_a_short_item_is_fetched_for_its_text(site, follower) -> None:
    summary = page_follower(site, follower, Reply(ARTICLE, headers={"Content-Type": "text/html"}))
    assert (summary.pages, summary.read) == (1, 1)
    (document,) = follower.documents()
    assert "number 11 would rise to 30 percent" in document.text
    assert document.title == "Duty on wine"
    assert document.url == site.url("/1")
    assert site.paths() == ["/feed", "/robots.txt", "/1"]


def test_the_page_of_a_long_item_is_left_alone(site, follower) -> None:
    follower.source(url=site.url(), full_text="auto")
    site.says["/feed"] = rss(rss_item("one", text="word and word " * 60, link=site.url("/1")))
    follower.once()
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(
    "robots",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: detente\nDisallow: /1",
        "User-agent: *\nDisallow: /*1$",
        Reply(status=503),
        Reply(status=429),
    ],
)
def test_what_robots_files_forbid_or_cannot_tell_is_not_fetched(site, follower, robots) -> None:
    assert page_follower(site, follower, Reply(ARTICLE), robots).read == 1
    assert "/1" not in site.paths()
    assert [document.text for document in follower.documents()] == ["In short: a duty."]


@pytest.mark.parametrize(
    "robots", [Reply(status=404), Reply(status=403), "User-agent: *\nDisallow: /private", "User-agent: other\nDisallow: /"]
)
def test_what_robots_files_allow_is_fetched(site, follower, robots) -> None:
    page_follower(site, follower, Reply(ARTICLE), robots)
    assert "/1" in site.paths()


@pytest.mark.parametrize(
    "said",
    [
        Reply("<html><title>Just a moment...</title></html>", status=403, headers={"cf-mitigated": "challenge"}),
        Reply(ARTICLE.replace("</body>", '<script>{"isAccessibleForFree": false}</script></body>')),
        Reply("no", status=404),
        Reply(b"%PDF-1.7" + bytes(500)),
        Reply("<html><body><nav>Home</nav></body></html>"),
        Reply(status=302, headers={"Location": "http://localhost:1/"}),
        Reply(""),
    ],
)
def test_a_wall_a_failure_or_no_text_leaves_the_summary(site, follower, said) -> None:
    assert page_follower(site, follower, said).read == 1
    assert [document.text for document in follower.documents()] == ["In short: a duty."]
    assert site.paths().count("/1") == 1


def test_a_passing_failure_is_tried_again_later_and_then_the_summary_is_read(site, follower) -> None:
    assert page_follower(site, follower, Reply(status=503)).read == 0
    assert follower.once().pages == 0
    for hours in (2, 3, 4):
        follower.clock.go(hours=hours)
        follower.once()
    assert site.paths().count("/1") == 3
    assert [document.text for document in follower.documents()] == ["In short: a duty."]


def test_a_page_is_not_fetched_again_while_its_item_stays_the_same(site, follower) -> None:
    page_follower(site, follower, Reply(ARTICLE))
    for _ in range(3):
        follower.clock.go(days=2)
        follower.once()
    assert site.paths().count("/1") == 1


def test_a_listed_page_gives_items_with_the_text_and_date_of_their_pages(site, follower) -> None:
    follower.source(url=site.url("/press"), kind="page", links="/press/", full_text="auto")
    dated = ARTICLE.replace("</head>", '<meta property="article:published_time" content="2025-10-30T08:00:00+08:00"></head>')
    site.says |= {"/press": '<a href="/press/1">Duty on wine</a> <a href="/other">x</a>', "/press/1": dated, "/robots.txt": ""}
    assert follower.once().read == 1
    (document,) = follower.documents()
    assert (document.published, document.published_is_weak) == ("2025-10-30T08:00:00+08:00", False)


def test_the_pause_between_two_requests_to_a_host_is_kept(site, follower) -> None:
    import time  # noqa: PLC0415

    follower.with_settings(host_delay=0.2)
    started = time.monotonic()
    page_follower(site, follower, Reply(ARTICLE))
    assert len(site.asked) == 3
    assert time.monotonic() - started >= 0.4
