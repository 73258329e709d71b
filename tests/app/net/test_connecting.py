import asyncio
from collections.abc import Sequence

import pytest
from httpcore2 import AsyncMockStream, AsyncNetworkBackend, ConnectError
from pytest_httpserver import HTTPServer

from detente.app.net.address import PUBLIC, policy_allowing
from detente.app.net.connecting import CheckedBackend, resolve
from detente.errors import FetchError


class Answers:
    """A resolver that gives one answer after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def connect(resolver: Answers, policy=PUBLIC, port: int = 9) -> None:
    async def connected() -> None:
        stream = await CheckedBackend(policy, resolver).connect_tcp("rebound.example", port, timeout=1.0)
        await stream.aclose()

    asyncio.run(connected())


def test_a_name_that_leads_into_a_private_network_is_refused() -> None:
    with pytest.raises(FetchError, match="private network"):
        connect(Answers(["10.0.0.1"]))


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(FetchError, match="private network"):
        connect(Answers(["8.8.8.8", "127.0.0.1"]))


def test_a_host_without_an_address_is_an_error() -> None:
    with pytest.raises(FetchError, match="no such host"):
        connect(Answers([]))


def test_a_name_is_resolved_once_so_rebinding_changes_nothing(httpserver: HTTPServer) -> None:
    """The first answer is allowed and connected to; had the name been resolved again for the connection, it had gone elsewhere."""
    resolver = Answers(["127.0.0.1"], ["127.0.0.2"])
    connect(resolver, policy_allowing(("rebound.example",)), httpserver.port)
    assert resolver.asked == 1


class Connected(AsyncMockStream):
    """A stream to an address that was only written down."""

    def __init__(self, address: str) -> None:
        super().__init__([])
        self.address = address

    def get_extra_info(self, info: str):
        return (self.address, 80) if info == "server_addr" else None


class WritesDown(AsyncNetworkBackend):
    """Connects to nothing; `ends_at` is where its connections end."""

    def __init__(self, ends_at: str | None = None) -> None:
        self.to: list[str] = []
        self.ends_at = ends_at

    async def connect_tcp(self, host: str, port: int, **_) -> Connected:
        self.to.append(host)
        return Connected(self.ends_at or host)


def connected_through(plain: WritesDown, resolver: Answers, times: int) -> None:
    async def connected() -> None:
        backend = CheckedBackend(PUBLIC, resolver, plain=plain)
        for _ in range(times):
            await backend.connect_tcp("rebound.example", 80)

    asyncio.run(connected())


def test_a_name_that_turns_private_is_refused_at_the_next_connection() -> None:
    plain = WritesDown()
    with pytest.raises(FetchError, match="private network"):
        connected_through(plain, Answers(["8.8.8.8"], ["127.0.0.1"]), times=2)
    assert plain.to == ["8.8.8.8"]


def test_a_connection_that_ends_elsewhere_than_at_the_checked_address_is_refused() -> None:
    with pytest.raises(FetchError, match=r"connected to 127\.0\.0\.1 instead of 8\.8\.8\.8"):
        connected_through(WritesDown(ends_at="127.0.0.1"), Answers(["8.8.8.8"]), times=1)


def test_the_second_address_is_tried_where_the_first_does_not_answer(httpserver: HTTPServer) -> None:
    connect(Answers(["127.0.0.9", "127.0.0.1"]), policy_allowing(("rebound.example",)), httpserver.port)


def test_where_no_address_answers_the_connection_fails() -> None:
    with pytest.raises(ConnectError):
        connect(Answers(["127.0.0.1"]), policy_allowing(("rebound.example",)), 1)


def test_sockets_of_this_machine_cannot_be_reached() -> None:
    with pytest.raises(FetchError):
        asyncio.run(CheckedBackend(PUBLIC).connect_unix_socket("/run/docker.sock"))


def test_the_machines_resolver_gives_numbers() -> None:
    assert set(asyncio.run(resolve("localhost", 80))) <= {"127.0.0.1", "::1"}
    with pytest.raises(FetchError, match="no such host"):
        asyncio.run(resolve("nothing.invalid", 80))
