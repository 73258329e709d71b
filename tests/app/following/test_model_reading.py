import asyncio

import pytest

from detente.app.following.model_reading import readers_of
from detente.app.following.running import World, following
from detente.errors import InputError
from detente.sources.source import SourceReader
from detente.sources.source_file import source_from, source_text, values_in
from tests.app.following.conftest import HereWorkers, read_nothing
from tests.publisher import rss, rss_item


def test_a_source_file_names_its_reader_and_is_written_back(follower) -> None:
    plain, named = follower.source("a"), follower.source("b", reader="model")
    assert (plain.reader, named.reader) == (SourceReader.EMBEDDED, SourceReader.MODEL)
    assert "reader" not in source_text(plain)
    assert source_from("b", values_in(source_text(named), "b"), "b") == named
    with pytest.raises(InputError, match="not one of embedded, model, both: 'oracle'"):
        follower.source("c", reader="oracle")


def test_each_source_is_read_by_its_reader(site, follower) -> None:
    heard: dict[str, list[str]] = {"embedded": [], "model": []}

    def told(name: str):
        def read(documents):
            heard[name] += [document.title for document in documents]
            return read_nothing(documents)

        return read

    follower.source("a", url=site.url("/a"))
    follower.source("b", url=site.url("/b"), reader="model")
    site.says["/a"] = rss(rss_item("one", title="First", link="http://news.example/1"))
    site.says["/b"] = rss(rss_item("two", title="Second", link="http://news.example/2"))

    async def used():
        world = World(now=follower.clock, chance=lambda: 0.0, workers=HereWorkers)
        by = {SourceReader.MODEL: told("model")}
        async with following(
            follower.settings, follower.sources, follower.target, read_all=told("embedded"), read_by=by, world=world
        ) as service:
            return await service.once()

    asyncio.run(used())
    assert heard == {"embedded": ["First"], "model": ["Second"]}


def test_nobody_is_made_for_sources_that_name_no_model_and_a_missing_endpoint_is_said_at_once(follower, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_MODEL_URL", raising=False)
    assert readers_of([follower.source("a")], model=False) == {}
    with pytest.raises(InputError, match="no model is named"):
        readers_of([follower.source("b", reader="both")], model=False)
