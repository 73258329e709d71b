"""What is in deploy/ starts the command that there is."""

import configparser
import json
import re
import shlex
import tomllib
from pathlib import Path

import typer.main

from detente.cli.main import application

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "detente.service"
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text()


def options_of(command: str) -> set[str]:
    command_line = typer.main.get_command(application())
    return {name for option in command_line.commands[command].params for name in option.opts}


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    return parser


def test_the_unit_starts_the_service_with_options_that_there_are() -> None:
    program, command, *given = shlex.split(unit()["Service"]["ExecStart"])
    assert (Path(program).name, command) == ("detente", "follow")
    assert {word for word in given if word.startswith("--")} <= options_of("follow")


def test_the_unit_leaves_the_service_time_to_end_and_little_to_do_harm_with() -> None:
    service = unit()["Service"]
    assert int(service["TimeoutStopSec"]) >= 30
    assert service["NoNewPrivileges"] == service["ProtectHome"] == "yes"
    assert service["CapabilityBoundingSet"] == ""


def test_the_container_copies_what_there_is_and_starts_the_service_as_nobody() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", CONTAINER, re.MULTILINE) for word in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert json.loads(re.findall(r"^CMD (.*)$", CONTAINER, re.MULTILINE)[-1])[0] == "follow"
    assert re.search(r"^USER (?!root)", CONTAINER, re.MULTILINE)


def test_the_container_uses_a_python_that_the_package_allows() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert wanted == ">=3.11"
    assert set(re.findall(r"^FROM python:(\d\.\d+)-slim", CONTAINER, re.MULTILINE)) == {"3.11"}
