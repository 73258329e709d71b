"""A source as a TOML file.

In: the text of a file, and its name. Out: the source; or a source as text.
Holds: an unknown key or a value of the wrong sort is an InputError that names file and key.
"""

import re
import tomllib
from dataclasses import fields
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from detente.errors import InputError
from detente.sources.source import FullText, Source, SourceClass, SourceKind, SourceLimits, SourceReader

_UNITS = {"m": 60, "h": 3600, "d": 86_400}
_NEEDED = ("publisher", "class", "kind", "url")
_TEXTS = ("publisher", "class", "country", "language", "kind", "url", "schedule", "time_zone", "full_text", "links", "reader")
_FLAGS = ("unverified", "enabled")
_KEYS = (*_TEXTS, *_FLAGS, "topics", "limits")
_LIMITS = tuple(field.name for field in fields(SourceLimits))

Values = dict[str, object]
E = TypeVar("E", bound=StrEnum)


def schedule_of(text: str, where: str) -> timedelta:
    """A length of time: `30m`, `1h`, `2d`."""
    match = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if not match:
        raise InputError(f"not a length of time: {text!r}", where=where, hint="write it as 30m, 1h or 2d")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def schedule_text(schedule: timedelta) -> str:
    """The same as text, in the largest unit that fits."""
    seconds = int(schedule.total_seconds())
    unit = next(unit for unit in ("d", "h", "m") if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def _choice(kind: type[E], text: str, where: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise InputError(f"not one of {', '.join(kind)}: {text!r}", where=where) from None


def _checked(values: Values, where: str) -> None:
    for key, value in values.items():
        if key not in _KEYS:
            raise InputError(f"unknown key {key!r}", where=where, hint=f"known are {', '.join(_KEYS)}")
        wanted: type = str if key in _TEXTS else bool if key in _FLAGS else list if key == "topics" else dict
        if not isinstance(value, wanted):
            raise InputError(f"{key} must be a {wanted.__name__}", where=where)


def _limits(values: object, where: str) -> SourceLimits:
    given = values if isinstance(values, dict) else {}
    for key, value in given.items():
        if key not in _LIMITS or not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise InputError(f"not a limit: {key} = {value!r}", where=where, hint=f"numbers of {', '.join(_LIMITS)}")
    return SourceLimits(**given)


def values_in(text: str, where: str) -> Values:
    """The keys and values of a file, checked one by one; not all need be there."""
    try:
        values: Values = tomllib.loads(text)
    except ValueError as error:
        raise InputError(f"not TOML: {error}", where=where) from None
    _checked(values, where)
    return values


def source_from(name: str, values: Values, where: str) -> Source:
    """The source that checked values describe; InputError where one is missing."""
    for key in _NEEDED:
        if not values.get(key):
            raise InputError(f"no {key}", where=where)
    texts = {key: str(values[key]) for key in _TEXTS if key in values}
    topics = values.get("topics", [])
    return Source(
        name=name,
        publisher=texts["publisher"],
        source_class=_choice(SourceClass, texts["class"], where),
        country=texts.get("country", ""),
        language=texts.get("language", "en"),
        kind=_choice(SourceKind, texts["kind"], where),
        url=texts["url"],
        schedule=schedule_of(texts.get("schedule", "1h"), where),
        time_zone=texts.get("time_zone"),
        full_text=_choice(FullText, texts.get("full_text", "auto"), where),
        limits=_limits(values.get("limits"), where),
        topics=tuple(map(str, topics)) if isinstance(topics, list) else (),
        links=texts.get("links"),
        unverified=bool(values.get("unverified", False)),
        enabled=bool(values.get("enabled", True)),
        reader=_choice(SourceReader, texts.get("reader", SourceReader.EMBEDDED), where),
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def source_text(source: Source) -> str:
    """The file of a source; what is as usual is left out."""
    lines = [f"publisher = {_quoted(source.publisher)}", f'class = "{source.source_class}"']
    lines += [f"{key} = {_quoted(value)}" for key, value in (("country", source.country), ("language", source.language)) if value]
    lines += [f'kind = "{source.kind}"', f"url = {_quoted(source.url)}", f'schedule = "{schedule_text(source.schedule)}"']
    for key, value in (("time_zone", source.time_zone), ("links", source.links)):
        lines += [f"{key} = {_quoted(value)}"] if value else []
    lines += [f'full_text = "{source.full_text}"'] if source.full_text is not FullText.AUTO else []
    lines += [f'reader = "{source.reader}"'] if source.reader is not SourceReader.EMBEDDED else []
    lines += [f"topics = [{', '.join(map(_quoted, source.topics))}]"] if source.topics else []
    lines += ["unverified = true"] if source.unverified else []
    lines += [] if source.enabled else ["enabled = false"]
    usual = SourceLimits()
    changed = [name for name in _LIMITS if getattr(source.limits, name) != getattr(usual, name)]
    lines += ["", "[limits]", *(f"{name} = {getattr(source.limits, name)}" for name in changed)] if changed else []
    return "\n".join(lines) + "\n"
