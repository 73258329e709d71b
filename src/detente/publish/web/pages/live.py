"""News while a page is open: how many claims the ledger holds now, whenever that changes. Nothing on the page is moved."""

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from detente.publish.web.shell import Shell

_EVERY = 2.0
# A line now and then keeps proxies from closing the stream, and finds out that the visitor has gone.
_QUIET = 10


async def _ends(shell: Shell, request: Request) -> bool:
    """Wait for the next look at the ledger; True when the visitor has gone or the server ends."""
    until = asyncio.get_running_loop().time() + _EVERY
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.2)
        if shell.closing.is_set():
            return True
    return await request.is_disconnected()


async def _events(shell: Shell, request: Request) -> AsyncIterator[str]:
    known = await run_in_threadpool(shell.desk.version)
    before = await run_in_threadpool(shell.desk.claims)
    yield "retry: 5000\n\n"
    quiet = 0
    while not await _ends(shell, request):
        version = await run_in_threadpool(shell.desk.version)
        quiet += 1
        if version != known:
            known, quiet = version, 0
            claims = await run_in_threadpool(shell.desk.claims)
            yield f"event: news\ndata: {json.dumps({'claims': claims - before})}\n\n"
        elif quiet >= _QUIET:
            quiet = 0
            yield ": still here\n\n"


def router(shell: Shell) -> APIRouter:
    """`/live`."""
    routes = APIRouter()

    @routes.get("/live")
    def live(request: Request) -> Response:
        return StreamingResponse(_events(shell, request), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return routes
