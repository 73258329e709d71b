"""Two sides called together are the two that were named last. All texts written for testing."""

import pytest

from detente.reading.actors.mentions import How
from detente.reading.analysis import prepare
from detente.reading.parse import Parser
from tests.building import document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def _pairs(text: str, parser: Parser) -> list[tuple[str, list[str]]]:
    analysis = prepare([document("a", title="News", text=text)], parser)[0].analysis
    mentions = [m for row in analysis.mentions for m in row if getattr(m.value, "how", None) is How.PAIR]
    return [(analysis.document.whole[m.span.start : m.span.end], [str(a) for a in m.value.actors]) for m in mentions]


@pytest.mark.parametrize(
    "words",
    [
        "The two foreign ministers",
        "Both trade ministers",
        "The two governments",
        "The pair",
        "Their two delegations",
        "Both neighbouring states",
    ],
)
def test_two_sides_called_together_are_the_two_named_last(words, parser):
    text = f"Peru criticised Bolivia over a ban. Norway imposed a tariff on Chile in May. {words} will meet in Geneva next week."
    assert _pairs(text, parser) == [(words, ["NOR", "CHL"])]


def test_with_one_side_named_nobody_is_meant(parser):
    assert _pairs("Norway imposed a tariff on salmon in May. The two foreign ministers will meet in Geneva next week.", parser) == []


def test_two_of_something_else_are_no_sides(parser):
    assert _pairs("Norway imposed two tariffs on Chile in May. The two tariffs on salmon will be raised next week.", parser) == []
