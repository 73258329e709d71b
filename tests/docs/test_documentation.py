"""What the documents promise is there, and what is there is documented."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

import detente
from detente.app.answers import OpenLedger
from detente.app.ledger import Ledger
from detente.cli.main import COMMANDS, application
from detente.errors import DetenteError
from detente.evaluate.check import faults
from tests import stories

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text()
README = (ROOT / "README.md").read_text()


def section(command: str) -> str:
    return REFERENCE.partition(f"\n## {command}\n")[2].partition("\n## ")[0].partition("\n# ")[0]


def parameters(command) -> list:
    """The parameters of a command and of those below it."""
    return [*command.params, *(option for inner in getattr(command, "commands", {}).values() for option in parameters(inner))]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(command):
    text = section(command)
    assert text
    options = parameters(typer.main.get_command(application()).commands[command])
    names = [name for option in options for name in (*option.opts, *option.secondary_opts) if name.startswith("--") and name != "--help"]
    assert [name for name in names if name not in text] == []


def test_no_option_is_documented_that_is_not_there():
    commands = typer.main.get_command(application()).commands.values()
    known = {name for command in commands for option in parameters(command) for name in (*option.opts, *option.secondary_opts)} | {"--help"}
    assert set(re.findall(r"--[a-z][a-z-]+", REFERENCE)) <= known


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("sample", code_blocks(README, "python") + code_blocks(REFERENCE, "python"))
def test_samples_in_python_run(sample, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(sample, "sample", "exec"), {})
    assert capsys.readouterr().out


def test_commands_in_the_readme_exist():
    lines = [shlex.split(line, comments=True) for block in code_blocks(README, "sh") for line in block.splitlines() if line.strip()]
    ours = [words for words in lines if "detente" in words[0]] + [w[w.index("|") + 1 :] for w in lines if "|" in w]
    assert ours
    for words in ours:
        options = parameters(typer.main.get_command(application()).commands[words[1]])
        assert {word for word in words if word.startswith("--")} <= {
            name for option in options for name in (*option.opts, *option.secondary_opts)
        }


def test_targets_of_make_in_the_readme_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.relative_to(ROOT / 'docs')}" for p in (ROOT / "docs").rglob("*.md"))]
)
def test_links_between_documents_lead_somewhere(name):
    text = (ROOT / name).read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_each_decision_has_a_number_of_its_own_and_a_line_in_the_index():
    folder = ROOT / "docs" / "decisions"
    decisions = [path for path in sorted(folder.glob("*.md")) if path.name != "README.md"]
    heads = [path.read_text().partition("\n")[0].removeprefix("# ").partition(" ") for path in decisions]
    assert [number for number, _, _ in heads] == [path.name[:4] for path in decisions]
    assert len({number for number, _, _ in heads}) == len(decisions)
    lines = [f"- [{number}]({path.name}) {title}" for path, (number, _, title) in zip(decisions, heads, strict=True)]
    assert [line for line in (folder / "README.md").read_text().splitlines() if line.startswith("- ")] == lines


def test_every_name_of_the_api_can_be_loaded_and_has_a_docstring():
    assert all(getattr(detente, name).__doc__ for name in detente.__all__)
    with pytest.raises(AttributeError):
        detente.nothing  # noqa: B018


def test_every_question_of_the_ledger_is_documented():
    names = {name for kind in (Ledger, OpenLedger) for name in vars(kind) if not name.startswith("_")} - {"close", "all_threads"}
    assert [name for name in names if f".{name}(" not in REFERENCE] == []


def leaves(kind: type) -> list[type]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in leaves(child))]


def test_the_error_tree_is_drawn_whole():
    text = (ROOT / "src" / "detente" / "errors.py").read_text()
    drawn = text.partition('"""')[2].partition('"""')[0]
    assert [kind.__name__ for kind in leaves(DetenteError) if kind.__module__ == "detente.errors" and kind.__name__ not in drawn] == []


def test_the_stories_are_well_formed():
    assert [fault for story in stories.stories() for fault in faults(story)] == []


def test_no_document_names_a_path_of_a_machine():
    paths = [path for pattern in ("*.md", "docs/**/*.md", "src/**/*.py", "Makefile") for path in ROOT.glob(pattern)]
    assert [path.name for path in paths if re.search(r"(?<![\w.])/(work|home|root)/", path.read_text())] == []
