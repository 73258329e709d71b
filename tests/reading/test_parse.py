"""The parser gives what its model's whole pipeline gives, though it asks some of its rules only once."""

import pytest
from spacy.language import Language

from detente.reading.parse import MODEL, Parser
from detente.reading.spacy_alone import Doc, load
from tests.reading.odd_texts import PLAIN

_ODD = [
    "There is no deal and there were no talks, and it ain't over.",
    "Let's see what they're gonna do: y'all gotta wait.",
    "C'mon, the ministers' talks are to be held, said the EU's envoy.",
    "But nothing but the duty was lifted, though they had it raised.",
    "That that 25% duty is its own reward is what I said to him.",
    "A  gap,\ta tab",
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def pipeline() -> Language:
    loaded: Language = load(MODEL, exclude=["ner"])
    return loaded


def _parsed(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


@pytest.mark.parametrize("text", [*PLAIN, *_ODD])
def test_a_tree_is_that_of_the_whole_pipeline(text: str, parser: Parser, pipeline: Language) -> None:
    wanted, found = _parsed(pipeline, text), parser.parse([text])[0]
    assert found.words == [token.text for token in wanted]
    assert found.lower == [token.lower_ for token in wanted]
    assert found.starts == [token.idx for token in wanted]
    assert found.ends == [token.idx + len(token) for token in wanted]
    assert found.heads == [token.head.i for token in wanted]
    assert found.deps == [token.dep_ for token in wanted]
    assert found.tags == [token.tag_ for token in wanted]
    assert found.pos == [token.pos_ for token in wanted]
    assert found.lemmas == [token.lemma_.lower() for token in wanted]


def test_the_commands_of_the_parsers_library_can_still_be_imported() -> None:
    from spacy.cli import info  # noqa: PLC0415 - after the library itself, which is the point

    assert callable(info)
