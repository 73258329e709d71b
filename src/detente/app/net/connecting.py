"""Connections that go only where they may.

In: a host's name and a port. Out: a stream to an address that was checked, and is the one connected to.

Holds: a name is resolved once and the connection made to the very address that was looked at, so a name that resolves
otherwise the second time gains nothing; the far end of the socket is compared once more. One bad address among several
refuses them all: an honest host has none.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError, ConnectTimeout

from detente.app.net.address import Address, Policy, literal
from detente.errors import FetchError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# Addresses of one host that are tried, and how long each.
_MOST_TRIED = 4
_SECONDS_EACH = 10.0


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as this machine's resolver gives them."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("no such host", where=host, kind="name") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedBackend(AsyncNetworkBackend):
    """Opens connections for an HTTP client under a policy; `plain` makes those that it allows."""

    def __init__(self, policy: Policy, resolver: Resolve = resolve, *, plain: AsyncNetworkBackend | None = None) -> None:
        self._policy = policy
        self._resolve = resolver
        self._plain = plain or AnyIOBackend()

    async def _addresses(self, host: str, port: int) -> list[Address]:
        written = literal(host)
        texts = [host] if written else await self._resolve(host, port)
        addresses = [address for text in texts if (address := literal(text))]
        if not addresses:
            raise FetchError("no such host", where=host, kind="name")
        for address in addresses:
            self._policy.check(host.lower().rstrip("."), address)
        return addresses[:_MOST_TRIED]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[object] | None = None,
    ) -> AsyncNetworkStream:
        """A connection to the first address that answers."""
        failure: Exception = ConnectError("no address")
        for address in await self._addresses(host, port):
            try:
                stream = await self._plain.connect_tcp(str(address), port, timeout=timeout or _SECONDS_EACH)
            except (ConnectError, ConnectTimeout) as error:
                failure = error
                continue
            await self._compare(stream, host, address)
            return stream
        raise failure

    async def _compare(self, stream: AsyncNetworkStream, host: str, wanted: Address) -> None:
        peer = literal(str(stream.get_extra_info("server_addr")[0]))
        if peer != wanted:
            await stream.aclose()
            raise FetchError(f"connected to {peer} instead of {wanted}", where=host)

    async def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: object = None) -> AsyncNetworkStream:
        """There is none: sockets of this machine are no addresses."""
        raise FetchError("a socket of this machine", where=path)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
