"""Score the reader, or a file of predictions, on annotated stories."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from detente.app.pipeline import read_documents
from detente.errors import InputError
from detente.evaluate.corpus import Entry, Story, entries_in, entry_of
from detente.model.record import reading_to_record


def predictions_from(path: Path) -> Mapping[str, Entry]:
    """The predictions of a JSONL file, a line a document."""
    try:
        return entries_in(path.read_text(encoding="utf-8"), where=str(path))
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from None


def read_stories(stories: Sequence[Story], *, jobs: int = 1, on_document: Callable[[], None] = lambda: None) -> Mapping[str, Entry]:
    """What the reader makes of all documents of the stories, in the public form."""
    documents = [document for story in stories for document in story.documents.values()]
    entries = {}
    for reading in read_documents(documents, jobs=jobs):
        entry = entry_of(reading_to_record(reading))
        entries[entry.doc] = entry
        on_document()
    return entries
