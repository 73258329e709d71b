"""Every kind of store that one suite of tests is run over."""

import pytest

from detente.store.sql import SqlStore


@pytest.fixture(params=["memory", "file", "postgresql"])
def store(request, tmp_path):
    """An empty store of each kind."""
    targets = {"memory": lambda: ":memory:", "file": lambda: str(tmp_path / "a.ledger")}
    target = targets[request.param]() if request.param in targets else request.getfixturevalue("postgresql_ledger")
    held = SqlStore.open(target, create=True)
    yield held
    held.close()


@pytest.fixture(params=["file", "postgresql"])
def target(request, tmp_path):
    """Where a ledger that can be opened again is to be made."""
    return str(tmp_path / "a.ledger") if request.param == "file" else request.getfixturevalue("postgresql_ledger")
