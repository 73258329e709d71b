"""One address fetched once, for `detente read URL`.

In: an http(s) address. Out: its bytes with the last address and what the server says of them, or a FetchError.

Holds: no more than `max_bytes` decompressed bytes are taken, at most five redirects followed, all within `seconds`; the
User-Agent names the project. Addresses of this machine and of private networks are refused at every redirect, unless
allowed.
Leaves to the sources issue: the full check of addresses, which connects to the very address that was checked (a name
that changes between check and connection is not caught here), robots, schedules, retries and conditional requests.
"""

import asyncio
import ipaddress
import socket
from importlib.metadata import version

import httpx2

from detente.documents.load import Fetched
from detente.documents.refusal import MAX_BYTES
from detente.errors import FetchError

MOST_REDIRECTS = 5
SECONDS = 20.0
USER_AGENT = f"detente/{version('detente')} (reads a report that its user asked for)"
_ACCEPT = "text/html, application/xhtml+xml, text/plain, text/markdown, application/x-ndjson, */*;q=0.1"


async def _refuse_private(url: httpx2.URL) -> None:
    """Raise FetchError where the host's name leads to this machine or into a private network."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("no such host", where=str(url)) from None
    for *_, address in found:
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        if not ip.is_global or ip.is_multicast:
            raise FetchError("an address of this machine or of a private network", where=str(url))


async def _body(response: httpx2.Response, max_bytes: int) -> bytes:
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > max_bytes:
            raise FetchError(f"larger than {max_bytes / 1e6:g} MB", where=str(response.url))
    return bytes(body)


async def _answer(client: httpx2.AsyncClient, url: httpx2.URL, max_bytes: int) -> Fetched | httpx2.URL:
    """What the address gives, or where it leads on."""
    async with client.stream("GET", url) as response:
        if response.has_redirect_location:
            return url.join(response.headers["location"])
        if not response.is_success:
            raise FetchError(f"the server answered {response.status_code} {response.reason_phrase}".strip(), where=str(url))
        return Fetched(
            url=str(url),
            data=await _body(response, max_bytes),
            media_type=response.headers.get("content-type"),
            charset=response.charset_encoding,
        )


def _checked(url: httpx2.URL) -> httpx2.URL:
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("not an http(s) address", where=str(url))
    if url.userinfo:
        raise FetchError("an address with a password in it", where=str(url.copy_with(userinfo=b"")))
    return url


async def _followed(start: str, max_bytes: int, allow_private: bool) -> Fetched:
    url = httpx2.URL(start)
    headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT}
    async with httpx2.AsyncClient(headers=headers, timeout=None) as client:
        for _ in range(MOST_REDIRECTS + 1):
            _checked(url)
            if not allow_private:
                await _refuse_private(url)
            answer = await _answer(client, url, max_bytes)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise FetchError(f"more than {MOST_REDIRECTS} redirects", where=start)


def fetch(url: str, *, allow_private: bool = False, max_bytes: int = MAX_BYTES, seconds: float = SECONDS) -> Fetched:
    """Fetch an address. `seconds` bounds all of it, `max_bytes` the decompressed body.

    Raises FetchError for any other address than http(s), for one of this machine or a private network unless
    `allow_private`, for an answer that is no success, too large or too slow, and for a failing connection.
    """

    async def in_time() -> Fetched:
        async with asyncio.timeout(seconds):
            return await _followed(url, max_bytes, allow_private)

    try:
        return asyncio.run(in_time())
    except TimeoutError:
        raise FetchError(f"no whole answer within {seconds:g} s", where=url) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchError(f"the connection failed: {str(error) or type(error).__name__}", where=url) from None
