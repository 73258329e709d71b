"""One parser for all tests of interactions: loading it takes a second."""

import pytest

from detente.reading.parse import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()
