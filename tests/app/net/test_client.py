import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Iterator, Sequence

import brotli
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Received
from werkzeug import Response

from detente.app.net.address import ANYWHERE, PUBLIC, Policy, policy_allowing
from detente.app.net.client import Answer, Client, Limits, Request
from detente.errors import FetchError

AGENT = "detente-test (+mailto:tests@example.org)"


def send(url: str, *, policy: Policy = ANYWHERE, resolver=None, **fields) -> Answer:
    async def sent() -> Answer:
        given = {"resolver": resolver} if resolver else {}
        async with Client(policy, user_agent=AGENT, **given) as client:
            return await client.send(Request(url=url, **fields))

    return asyncio.run(sent())


async def to_loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def test_an_answer_of_any_status_is_given_with_its_headers_as_bytes(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("gone", status=410, headers={"ETag": 'W/"odd"', "X-A": "é"})
    answer = send(httpserver.url_for("/a"))
    assert (answer.status, answer.reason, answer.body, answer.is_success) == (410, "410 Gone", b"gone", False)
    assert answer.header("etag") == b'W/"odd"'
    assert answer.header("last-modified") is None


def test_the_user_agent_is_the_one_that_was_given_and_own_headers_go_along(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("")
    send(httpserver.url_for("/a"), headers=((b"If-None-Match", b'"x"'),))
    headers = httpserver.log[0][0].headers
    assert (headers["User-Agent"], headers["If-None-Match"]) == (AGENT, '"x"')
    assert headers["Host"] == f"{httpserver.host}:{httpserver.port}"


def test_a_body_is_posted_and_a_redirect_of_it_is_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook", method="POST").respond_with_data("", status=307, headers={"Location": "/other"})
    answer = send(httpserver.url_for("/hook"), method="POST", body=b'{"a": 1}')
    assert answer.status == 307
    assert [request.get_data() for request, _ in httpserver.log] == [b'{"a": 1}']


def test_permanent_moves_are_told_as_far_as_they_are_permanent(httpserver: HTTPServer) -> None:
    for path, status, target in [("/a", 301, "/b"), ("/b", 308, "/c"), ("/d", 301, "/e"), ("/e", 302, "/c"), ("/f", 302, "/a")]:
        httpserver.expect_request(path).respond_with_data("", status=status, headers={"Location": target})
    httpserver.expect_request("/c").respond_with_data("here")
    moved = {path: send(httpserver.url_for(path)).moved_to for path in ("/a", "/d", "/f", "/c")}
    assert moved == {"/a": httpserver.url_for("/c"), "/d": httpserver.url_for("/e"), "/f": None, "/c": None}


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/hosts",
        "ftp://example.org/a",
        "http://user:secret@127.0.0.1/",
        "http://",
        "http://2130706433/",
        "http://good.example\\@127.0.0.1/",
    ],
)
def test_a_redirect_to_what_is_no_plain_address_is_refused(httpserver: HTTPServer, target: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": target})
    with pytest.raises(FetchError) as caught:
        send(httpserver.url_for("/a"))
    assert "secret" not in str(caught.value)


def test_a_redirect_may_hold_spaces_and_letters_of_any_alphabet(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/new place"})
    httpserver.expect_request("/new place").respond_with_data("here")
    assert send(httpserver.url_for("/a")).body == b"here"


def test_a_redirect_from_outside_does_not_reach_ones_own_host(httpserver: HTTPServer) -> None:
    """`own.example` is allowed, but only to requests that the user started there."""
    httpserver.expect_request("/own").respond_with_data("own")
    httpserver.expect_request("/outside").respond_with_data(
        "", status=302, headers={"Location": f"http://own.example:{httpserver.port}/own"}
    )
    policy = policy_allowing(("own.example",))
    assert send(f"http://own.example:{httpserver.port}/own", policy=policy, resolver=to_loopback).body == b"own"

    async def public_then_loopback(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    with pytest.raises(FetchError, match="private network"):
        send(f"http://outside.example:{httpserver.port}/outside", policy=policy, resolver=public_then_loopback)


def test_a_redirect_from_ones_own_host_to_a_private_one_that_is_not_allowed_is_refused(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": f"http://127.0.0.1:{httpserver.port}/b"})
    httpserver.expect_request("/b").respond_with_data("secret")
    with pytest.raises(FetchError, match="private network"):
        send(f"http://own.example:{httpserver.port}/a", policy=policy_allowing(("own.example",)), resolver=to_loopback)
    assert [request.path for request, _ in httpserver.log] == ["/a"]


def test_what_was_meant_for_one_host_does_not_go_on_to_another(httpserver: HTTPServer) -> None:
    there = f"http://localhost:{httpserver.port}/b"
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": there})
    httpserver.expect_request("/b").respond_with_data("")
    send(f"http://127.0.0.1:{httpserver.port}/a", headers=((b"Authorization", b"Bearer x"), (b"Accept", b"text/xml")))
    first, second = (request.headers for request, _ in httpserver.log)
    assert "Authorization" in first
    assert "Authorization" not in second
    assert second["Accept"] == "text/xml"


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress])
def test_the_limit_counts_bytes_after_unpacking(httpserver: HTTPServer, pack) -> None:
    coding = "gzip" if pack is gzip.compress else "br"
    httpserver.expect_request("/a").respond_with_data(pack(bytes(20_000_000)), headers={"Content-Encoding": coding})
    with pytest.raises(FetchError, match="larger than 5 MB") as caught:
        send(httpserver.url_for("/a"))
    assert caught.value.kind == "size"


def test_of_a_failure_only_the_beginning_is_taken_whatever_its_body(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data(gzip.compress(bytes(20_000_000)), status=503, headers={"Content-Encoding": "gzip"})
    answer = send(httpserver.url_for("/a"))
    assert answer.status == 503
    assert len(answer.body) <= 65_536


def test_an_answer_that_drips_is_given_up_after_the_whole_time(httpserver: HTTPServer) -> None:
    def drip(_: Received) -> Response:
        def parts() -> Iterator[bytes]:
            for _ in range(30):
                time.sleep(0.05)
                yield b"a"

        return Response(parts())

    httpserver.expect_request("/a").respond_with_handler(drip)
    with pytest.raises(FetchError, match=r"no whole answer within 0\.3 s") as caught:
        send(httpserver.url_for("/a"), limits=Limits(seconds=0.3))
    assert caught.value.kind == "timeout"


def raw_server(answer: bytes) -> str:
    """The address of a server that says these bytes to its first caller and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server, server.accept()[0] as caller:
            caller.recv(65_536)
            caller.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(500)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 301 Moved\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_an_answer_that_is_cut_off_or_against_the_protocol_is_an_error(answer: bytes) -> None:
    with pytest.raises(FetchError):
        send(raw_server(answer), limits=Limits(seconds=3))


def test_the_proxy_of_the_environment_is_not_used(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    httpserver.expect_request("/a").respond_with_data("here")
    assert send(httpserver.url_for("/a")).body == b"here"


def test_nothing_is_sent_to_a_private_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("secret")
    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(FetchError, match="private network"):
            send(f"http://{host}:{httpserver.port}/a", policy=PUBLIC)
    assert httpserver.log == []
