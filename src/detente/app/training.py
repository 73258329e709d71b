"""Train the judge from the annotated corpus, and score it on stories held out in turn.

Needs the extra `train` (scikit-learn). Unread stories are never learned from.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.app.evaluation import predictions_of
from detente.errors import InputError
from detente.evaluate.corpus import Entry, Story
from detente.evaluate.score import score
from detente.evaluate.table import headline, score_lines
from detente.reading.judge import Judge
from detente.reading.parse import Parser
from detente.reading.reader import Reader


def _fitted(stories: Sequence[Story]) -> Judge:
    try:
        from detente.training.fit import fit  # noqa: PLC0415 - an optional extra
        from detente.training.material import material_of  # noqa: PLC0415
    except ImportError:
        raise InputError("training needs scikit-learn", hint="pip install 'detente[train]'") from None
    return fit(material_of([story for story in stories if story.is_read], Parser()))


def train(stories: Sequence[Story], target: Path) -> Judge:
    """Fit the judge on all read stories and passages and write its weights."""
    judge = _fitted(stories)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        judge.save(file)
    return judge


def held_out_lines(stories: Sequence[Story], *, folds: int) -> Iterator[str]:
    """The scores on the read stories, each read by a judge that has not learned from it."""
    whole = [story for story in stories if story.has_threads and story.is_read]
    rest = [story for story in stories if not story.has_threads]
    entries: dict[str, Entry] = {}
    for fold in range(folds):
        held = whole[fold::folds]
        reader = Reader(_fitted([story for story in whole if story not in held] + rest))
        readings = list(reader.read_all(document for story in held for document in story.documents.values()))
        predictions = predictions_of(readings)
        entries.update(predictions.entries)
        yield headline(" ".join(story.name for story in held), score(held, predictions.entries))
    yield from score_lines(score(whole, entries))
