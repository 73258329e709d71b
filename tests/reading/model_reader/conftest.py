import json
from collections.abc import Callable

import pytest

from detente.model.document import Document
from detente.reading.model_reader.messages import asks_of
from detente.reading.model_reader.reading import Read, read
from detente.reading.model_reader.replies import proposal_in
from detente.reading.parse import Parser

TEXT = (
    "Washington will impose a 25 percent tariff on Chinese steel from 1 November, the White House said on Tuesday.\n\n"
    "“Beijing would answer,” China’s commerce ministry said. Japan pledged to invest $550 billion in the United States.\n"
)


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture
def report() -> Document:
    """Written for testing; nobody said this."""
    return Document(id="d1", url=None, publisher="A paper", published="2025-10-21", title="A tariff", text=TEXT)


@pytest.fixture
def answered(parser: Parser) -> Callable[..., Read]:
    """What becomes of claims that a model proposes for a document of one part."""

    def answer(document: Document, *claims: object, links: tuple[object, ...] = ()) -> Read:
        (ask,) = asks_of(document)
        reply = json.dumps({"claims": list(claims), "links": list(links)}, ensure_ascii=False)
        return read(document, [(ask, proposal_in(reply))], parser, model="m/1")

    return answer
