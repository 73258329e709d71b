import pytest

from detente.cli.main import run
from detente.reading.judge import Judge
from tests import stories

TARIFFS = stories.CORPUS / "passages" / "tariffs.jsonl"


def passages(folder, count: int):
    path = folder / "some.jsonl"
    files = ("tariffs", "controls", "encounters", "pledges-deals")
    lines = [line for name in files for line in TARIFFS.with_stem(name).read_text().splitlines()[:count]]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


@pytest.mark.slow
def test_the_weights_go_where_the_user_says(tmp_path, capsys):
    target = tmp_path / "mine"
    assert run(["train", str(passages(tmp_path, 15)), "--no-network", "--target", str(target)]) == 0
    with (target / "judge.npz").open("rb") as file:
        judge = Judge.load(file)
    assert f"mine: {len(judge.tasks)} tasks" in capsys.readouterr().err


def test_folds_over_passages_alone_are_refused_in_one_line(tmp_path, capsys):
    assert run(["train", str(passages(tmp_path, 1)), "--folds", "2"]) == 2
    assert capsys.readouterr().err == "detente: folds: 2 folds of 0 stories that may be read (name more stories)\n"


def test_a_corpus_that_is_none_is_told(tmp_path, capsys):
    assert run(["train", str(tmp_path / "none")]) == 2
    assert "no such corpus" in capsys.readouterr().err
