"""What `detente serve` needs before it listens beyond this machine; nothing here listens beyond it."""

import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
import uvicorn

from detente.app.reach import Reach, access_to, reach_of
from detente.app.serving import application, server_config
from detente.app.tokens import tokens_of
from detente.errors import LedgerUnavailable, QueryError
from detente.model.token import Scope
from tests.publish.shelves import THREAT, ledger


@pytest.fixture
def path(tmp_path):
    ledger(THREAT, path=str(tmp_path / "x.ledger")).close()
    return str(tmp_path / "x.ledger")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_on_this_machine_no_token_is_needed(path, host):
    with access_to(path, reach_of(host, 8710)) as access:
        assert access is None


@pytest.mark.parametrize(
    "reach",
    [
        reach_of("0.0.0.0", 8710),
        reach_of("192.168.1.4", 8710),
        reach_of("::", 8710),
        reach_of("127.0.0.1", 8710, public="https://a.example"),
    ],
)
def test_beyond_it_nothing_is_served_without_tokens(path, reach):
    with pytest.raises(QueryError, match="detente tokens new"), access_to(path, reach):
        pass
    with tokens_of(path) as tokens:
        secret = tokens.new("reader", Scope.READ)
    with access_to(path, reach) as access:
        assert access.token(secret).name == "reader"


def test_a_token_that_is_revoked_while_the_server_runs_is_soon_forgotten(path, monkeypatch):
    monkeypatch.setattr("detente.app.reach._TOKENS_KEPT", 0.0)
    with tokens_of(path) as tokens:
        secret = tokens.new("reader", Scope.READ)
        with access_to(path, reach_of("0.0.0.0", 8710)) as access:
            assert access.token(secret)
            tokens.revoke("reader")
            assert access.token(secret) is None


def test_a_ledger_in_memory_or_none_has_no_tokens(tmp_path):
    with pytest.raises(QueryError, match="in memory"), access_to(":memory:", reach_of("0.0.0.0", 8710)):
        pass
    with pytest.raises(LedgerUnavailable), access_to(str(tmp_path / "none"), reach_of("0.0.0.0", 8710)):
        pass


@pytest.mark.parametrize(
    ("host", "more"),
    [
        ("example.org", {}),
        ("", {}),
        ("0.0.0.0", {"public": "ledger.example"}),
        ("0.0.0.0", {"public": "https://u:p@ledger.example"}),
        ("0.0.0.0", {"public": "https://ledger.example/path"}),
        ("0.0.0.0", {"public": "https://ledger.example:port"}),
        ("0.0.0.0", {"certificate": Path("a.pem")}),
        ("0.0.0.0", {"certificate": Path("none.pem"), "key": Path("none.pem")}),
    ],
)
def test_what_cannot_be_reached_is_refused_with_what_to_do(host, more):
    with pytest.raises(QueryError) as caught:
        reach_of(host, 8710, **more)
    assert caught.value.hint


def test_the_names_that_are_ours_are_those_that_were_given():
    assert reach_of("192.168.1.4", 80, public="https://Ledger.Example:8443").hosts == {"ledger.example", "192.168.1.4"}
    assert reach_of("0.0.0.0", 80).hosts == {socket.gethostname().lower()}
    assert (reach_of("0.0.0.0", 80).by_any_address, reach_of("192.168.1.4", 80).by_any_address) == (True, False)
    assert reach_of("127.0.0.1", 80).hosts == {"127.0.0.1"}


def test_files_that_are_no_certificate_are_told(path, tmp_path):
    (tmp_path / "a.pem").write_text("no certificate")
    with ledger(THREAT) as held, pytest.raises(QueryError, match="not a certificate"):
        server_config(application(held), Reach("127.0.0.1", 8710, None, tmp_path / "a.pem", tmp_path / "a.pem"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_https_is_spoken_with_a_certificate(tmp_path):
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(certificate), "-keyout", str(key))
    subprocess.run([*made, *named], check=True, capture_output=True)
    reach = reach_of("127.0.0.1", 8710, certificate=certificate, key=key)
    with ledger(THREAT) as held, socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(server_config(application(held, reach=reach), reach))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        context = ssl.create_default_context(cafile=certificate)
        with socket.create_connection(listening.getsockname()) as raw, context.wrap_socket(raw, server_hostname="127.0.0.1") as line:
            line.sendall(b"GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            head = line.recv(4096).decode()
        server.should_exit = True
        running.join()
    assert head.startswith("HTTP/1.1 200")
    assert "strict-transport-security" in head
