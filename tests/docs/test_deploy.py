"""What is in deploy/ starts the command that there is."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
import typer.main

from detente.app.following.metrics import serve_metrics
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


def analysed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What systemd itself says of the unit."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path) -> None:
    installed = tmp_path / UNIT.name
    installed.write_text(UNIT.read_text().replace("/opt/detente/bin/detente", str(Path(sys.executable).with_name("detente"))))
    found = analysed("verify", "--man=no", str(installed))
    assert [line for line in (found.stdout + found.stderr).splitlines() if UNIT.name in line] == []


def test_systemd_rates_the_unit_as_little_exposed() -> None:
    found = analysed("security", "--offline=true", "--threshold=20", str(UNIT))
    assert found.returncode == 0, found.stdout[-300:]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file, continued lines joined."""
    lines = [line for line in CONTAINER.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def stages() -> list[list[tuple[str, str]]]:
    """The same, those of each stage together."""
    starts = [place for place, (word, _) in enumerate(instructions()) if word == "FROM"]
    return [instructions()[start:end] for start, end in pairwise([*starts, len(instructions())])]


def said(word: str) -> list[str]:
    """What an instruction says in the last stage, which is the one that runs."""
    return [rest for held, rest in stages()[-1] if held == word]


def environment() -> dict[str, str]:
    return dict(pair.partition("=")[::2] for line in said("ENV") for pair in shlex.split(line))


def copied() -> list[tuple[list[str], str]]:
    """What is copied from the checkout, and where to."""
    lines = [rest.split() for stage in stages() for word, rest in stage if word == "COPY" and not rest.startswith("--from")]
    return [(words[:-1], words[-1]) for words in lines]


def test_the_container_is_of_instructions_that_there_are() -> None:
    known = set("FROM RUN COPY USER WORKDIR ENV VOLUME EXPOSE HEALTHCHECK STOPSIGNAL ENTRYPOINT CMD LABEL ARG".split())
    assert {word for word, _ in instructions()} <= known
    assert all(re.search(r":[\w.-]+", rest) and ":latest" not in rest for word, rest in instructions() if word == "FROM")
    named = [match[1] for word, rest in instructions() if word == "FROM" and (match := re.search(r" AS (\w+)", rest))]
    assert set(re.findall(r"--from=(\w+)", CONTAINER)) <= set(named)


def test_the_container_copies_what_there_is_and_runs_as_nobody() -> None:
    assert [name for names, _ in copied() for name in names if not (ROOT / name).exists()] == []
    (made,) = [rest for rest in said("RUN") if "useradd" in rest]
    assert said("USER") == ["detente"]
    assert made.split(" && ")[0].endswith(" detente")
    places = [word for word, _ in stages()[-1]]
    assert places.index("USER") < places.index("ENTRYPOINT")
    assert not [rest for word, rest in stages()[-1][places.index("USER") :] if word == "RUN"]


def test_the_container_starts_a_command_that_there_is_with_options_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (program,), (command, *given) = json.loads(said("ENTRYPOINT")[0]), json.loads(said("CMD")[0])
    assert program in project["scripts"]
    assert command == "follow"
    assert {word for word in given if word.startswith("--")} <= options_of("follow")
    assert environment()["PATH"].split(":")[0] == "/opt/detente/bin"
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_what_the_container_keeps_is_in_its_volume_and_the_names_of_its_settings_are_ours() -> None:
    volume = Path(said("VOLUME")[0])
    assert Path(environment()["DETENTE_LEDGER"]).parent == Path(said("WORKDIR")[0]) == volume
    assert volume in Path(environment()["XDG_CONFIG_HOME"]).parents
    ours = {name for name in [*environment(), *re.findall(r"-e (DETENTE_\w+)", CONTAINER)] if name.startswith("DETENTE_")}
    source = "".join(path.read_text() for path in (ROOT / "src/detente/app").rglob("*.py"))
    assert [name for name in ours if name not in source] == []


def test_the_containers_check_of_its_health_finds_the_metrics_that_it_serves() -> None:
    program, flag, code = json.loads(said("HEALTHCHECK")[0].partition("CMD ")[2])
    (port,) = said("EXPOSE")
    assert (program, flag) == ("python", "-c")
    assert re.findall(r":(\d+)", code) == re.findall(r":(\d+)", said("CMD")[0]) == [port]
    server, _ = serve_metrics("127.0.0.1:0", list)
    try:
        here = code.replace(f":{port}", f":{server.server_port}")
        assert subprocess.run([sys.executable, flag, here], check=False, timeout=60).returncode == 0
    finally:
        server.shutdown()
        server.server_close()
    assert subprocess.run([sys.executable, flag, here], check=False, timeout=60, stderr=subprocess.DEVNULL).returncode != 0


@pytest.mark.slow
def test_what_is_copied_into_the_container_is_enough_to_build_the_package(tmp_path) -> None:
    for names, target in copied():
        for name in names:
            place = tmp_path / "src" / target / (name if target == "./" else "")
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tmp_path / "src" / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, place)
    (install,) = [rest for word, rest in stages()[0] if word == "RUN"]
    assert re.search(r"pip install .*--constraint constraints\.txt \.$", install)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(command, cwd=tmp_path / "src", check=True, capture_output=True)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    with ZipFile(wheel) as held:
        names = held.namelist()
    assert "detente/cli/follow.py" in names
    assert any(name.startswith("detente/corpus/") for name in names)


def test_the_container_uses_a_python_that_the_package_allows() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert wanted == ">=3.11"
    assert set(re.findall(r"^FROM python:(\d\.\d+)-slim", CONTAINER, re.MULTILINE)) == {"3.11"}
