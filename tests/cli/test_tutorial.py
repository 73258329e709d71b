"""The tutorial is run word for word, and what it prints is what it says."""

import re
import shlex
from pathlib import Path

import pytest

from detente.cli.main import run

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"

_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"cat > (\S+) <<'END'\n(.*?)^END$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (detente .*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    commands = 0
    for language, block in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if language == "sh":
            assert _FILE.sub("", block).strip() == ""
            for name, text in _FILE.findall(block):
                Path(name).write_text(text, encoding="utf-8")
            continue
        for command, told in _COMMAND.findall(block):
            code = run(shlex.split(command)[1:])
            printed = capsys.readouterr()
            # A terminal shows both streams; notices come after what was asked for.
            assert _lines(printed.out + printed.err) == _lines(told), command
            assert code in (0, 2), command
            commands += 1
    assert commands > 8
