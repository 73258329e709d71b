"""Score the reader, or a file of predictions, on annotated stories."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from detente.app.corpus import load_stories
from detente.app.pipeline import OnReading, ignore, picture_of, read_documents, thread_ids
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
from detente.model.claim import Reading
from detente.model.conflict import conflict_to_record
from detente.model.finding import Finding
from detente.model.record import Record, reading_to_record


@dataclass(frozen=True, slots=True)
class Predictions:
    """What is scored: entries by document; conflicts in the public form, None where they were not looked for."""

    entries: Mapping[str, Entry]
    conflicts: Sequence[Record] | None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(getattr(error, "strerror", None) or "cannot be read", where=str(path)) from None


def predictions_from(path: Path) -> Predictions:
    """The predictions of a JSONL file, a line a document."""
    return Predictions(entries_in(_text(path), where=str(path)), None)


def predictions_of(readings: Sequence[Reading]) -> Predictions:
    """Readings with their threads, joined all together as in one ledger, and the conflicts in those."""
    picture = picture_of(claim for reading in readings for claim in reading.claims)
    ids = thread_ids(readings, picture.threads)
    entries = [entry_of(reading_to_record(reading, threads=dict(threads))) for reading, threads in zip(readings, ids)]
    return Predictions({entry.doc: entry for entry in entries}, [conflict_to_record(conflict) for conflict in picture.conflicts])


def read_stories(stories: Sequence[Story], *, jobs: int = 1, model: bool = True, on_reading: OnReading = ignore) -> Predictions:
    """What the whole flow makes of all documents of the stories."""
    readings = []
    for reading in read_documents([document for story in stories for document in story.documents.values()], jobs=jobs, model=model):
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

    def read(self, *, jobs: int = 1, model: bool = True, on_reading: OnReading = ignore) -> Predictions:
        """What the whole flow makes of all documents."""
        return read_stories(self.stories, jobs=jobs, model=model, on_reading=on_reading)

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
