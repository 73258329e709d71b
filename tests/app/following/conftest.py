import asyncio
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detente.app.answers import OpenLedger
from detente.app.following.logs import silence
from detente.app.following.running import World, following
from detente.app.following.service import Service, Summary
from detente.app.following.settings import FollowSettings
from detente.app.following.worker import answer_to
from detente.app.following.workers import Workers
from detente.app.net.connecting import Resolve, resolve
from detente.errors import ParsingError
from detente.model.claim import Reading
from detente.model.document import Document
from detente.sources.source import Source
from detente.sources.source_file import source_from
from detente.store.sources import SqlSources
from tests.publisher import Publisher, publisher


def read_nothing(documents: Sequence[Document]) -> list[Reading]:
    return [Reading(document, (), ()) for document in documents]


class HereWorkers(Workers):
    """Parses in this process, by the same words: starting another takes seconds."""

    async def asked(self, name, task, data):
        line = json.dumps({"task": name, "size": len(data), **asdict(task)}).encode()
        held = json.loads(answer_to(line, io.BytesIO(data)))
        if "failed" in held:
            raise ParsingError(held["failed"])
        return held


@dataclass
class Clock:
    now: datetime = datetime(2025, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class Follower:
    """Follows sources into a ledger in a folder, by its own clock."""

    folder: Path
    settings: FollowSettings
    clock: Clock = field(default_factory=Clock)
    sources: dict[str, Source] = field(default_factory=dict)
    read_all: Callable[[Sequence[Document]], Sequence[Reading]] = read_nothing
    tell: Callable[[], int] | None = None
    server: str | None = None
    resolver: Resolve = resolve

    @property
    def target(self) -> str:
        return self.server or str(self.folder / "a.ledger")

    def source(self, name: str = "a", url: str = "http://127.0.0.1/", **values: object) -> Source:
        given = {"publisher": f"Publisher {name}", "class": "news", "kind": "feed", "url": url, "full_text": "never", **values}
        self.sources[name] = source_from(name, given, name)
        return self.sources[name]

    def use(self, act: Callable[[Service], object]) -> object:
        async def used() -> object:
            world = World(now=self.clock, chance=lambda: 0.0, workers=HereWorkers, resolver=self.resolver)
            given = {"read_all": self.read_all, "world": world, "tell": self.tell}
            async with following(self.settings, self.sources, self.target, **given) as service:
                return await act(service)  # type: ignore[misc]

        return asyncio.run(used())

    def once(self) -> Summary:
        return self.use(lambda service: service.once())  # type: ignore[return-value]

    def ask(self, name: str = "a"):
        return self.use(lambda service: service.ask(self.sources[name])).answered  # type: ignore[attr-defined]

    def documents(self) -> list[Document]:
        with OpenLedger(self.target) as ledger:
            return sorted((held.document for held in ledger.documents()), key=lambda d: (d.id, d.title, d.text))

    def store(self) -> SqlSources:
        return SqlSources.open(self.target, create=True)

    def state(self, name: str = "a"):
        return self.store().states()[name]

    def with_settings(self, **changed: object) -> "Follower":
        self.settings = replace(self.settings, **changed)  # type: ignore[arg-type]
        return self


@pytest.fixture(autouse=True)
def _quiet() -> None:
    silence()


@pytest.fixture
def site() -> Iterator[Publisher]:
    with publisher() as held:
        yield held


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    settings = FollowSettings(
        contact="reader@reading.house", allow_hosts=("127.0.0.1",), host_delay=0.0, sources=tmp_path / "sources", metrics=None, workers=1
    )
    return Follower(tmp_path, settings)


@pytest.fixture(params=["file", pytest.param("postgresql", marks=pytest.mark.slow)])
def any_follower(request, follower: Follower) -> Follower:
    """Follows into a ledger of each kind."""
    follower.server = None if request.param == "file" else request.getfixturevalue("postgresql_ledger")
    return follower
