"""The YAML block at the head of a Markdown or plain text file.

In: decoded text. Out: its fields as strings, and the text behind the block; the pieces of a document under it.

Holds: values stay as they are written (`2025-10-30T08:00+08:00` is not turned into another zone). A block that is not
YAML or not a mapping is told and left out, never read as text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from detente.documents.parts import Parts
from detente.model.finding import Finding, Severity

_BLOCK = re.compile(r"\s*---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LARGEST = 65_536
FIELDS = ("title", "published", "publisher", "url", "id", "language")
# Other names that writers of Markdown give the same things.
_ALSO = {"date": "published", "lang": "language", "source": "publisher"}


@dataclass(frozen=True, slots=True)
class Head:
    """`fields` by their names of `FIELDS`; `unknown` are names that were ignored; `fault` a sentence where the block is not well formed."""

    fields: Mapping[str, str]
    unknown: tuple[str, ...]
    fault: str | None
    rest: str


def _mapping(source: str) -> Mapping[object, object] | None:
    try:
        held = yaml.load(source, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return held if isinstance(held, dict) else {} if not held else None


def has_front_matter(text: str) -> bool:
    """Whether the text begins with a block between `---` lines that is a mapping."""
    match = _BLOCK.match(text[:_LARGEST])
    return bool(match and _mapping(match["yaml"]))


def head_of(text: str) -> Head:
    """The block and what follows it; no fields where there is no block."""
    match = _BLOCK.match(text[:_LARGEST])
    if not match:
        return Head({}, (), None, text)
    rest, held = text[match.end() :], _mapping(match["yaml"])
    if held is None:
        return Head({}, (), "The front matter is not YAML of the form `name: value`; it is left out.", rest)
    named = {_ALSO.get(str(name).lower(), str(name).lower()): value for name, value in held.items()}
    named |= {str(name).lower(): value for name, value in held.items() if str(name).lower() in FIELDS}
    fields = {name: value for name, value in named.items() if name in FIELDS and isinstance(value, str)}
    return Head(fields, tuple(name for name in named if name not in fields), None, rest)


def _notes(head: Head, where: str) -> tuple[Finding, ...]:
    if head.fault:
        return (Finding("front-matter-unreadable", Severity.WARNING, where, head.fault),)
    if head.unknown:
        names = ", ".join(head.unknown)[:200]
        return (Finding("unknown-field", Severity.NOTE, where, f"Fields of the front matter that are not used: {names}."),)
    return ()


def parts_under(head: Head, title: str, text: str, where: str) -> Parts:
    """The pieces of a document: its own title and text, the rest from the block."""
    return Parts(
        title=title,
        text=text,
        id=head.fields.get("id"),
        url=head.fields.get("url"),
        publisher=head.fields.get("publisher"),
        published=head.fields.get("published"),
        language=head.fields.get("language"),
        findings=_notes(head, where),
    )
