"""What the user names becomes documents: files, folders, standard input, addresses.

In: names and options. Out: documents in order, and findings about what was skipped or guessed.

Holds: every name is opened, and a single report decoded, before the first document is given out, so that a bad name
stops a run before anything is written. Lines of JSONL and files of a folder are read as they are needed; a bad one
among them is a finding. No more than the limit of a document is held of anything.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from detente.app.parquet import SUFFIX, rows_in
from detente.documents.formats import Format, format_named
from detente.documents.jsonl import documents_in_jsonl, is_record
from detente.documents.load import Fetched, Loaded, documents_at, documents_from
from detente.documents.options import Options
from detente.documents.records import documents_in_records
from detente.documents.refusal import MAX_BYTES
from detente.errors import DocumentError, InputError
from detente.model.document import Document
from detente.model.finding import Finding, Severity

STANDARD_INPUT = "-"

Notice = Callable[[Finding], None]


def _fetch(url: str) -> Fetched:
    from detente.app.fetch import fetch  # noqa: PLC0415 - a fifth of a second, for addresses alone

    return fetch(url)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file for reading; what the system says of it becomes a DocumentError."""
    try:
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise DocumentError("no such file", where=str(path)) from None
    except OSError as error:
        raise DocumentError(error.strerror or "cannot be read", where=str(path)) from None


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one over the limit only its beginning, too long to be taken for a document."""
    while line := stream.readline(MAX_BYTES + 1):
        yield line
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def files_in(folder: Path, notice: Notice) -> list[Path]:
    """The files in and below a folder that are documents by their suffix, in order of name; hidden ones are none.

    Raises DocumentError where there is none.
    """
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    seen = [file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts)]
    found = [file for file in seen if format_named(file.name) or _is_parquet(file)]
    if not found:
        raise DocumentError("no document in this folder", where=str(folder), hint="documents end in .txt, .md, .html, .jsonl or .parquet")
    if others := sorted({file.suffix or file.name for file in seen if file not in set(found)}):
        message = f"{len(seen) - len(found)} files are not read, for their suffix: {', '.join(others)[:200]}."
        notice(Finding("format-unknown", Severity.NOTE, str(folder), message))
    return found


def _told(found: Iterable[Document | Finding], notice: Notice) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Finding):
            notice(item)
        else:
            yield item


def _given(loaded: Loaded, notice: Notice) -> Iterator[Document]:
    return _told([*loaded.findings, *loaded.documents], notice)


def _in_stream(name: str, stream: BinaryIO, options: Options, notice: Notice) -> Iterator[Document]:
    """A single report is decoded at once; JSONL, by suffix or by its first line, only as it is read on."""
    form, first = format_named(name), stream.readline(MAX_BYTES + 1)
    if form is Format.JSONL or (form is None and is_record(first)):
        return _told(documents_in_jsonl(chain([first], bounded_lines(stream)), options, name=name), notice)
    return _given(documents_from(name, first + stream.read(MAX_BYTES + 1 - len(first)), options), notice)


def _in_file(path: Path, options: Options, notice: Notice) -> Iterator[Document]:
    if _is_parquet(path):
        yield from _told(documents_in_records(rows_in(path), options, name=str(path), unit="row"), notice)
        return
    with _opened(path) as stream:
        yield from _in_stream(str(path), stream, options, notice)


def documents_in_files(files: Sequence[Path], options: Options, notice: Notice) -> Iterator[Document]:
    """The documents of files one after the other; a file that cannot be read is a finding."""
    for path in files:
        try:
            yield from _in_file(path, options, notice)
        except DocumentError as error:
            hint = f" ({error.hint})" if error.hint else ""
            notice(Finding("unreadable", Severity.ERROR, error.where, f"The file is not read: {error.message}{hint}."))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise DocumentError(error.strerror or "no such file", where=str(path)[:80]) from None


def _source(path: Path, options: Options, notice: Notice) -> Iterator[Document]:
    if _is_folder(path):
        if options.url is not None:
            raise InputError("a url names one document, not a folder", where=str(path))
        return documents_in_files(files_in(path, notice), options, notice)
    source = _in_file(path, options, notice)
    first = next(source, None)
    return chain([] if first is None else [first], source)


def documents(names: Sequence[str], options: Options, *, stdin: BinaryIO, notice: Notice) -> Iterator[Document]:
    """The documents behind the names, in order; raises DocumentError, InputError or FetchError for a name that gives none."""
    if len(names) > 1 and options.url is not None:
        raise InputError("a url names one document, not several", where="url")
    sources: list[Iterator[Document]] = []
    for name in names:
        if name == STANDARD_INPUT:
            sources.append(_in_stream(name, stdin, options, notice))
        elif "://" in name:
            sources.append(_given(documents_at(name, _fetch, options), notice))
        else:
            sources.append(_source(Path(name), options, notice))
    return chain.from_iterable(sources)
