"""The command `detente follow` as a process: signals, metrics, the first run at a terminal."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from detente.store.sources import SqlSources
from tests.publisher import Publisher, Reply, publisher, rss, rss_item

pytestmark = pytest.mark.slow

LATEST = 90.0
CALL = "from detente.cli.main import main; main()"


@pytest.fixture
def site():
    with publisher() as held:
        yield held


class User:
    """A user with a folder of their own and one source, who calls the command as a process."""

    def __init__(self, folder: Path, site: Publisher) -> None:
        self.folder = folder
        kept = ("PATH", "LANG", "HOME")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {"XDG_CONFIG_HOME": str(folder / "config")}
        self.sources = folder / "config" / "detente" / "sources"
        self.sources.mkdir(parents=True)
        self.source("council", site.url())
        self.set("host_delay = 0.0")

    def source(self, name: str, url: str, full_text: str = "never") -> None:
        values = {"publisher": "Council", "class": "official", "kind": "feed", "url": url, "full_text": full_text}
        (self.sources / f"{name}.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in values.items()))

    def set(self, more: str, contact: str = 'contact = "reader@reading.house"\n') -> None:
        (self.folder / "detente.toml").write_text(f'{contact}[follow]\nallow_hosts = ["127.0.0.1"]\n{more}\n')

    def start(self, *arguments: str, **streams: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CALL, "follow", "--source", "council", "--no-model", *arguments]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **streams}
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, **given)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def user(tmp_path, site):
    return User(tmp_path, site)


def wait_for(condition, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + LATEST
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ended(process: subprocess.Popen[str]) -> tuple[int, list[dict[str, object]]]:
    """The exit code and the log lines, each of which must be JSON."""
    out, err = process.communicate(timeout=LATEST)
    assert out == ""
    return process.returncode, [json.loads(line) for line in err.splitlines() if not line.startswith("detente: ")]


def test_sigterm_amid_an_answer_lets_it_come_and_keeps_it(user, site) -> None:
    body = rss(rss_item("one"), rss_item("two")).encode()

    def slowly(_, caller: socket.socket) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:100])
        time.sleep(1.0)
        caller.sendall(body[100:])

    site.says["/feed"] = slowly
    process = user.start()
    wait_for(lambda: site.asked, process)
    process.send_signal(signal.SIGTERM)
    code, lines = ended(process)
    assert code == 0
    assert [line["event"] for line in lines if line["event"] in ("following", "stopping", "asked", "stopped")] == [
        "following",
        "stopping",
        "asked",
        "stopped",
    ]
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)

    with closing(SqlSources.open(str(user.folder / "detente.ledger"))) as store:
        tally = store.tallies()["council"]
    assert (tally.items, tally.read + tally.waiting) == (2, 2)


def test_sigterm_amid_waiting_for_a_host_ends_at_once(user, site) -> None:
    user.set("host_delay = 600.0")
    user.source("council", site.url(), full_text="page")
    site.says["/feed"] = rss(rss_item("one", link=site.url("/1")))
    process = user.start()
    wait_for(lambda: site.asked, process)
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 0
    assert site.paths() == ["/feed"]


def test_a_second_signal_ends_what_does_not_end(user, site) -> None:
    site.says["/feed"] = lambda _, caller: time.sleep(20.0)
    process = user.start()
    wait_for(lambda: site.asked, process)
    for _ in range(2):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    assert ended(process)[0] == -signal.SIGTERM


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def figures(port: int, source: str = "council") -> dict[tuple[str, str], float]:
    """The metrics of a source by name, and by kind of error."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        families = list(text_string_to_metric_families(answer.read().decode()))
    samples = [sample for family in families for sample in family.samples if sample.labels.get("source") == source]
    return {(sample.name.removeprefix("detente_source_"), sample.labels.get("kind", "")): sample.value for sample in samples}


def test_metrics_are_served_while_it_follows(user, site) -> None:
    text = "The White House said on Friday it would impose a 25 percent tariff on steel from Brazil."
    site.says["/feed"] = Reply(rss(rss_item("one", text=text)), headers={"ETag": '"1"'})
    site.says["/gone"] = Reply(status=410)
    user.source("gone", site.url("/gone"))
    port, began = free_port(), time.time()
    process = user.start("--metrics", f"127.0.0.1:{port}", "--source", "gone")
    wait_for(lambda: len(site.asked) == 2, process)
    wait_for(lambda: figures(port).get(("items_read_total", "")) == 1.0, process)
    told, failed = figures(port), figures(port, "gone")
    assert told[("last_success_timestamp_seconds", "")] >= began - 1
    assert told[("next_due_timestamp_seconds", "")] >= told[("last_success_timestamp_seconds", "")] + 3600
    assert told[("latency_seconds", "")] > 0
    assert told[("claims_total", "")] >= 1
    assert (told[("items_total", "")], told[("requests_total", "")], told[("failures", "")]) == (1.0, 1.0, 0.0)
    assert ("dead_since_timestamp_seconds", "") not in told
    assert (failed[("errors_total", "http-410")], failed[("failures", "")]) == (1.0, 1.0)
    assert failed[("dead_since_timestamp_seconds", "")] >= began - 1
    process.send_signal(signal.SIGINT)
    assert ended(process)[0] == 0
    with socket.create_server(("127.0.0.1", port)):
        pass


def typed(user: User, *words: str) -> tuple[int, str]:
    """A first run at a terminal at which these words are typed; gives the exit code and what the terminal shows."""
    ours, theirs = pty.openpty()
    process = user.start("--once", stdin=theirs, stderr=theirs)
    os.close(theirs)
    shown, waiting = "", list(words)
    try:
        while True:
            shown += os.read(ours, 4096).decode(errors="replace")
            if waiting and shown.count("web page:") > len(words) - len(waiting):
                os.write(ours, waiting.pop(0).encode() + b"\n")
    except OSError:  # the other end is closed
        pass
    out, _ = process.communicate(timeout=LATEST)
    os.close(ours)
    return process.returncode, shown + out


def test_the_first_run_asks_for_a_contact_until_it_is_one_shows_a_bar_and_tells_what_it_did(user, site) -> None:
    user.set("host_delay = 0.0", contact="")
    site.says["/feed"] = rss(rss_item("one"), rss_item("two", title="关于加征关税的公告", text="国务院关税税则委员会发布公告。" * 20))
    code, shown = typed(user, "me", "me@example.com", "editor@reading.house")
    assert code == 0, shown
    assert shown.count("not a contact") == 2
    assert (user.folder / "detente.toml").read_text().startswith('contact = "editor@reading.house"\n')
    assert site.asked[0].headers["user-agent"].endswith("(+mailto:editor@reading.house)")
    assert "following" in shown
    for words in ("1 source asked: 0 unchanged, 0 failed", "2 new items, 0 changed, 0 pages fetched", "1 document read", "1 left out"):
        assert words in shown
