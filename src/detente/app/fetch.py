"""One address fetched once, for `detente read URL`.

In: an http(s) address. Out: its bytes with the last address and what the server says of them, or a FetchError.
Leaves to `net`: which addresses may be reached, and all limits.
"""

import asyncio
from email.message import Message
from importlib.metadata import version

from detente.app.net.address import PUBLIC, Policy
from detente.app.net.client import Answer, Client, Limits, Request
from detente.documents.load import Fetched
from detente.documents.refusal import MAX_BYTES
from detente.errors import FetchError

USER_AGENT = f"detente/{version('detente')} (reads a report that its user asked for)"
_ACCEPT = b"text/html, application/xhtml+xml, text/plain, text/markdown, application/x-ndjson, */*;q=0.1"


def charset_of(media_type: str | None) -> str | None:
    """The charset in a content type."""
    message = Message()
    message["content-type"] = " ".join((media_type or "").split())
    return message.get_content_charset()


def fetched_from(answer: Answer) -> Fetched:
    """The body with what the server says of it; FetchError for an answer that is no success."""
    if not answer.is_success:
        raise FetchError(f"the server answered {answer.reason}", where=answer.url, kind="status")
    media_type = answer.text_header("content-type")
    return Fetched(url=answer.url, data=answer.body, media_type=media_type, charset=charset_of(media_type))


def fetch(url: str, *, policy: Policy = PUBLIC, max_bytes: int = MAX_BYTES, seconds: float = Limits().seconds) -> Fetched:
    """Fetch an address. `seconds` bounds all of it, `max_bytes` the unpacked body.

    Raises FetchError for any other address than http(s), for one that the policy refuses, for an answer that is no
    success, too large or too slow, and for a failing connection.
    """

    async def sent() -> Answer:
        async with Client(policy, user_agent=USER_AGENT) as client:
            limits = Limits(seconds=seconds, max_bytes=max_bytes)
            return await client.send(Request(url=url, headers=((b"Accept", _ACCEPT),), limits=limits))

    return fetched_from(asyncio.run(sent()))
