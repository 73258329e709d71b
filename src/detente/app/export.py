"""What other programs take in: interactions as event data, claims as records.

In: documents to read, or a ledger. Out: text, a row an act or a line a claim, in order of documents and words.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import assert_never

from detente.app.pipeline import picture_of, thread_ids
from detente.app.snapshot import Snapshot
from detente.errors import QueryError
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.interaction import Interaction
from detente.model.thread import Thread
from detente.publish.plover import plover_jsonl, plover_tsv
from detente.reading.interactions import interactions_in, prepare_for_interactions
from detente.reading.parse import Parser
from detente.reading.reader import Reader
from detente.views.threads import stated_claim_to_record

# Documents that are parsed together.
_BATCH = 16


class ExportFormat(StrEnum):
    """`plover` and `jsonl` are acts between parties, tab-separated or as JSON lines; `claims` a JSON object a claim.

    `text` is all that a ledger holds, in the form that `detente import` reads.
    """

    PLOVER = "plover"
    JSONL = "jsonl"
    CLAIMS = "claims"
    TEXT = "text"


def export_documents(documents: Iterable[Document], form: ExportFormat, *, model: bool = True) -> str:
    """What documents tell; without `model` read by hand-written weights alone. QueryError for the text form: only a ledger has it."""
    reader = Reader(with_model=model)
    return _text(reader.read_all(documents), form, lambda: reader.parser)


def export_ledger(ledger: Snapshot, form: ExportFormat) -> str:
    """What the documents of a ledger tell, by the claims as they stand; in the text form all that was recorded."""
    if form is ExportFormat.TEXT:
        return "".join(f"{line}\n" for line in ledger.to_text())
    if form is ExportFormat.CLAIMS:
        return "".join(_claim_lines(ledger.readings(), ledger.all_threads()))
    return _text(ledger.readings(), form, Parser)


def _text(readings: Iterable[Reading], form: ExportFormat, parser: Callable[[], Parser]) -> str:
    match form:
        case ExportFormat.PLOVER:
            return plover_tsv(_interactions(readings, parser()))
        case ExportFormat.JSONL:
            return plover_jsonl(_interactions(readings, parser()))
        case ExportFormat.CLAIMS:
            held = list(readings)
            return "".join(_claim_lines(held, picture_of(claim for reading in held for claim in reading.claims).threads))
        case ExportFormat.TEXT:
            raise QueryError("the text form is that of a ledger", where="--format", hint="read the reports into one, then export it")
        case _:
            assert_never(form)


def _interactions(readings: Iterable[Reading], parser: Parser) -> Iterator[Interaction]:
    remaining = iter(readings)
    while batch := list(islice(remaining, _BATCH)):
        made_ready = prepare_for_interactions([reading.document for reading in batch], parser)
        for prepared, reading in zip(made_ready, batch, strict=True):
            yield from interactions_in(prepared, reading.claims)


def _claim_lines(readings: Sequence[Reading], threads: Iterable[Thread]) -> Iterator[str]:
    for reading, ids in zip(readings, thread_ids(readings, threads), strict=True):
        for claim in reading.claims:
            yield f"{json.dumps(stated_claim_to_record(claim, thread=ids[claim.id]), ensure_ascii=False)}\n"
