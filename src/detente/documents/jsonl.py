"""JSONL: a document a line, in the public record form.

In: lines of bytes, as many as there are; nothing is held but the names of ignored fields. Out: for each line in order
its document, or a finding that names file and line.

Holds: one bad line costs that line alone. A record's own fields go before the caller's options, which fill what is
missing. Fields that are not known are ignored, with a note where each is first met.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.documents.assembly import assembled
from detente.documents.options import Options
from detente.documents.parts import Parts
from detente.documents.published import iso_of
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, InputError
from detente.model.document import Document
from detente.model.finding import Finding, Severity

_FIELDS = ("id", "url", "publisher", "published", "title", "text", "published_is_weak", "language")
# Notes of the stories in the corpus to those who write them, not to readers.
_FOR_WRITERS = ("voice",)
_MOST_NOTES = 50

Record = dict[str, object]


def _record(line: bytes, where: str) -> Record:
    """The object on a line; DocumentError in words for the reader where there is none."""
    if len(line) > MAX_BYTES:
        raise DocumentError("larger than 5 MB", where=where)
    try:
        held = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DocumentError("not UTF-8", where=where) from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at character {error.pos + 1}", where=where) from None
    except (ValueError, RecursionError):
        raise DocumentError("not JSON that can be read", where=where) from None
    if not isinstance(held, dict):
        raise DocumentError("not a JSON object", where=where)
    return held


def is_record(line: bytes) -> bool:
    """Whether a line is a JSON object with a text."""
    try:
        return line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and "text" in _record(line, "")
    except DocumentError:
        return False


def _words(record: Record, name: str, where: str) -> str | None:
    """A field's words; None where it is missing or null."""
    value = record.get(name)
    if value is None or isinstance(value, str):
        return value
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name == "published":
        return json.dumps(value)
    raise DocumentError(f"field {name!r} is not a string", where=where)


def _parts(record: Record, where: str) -> Parts:
    if record.get("text") is None:
        raise DocumentError("no field 'text'", where=where)
    published = _words(record, "published", where)
    guessed = iso_of(published) if published and record.get("published_is_weak") is True else None
    return Parts(
        title=_words(record, "title", where) or "",
        text=_words(record, "text", where) or "",
        id=_words(record, "id", where),
        url=_words(record, "url", where),
        publisher=_words(record, "publisher", where),
        published=None if guessed else published,
        guessed=guessed,
        language=_words(record, "language", where),
    )


@dataclass(slots=True)
class _Ignored:
    """The names of fields that were ignored so far."""

    names: set[str] = field(default_factory=set)

    def notes(self, record: Record, where: str) -> Iterator[Finding]:
        """A note for each field that is met for the first time."""
        for name in sorted(record.keys() - self.names - {*_FIELDS, *_FOR_WRITERS}):
            if len(self.names) < _MOST_NOTES:
                self.names.add(name)
                yield Finding("unknown-field", Severity.NOTE, where, f"The field {name[:60]!r} is not used; it is ignored in all lines.")


def _line_finding(error: InputError) -> Finding:
    message = f"The line is skipped: {error.message}."
    return Finding("bad-line", Severity.ERROR, error.where, message)


def documents_in_jsonl(lines: Iterable[bytes], options: Options | None = None, *, name: str = "-") -> Iterator[Document | Finding]:
    """The documents and findings of a stream of lines; `name` is the file's, for findings.

    Raises InputError for a `url` option, which names one document, and at the end DocumentError where no line could be read.
    """
    options = options or Options()
    if options.url is not None:
        raise InputError("a url names one document, not a file of many", where=name, hint="give each line its own url")
    ignored, read, last = _Ignored(), 0, None
    for number, line in enumerate(lines, 1):
        where = f"{name}:{number}"
        if not line.strip():
            continue
        try:
            record = _record(line, where)
            made = assembled(_parts(record, where), options, where=where, record_first=True)
        except DocumentError as error:
            last = error
            yield _line_finding(error)
            continue
        read += 1
        yield from ignored.notes(record, where)
        yield from made.findings
        if made.document is not None:
            yield made.document
    if not read:
        raise DocumentError("no line is a document" if last else "empty", where=name, hint=last.message if last else "")
