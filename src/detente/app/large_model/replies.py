"""Where replies come from: a port that the endpoint, kept replies and recorded ones fulfil.

In: an `Ask`. Out: a `Reply`, or `Unusable` with why there is none.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from detente.errors import InputError
from detente.reading.model_reader.messages import Ask
from detente.reading.model_reader.replies import Unusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`text` as the model wrote it; `is_cut` where it ran out of tokens; tokens as the endpoint counts them, 0 where it does not say or
    the reply was kept."""

    text: str
    is_cut: bool
    prompt_tokens: int
    reply_tokens: int


class Replies(Protocol):
    """Somebody to ask."""

    @property
    def model(self) -> str:
        """The name that goes into the origin of claims."""
        ...

    def reply(self, ask: Ask) -> Reply | Unusable:
        """What comes of a request."""
        ...


def reply_in(response: object) -> Reply | Unusable:
    """The reply in the body of a chat completion."""
    if not isinstance(response, dict):
        return Unusable("endpoint-malformed", "the endpoint's answer is no JSON object")
    choices = response.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        return Unusable("endpoint-malformed", "the endpoint's answer has no message")
    if message.get("refusal") or first.get("finish_reason") == "content_filter":
        return Unusable("reply-refused", "the model declines")
    content = message.get("content")
    if not isinstance(content, str):
        return Unusable("endpoint-malformed", "the message of the endpoint has no text")
    usage = response.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(
        text=content,
        is_cut=first.get("finish_reason") == "length",
        prompt_tokens=_count(counts.get("prompt_tokens")),
        reply_tokens=_count(counts.get("completion_tokens")),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


class RecordedReplies:
    """Replies of a file, a line a request: `hash`, `reply` (text, the JSON itself, or a whole chat completion), perhaps `model`."""

    def __init__(self, replies: dict[str, Reply | Unusable], model: str) -> None:
        self._replies = replies
        self._model = model

    @property
    def model(self) -> str:
        """The model that the file names, else `recorded`."""
        return self._model

    @classmethod
    def of_file(cls, path: Path) -> "RecordedReplies":
        """InputError with the line that is not well formed."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(getattr(error, "strerror", None) or "cannot be read", where=str(path)) from None
        replies: dict[str, Reply | Unusable] = {}
        model = ""
        for number, line in enumerate(lines, 1):
            if line.strip():
                hash, reply, named = _line(line, f"{path}:{number}")
                replies[hash] = reply
                model = model or named
        return cls(replies, model or "recorded")

    def reply(self, ask: Ask) -> Reply | Unusable:
        """The recorded reply of that hash."""
        return self._replies.get(ask.hash) or Unusable("reply-missing", f"no reply is recorded for {ask.hash}")


def _line(line: str, where: str) -> tuple[str, Reply | Unusable, str]:
    try:
        record: object = json.loads(line)
    except ValueError:
        raise InputError("not JSON", where=where) from None
    if not isinstance(record, dict) or not isinstance(record.get("hash"), str) or "reply" not in record:
        raise InputError("a line holds hash and reply", where=where)
    reply, model = record["reply"], record.get("model")
    named = model if isinstance(model, str) else ""
    if isinstance(reply, dict) and "choices" in reply:
        return record["hash"], reply_in(reply), named
    text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
    return record["hash"], Reply(text=text, is_cut=False, prompt_tokens=0, reply_tokens=0), named
