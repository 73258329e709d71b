"""Train the judge from the annotated corpus, and score it on stories held out in turn.

Needs the extra `train` (scikit-learn). Unread stories are never learned from.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from detente.app.corpus import packaged_corpus
from detente.app.evaluation import predictions_of
from detente.errors import InputError
from detente.evaluate.corpus import Entry, Story
from detente.evaluate.mistakes import mistake_lines, mistakes
from detente.evaluate.score import score
from detente.evaluate.table import headline, score_lines
from detente.model.claim import Kind
from detente.reading.judge import MODEL_FILE, Judge
from detente.reading.parse import Parser
from detente.reading.reader import Reader


def training_corpus() -> list[Path]:
    """What the shipped weights learn from: the folder of stories and all passage files below it."""
    corpus = packaged_corpus()
    return [corpus, *sorted((corpus / "passages").glob("*.jsonl"))]


def shipped_weights() -> Path:
    """Where the reader finds its weights."""
    return Path(str(files("detente.reading"))) / "weights" / MODEL_FILE


def _fitted(stories: Sequence[Story]) -> Judge:
    try:
        from detente.training.fit import fit  # noqa: PLC0415 - an optional extra
        from detente.training.material import material_of  # noqa: PLC0415
    except ImportError:
        raise InputError("training needs scikit-learn", hint="pip install 'detente[train]'") from None
    material = material_of([story for story in stories if story.is_read], Parser())
    told = {item.candidate.kind for item in material if item.golds}
    if untold := [kind.value for kind in Kind if kind not in told]:
        raise InputError(f"too little to learn from: no {', '.join(untold)} among it", where="corpus")
    return fit(material)


def train(stories: Sequence[Story], target: Path) -> Judge:
    """Fit the judge on all read stories and passages and write its weights; InputError where that cannot be done."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        judge = _fitted(stories)
        with target.open("wb") as file:
            judge.save(file)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(target)) from None
    return judge


def held_out_lines(stories: Sequence[Story], *, folds: int, errors: bool = False) -> Iterator[str]:
    """The scores on the read stories, each read by a judge that has not learned from it; with `errors` its mistakes first."""
    whole = [story for story in stories if story.has_threads and story.is_read]
    if len(whole) < folds:
        raise InputError(f"{folds} folds of {len(whole)} stories that may be read", where="folds", hint="name more stories")
    rest = [story for story in stories if not story.has_threads]
    entries: dict[str, Entry] = {}
    for fold in range(folds):
        held = whole[fold::folds]
        reader = Reader(_fitted([story for story in whole if story not in held] + rest))
        readings = list(reader.read_all(document for story in held for document in story.documents.values()))
        predictions = predictions_of(readings)
        entries.update(predictions.entries)
        yield headline(" ".join(story.name for story in held), score(held, predictions.entries))
    if errors:
        yield from mistake_lines(list(mistakes(whole, entries)))
    yield from score_lines(score(whole, entries))
