import gzip
import socket
import time
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from detente.app.fetch import fetch
from detente.app.net.address import ANYWHERE
from detente.documents.load import documents_at
from detente.errors import FetchError


def test_an_answer_gives_its_bytes_its_last_address_and_what_the_server_says_of_them(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("A “deal”.".encode("cp1252"), content_type="text/plain; charset=windows-1252")
    fetched = fetch(httpserver.url_for("/a"), policy=ANYWHERE)
    assert fetched.data == "A “deal”.".encode("cp1252")
    assert (fetched.url, fetched.media_type, fetched.charset) == (
        httpserver.url_for("/a"),
        "text/plain; charset=windows-1252",
        "windows-1252",
    )


def test_what_is_fetched_becomes_a_document(httpserver: HTTPServer) -> None:
    page = "<html><body><article><h1>US to tax steel</h1><p>The duty is 25%.</p></article></body></html>"
    httpserver.expect_request("/a").respond_with_data(page, content_type="text/html")
    url = httpserver.url_for("/a")
    (document,) = documents_at(url, lambda address: fetch(address, policy=ANYWHERE)).documents
    assert (document.title, document.text, document.url) == ("US to tax steel", "The duty is 25%.", url)


def test_the_user_agent_names_the_project(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("A deal.")
    fetch(httpserver.url_for("/a"), policy=ANYWHERE)
    assert httpserver.log[0][0].headers["User-Agent"].startswith("detente/")


def test_five_redirects_are_followed_and_the_last_address_is_told(httpserver: HTTPServer) -> None:
    for step in range(5):
        httpserver.expect_request(f"/{step}").respond_with_data("", status=302, headers={"Location": f"/{step + 1}"})
    httpserver.expect_request(f"/{5}").respond_with_data("A deal.")
    assert fetch(httpserver.url_for("/0"), policy=ANYWHERE).url == httpserver.url_for(f"/{5}")


def test_a_sixth_redirect_is_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/loop").respond_with_data("", status=302, headers={"Location": "/loop"})
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(httpserver.url_for("/loop"), policy=ANYWHERE)
    assert len(httpserver.log) == 5 + 1


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://example.org/a", "http://user:secret@127.0.0.1/", "http://"])
def test_a_redirect_to_anything_else_than_a_plain_http_address_is_refused(httpserver: HTTPServer, target: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": target})
    with pytest.raises(FetchError) as caught:
        fetch(httpserver.url_for("/a"), policy=ANYWHERE)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/hosts", "http://", "nonsense", "http://[::1", "http://user:pw@example.org/"]
)
def test_only_plain_http_addresses_are_fetched(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, policy=ANYWHERE)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "[ff02::1]",
    ],
)
def test_addresses_of_this_machine_and_of_private_networks_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match="private network"):
        fetch(f"http://{host}/a")


def test_a_private_address_is_refused_before_anything_is_sent(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("A deal.")
    with pytest.raises(FetchError):
        fetch(httpserver.url_for("/a"))
    assert httpserver.log == []


def test_an_answer_over_the_limit_is_an_error(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data(b"a" * 2001)
    with pytest.raises(FetchError, match=r"larger than 0\.002 MB"):
        fetch(httpserver.url_for("/a"), policy=ANYWHERE, max_bytes=2000)
    assert len(fetch(httpserver.url_for("/a"), policy=ANYWHERE, max_bytes=2001).data) == 2001


def test_the_limit_counts_bytes_after_decompression(httpserver: HTTPServer) -> None:
    packed = gzip.compress(b"a" * 20_000_000)
    assert len(packed) < 100_000
    httpserver.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="larger than 5 MB"):
        fetch(httpserver.url_for("/a"), policy=ANYWHERE)


def test_a_compressed_answer_is_unpacked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data(gzip.compress(b"A deal."), headers={"Content-Encoding": "gzip"})
    assert fetch(httpserver.url_for("/a"), policy=ANYWHERE).data == b"A deal."


def test_an_answer_that_drips_is_given_up_after_the_whole_time(httpserver: HTTPServer) -> None:
    def drip(_: Request) -> Response:
        def parts() -> Iterator[bytes]:
            for _ in range(40):
                time.sleep(0.05)
                yield b"a"

        return Response(parts())

    httpserver.expect_request("/a").respond_with_handler(drip)
    with pytest.raises(FetchError, match=r"no whole answer within 0\.3 s"):
        fetch(httpserver.url_for("/a"), policy=ANYWHERE, seconds=0.3)


def test_headers_that_never_end_are_given_up_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchError, match="no whole answer"):
        fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", policy=ANYWHERE, seconds=0.2)


@pytest.mark.parametrize("status", [403, 404, 500, 304])
def test_an_answer_that_is_no_success_is_an_error_that_tells_its_status(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/a").respond_with_data("no", status=status)
    with pytest.raises(FetchError, match=str(status)) as caught:
        fetch(httpserver.url_for("/a"), policy=ANYWHERE)
    assert caught.value.where == httpserver.url_for("/a")


def test_a_server_that_does_not_listen_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchError, match="connection failed"):
        fetch(f"http://127.0.0.1:{port}/", policy=ANYWHERE)
