"""ASGI middleware: the head of whatever can be got may be asked for alone, as RFC 9110 has it.

Holds: the headers are those of the whole answer. A stream has no end to wait for, so its head is not given.
"""

from collections.abc import MutableMapping
from typing import Any

from detente.publish.web.guard import App, Message, Receive, Send


class Heads:
    """Answers HEAD as GET without the body; `streams` are the paths that are left out."""

    def __init__(self, app: App, *, streams: frozenset[str]) -> None:
        self._app = app
        self._streams = streams

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:  # noqa: D102
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"] in self._streams:
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, sending)
