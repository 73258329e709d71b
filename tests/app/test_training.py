import sys
from dataclasses import replace

import pytest

from detente.app.corpus import load_stories
from detente.app.training import held_out_lines, train, train_network, training_corpus
from detente.errors import InputError
from detente.evaluate.corpus import Story
from detente.model.claim import Kind
from detente.reading.judge import Judge
from detente.reading.reader import Reader
from tests import stories

PASSAGES = stories.CORPUS / "passages"


def first(story: Story, count: int) -> Story:
    names = list(story.documents)[:count]
    return replace(
        story,
        documents={name: story.documents[name] for name in names},
        gold={name: story.gold[name] for name in names},
    )


@pytest.fixture(scope="module")
def small() -> list[Story]:
    names = ("tariffs", "controls", "encounters", "pledges-deals")
    return [first(story, 20) for story in load_stories(PASSAGES / f"{name}.jsonl" for name in names)]


@pytest.mark.slow
def test_what_was_trained_can_be_loaded_and_reads(small, tmp_path):
    trained = train(small, tmp_path / "new")
    with (tmp_path / "new" / "judge.npz").open("rb") as file:
        loaded = Judge.load(file)
    assert set(loaded.tasks) == set(trained.tasks) >= {f"{kind}.claim" for kind in Kind}
    document = next(iter(small[0].documents.values()))
    assert [claim.kind for claim in Reader(loaded).read(document).claims] == [Kind.MEASURE]


def test_stories_that_nobody_may_read_are_not_learned_from(small, tmp_path):
    hidden = [replace(story, is_read=False) for story in small]
    with pytest.raises(InputError, match="no encounter, measure, commitment, agreement"):
        train(hidden, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_without_scikit_learn_the_error_says_what_to_install(small, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "detente.training.fit", None)
    with pytest.raises(InputError, match=r"training needs scikit-learn \(pip install 'detente\[train\]'\)"):
        train(small, tmp_path / "new")


def test_a_target_that_cannot_be_written_is_an_input_error(small, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError):
        train(small, tmp_path / "file" / "new")


def test_the_network_needs_a_whole_story_to_be_weighed_on(small, tmp_path):
    with pytest.raises(InputError, match="no whole story"):
        list(train_network(small, tmp_path / "new"))


def test_without_torch_the_error_says_what_to_install(tmp_path, monkeypatch, small):
    monkeypatch.setitem(sys.modules, "detente.training.network", None)
    whole = [first(story, 1) for story in stories.stories()[:1]]
    with pytest.raises(InputError, match=r"the network needs torch and MiniLM \(pip install 'detente\[train\]'\)"):
        list(train_network([*whole, *small], tmp_path / "new"))


def test_more_folds_than_stories_are_refused(small):
    with pytest.raises(InputError, match="2 folds of 0 stories"):
        list(held_out_lines(small, folds=2))


@pytest.mark.slow
def test_each_story_is_scored_by_weights_that_have_not_learned_from_it(small):
    chosen = [first(story, 1) for story in stories.stories()[:2]]
    lines = list(held_out_lines([*chosen, *small], folds=2, errors=True))
    assert [line.split()[0] for line in (lines[0], lines[1])] == [story.name for story in chosen]
    assert lines[-1].startswith("template filling micro: P ")
    assert any(line.strip().endswith("missed claim measure") for line in lines)


def test_by_default_all_stories_and_all_passage_files_are_learned_from():
    corpus, written, *passages = training_corpus()
    assert (corpus.resolve(), written.resolve()) == (stories.CORPUS, stories.CORPUS / "written")
    assert [path.name for path in passages] == sorted(path.name for path in PASSAGES.glob("*.jsonl"))
