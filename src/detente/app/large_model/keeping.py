"""Replies kept by hash and model, so that a re-read costs nothing; and the day's budget.

In: whom to ask otherwise, a folder. Out: the kept reply, or a new one, which is kept then. A file a reply, written whole or not at all.
Holds: only usable replies are kept, none that ran out of tokens; a damaged file counts as absent. The budget counts documents and tokens by
UTC day in a file of the same folder; it is checked before a document is begun, and stops without an error.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from detente.app.large_model.replies import Replies, Reply
from detente.app.large_model.settings import ModelSettings
from detente.errors import InputError
from detente.reading.model_reader.messages import Ask
from detente.reading.model_reader.replies import Proposal, Unusable, proposal_in

Today = Callable[[], date]


def utc_today() -> date:
    """The day by the machine's clock."""
    return datetime.now(UTC).date()


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            f"a reply cannot be kept: {error.strerror}", where=str(path.parent), hint="`cache` in [model] names the folder"
        ) from None


class Budget:
    """What may still be spent today."""

    def __init__(self, settings: ModelSettings, *, today: Today = utc_today) -> None:
        self._settings = settings
        self._file = settings.cache / "spent.json"
        self._today = today
        self._lock = threading.Lock()

    def _spent(self) -> dict[str, int]:
        nothing = {"documents": 0, "tokens": 0}
        try:
            held: object = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return nothing
        if not isinstance(held, dict) or held.get("day") != self._today().isoformat():
            return nothing
        return {name: held[name] if isinstance(held.get(name), int) else 0 for name in nothing}

    def begin(self) -> str | None:
        """Count a document; or why it may not be begun."""
        with self._lock:
            spent = self._spent()
            for name, most in (("documents", self._settings.documents_a_day), ("tokens", self._settings.tokens_a_day)):
                if most and spent[name] >= most:
                    return f"the budget of {most} {name} a day is spent; it begins anew at midnight UTC"
            self._save(spent | {"documents": spent["documents"] + 1})
            return None

    def add(self, tokens: int) -> None:
        """Count what a reply cost."""
        with self._lock:
            spent = self._spent()
            self._save(spent | {"tokens": spent["tokens"] + tokens})

    def _save(self, spent: dict[str, int]) -> None:
        _write(self._file, json.dumps({"day": self._today().isoformat(), **spent}))


class KeptReplies:
    """Replies of others, kept; what is asked anew is charged to the budget."""

    def __init__(self, asked: Replies, folder: Path, budget: Budget) -> None:
        self._asked = asked
        self._folder = folder / hashlib.sha256(asked.model.encode()).hexdigest()[:16]
        self._budget = budget

    @property
    def model(self) -> str:
        """The model that is asked."""
        return self._asked.model

    def has(self, ask: Ask) -> bool:
        """Whether asking costs nothing."""
        return self._kept(ask) is not None

    def _kept(self, ask: Ask) -> Reply | None:
        try:
            held: object = json.loads((self._folder / f"{ask.hash}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        text = held.get("reply") if isinstance(held, dict) else None
        return Reply(text=text, is_cut=False, prompt_tokens=0, reply_tokens=0) if isinstance(text, str) else None

    def reply(self, ask: Ask) -> Reply | Unusable:
        """The kept reply, else a new one."""
        if (kept := self._kept(ask)) is not None:
            return kept
        reply = self._asked.reply(ask)
        if isinstance(reply, Reply):
            self._budget.add(reply.prompt_tokens + reply.reply_tokens or _estimated(ask, reply))
            if isinstance(proposal_in(reply.text, is_cut=reply.is_cut), Proposal):
                record = {"hash": ask.hash, "model": self.model, "reply": reply.text}
                _write(self._folder / f"{ask.hash}.json", json.dumps(record, ensure_ascii=False))
        return reply


def _estimated(ask: Ask, reply: Reply) -> int:
    """Tokens where the endpoint does not count them: four characters each."""
    return (sum(len(message.content) for message in ask.messages) + len(reply.text)) // 4
