import pytest

from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server():
    with postgresql.server() as url:
        yield url


@pytest.fixture
def postgresql_ledger(postgresql_server):
    """The url of an empty database."""
    with postgresql.database(postgresql_server) as url:
        yield url
