"""Which endpoint and model: from the environment, then the table `[model]` of the configuration file.

Environment: `DETENTE_MODEL_URL`, `DETENTE_MODEL`, `DETENTE_MODEL_KEY`. File: `url`, `name`, `key`, `seconds`, `attempts`, `parallel`,
`part_characters`, `reply_tokens`, `documents_a_day`, `tokens_a_day`, `schema`, `cache`.
Holds: the key is in no text that the settings turn into, and in no error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import InputError
from detente.reading.model_reader.parts import MOST, OVERLAP

_WHERE = "[model]"
_SCHEMAS = ("json_schema", "json_object", "none")
_LEAST_PART = 2 * OVERLAP

# Setting -> the least that makes sense.
_NUMBERS = {
    "seconds": 1,
    "attempts": 1,
    "parallel": 1,
    "part_characters": _LEAST_PART,
    "reply_tokens": 256,
    "documents_a_day": 0,
    "tokens_a_day": 0,
}
_TEXTS = ("url", "name", "key", "schema", "cache")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """`url` is the endpoint's base, with `/v1` where it has one. `documents_a_day` and `tokens_a_day`: 0 is no limit. `schema`: how the
    endpoint is told of the reply's form. `cache` is the folder of kept replies."""

    url: str
    name: str
    key: str = field(repr=False)
    seconds: int
    attempts: int
    parallel: int
    part_characters: int
    reply_tokens: int
    documents_a_day: int
    tokens_a_day: int
    schema: str
    cache: Path


def _home(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".cache"
    return Path(base) / "detente" / "replies"


def _number(table: Mapping[str, object], name: str, default: int) -> int:
    value = table.get(name, default)
    least = _NUMBERS[name]
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise InputError(f"{name} must be a number, {least} or more", where=_WHERE)
    return value


def _text(table: Mapping[str, object], name: str, default: str) -> str:
    value = table.get(name, default)
    if not isinstance(value, str):
        raise InputError(f"{name} must be text", where=_WHERE)
    return value


def model_settings(table: Mapping[str, object], environment: Mapping[str, str]) -> ModelSettings:
    """The settings; InputError for one that cannot be understood. `url` and `name` may be empty: whoever asks an endpoint needs them."""
    for name in table:
        if name not in _NUMBERS and name not in _TEXTS:
            raise InputError(f"unknown setting {name!r}", where=_WHERE, hint=f"known are {', '.join((*_TEXTS, *_NUMBERS))}")
    schema = _text(table, "schema", _SCHEMAS[0])
    if schema not in _SCHEMAS:
        raise InputError(f"no such schema: {schema!r}", where=_WHERE, hint=f"one of {', '.join(_SCHEMAS)}")
    cache = _text(table, "cache", "")
    return ModelSettings(
        url=(environment.get("DETENTE_MODEL_URL") or _text(table, "url", "")).rstrip("/"),
        name=environment.get("DETENTE_MODEL") or _text(table, "name", ""),
        key=environment.get("DETENTE_MODEL_KEY") or _text(table, "key", ""),
        seconds=_number(table, "seconds", 180),
        attempts=_number(table, "attempts", 3),
        parallel=_number(table, "parallel", 1),
        part_characters=_number(table, "part_characters", MOST),
        reply_tokens=_number(table, "reply_tokens", 8_000),
        documents_a_day=_number(table, "documents_a_day", 0),
        tokens_a_day=_number(table, "tokens_a_day", 0),
        schema=schema,
        cache=Path(cache).expanduser() if cache else _home(environment),
    )
