"""Cues: what ties two acts together, and where either stands to it."""

import pytest

from detente.model.claim import Kind
from detente.reading.candidates import Candidate
from detente.reading.cues import CueSort, cues_in, stands
from detente.reading.parse import Parser


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def places(parser: Parser, text: str, sort: CueSort, *words: str) -> list[str]:
    """Where the words stand to the first cue of a sort."""
    (tree,) = parser.parse([text])
    cue = next(cue for cue in cues_in(0, tree) if cue.sort is sort)
    return [stands(cue, Candidate(Kind.MEASURE, 0, (tree.lower.index(word),), ()), tree) for word in words]


def test_what_is_answered_stands_in_the_complement(parser):
    text = "Peru imposed a surcharge on wine in retaliation for the Chilean ban on grapes."
    assert places(parser, text, CueSort.ANSWER, "surcharge", "ban") == ["host", "in:for"]


def test_the_price_of_an_exchange_stands_in_the_complement(parser):
    text = "Peru will drop the surcharge in return for an end to the Chilean ban."
    assert places(parser, text, CueSort.EXCHANGE, "surcharge", "ban") == ["host", "in:for"]


def test_the_act_of_an_answering_verb_stands_behind_with(parser):
    text = "Peru retaliated with a surcharge on Chilean wine."
    assert places(parser, text, CueSort.ANSWER, "surcharge") == ["in:with"]


def test_a_condition_holds_what_stands_in_its_clause(parser):
    text = "Peru will drop the surcharge if Chile lifts the ban."
    assert places(parser, text, CueSort.CLAUSE, "surcharge", "ban") == ["host", "in:below"]
