"""Commands that read: `read` and `dates`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from detente.app.api import date_markup, date_records, open_documents
from detente.app.config import load_config
from detente.app.large_model.names import ReaderChoice
from detente.app.pipeline import picture_of, read_documents, thread_ids
from detente.cli import columns
from detente.cli.model_options import ReaderOption, RepliesOption, reader_of, say_agreement
from detente.cli.options import JobsOption, ModelOption, PublishedOption, say_which_weights
from detente.cli.output import DocumentFormat, added_words, notice, print_table, progress, say, to_json, warn
from detente.errors import InputError
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.record import Record, reading_to_record
from detente.model.thread import Thread

if TYPE_CHECKING:
    from detente.app.large_model.choice import BothReaders, ModelReader

NO_DOCUMENT = 2

Inputs = Annotated[list[str], typer.Argument(metavar="PATH|URL|-...", help="Files, folders, addresses, or - for standard input.")]


def documents_behind(inputs: list[str], published: str | None, publisher: str | None = None, url: str | None = None) -> Iterator[Document]:
    """The documents behind the inputs, opened as they are needed; leaves with exit code 2 where there is none."""
    opened = open_documents(
        inputs, stdin=sys.stdin.buffer, notice=notice, published=published, publisher=publisher, url=url, today=date.today()
    )
    first = next(opened, None)
    if first is None:
        raise _nothing_read()
    return chain([first], opened)


def _nothing_read() -> typer.Exit:
    warn("no document to read")
    return typer.Exit(NO_DOCUMENT)


def read(
    inputs: Inputs,
    published: PublishedOption = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it was published.")] = None,
    form: Annotated[DocumentFormat | None, typer.Option("--format", help="How claims are written; table, or none with --ledger.")] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", metavar="URL|FILE", help="Record the claims in this ledger.")] = None,
    jobs: JobsOption = None,
    model: ModelOption = True,
    reader: ReaderOption = ReaderChoice.EMBEDDED,
    replies: RepliesOption = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="ENGINE", help="Read a folder by many processes: dask, or dask://HOST:PORT.")
    ] = None,
) -> None:
    """Read reports: print the claims that they make, or record them in a ledger."""
    if engine is not None:
        if form is not None or replies is not None or reader is not ReaderChoice.EMBEDDED:
            raise InputError("--format, --reader and --replies do not go with it", where="--engine", hint="ask the ledger afterwards")
        if url is not None:
            raise InputError("a url names one document, not a folder", where="--url")
        _back_fill(inputs, ledger, engine, published=published, publisher=publisher, jobs=jobs, model=model)
        return
    found = documents_behind(inputs, published, publisher, url)
    how = _How(jobs or load_config().jobs, model, reader_of(reader, replies, model=model))
    say_which_weights(model)
    if ledger is None:
        readings = _read(list(found), how)
        _print(readings, list(picture_of(claim for reading in readings for claim in reading.claims).threads), form or DocumentFormat.TABLE)
    else:
        _record(found, ledger, how, form)
    say_agreement(how.reader)


@dataclass(frozen=True, slots=True)
class _How:
    """How to read: processes, trained weights or not, and who reads in place of the embedded reader."""

    jobs: int
    model: bool
    reader: "ModelReader | BothReaders | None"


def _read(found: list[Document], how: _How) -> list[Reading]:
    readings = []
    with progress("reading", len(found)) as step:
        for reading in read_documents(found, jobs=how.jobs, model=how.model, reader=how.reader):
            step(reading)
            readings.append(reading)
    return readings


def _record(found: Iterator[Document], target: str, how: _How, form: DocumentFormat | None) -> None:
    from detente.app.answers import shown_name  # noqa: PLC0415 - half a second, for ledgers alone
    from detente.app.ledger import Ledger  # noqa: PLC0415

    with Ledger(target) as held:
        if form is None:
            with progress("reading", None) as step:
                added = held.read(found, jobs=how.jobs, model=how.model, on_reading=step, reader=how.reader)
        else:
            readings = _read(list(found), how)
            added = held.append(readings)
            _print(readings, list(held.all_threads()), form)
    warn(f"{shown_name(target)}: {added_words(added)}")


def _back_fill(
    inputs: list[str], target: str | None, engine: str, *, published: str | None, publisher: str | None, jobs: int | None, model: bool
) -> None:
    from detente.cli.back_filling import fill  # noqa: PLC0415 - half a second, for ledgers alone

    if target is None or len(inputs) != 1:
        raise InputError("reads one folder into a ledger", where="--engine", hint="detente read FOLDER --engine dask --ledger URL|FILE")
    say_which_weights(model)
    fill(inputs[0], target, engine, published=published, publisher=publisher, jobs=jobs, model=model)


def _print(readings: list[Reading], threads: list[Thread], form: DocumentFormat) -> None:
    records: list[Record] = [reading_to_record(reading, threads=dict(ids)) for reading, ids in zip(readings, thread_ids(readings, threads))]
    match form:
        case DocumentFormat.JSONL:
            for record in records:
                say(to_json(record))
        case DocumentFormat.JSON:
            say(to_json(list(records)))
        case DocumentFormat.TABLE:
            for reading in readings:
                _print_reading(reading)


def _print_reading(reading: Reading) -> None:
    document = reading.document
    about = " · ".join(filter(None, (document.publisher, document.published or "date not stated", document.id)))
    say(document.title or document.text[:72].split("\n")[0])
    say(about)
    if not reading.claims:
        say("  no claim: no meeting, measure, pledge or deal is stated\n")
        return
    print_table(columns.READ, reading.claims)
    for link in reading.links:
        say(f"  {link.source} {link.type.replace('_', ' ')} {link.target}")
    say()


class DateFormat(StrEnum):
    """How time expressions are written."""

    TIMEML = "timeml"
    JSON = "json"


def dates(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A file, an address, or - for standard input.")],
    published: PublishedOption = None,
    form: Annotated[DateFormat, typer.Option("--format", help="TimeML with TIMEX3 tags, or a list of records.")] = DateFormat.JSON,
) -> None:
    """List the time expressions of a text, resolved against the day it was published."""
    for document in documents_behind([path], published):
        if form is DateFormat.TIMEML:
            sys.stdout.write(date_markup(document))
        else:
            say(to_json(list(date_records(document))))
