import pytest

from detente.app import pipeline
from detente.cli.main import run
from tests.gold_reader import GoldReader


@pytest.fixture
def gold_reader(monkeypatch):
    """The command line with a reader that gives the gold, so that these tests are about everything around reading."""
    monkeypatch.setattr(pipeline, "Reader", GoldReader)


@pytest.fixture
def call(gold_reader, capsys):
    """Run a command; gives exit code, standard output and standard error."""

    def invoke(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke
