"""One request at a time to a host, its robots file and its pause, at every redirect too."""

import asyncio
import threading
import time

import pytest

from detente.app.following.pages import Pages
from detente.app.following.politeness import Hosts, Stopped
from detente.app.net.address import policy_allowing
from detente.app.net.client import Client
from tests.publisher import Asked, Reply, rss, rss_item

NAMES = ("a.example", "b.example", "shared.example")


@pytest.fixture
def named(follower):
    """Three hosts of the user's own, all of them this machine."""

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host in NAMES else ["203.0.113.1"]

    follower.resolver = here
    return follower.with_settings(allow_hosts=NAMES)


def to(site, host: str, path: str) -> Reply:
    return Reply(status=302, headers={"Location": site.url(path, host)})


def test_two_sources_that_lead_to_one_host_ask_it_one_after_the_other(site, named) -> None:
    at_once, most, lock = [0], [0], threading.Lock()

    def counted(asked: Asked, _) -> Reply:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.2)
        with lock:
            at_once[0] -= 1
        return Reply(rss(rss_item(asked.path)))

    for name, path in (("a", "/x"), ("b", "/y")):
        named.source(name, url=site.url(f"/{name}", f"{name}.example"))
        site.says |= {f"/{name}": to(site, "shared.example", path), path: counted}
    assert named.once().read == 2
    assert most == [1]


def test_waiting_for_a_turn_is_no_part_of_the_time_that_an_answer_may_take(site, named) -> None:
    named.with_settings(host_delay=1.5)
    for name in ("a", "b"):
        named.source(name, url=site.url(f"/{name}", "shared.example"))
        site.says[f"/{name}"] = rss(rss_item(name))

    async def once(service):
        service._asking.seconds = 1.0
        return await service.once()

    assert named.use(once).read == 2
    assert all(named.state(name).seconds < 1.0 for name in ("a", "b"))


BODY = "<p>The choir of the parish sang under a new conductor, and the rain fell over the hills.</p>" * 12


@pytest.mark.parametrize(("robots", "wanted"), [("User-agent: *\nDisallow: /", "In short."), ("", "new conductor")])
def test_the_robots_file_of_the_host_that_a_page_leads_to_is_honoured(site, named, robots, wanted) -> None:
    named.source(url=site.url("/feed", "a.example"), full_text="page")
    site.says |= {
        "/feed": rss(rss_item("one", text="In short.", link=site.url("/1", "a.example"))),
        "/1": to(site, "b.example", "/2"),
        "/2": Reply(f"<html><body><article><h1>Choir</h1>{BODY}</article></body></html>", headers={"Content-Type": "text/html"}),
        "/robots.txt": lambda asked, _: Reply(robots if asked.headers["host"].startswith("b.") else ""),
    }
    named.once()
    (document,) = named.documents()
    assert wanted in document.text
    assert ("/2" in site.paths()) == (robots == "")


def test_where_a_page_elsewhere_leads_to_a_host_of_ones_own_that_is_asked_for_nothing() -> None:
    class NobodyAsks:
        async def allows(self, url: str) -> bool:
            raise AssertionError(url)

        delay = allows

    async def turns() -> None:
        async with Client(policy_allowing(("own.example",)), user_agent="t") as client:
            pages = Pages(client, Hosts(0.0), NobodyAsks(), None, None)  # type: ignore[arg-type]
            async with pages._turn("http://own.example/", is_own=False):
                pass
            with pytest.raises(AssertionError):
                async with pages._turn("http://own.example/", is_own=True):
                    pass

    asyncio.run(turns())


def test_nobody_has_a_turn_any_more_when_all_is_to_end() -> None:
    async def turns() -> list[str]:
        hosts, done = Hosts(3600.0), []

        async def one(name: str) -> None:
            try:
                async with hosts.turn("h"):
                    done.append(name)
                    await asyncio.sleep(0.05)
                    done.append(f"{name} ended")
            except Stopped:
                done.append(f"{name} not begun")

        tasks = [asyncio.create_task(one(name)) for name in ("first", "second", "third")]
        await asyncio.sleep(0.01)
        hosts.stop()
        await asyncio.gather(*tasks)
        return done

    assert asyncio.run(turns()) == ["first", "first ended", "second not begun", "third not begun"]
