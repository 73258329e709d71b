"""One site over the gold of three stories, and a browser where there is one."""

import os
import shutil
import socket
import threading
from datetime import UTC, date, datetime

import pytest
import uvicorn
from fastapi.testclient import TestClient

from detente.app.answers import OpenLedger
from detente.app.serving import application
from detente.model.identity import claim_key
from tests import stories

TODAY = date(2025, 11, 3)
STORIES = ("asia-tour-2025", "eu-us-2025", "north-america-2025")
RECORDED = datetime(2025, 11, 3, 6, 0, tzinfo=UTC)


def gold_ledger() -> OpenLedger:
    held = OpenLedger(clock=lambda: RECORDED)
    for name in STORIES:
        held.append(stories.readings(name))
    return held


@pytest.fixture(scope="session")
def ledger():
    with gold_ledger() as held:
        yield held


@pytest.fixture(scope="session")
def site(ledger):
    return application(ledger, today=TODAY)


@pytest.fixture
def client(site):
    return TestClient(site, base_url="http://127.0.0.1")


@pytest.fixture(scope="session")
def addresses(ledger) -> dict[str, str]:
    """One address of every page."""
    disputed = ledger.conflicts()[0].thread
    claim = next(row for row in ledger.claims() if row.thread == disputed.id)
    return {
        "front": "/",
        "brief": "/brief?since=2025-10-30",
        "front-known": "/?known=2025-10-31",
        "changes": "/changes",
        "thread": f"/thread/{disputed.id}",
        "claim": f"/thread/{disputed.id}/claim/{claim_key(claim.claim)}",
        "calendar": "/calendar?month=2025-10",
        "due": "/due",
        "tours": "/tours",
        "tour": f"/tour/{ledger.tours()[0].tour.id}",
        "actors": "/actors",
        "actor": "/actor/CHN",
        "dyad": "/dyad/USA/CHN",
        "measures": "/measures?on=2025-11-12",
        "scoreboard": "/scoreboard?by=pair",
        "threats": "/threats",
        "conflicts": "/conflicts",
        "search": "/search?q=soybeans",
        "matters": "/search",
        "sources": "/sources",
        "review": "/review",
        "map": "/map",
        "help": "/help",
        "error": "/thread/none",
    }


@pytest.fixture(scope="session")
def served(site):
    """The site on loopback, for a browser."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]})
        thread.start()
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
        site.state.closing.set()
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser():
    """Of one module, since its event loop stands in the way of the tests that start their own."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("DETENTE_TEST_BROWSER") == "required":
            pytest.fail("chromium is not installed, and here it is required")
        pytest.skip("chromium is not installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as running:
        held = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield held
        held.close()
