"""Train the judge and the network from the annotated corpus, and score them on stories held out.

Needs the extra `train` (scikit-learn, torch, a pretrained encoder). Unread stories are never learned from.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
from detente.model.document import Document
from detente.reading.encoder import ENCODER_FILE, TOKENIZER_FILE
from detente.reading.judge import MODEL_FILE, Judge
from detente.reading.network import NETWORK_FILE, Network
from detente.reading.parse import Parser
from detente.reading.reader import Reader

# Of the whole stories every third is held out where linear judge and network are weighed against each other.
_WEIGHED = 3

OnEpoch = Callable[[int, float], None]


def training_corpus() -> list[Path]:
    """What the shipped weights learn from: the folders of stories and all passage files."""
    corpus = packaged_corpus()
    return [corpus, corpus / "written", *sorted((corpus / "passages").glob("*.jsonl"))]


def shipped_weights() -> Path:
    """The folder in which the reader finds its weights."""
    return Path(str(files("detente.reading"))) / "weights"


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


def _network(stories: Sequence[Story], on_epoch: OnEpoch | None) -> Network:
    try:
        from detente.training.encoder import pretrained  # noqa: PLC0415 - an optional extra
        from detente.training.material import material_of  # noqa: PLC0415
        from detente.training.network import trained  # noqa: PLC0415

        base = pretrained()
    except ImportError:
        raise InputError("training the network needs torch and MiniLM", hint="pip install 'detente[train]'") from None
    return trained(material_of([story for story in stories if story.is_read], Parser()), base, on_epoch=on_epoch)


def train(stories: Sequence[Story], target: Path) -> Judge:
    """Fit the judge on all read stories and passages and write its weights to a folder; InputError where that cannot be done."""
    judge = _fitted(stories)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with (target / MODEL_FILE).open("wb") as file:
            judge.save(file)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(target)) from None
    return judge


def train_network(stories: Sequence[Story], target: Path, *, on_epoch: OnEpoch | None = None) -> Iterator[str]:
    """Fit the network beside the judge and write it; lines tell of the score on the stories held out to weigh the two.

    Twice: without every third story, to learn on those how much each of the two is to be heeded; then with all of them.
    """
    whole = [story for story in stories if story.has_threads and story.is_read]
    held = whole[::_WEIGHED]
    if not held:
        raise InputError("no whole story to weigh the network on", where="corpus", hint="name folders of stories too")
    rest = [story for story in stories if story not in held]
    judge, network = _fitted(rest), _network(rest, on_epoch)
    weighed = _weighed(judge, network, held)
    predictions = predictions_of(list(Reader(judge, weighed).read_all(_documents(held))))
    yield headline(f"{len(held)} stories held out", score(held, predictions.entries))
    _write(replace(_network(stories, on_epoch), shares=weighed.shares), target)


def _weighed(judge: Judge, network: Network, held: Sequence[Story]) -> Network:
    from detente.training.blending import blended  # noqa: PLC0415 - an optional extra
    from detente.training.material import material_of  # noqa: PLC0415

    return blended(network, [(judge, network, material_of(held, Parser()))])


def _documents(stories: Sequence[Story]) -> Iterator[Document]:
    return (document for story in stories for document in story.documents.values())


def _write(network: Network, target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / ENCODER_FILE).write_bytes(network.encoder.graph)
        (target / TOKENIZER_FILE).write_text(network.encoder.vocabulary, encoding="utf-8")
        with (target / NETWORK_FILE).open("wb") as file:
            network.save(file)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(target)) from None


def held_out_lines(stories: Sequence[Story], *, folds: int, errors: bool = False) -> Iterator[str]:
    """The linear judge's scores on the read stories, each read by one that has not learned from it; with `errors` its mistakes first."""
    whole = [story for story in stories if story.has_threads and story.is_read]
    if len(whole) < folds:
        raise InputError(f"{folds} folds of {len(whole)} stories that may be read", where="folds", hint="name more stories")
    rest = [story for story in stories if not story.has_threads]
    entries: dict[str, Entry] = {}
    for fold in range(folds):
        held = whole[fold::folds]
        reader = Reader(_fitted([story for story in whole if story not in held] + rest))
        predictions = predictions_of(list(reader.read_all(_documents(held))))
        entries.update(predictions.entries)
        yield headline(" ".join(story.name for story in held), score(held, predictions.entries))
    if errors:
        yield from mistake_lines(list(mistakes(whole, entries)))
    yield from score_lines(score(whole, entries))
