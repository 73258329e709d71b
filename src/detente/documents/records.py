"""Records become documents: the public record form, from wherever the records come.

In: records in order, each with its place (`file:line`), or what is wrong there; as many as there are, nothing is held but
the names of ignored fields. Out: for each in order its document, or a finding that names the place.

Holds: one bad record costs that record alone. A record's own fields go before the caller's options, which fill what is
missing. Fields that are not known are ignored, with a note where each is first met.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.documents.assembly import assembled
from detente.documents.options import Options
from detente.documents.parts import Parts
from detente.documents.published import iso_of
from detente.errors import DocumentError, InputError
from detente.model.document import Document
from detente.model.finding import Finding, Severity

FIELDS = ("id", "url", "publisher", "published", "title", "text", "published_is_weak", "language")
# Notes of the stories in the corpus to those who write them, not to readers.
_FOR_WRITERS = ("voice",)
_MOST_NOTES = 50

Record = dict[str, object]


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

    def notes(self, record: Record, where: str, unit: str) -> Iterator[Finding]:
        """A note for each field that is met for the first time."""
        for name in sorted(record.keys() - self.names - {*FIELDS, *_FOR_WRITERS}):
            if len(self.names) < _MOST_NOTES:
                self.names.add(name)
                yield Finding("unknown-field", Severity.NOTE, where, f"The field {name[:60]!r} is not used; it is ignored in all {unit}s.")


def documents_in_records(
    records: Iterable[tuple[str, Record | DocumentError]], options: Options | None = None, *, name: str, unit: str
) -> Iterator[Document | Finding]:
    """The documents and findings of records with their places; `name` is the file's and `unit` what a record of it is called, for findings.

    Raises InputError for a `url` option, which names one document, and at the end DocumentError where no record could be read.
    """
    options = options or Options()
    if options.url is not None:
        raise InputError("a url names one document, not a file of many", where=name, hint=f"give each {unit} its own url")
    ignored, read, last = _Ignored(), 0, None
    for where, record in records:
        try:
            if isinstance(record, DocumentError):
                raise record
            made = assembled(_parts(record, where), options, where=where, record_first=True)
        except DocumentError as error:
            last = error
            yield Finding(f"bad-{unit}", Severity.ERROR, error.where, f"The {unit} is skipped: {error.message}.")
            continue
        read += 1
        yield from ignored.notes(record, where, unit)
        yield from made.findings
        if made.document is not None:
            yield made.document
    if not read:
        raise DocumentError(f"no {unit} is a document" if last else "empty", where=name, hint=last.message if last else "")
