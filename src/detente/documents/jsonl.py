"""JSONL: a document a line, in the public record form.

In: lines of bytes, as many as there are; nothing is held. Out: for each line in order its document, or a finding that
names file and line. Leaves to `records`: what a record must hold.
"""

import json
from collections.abc import Iterable, Iterator

from detente.documents.options import Options
from detente.documents.records import Record, documents_in_records
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError
from detente.model.document import Document
from detente.model.finding import Finding


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


def _records(lines: Iterable[bytes], name: str) -> Iterator[tuple[str, Record | DocumentError]]:
    """What each line that is not blank holds, with its place."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{name}:{number}"
            try:
                yield where, _record(line, where)
            except DocumentError as error:
                yield where, error


def documents_in_jsonl(lines: Iterable[bytes], options: Options | None = None, *, name: str = "-") -> Iterator[Document | Finding]:
    """The documents and findings of a stream of lines; `name` is the file's, for findings. The errors of `documents_in_records`."""
    return documents_in_records(_records(lines, name), options, name=name, unit="line")
