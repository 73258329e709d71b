"""An OpenAI-compatible endpoint asked for one reply at a time.

In: settings, an `Ask`. Out: a `Reply`, or `Unusable`: timeout, 429, 5xx, other statuses, connections that fail, answers that are none.
Holds: nothing leaves but the messages, the model's name and the key, and they go to the host of `url` alone: redirects are not followed.
The key is in no finding. What may pass (429, 5xx, timeout, a failing connection) is asked again, after `Retry-After` where it is said.
Leaves to `net`: the connection and all limits. `pause` sleeps; it is given so that tests need not wait.
"""

import asyncio
import json
import math
import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version

from detente.app.large_model.replies import Reply, reply_in
from detente.app.large_model.settings import ModelSettings
from detente.app.net.address import checked_url, host_of, policy_allowing
from detente.app.net.client import Answer, Client, Limits, Request
from detente.errors import FetchError, InputError
from detente.model.record import Record
from detente.reading.model_reader.messages import Ask
from detente.reading.model_reader.replies import Unusable
from detente.reading.model_reader.schema import reply_schema

Pause = Callable[[float], None]

USER_AGENT = f"detente/{version('detente')}"
_MOST_BYTES = 4_000_000
_LONGEST_PAUSE = 60.0
_FIRST_PAUSE = 1.0
_AGAIN = frozenset({408, 409, 425, 429})


def request_body(ask: Ask, settings: ModelSettings) -> Record:
    """The body that is sent: settings that make the reply the same each time, and the form it is to have."""
    messages: list[Record] = [{"role": message.role, "content": message.content} for message in ask.messages]
    body: Record = {
        "model": settings.name,
        "messages": [*messages],
        "temperature": 0,
        "top_p": 1,
        "seed": 0,
        "stream": False,
        "max_tokens": settings.reply_tokens,
    }
    match settings.schema:
        case "json_schema":
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": reply_schema()}}
        case "json_object":
            body["response_format"] = {"type": "json_object"}
    return body


class Endpoint:
    """Asks one endpoint; raises InputError at once where no url or model is named."""

    def __init__(self, settings: ModelSettings, *, pause: Pause) -> None:
        if not settings.url or not settings.name:
            raise InputError(
                "no model is named", where="[model]", hint="set DETENTE_MODEL_URL and DETENTE_MODEL, or url and name in detente.toml"
            )
        if "\n" in settings.key or not settings.key.isascii():
            raise InputError("the key holds characters that no header can carry", where="[model]")
        self._settings = settings
        self._url = f"{settings.url}/chat/completions"
        self._policy = policy_allowing((host_of(checked_url(self._url)),))
        self._pause = pause

    @property
    def model(self) -> str:
        """The model's name."""
        return self._settings.name

    def reply(self, ask: Ask) -> Reply | Unusable:
        """The reply, asked for anew while what failed may pass."""
        body = json.dumps(request_body(ask, self._settings), ensure_ascii=False).encode()
        for attempt in range(1, self._settings.attempts + 1):
            outcome, wait = self._once(body)
            if wait is None or attempt == self._settings.attempts:
                return outcome
            if wait > _LONGEST_PAUSE:
                return outcome
            self._pause(max(wait, _FIRST_PAUSE * 2 ** (attempt - 1) * (1 + random.random() / 4)))
        raise AssertionError("at least one attempt is made")

    def _once(self, body: bytes) -> tuple[Reply | Unusable, float | None]:
        """What one attempt gave, and after how many seconds another makes sense; None: never."""
        try:
            answer = asyncio.run(self._sent(body))
        except FetchError as error:
            code = "endpoint-timeout" if error.kind == "timeout" else "endpoint-unreachable"
            return Unusable(code, error.message), 0.0 if error.kind in ("timeout", "connection") else None
        if not answer.is_success:
            return _failure(answer)
        try:
            value: object = json.loads(answer.body)
        except (ValueError, RecursionError):
            return Unusable("endpoint-malformed", "the endpoint's answer is not JSON"), None
        return reply_in(value), None

    async def _sent(self, body: bytes) -> Answer:
        headers = [(b"Content-Type", b"application/json"), (b"Accept", b"application/json")]
        if self._settings.key:
            headers.append((b"Authorization", f"Bearer {self._settings.key}".encode()))
        limits = Limits(seconds=float(self._settings.seconds), max_bytes=_MOST_BYTES, redirects=0)
        async with Client(self._policy, user_agent=USER_AGENT) as client:
            return await client.send(Request(url=self._url, method="POST", headers=tuple(headers), body=body, limits=limits))


def _failure(answer: Answer) -> tuple[Unusable, float | None]:
    if answer.status == 429:
        return Unusable("endpoint-busy", "the endpoint asks for fewer requests"), retry_after(answer.text_header("retry-after")) or 0.0
    if answer.status >= 500 or answer.status in _AGAIN:
        return Unusable("endpoint-failing", f"the endpoint answers {answer.reason}"), retry_after(answer.text_header("retry-after")) or 0.0
    hint = {401: ": is the key right?", 403: ": is the key right?", 404: ": are url and model right?"}.get(answer.status, "")
    return Unusable("endpoint-refuses", f"the endpoint answers {answer.reason}{hint}"), None


def retry_after(header: str | None, *, now: datetime | None = None) -> float | None:
    """Seconds to wait by a `Retry-After` header: a number, or a date."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            then = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - (now or datetime.now(UTC))).total_seconds()
    return max(seconds, 0.0) if math.isfinite(seconds) else None
