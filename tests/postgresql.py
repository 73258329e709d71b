"""Debian's PostgreSQL for tests: a server of its own on loopback, as its own user, gone when the tests are.

Where it is not installed tests skip; with the environment's `DETENTE_TEST_POSTGRESQL=required`, as in `.ci/run`, they fail.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

OLDEST = 15

_SETTINGS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=40 -c shared_buffers=64MB"


def programs() -> Path | None:
    """The folder of the newest server's programs, None where there is none that is new enough."""
    found = {int(path.parent.parent.name): path.parent for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")}
    return found[max(found)] if found and max(found) >= OLDEST else None


def absent(reason: str) -> None:
    if os.environ.get("DETENTE_TEST_POSTGRESQL") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def _owner() -> str | None:
    """The server refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """The url of a running server, without a database."""
    bin = programs()
    if bin is None:
        absent(f"PostgreSQL {OLDEST} or newer is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="detente-postgresql-"))
    password, port = secrets.token_hex(8), _free_port()
    (folder / "password").write_text(password)
    if owner := _owner():
        entry = pwd.getpwnam(owner)
        for path in (folder, folder / "password"):
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [bin / program, "-D", folder / "cluster", *arguments], user=owner, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert done.returncode == 0, done.stderr.decode()

    try:
        run(
            "initdb",
            "-A",
            "scram-sha-256",
            "-U",
            "detente",
            f"--pwfile={folder / 'password'}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"{_SETTINGS} -p {port}")
        try:
            yield f"postgresql://detente:{password}@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str) -> Iterator[str]:
    """The url of a new, empty database."""
    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
