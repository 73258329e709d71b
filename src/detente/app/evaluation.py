"""Score the reader, or a file of predictions, on annotated stories."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from detente.app.corpus import load_stories
from detente.app.pipeline import AnyReader, OnReading, ignore, picture_of, read_documents, thread_ids
from detente.app.restoring import decisions_of
from detente.errors import InputError
from detente.evaluate.check import faults, summary
from detente.evaluate.conflicts import conflict_line, score_conflicts
from detente.evaluate.corpus import Entry, Story, entries_in, entry_of
from detente.evaluate.gold import gold_conflicts, rejoined
from detente.evaluate.joining import count_line, joining_lines, joining_mistakes
from detente.evaluate.mistakes import mistake_lines, mistakes
from detente.evaluate.report import report_lines
from detente.evaluate.score import score
from detente.evaluate.table import threads_line
from detente.ledger.effect import effect_of
from detente.model.claim import Claim, Reading
from detente.model.conflict import conflict_to_record
from detente.model.document import Document
from detente.model.finding import Finding
from detente.model.identity import document_key
from detente.model.record import Record, claim_from_record, link_from_record, reading_to_record
from detente.model.recorded import RecordedClaim, RecordedDecision
from detente.model.ties import NO_TIES, Ties


@dataclass(frozen=True, slots=True)
class Predictions:
    """What is scored: entries by document; conflicts in the public form, None where they were not looked for.

    `readings` are what the entries were made of, None where they came from a file.
    """

    entries: Mapping[str, Entry]
    conflicts: Sequence[Record] | None
    readings: Sequence[Reading] | None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(getattr(error, "strerror", None) or "cannot be read", where=str(path)) from None


def predictions_from(path: Path) -> Predictions:
    """The predictions of a JSONL file, a line a document."""
    return Predictions(entries_in(_text(path), where=str(path)), None, None)


def predictions_of(readings: Sequence[Reading], ties: Ties = NO_TIES) -> Predictions:
    """Readings with their threads, joined all together as in one ledger, and the conflicts in those."""
    picture = picture_of((claim for reading in readings for claim in reading.claims), ties)
    ids = thread_ids(readings, picture.threads)
    entries = [entry_of(reading_to_record(reading, threads=dict(threads))) for reading, threads in zip(readings, ids)]
    return Predictions({entry.doc: entry for entry in entries}, [conflict_to_record(conflict) for conflict in picture.conflicts], readings)


@dataclass(frozen=True, slots=True)
class Decided:
    """Predictions as decisions make them; `unmet` decisions find no claim in them."""

    predictions: Predictions
    unmet: int


def _readings_in(entries: Iterable[Entry], documents: Mapping[str, Document]) -> Iterator[Reading]:
    """Predictions of a file as typed claims; those of documents that are not scored are left out."""
    for entry in entries:
        document = documents.get(entry.doc)
        if document is not None:
            claims = tuple(claim_from_record(record, document) for record in entry.claims)
            yield Reading(document, claims, tuple(map(link_from_record, entry.links)))


# Of what is scored nothing was recorded; what decisions make of claims does not hang on the instant.
_NEVER = datetime.min.replace(tzinfo=UTC)


def with_decisions(predictions: Predictions, stories: Iterable[Story], decisions: Sequence[RecordedDecision]) -> Decided:
    """The predictions corrected, without what was retracted, joined as decided."""
    readings = predictions.readings
    if readings is None:
        documents = {name: document for story in stories for name, document in story.documents.items()}
        readings = list(_readings_in(predictions.entries.values(), documents))
    effect = effect_of((RecordedClaim(claim, _NEVER) for reading in readings for claim in reading.claims), decisions)
    kept: dict[str, list[Claim]] = defaultdict(list)
    for entry in effect.claims:
        kept[document_key(entry.claim.document)].append(entry.claim)
    decided = [_with_claims(reading, kept[document_key(reading.document)]) for reading in readings]
    return Decided(predictions_of(decided, effect.ties), len(effect.unmet))


def _with_claims(reading: Reading, claims: Sequence[Claim]) -> Reading:
    ids = {claim.id for claim in claims}
    return Reading(reading.document, tuple(claims), tuple(link for link in reading.links if {link.source, link.target} <= ids))


def read_stories(
    stories: Sequence[Story], *, jobs: int = 1, model: bool = True, on_reading: OnReading = ignore, reader: AnyReader | None = None
) -> Predictions:
    """What the whole flow makes of all documents of the stories."""
    readings = []
    documents = [document for story in stories for document in story.documents.values()]
    for reading in read_documents(documents, jobs=jobs, model=model, reader=reader):
        on_reading(reading)
        readings.append(reading)
    return predictions_of(readings)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Stories and passages that are scored together."""

    stories: tuple[Story, ...]

    @classmethod
    def over(cls, paths: Iterable[Path]) -> Self:
        """The stories and passage files that the paths name; DocumentError or RecordError for one that is none."""
        return cls(tuple(load_stories(paths)))

    @property
    def documents(self) -> int:
        """How many documents there are to read."""
        return sum(len(story.documents) for story in self.stories)

    def read(self, *, jobs: int = 1, model: bool = True, on_reading: OnReading = ignore, reader: AnyReader | None = None) -> Predictions:
        """What the whole flow makes of all documents."""
        return read_stories(self.stories, jobs=jobs, model=model, on_reading=on_reading, reader=reader)

    def with_decisions(self, predictions: Predictions, path: Path) -> Decided:
        """The predictions as the decisions of a file in the text form make them."""
        return with_decisions(predictions, self.stories, decisions_of(path))

    def faults(self) -> list[Finding]:
        """What is not well formed in the gold."""
        return [fault for story in self.stories for fault in faults(story)]

    def summary_lines(self) -> Iterator[str]:
        """A line a story: how much of what it holds."""
        yield from map(summary, self.stories)

    def report_lines(self, predictions: Predictions) -> Iterator[str]:
        """The table and the three figures."""
        yield from report_lines(self.stories, predictions.entries, predictions.conflicts)

    def mistake_lines(self, predictions: Predictions) -> Iterator[str]:
        """What was missed, spurious or wrong in the stories that may be read."""
        yield from mistake_lines(list(mistakes(self.stories, predictions.entries)))

    def gold_claim_lines(self, *, errors: bool = False) -> Iterator[str]:
        """How well the gold claims are joined, and contradictions found in them: read stories, then unread ones.

        With `errors` the false merges and splits of read stories are listed.
        """
        with_threads = [story for story in self.stories if story.has_threads]
        if not with_threads:
            raise InputError("no story with threads among these", hint="passages have none; name a story or a corpus folder")
        for label, is_read in (("read", True), ("unread", False)):
            group = [story for story in with_threads if story.is_read is is_read]
            if group:
                yield f"given gold claims, {label} ({len(group)} stories)"
                yield from _gold_claim_lines(group, errors=errors and is_read)


def _gold_claim_lines(stories: Sequence[Story], *, errors: bool) -> Iterator[str]:
    joined = rejoined(stories)
    merges, splits = joining_mistakes(stories, joined)
    yield threads_line(score(stories, joined))
    yield count_line(merges, splits)
    if errors:
        yield from joining_lines(merges, splits)
    yield f"{conflict_line(score_conflicts(stories, gold_conflicts(stories, rejoin=False)))}  in the gold's threads"
    yield f"{conflict_line(score_conflicts(stories, gold_conflicts(stories, rejoin=True)))}  in our threads"


def prediction_lines(predictions: Predictions) -> Iterator[str]:
    """The predictions as JSONL, a line a document, as `predictions_from` reads them."""
    for entry in predictions.entries.values():
        yield json.dumps({"doc": entry.doc, "claims": list(entry.claims), "links": list(entry.links)}, ensure_ascii=False)


def save(predictions: Predictions, path: Path) -> None:
    """Write the predictions; InputError where the file cannot be written."""
    try:
        path.write_text("".join(f"{line}\n" for line in prediction_lines(predictions)), encoding="utf-8")
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path)) from None
