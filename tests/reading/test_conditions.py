"""Conditions: where they begin and where they end."""

import pytest

from detente.reading.conditions import conditions_in
from detente.reading.parse import Parser
from detente.reading.sentences import sentences_of
from tests.building import document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def conditions(parser: Parser, text: str) -> list[str]:
    held = document("a", text=text)
    sentence = next(s for s in sentences_of(held) if not s.is_title and s.text)
    (tree,) = parser.parse([sentence.text])
    return [held.whole[c.span.start : c.span.end] for c in conditions_in(sentence, tree)]


def test_a_condition_ends_with_its_clause(parser):
    text = "If Chile lifts its ban, Peru will scrap the duty on Chilean wine."
    assert conditions(parser, text) == ["If Chile lifts its ban"]


def test_a_condition_behind_the_main_clause_runs_to_its_end(parser):
    text = "Peru will tax Chilean wine unless Chile lifts its ban on Peruvian grapes."
    assert conditions(parser, text) == ["unless Chile lifts its ban on Peruvian grapes"]


def test_only_belongs_to_the_condition(parser):
    text = "Peru will scrap the duty only if Chile lifts its ban."
    assert conditions(parser, text) == ["only if Chile lifts its ban"]


def test_should_is_a_condition_only_before_its_subject(parser):
    assert conditions(parser, "Peru should scrap the duty on Chilean wine.") == []
    assert conditions(parser, "Peru will tax wine should Chile keep its ban.") == ["should Chile keep its ban"]


def test_a_plain_after_is_no_condition(parser):
    assert conditions(parser, "Peru scrapped the duty after Chile lifted its ban.") == []
