"""One reader for all tests of reading: loading parser and weights takes seconds."""

import pytest

from detente.reading.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
