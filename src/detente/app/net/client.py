"""One checked HTTP client for everything that leaves this machine.

In: a request. Out: the answer of the last address, whatever its status, or a FetchError with its kind.

Holds: every hop is parsed, checked and connected to anew; a host that the user allowed is reached only by a request that
began at such a host, never by a redirect from outside; `seconds` bounds all of it, names resolved and bodies unpacked
included. Proxies of the environment are not used: behind one, nothing of this could be checked. Cookies are not kept.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from detente.app.net.address import PUBLIC, Policy, checked_url, host_of
from detente.app.net.connecting import CheckedBackend, Resolve, resolve
from detente.app.net.unpacking import ACCEPT_ENCODING, Unpacking
from detente.errors import FetchError

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
# What may go on to another host: nothing that was meant for the first alone.
_GOES_ON = ("user-agent", "accept", "accept-language", "accept-encoding")
# Of an answer that is no success only the beginning is of interest.
_MOST_OF_A_FAILURE = 65_536
_MOST_HEADERS = 200
_PHRASES = {int(status): status.phrase for status in HTTPStatus}

Headers = tuple[tuple[bytes, bytes], ...]

# What is waited for before an address is asked, and let go of afterwards.
Turn = Callable[[str], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for the whole exchange; `max_bytes` of a body, packed or unpacked; `redirects` that are followed."""

    seconds: float = 20.0
    max_bytes: int = 5_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for. Redirects are followed for GET and HEAD alone; for others the answer that redirects is given."""

    url: str
    method: str = "GET"
    headers: Headers = ()
    body: bytes = b""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """`url` is the last address; `hops` are the addresses that led there, each with the status by which it led on; `seconds` is how
    long it took, without waiting for turns."""

    url: str
    status: int
    headers: Headers
    body: bytes
    hops: tuple[tuple[int, str], ...] = ()
    seconds: float = 0.0

    def header(self, name: str) -> bytes | None:
        """The first header of that name, as the bytes that came."""
        return next((value for key, value in self.headers if key.lower() == name.lower().encode()), None)

    def text_header(self, name: str) -> str | None:
        """The same as text."""
        value = self.header(name)
        return None if value is None else value.decode("latin-1").strip()

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def moved_to(self) -> str | None:
        """The address that the first one has moved to for good, as far as all hops are permanent; None where it has not."""
        permanent = next((place for place, (status, _) in enumerate(self.hops) if status not in _PERMANENT), len(self.hops))
        if not permanent:
            return None
        return self.url if permanent == len(self.hops) else self.hops[permanent][1]

    @property
    def reason(self) -> str:
        """The status with its usual name."""
        return f"{self.status} {_PHRASES.get(self.status, '')}".strip()


@asynccontextmanager
async def at_once(_: str) -> AsyncIterator[None]:
    """Nobody has to wait."""
    yield


class Client:
    """Sends requests under a policy, with at most `connections` open at a time."""

    def __init__(self, policy: Policy = PUBLIC, *, user_agent: str, resolver: Resolve = resolve, connections: int = 32) -> None:
        self._policy = policy
        self._user_agent = user_agent.encode("latin-1", "replace")
        self._public = _pool(replace(PUBLIC, anywhere=policy.anywhere), resolver, connections)
        self._own = _pool(policy, resolver, connections)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._public.aclose()
        await self._own.aclose()

    def allows(self, url: str) -> bool:
        """Whether the host of an address is one of the user's own."""
        return self._policy.names(host_of(checked_url(url)))

    async def send(self, request: Request, *, turn: Turn = at_once) -> Answer:
        """The answer; FetchError for an address that may not be reached, an answer over the limits, a failing connection. `turn` is
        waited for at each address in turn, and held while it is asked; the time of waiting is not counted."""
        try:
            async with asyncio.timeout(request.limits.seconds) as limit:
                answer = await self._followed(request, turn, limit)
                return replace(answer, seconds=request.limits.seconds - _left(limit))
        except TimeoutError:
            raise FetchError(f"no whole answer within {request.limits.seconds:g} s", where=request.url, kind="timeout") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, OSError) as error:
            message = f"the connection failed: {str(error) or type(error).__name__}"
            raise FetchError(message, where=request.url, kind="connection") from None

    async def _followed(self, request: Request, turn: Turn, limit: asyncio.Timeout) -> Answer:
        url = checked_url(request.url)
        pool = self._own if self._policy.names(host_of(url)) else self._public
        headers = self._headers(request)
        hops: list[tuple[int, str]] = []
        for _ in range(request.limits.redirects + 1):
            async with _waited(turn(str(url)), limit), _opened(pool, request, url, headers) as response:
                target = _target(response, url)
                if target is None or request.method not in ("GET", "HEAD"):
                    return await _answer(response, url, request.limits, tuple(hops))
            hops.append((response.status, str(url)))
            if host_of(target) != host_of(url):
                headers = tuple((name, value) for name, value in headers if name.decode("latin-1").lower() in _GOES_ON)
            url = target
        raise FetchError(f"more than {request.limits.redirects} redirects", where=request.url, kind="redirects")

    def _headers(self, request: Request) -> Headers:
        given = {name.lower() for name, _ in request.headers}
        ours = ((b"User-Agent", self._user_agent), (b"Accept-Encoding", ACCEPT_ENCODING.encode()))
        return (*(pair for pair in ours if pair[0].lower() not in given), *request.headers)


def _left(limit: asyncio.Timeout) -> float:
    """The seconds that are left of a time."""
    return (limit.when() or 0.0) - asyncio.get_running_loop().time()


@asynccontextmanager
async def _waited(turn: AbstractAsyncContextManager[None], limit: asyncio.Timeout) -> AsyncIterator[None]:
    """A turn, waited for while the time stands still."""
    left = _left(limit)
    limit.reschedule(None)
    async with turn:
        limit.reschedule(asyncio.get_running_loop().time() + left)
        yield


def _pool(policy: Policy, resolver: Resolve, connections: int) -> httpcore2.AsyncConnectionPool:
    backend = CheckedBackend(policy, resolver)
    return httpcore2.AsyncConnectionPool(max_connections=connections, keepalive_expiry=15.0, network_backend=backend)


@asynccontextmanager
async def _opened(
    pool: httpcore2.AsyncConnectionPool, request: Request, url: httpx2.URL, headers: Headers
) -> AsyncIterator[httpcore2.Response]:
    host = (b"Host", url.netloc)
    wire_url = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    length = ((b"Content-Length", str(len(request.body)).encode()),) if request.body or request.method == "POST" else ()
    try:
        response = await pool.handle_async_request(
            httpcore2.Request(request.method, wire_url, headers=[host, *headers, *length], content=request.body)
        )
    except ValueError as error:
        raise FetchError(f"not a request that can be sent: {error}", where=str(url)) from None
    try:
        yield response
    finally:
        await response.aclose()


def _target(response: httpcore2.Response, url: httpx2.URL) -> httpx2.URL | None:
    """Where the answer leads on; None where it does not."""
    location = next((value for name, value in response.headers if name.lower() == b"location"), None)
    if response.status not in _REDIRECTS or location is None:
        return None
    text = _decoded(location).strip().replace(" ", "%20")
    if "\\" in text or not text.isprintable():
        raise FetchError("a redirect with a backslash or a control character in it", where=str(url))
    try:
        return checked_url(str(url.join(text)))
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"a redirect to what is no address: {error}", where=str(url)) from None


def _decoded(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return location.decode("latin-1")


async def _answer(response: httpcore2.Response, url: httpx2.URL, limits: Limits, hops: tuple[tuple[int, str], ...]) -> Answer:
    if len(response.headers) > _MOST_HEADERS:
        raise FetchError(f"more than {_MOST_HEADERS} headers", where=str(url), kind="headers")
    answer = Answer(str(url), response.status, tuple(response.headers), b"", hops)
    if answer.is_success:
        return replace(answer, body=await _body(response, answer, limits.max_bytes))
    return replace(answer, body=await _beginning(response, answer, min(_MOST_OF_A_FAILURE, limits.max_bytes)))


async def _unpacked(response: httpcore2.Response, answer: Answer, most: int) -> AsyncIterator[bytes]:
    unpacking, packed = Unpacking((answer.text_header("content-encoding") or "").lower(), answer.url), 0
    async for data in response.aiter_stream():
        packed += len(data)
        if packed > most:
            raise _too_large(answer, most)
        for piece in unpacking.pieces(data):
            yield piece
    unpacking.end()


async def _body(response: httpcore2.Response, answer: Answer, most: int) -> bytes:
    body = bytearray()
    async for piece in _unpacked(response, answer, most):
        body += piece
        if len(body) > most:
            raise _too_large(answer, most)
    return bytes(body)


async def _beginning(response: httpcore2.Response, answer: Answer, most: int) -> bytes:
    """The first bytes of a failure; what is wrong with its body does not matter."""
    body = bytearray()
    try:
        async for piece in _unpacked(response, answer, most):
            body += piece
            if len(body) > most:
                break
    except FetchError:
        pass
    return bytes(body[:most])


def _too_large(answer: Answer, most: int) -> FetchError:
    return FetchError(f"larger than {most / 1e6:g} MB", where=answer.url, kind="size")
