"""The processes that parse, seen from the service.

In: a task and its bytes. Out: what was parsed, or a ParsingError.

Holds: a process that takes too long is ended and another started for the next task; so is one that has died. After many tasks a
process is replaced, so that nothing it leaks adds up.
"""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from detente.app.following.codec import listing_from, page_from
from detente.app.following.tasks import ListingTask, PageTask, PageText
from detente.errors import ParsingError
from detente.sources.item import Listing

SECONDS = 10.0
MEMORY = 1_500_000_000
_START_SECONDS = 60.0
_MOST_TASKS = 2_000
_LONGEST_LINE = 64_000_000


class _Worker:
    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: Process | None = None
        self._tasks = 0

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None or self._tasks >= _MOST_TASKS:
            await self.stop()
            command = (sys.executable, "-m", "detente.app.following.worker", str(self._memory))
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE, start_new_session=True
            )
            self._tasks = 0
            await self._exchange(self._process, {"task": "page", **_NOTHING}, b"", _START_SECONDS)
        return self._process

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        self._process = None

    async def ask(self, fields: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any]:
        try:
            process = await self._started()
            self._tasks += 1
            held = await self._exchange(process, fields, data, seconds)
        except BaseException:
            await self.stop()
            raise
        if "failed" in held:
            await self.stop()
            raise ParsingError(f"it cannot be parsed: {held['failed']}", where=fields["url"], kind="parser")
        return held

    async def _exchange(self, process: Process, fields: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any]:
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise ParsingError("the parser has no pipes", kind="parser")
        try:
            async with asyncio.timeout(seconds):
                stdin.write(json.dumps({**fields, "size": len(data)}).encode() + b"\n" + data)
                await stdin.drain()
                line = await stdout.readline()
        except TimeoutError:
            raise ParsingError(f"parsing took longer than {seconds:g} s", where=fields["url"], kind="parse-time") from None
        except (OSError, ValueError) as error:
            raise ParsingError(f"the parser failed: {error}", where=fields["url"], kind="parser") from None
        if not line:
            raise ParsingError("the parser ended: too much memory, or a bug in a library", where=fields["url"], kind="parser")
        held: dict[str, Any] = json.loads(line)
        return held


_NOTHING = {"url": "", "status": 204, "media_type": None, "charset": None, "headers": ""}


class Workers:
    """A few processes; each does one task at a time."""

    def __init__(self, count: int = 1, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self._all = [_Worker(memory) for _ in range(count)]
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        for worker in self._all:
            self._free.put_nowait(worker)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._all:
            await worker.stop()

    async def asked(self, name: str, task: ListingTask | PageTask, data: bytes) -> dict[str, Any]:
        """What the first process that is free says."""
        worker = await self._free.get()
        try:
            return await worker.ask({"task": name, **asdict(task)}, data, self.seconds)
        finally:
            self._free.put_nowait(worker)

    async def listing(self, task: ListingTask, data: bytes) -> Listing:
        """The listing in an answer; ParsingError where it takes too long or too much."""
        return listing_from(await self.asked("listing", task, data))

    async def page(self, task: PageTask, data: bytes) -> PageText:
        """The text of a page; ParsingError where it takes too long or too much."""
        return page_from(await self.asked("page", task, data))
