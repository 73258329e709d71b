"""Read the text form of a ledger back from a file.

Holds: the whole text is read before anything is recorded, so that a mistake in its last line leaves the ledger as it is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from detente.errors import InputError
from detente.ledger.codec.parsing import entries_in
from detente.model.recorded import Entry, RecordedDecision

_HINT = "name a file that `detente export --format text` wrote"


def entries_of(path: Path) -> Iterator[Entry]:
    """The records of a file; InputError for one that cannot be read, RecordError with the line for one that is not well formed."""
    try:
        # Only line feeds end a line: a text may hold any other end of line.
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from entries_in(lines, where=str(path))
    except FileNotFoundError:
        raise InputError("no such file", where=str(path), hint=_HINT) from None
    except OSError as error:
        message = "is a folder, not a file" if path.is_dir() else error.strerror or "cannot be read"
        raise InputError(message, where=str(path), hint=_HINT) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where=str(path)) from None


def checked(path: Path) -> Iterator[Entry]:
    """The records of a file that was read to its end first; the errors of `entries_of`."""
    for _ in entries_of(path):
        pass
    return entries_of(path)


def checked_stream(stream: TextIO) -> list[Entry]:
    """The records of a stream, such as standard input."""
    return list(entries_in(stream.read().split("\n"), where="-"))


def decisions_of(path: Path) -> list[RecordedDecision]:
    """The decisions of a file."""
    return [entry for entry in entries_of(path) if isinstance(entry, RecordedDecision)]
