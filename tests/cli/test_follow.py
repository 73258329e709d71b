"""The commands `follow` and `sources` as a user meets them."""

import json
import socket
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from detente.app.following.workers import Workers
from detente.store.sources import SqlSources
from tests.app.following.conftest import HereWorkers
from tests.publisher import Publisher, Reply, publisher, rss, rss_item


@pytest.fixture
def site():
    with publisher() as held:
        yield held


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Publisher, call):
    """A user with one source of their own, and with no shipped one in the way."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DETENTE_CONTACT", "reader@reading.house")
    monkeypatch.delenv("DETENTE_LEDGER", raising=False)
    monkeypatch.setattr(Workers, "asked", HereWorkers.asked)
    monkeypatch.setattr("detente.app.following.catalogue.shipped_values", dict)
    (tmp_path / "detente.toml").write_text('[follow]\nallow_hosts = ["127.0.0.1"]\nhost_delay = 0.0\n')
    site.says["/feed"] = Reply(
        rss(rss_item("one", text="word and word " * 60), rss_item("two", text="thing and thing " * 60)), headers={"ETag": '"1"'}
    )
    call("sources", "add", site.url(), "--name", "council", "--publisher", "Council", "--class", "official", "--country", "CHL")
    return call


def test_a_source_is_added_previewed_followed_and_shown(user, site) -> None:
    code, out, _ = user("sources", "preview", "council")
    assert code == 0
    assert "be new" in out
    assert not Path("detente.ledger").exists()
    code, out, _ = user("follow", "--once")
    assert code == 0
    assert "2 documents read" in out
    code, out, _ = user("sources", "status")
    assert "council" in out
    assert " ok " in out
    assert user("follow", "--once")[1].startswith("0 sources asked")
    assert "be known" in user("sources", "preview", "council")[1]


def test_a_dry_run_writes_nothing(user) -> None:
    code, out, _ = user("follow", "--dry-run")
    assert code == 0
    assert "2 of 2 items would be read" in out
    assert not Path("detente.ledger").exists()


def test_a_dry_run_shows_what_a_check_let_in_and_nothing_that_it_did_not(user, site) -> None:
    user("sources", "export", "--output", "feeds.opml")
    (Path("config") / "detente" / "sources" / "council.toml").unlink()
    user("sources", "import", "feeds.opml")
    assert "nothing is due" in user("follow", "--dry-run")[1]
    code, out, _ = user("follow", "--once")
    assert (code, "1 sources are unverified and not followed" in out) == (0, True)
    assert "followed from now on" in user("sources", "check")[1]
    assert "nothing is due" in user("follow", "--dry-run")[1]
    with closing(SqlSources.open("detente.ledger")) as store:
        (state,) = store.states().values()
        store.keep(replace(state, due_at=state.due_at - timedelta(days=3), etag=None))
    assert "0 of 2 items would be read" in user("follow", "--dry-run")[1]


def test_a_check_says_clearly_which_sources_stay_unverified(user, site, monkeypatch) -> None:
    """As where there is no network: no name can be resolved."""

    async def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", nowhere)
    user("sources", "add", "http://ministry.example/feed", "--name", "ministry")
    file = Path("config") / "detente" / "sources" / "ministry.toml"
    file.write_text(file.read_text() + "unverified = true\n")
    code, out, err = user("sources", "check", "ministry")
    assert code == 1
    assert "ministry: unverified still: ministry.example: no such host" in out
    assert "0 answer, 1 do not" in out
    assert "1 stay unverified: they are not followed until a check has seen them answer" in out
    assert "is there a network?" in err
    assert "unverified" in user("sources", "list")[1]
    code, out, _ = user("sources", "check", "council")
    assert (code, out.splitlines()[0]) == (0, "council: answers, 2 items")


def test_metrics_at_an_address_in_use_are_a_clear_error(user) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = user("follow", "--metrics", f"127.0.0.1:{taken.getsockname()[1]}")
    assert code == 2
    assert "metrics cannot be served" in err
    assert len(err.splitlines()) == 1


def test_without_a_contact_nothing_is_asked(user, site, monkeypatch) -> None:
    monkeypatch.delenv("DETENTE_CONTACT")
    for arguments in (("follow", "--once"), ("follow", "--dry-run"), ("sources", "check"), ("sources", "preview", "council")):
        code, _, err = user(*arguments)
        assert code == 2
        assert "no contact is set" in err
        assert len(err.splitlines()) == 1
    assert site.asked == []


@pytest.mark.parametrize("contact", ["me", "me@example.com", "http://example.org/", "a b@c.de", "you@localhost"])
def test_a_contact_that_pretends_is_refused(user, site, monkeypatch, contact) -> None:
    monkeypatch.setenv("DETENTE_CONTACT", contact)
    code, _, err = user("follow", "--once")
    assert code == 2
    assert "not a contact" in err
    assert site.asked == []


def test_figures_come_as_records_and_for_prometheus(user) -> None:
    user("follow", "--once")
    (record,) = json.loads(user("sources", "status", "--format", "json")[1])
    assert (record["standing"], record["items"], record["read"], record["failures"]) == ("ok", 2, 2, 0)
    text = user("sources", "status", "--prometheus")[1]
    assert 'detente_source_items_read_total{source="council"} 2.0' in text
    assert "detente_source_last_success_timestamp_seconds" in text


def test_a_source_that_fails_is_told(user, site) -> None:
    site.says["/feed"] = Reply(status=410)
    code, _, err = user("follow", "--once")
    assert code == 1
    assert "no source answered" in err
    code, out, err = user("sources", "status")
    assert code == 0
    assert "gone" in out
    assert "410" in err
    code, out, _ = user("sources", "check")
    assert code == 1
    assert "0 answer, 1 do not" in out


def test_a_source_is_turned_off_and_on(user, site) -> None:
    assert user("sources", "disable", "council")[0] == 0
    assert "0 sources asked" in user("follow", "--once")[1]
    assert user("sources", "enable", "council")[0] == 0
    assert "1 source asked" in user("follow", "--once")[1]


def test_lists_go_out_and_come_in_as_unverified_sources_that_a_check_lets_in(user, site, tmp_path) -> None:
    assert user("sources", "export", "--output", "feeds.opml")[0] == 0
    code, out, err = user("sources", "import", "feeds.opml")
    assert (code, "0 sources added, 1 not taken" in out, "this address is the source 'council'" in err) == (0, True, True)
    (tmp_path / "config" / "detente" / "sources" / "council.toml").unlink()
    assert "1 sources added" in user("sources", "import", "feeds.opml")[1]
    assert "unverified" in user("sources", "list")[1]
    assert "0 sources asked" in user("follow", "--once")[1]
    code, out, _ = user("sources", "check")
    assert (code, "items; verified, and followed from now on" in out, "1 answer, 0 do not" in out) == (0, True, True)
    assert "2 documents read" in user("follow", "--once")[1] or "2 documents read" in user("follow", "--once", "--source", "council")[1]


def test_a_saved_answer_is_previewed_without_asking_anybody(user, site, tmp_path) -> None:
    (tmp_path / "saved.xml").write_text(rss(rss_item("one", text="&lt;b&gt;A duty&lt;/b&gt; of 25 percent.")))
    code, out, _ = user("sources", "preview", "saved.xml", "--format", "jsonl")
    assert code == 0
    assert json.loads(out)["text"] == "A duty of 25 percent."
    assert site.asked == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("follow", "--once", "--source", "nobody"),
        ("follow", "--once", "--ledger", ":memory:"),
        ("sources", "preview", "nobody"),
        ("sources", "preview", "ftp://a.example/"),
        ("sources", "preview", "http://10.0.0.1/feed"),
        ("sources", "disable", "nobody"),
        ("sources", "add", "http://user:pw@news.example/"),
        ("sources", "add", "nonsense"),
        ("sources", "add", "http://news.example/", "--kind", "telegraph"),
        ("sources", "add", "http://news.example/", "--class", "gossip"),
        ("sources", "add", "http://news.example/", "--kind", "page"),
        ("sources", "add", "http://news.example/", "--name", "Two Words"),
        ("sources", "add", "http://news.example/", "--schedule", "often"),
        ("sources", "add", "http://news.example/", "--name", "council"),
        ("sources", "import", "missing.opml"),
        ("sources", "export", "--output", "missing/feeds.opml"),
        ("sources", "nothing"),
        ("follow", "--once", "--metrics", "nonsense", "--format", "x"),
    ],
)
def test_a_mistake_is_one_clear_line(user, arguments) -> None:
    code, _, err = user(*arguments)
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_the_commands_of_sources_are_named_where_none_is_given(user) -> None:
    code, out, err = user("sources")
    assert (code, err) == (0, "")
    assert "preview" in out


def test_an_edited_file_that_is_none_is_a_clear_error(user, tmp_path) -> None:
    (tmp_path / "config" / "detente" / "sources" / "broken.toml").write_text("colour = 'red'")
    code, _, err = user("sources", "list")
    assert code == 2
    assert "broken.toml" in err


def test_sources_are_listed_by_topic(user, tmp_path, monkeypatch) -> None:
    (tmp_path / "mine").mkdir()
    feed = 'class = "official"\ncountry = "CHL"\nkind = "feed"\n'
    for name, topics in (("fish", '["Fish", "trade"]'), ("tax", '["tax"]')):
        text = f'publisher = "{name}"\nurl = "https://{name}.example/feed"\ntopics = {topics}\n{feed}'
        (tmp_path / "mine" / f"{name}.toml").write_text(text)
    monkeypatch.setenv("DETENTE_SOURCES", str(tmp_path / "mine"))
    code, out, _ = user("sources", "list", "--topic", "fish")
    assert code == 0
    assert "fish.example" in out
    assert "tax.example" not in out
    code, _, err = user("sources", "list", "--topic", "ships")
    assert code == 2
    assert "one of Fish, tax, trade" in err
