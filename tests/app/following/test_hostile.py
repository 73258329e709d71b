"""Fifty and more ways in which a publisher can be hostile or tedious; an honest source beside it must be read all the same."""

import gzip
import re
import socket
import struct
import time
import zlib
from collections.abc import Callable

import brotli
import pytest

from detente.app.following.service import Summary
from detente.errors import LedgerError
from tests.publisher import Asked, Reply, Says, rss, rss_item

pytestmark = pytest.mark.slow

ONE = rss(rss_item("one"))
MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>|&(?:lt|amp|gt|quot|nbsp|#\d+);")


def packed(coding: str, body: bytes) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def raw(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\n\r\n".encode("latin-1") + body


def reset(_: Asked, caller: socket.socket) -> None:
    """Hang up so that the other side sees a reset."""
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip(_: Asked, caller: socket.socket) -> None:
    caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(40):
        time.sleep(0.05)
        caller.sendall(b" ")


def drip_headers(_: Asked, caller: socket.socket) -> None:
    for number in range(40):
        time.sleep(0.05)
        caller.sendall(b"HTTP/1.1 200 OK\r\nX-0: 1\r\n" if number == 0 else b"X-%d: 1\r\n" % number)


def silence(_: Asked, caller: socket.socket) -> None:
    time.sleep(2.0)


def continues(_: Asked, caller: socket.socket) -> None:
    for _ in range(40):
        time.sleep(0.05)
        caller.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def by_turns(*said: Says) -> Says:
    turns = list(said)

    def says(asked: Asked, caller: socket.socket):
        now = turns.pop(0) if len(turns) > 1 else turns[0]
        return now(asked, caller) if callable(now) else now

    return says


BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{BILLION}]>{rss(rss_item("one", text="&l9;")).partition("?>")[2]}'
WITH_ENTITY = rss(rss_item("one", text="before &x; after")).partition("?>")[2]
EXTERNAL = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>{WITH_ENTITY}'
SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;The duty is 25 percent.&lt;img src=x onerror=alert(1)&gt;"
TWICE = "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;The duty is 25 percent."
NESTED = "&lt;div&gt;" * 5000 + "The duty is 25 percent." + "&lt;/div&gt;" * 5000
SPLIT = "&lt;scr&lt;script&gt;x&lt;/script&gt;ipt&gt;alert(1)&lt;/script&gt; The duty is 25 percent."

# What is said, and what comes of it: the kind of error, or the number of items read.
BEHAVIOURS: dict[str, tuple[Says, str | int]] = {
    "nothing at all": (b"", "connection"),
    "a reset": (reset, "connection"),
    "no HTTP": (b"220 mail.example ESMTP\r\n", "connection"),
    "a body cut off": (raw("200 OK\r\nContent-Length: 9999", ONE.encode()), "connection"),
    "a chunk cut off": (raw("200 OK\r\nTransfer-Encoding: chunked", b"5\r\nab"), "connection"),
    "a bad chunk": (raw("200 OK\r\nTransfer-Encoding: chunked", b"xyz\r\nab"), "connection"),
    "two lengths": (raw("200 OK\r\nContent-Length: 3\r\nContent-Length: 4", b"abc"), "connection"),
    "a slow drip": (drip, "timeout"),
    "headers that drip": (drip_headers, "timeout"),
    "a silence": (silence, "timeout"),
    "100 for ever": (continues, "timeout"),
    "a header of 300 kB": (raw("200 OK\r\nX: " + "a" * 300_000), "connection"),
    "500 headers": (raw("200 OK\r\n" + "\r\n".join(f"X-{n}: a" for n in range(500))), "headers"),
    "a gzip bomb": (packed("gzip", gzip.compress(bytes(40_000_000))), "size"),
    "a deflate bomb": (packed("deflate", zlib.compress(bytes(40_000_000))), "size"),
    "a brotli bomb": (packed("br", brotli.compress(bytes(40_000_000))), "size"),
    "a bomb in a bomb": (packed("gzip, gzip", gzip.compress(gzip.compress(bytes(40_000_000)))), "coding"),
    "a bomb in a file": (Reply(gzip.compress(bytes(40_000_000))), "size"),
    "a feed in a file of gzip": (Reply(gzip.compress(ONE.encode())), 1),
    "a file of gzip cut off": (Reply(gzip.compress(ONE.encode())[:-20]), "coding"),
    "gzip that is none": (packed("gzip", ONE.encode()), "coding"),
    "gzip cut off": (packed("gzip", gzip.compress(ONE.encode())[:-20]), "coding"),
    "a coding that nobody knows": (packed("x-rot13", ONE.encode()), "coding"),
    "deflate without its header": (packed("deflate", zlib.compress(ONE.encode())[2:-4]), 1),
    "11 MB of feed": (Reply("<rss>" + " " * 11_000_000), "size"),
    "redirects without end": (Reply(status=302, headers={"Location": "/feed"}), "redirects"),
    "a redirect to a file": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "address"),
    "a redirect into this machine": (Reply(status=302, headers={"Location": "http://localhost:22/"}), "address"),
    "a redirect to the cloud's own address": (Reply(status=302, headers={"Location": "http://169.254.169.254/latest"}), "address"),
    "a redirect to a number": (Reply(status=302, headers={"Location": "http://2130706433/"}), "address"),
    "a redirect in octal": (Reply(status=302, headers={"Location": "http://0177.0.0.1/"}), "address"),
    "a redirect in IPv6 clothes": (Reply(status=302, headers={"Location": "http://[::ffff:10.0.0.1]/"}), "address"),
    "a redirect with a password": (Reply(status=302, headers={"Location": "http://a:b@127.0.0.1/"}), "address"),
    "a redirect with a backslash": (Reply(status=302, headers={"Location": "http://good.example\\@10.0.0.1/"}), "address"),
    "a redirect to nowhere": (Reply(status=302), "http-302"),
    "an error page": (Reply("<html>Oops</html>", status=500), "http-500"),
    "a refusal": (Reply("Access Denied", status=403, headers={"cf-mitigated": "challenge"}), "http-403"),
    "no content": (Reply(status=204), "http-204"),
    "304 to a question without conditions": (Reply(status=304), "http-304"),
    "an empty answer": (Reply(""), "empty"),
    "a page instead of a feed": (Reply("<!doctype html><html><body><p>Please log in.</p></body></html>"), "no-feed"),
    "a picture": (Reply(b"\x89PNG\r\n\x1a\n" + bytes(2000)), "no-feed"),
    "JSON that is no feed": (Reply('{"version": "https://jsonfeed.org/version/1.1", "items": 7}'), "no-feed"),
    "JSON nested 100,000 deep": (Reply('{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000), "no-feed"),
    "a billion laughs": (Reply(ENTITIES), 1),
    "an entity of this machine's files": (Reply(EXTERNAL), 1),
    "a script": (Reply(rss(rss_item("one", text=SCRIPT))), 1),
    "a script, escaped twice": (Reply(rss(rss_item("one", text=TWICE))), 1),
    "a script in pieces": (Reply(rss(rss_item("one", text=SPLIT))), 1),
    "5,000 elements in each other": (Reply(rss(rss_item("one", text=NESTED))), 1),
    "a script in the title": (Reply(rss(rss_item("one", title="&lt;b onclick=x&gt;Duty&lt;/b&gt; of 25 &amp;amp; more percent"))), 1),
    "3,000 items": (Reply(rss(*(rss_item(str(n)) for n in range(3_000)))), 500),
    "the same guid for all": (
        Reply(rss(*(rss_item("x", title=f"Duty of {n} percent", link=f"http://n.example/{n}") for n in range(5)))),
        5,
    ),
    "the same item ten times": (Reply(rss(*[rss_item("one")] * 10)), 1),
    "a link that is a script": (Reply(rss(rss_item("one", link="javascript:alert(1)"))), 1),
    "a link to this machine": (Reply(rss(rss_item("one", link="http://127.0.0.1:22/"))), 1),
    "a date in the year 9999": (Reply(rss(rss_item("one", date="Fri, 31 Dec 9999 23:59:59 GMT"))), 1),
    "a date that is none": (Reply(rss(rss_item("one", date="the day after tomorrow"))), 1),
    "bytes of no charset": (Reply(ONE.encode().replace(b"Friday", b"Fri\xff\xfe\x00day")), 1),
    "a wrong charset": (Reply(ONE.replace("Friday", "Friday \u2013").encode(), headers={"Content-Type": "text/xml; charset=utf-7"}), 1),
    "a charset that is a program": (Reply(ONE, headers={"Content-Type": "text/xml; charset=unicode_escape"}), 1),
    "UTF-16": (Reply(ONE.replace("utf-8", "utf-16").encode("utf-16")), 1),
    "an XML bomb of attributes": (Reply(ONE.replace("<channel>", "<channel " + " ".join(f"a{n}='1'" for n in range(10_000)) + ">")), 1),
    "a clock that is years behind": (
        Reply(ONE, headers={"Date": "Thu, 01 Jan 1970 00:00:00 GMT", "Expires": "Thu, 01 Jan 1970 00:00:01 GMT"}),
        1,
    ),
    "a validator of 10 kB": (Reply(ONE, headers={"ETag": '"' + "e" * 10_000 + '"'}), 1),
    "Retry-After for ever": (Reply(status=503, headers={"Retry-After": "99999999999999999999"}), "http-503"),
    "half a feed": (Reply(rss(rss_item("one"), rss_item("two")).partition("wrote two")[0]), "feed-cut-off"),
}


def read_beside_an_honest_source(site, follower, said: Says) -> Summary:
    """One round over a source that says this and one that is honest; short times, so that waiting is short."""
    follower.source("bad", url=site.url("/feed"))
    follower.source("good", url=site.url("/good"))
    site.says["/feed"] = said
    site.says["/good"] = rss(rss_item("honest", text="The council has raised the duty on wine to 30 percent, it says here for testing."))

    async def once(service):
        service._asking.seconds = 1.0
        return await service.once()

    return follower.use(once)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_the_service_survives_and_says_what_it_was(site, follower, name: str) -> None:
    said, wanted = BEHAVIOURS[name]
    summary = read_beside_an_honest_source(site, follower, said)
    state = follower.state("bad")
    if isinstance(wanted, int):
        assert (state.error_kind, state.error, summary.read) == (None, None, wanted + 1)
    else:
        assert state.error_kind == wanted
        assert state.due_at > follower.clock.now
    assert follower.state("good").succeeded_at is not None
    for document in follower.documents():
        assert not MARKUP.search(document.whole), document.whole[:200]
        assert "alert" not in document.title
        assert document.published is None or document.published < "2026"
        assert document.url is None or document.url.startswith("http")
    assert follower.store().waiting() == 0


def test_there_are_fifty_behaviours() -> None:
    assert len(BEHAVIOURS) >= 50


def test_nothing_of_this_machines_files_gets_into_a_text(site, follower) -> None:
    read_beside_an_honest_source(site, follower, Reply(EXTERNAL))
    name = socket.gethostname()
    assert [document.text for document in follower.documents() if name in document.text] == []


@pytest.mark.parametrize("turn", [reset, Reply(status=503), Reply("<html>maintenance</html>"), b"", Reply(ONE[:300])])
def test_a_source_that_fails_by_turns_is_read_once_all_the_same(site, follower, turn: Says) -> None:
    follower.source(url=site.url())
    site.says["/feed"] = by_turns(turn, Reply(ONE), turn, Reply(ONE))
    for _ in range(4):
        follower.once()
        follower.clock.go(days=3)
    assert len(follower.documents()) == 1


def test_a_ledger_that_cannot_be_written_to_stops_the_service_with_a_clear_error(site, follower) -> None:
    follower.folder = follower.folder / "missing"
    follower.source(url=site.url())
    with pytest.raises(LedgerError):
        follower.once()


def rebinding(port: int) -> Callable:
    """A name that is this machine's at every other question."""
    answers = [["203.0.113.1"], ["127.0.0.1"]]

    async def resolver(host: str, _: int) -> list[str]:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return resolver


def test_a_name_that_turns_into_this_machine_is_refused(site, follower) -> None:
    follower.resolver = rebinding(site.port)
    follower.source(url=f"http://rebound.example:{site.port}/feed")
    site.says["/feed"] = ONE
    for _ in range(3):
        follower.once()
        follower.clock.go(days=2)
    assert site.asked == []
    assert follower.state().error_kind == "address"
