"""Who `he` and `we` are: an office without a name is somebody, a statement speaks for its publisher. All texts written for testing."""

import pytest

from detente.model.actor import Actor
from detente.reading.actors.mentions import How
from detente.reading.analysis import prepare
from detente.reading.parse import Parser
from detente.reading.speakers import is_quoted, speaks_for
from tests.building import document


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def _pronouns(
    text: str, parser: Parser, *, title: str = "News", publisher: str = "Daily A", published: str = "2012-03-01"
) -> list[tuple[str, str]]:
    made = document("a", published, title=title, text=text, publisher=publisher)
    analysis = prepare([made], parser)[0].analysis
    mentions = [m for row in analysis.mentions for m in row if getattr(m.value, "how", None) is How.PRONOUN]
    return [(made.whole[m.span.start : m.span.end], str(m.value.actors[0])) for m in mentions]


def test_he_is_the_holder_of_an_office_that_was_told_without_a_name(parser: Parser) -> None:
    text = "The Norwegian prime minister leaves for Asia on Monday. He will sign a treaty with Vladimir Putin in Moscow."
    assert _pronouns(text, parser) == [("He", "NOR")]


def test_a_bare_office_is_nobody_who_is_only_named_later_where_another_holds_one_too(parser: Parser) -> None:
    text = "The Norwegian president talks about a treaty on Monday. He hopes to meet Vladimir Putin for talks."
    assert _pronouns(text, parser, title="President hopes for talks") == [("He", "NOR")]


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("We will lift the ban on wheat from Chile.", "Ministry of Trade, Oslo (press release)", [("We", "NOR")]),
        ("Will we lift the ban on wheat?", "Ministry of Trade, Oslo (press release)", []),
        ("We will lift the ban on wheat.", "Daily A", []),
        ("“We will lift the ban on wheat,” said Norway's trade minister in Chile.", "Daily A", [("We", "NOR")]),
        ("Norway said we will see whether the ban is lifted.", "Daily A", []),
    ],
)
def test_we_are_the_publisher_of_a_statement_or_who_is_quoted(
    text: str, publisher: str, expected: list[tuple[str, str]], parser: Parser
) -> None:
    assert _pronouns(text, parser, publisher=publisher) == expected


@pytest.mark.parametrize(
    ("publisher", "actor"),
    [
        ("White House", "USA"),
        ("European Commission", "EU"),
        ("Ministry of Commerce, Beijing (announcement)", "CHN"),
        ("Business daily B (Bangkok)", None),
    ],
)
def test_a_statement_speaks_for_one_state_or_body(publisher: str, actor: str | None) -> None:
    assert speaks_for(document("a", publisher=publisher)) == (Actor(actor) if actor else None)


def test_a_joint_statement_speaks_for_none_alone() -> None:
    assert speaks_for(document("a", publisher="European Commission and the White House (joint statement)")) is None


@pytest.mark.parametrize(
    ("text", "word", "quoted"),
    [
        ('"We agree," he said, "and we sign."', "we sign", True),
        ('"We agree," he said of us.', "us", False),
        ("“We agree", "We", True),
        ("we sign,” he said", "we", True),
        ("he said we agree", "we", False),
    ],
)
def test_what_stands_between_marks_is_quoted(text: str, word: str, quoted: bool) -> None:
    assert is_quoted(text, text.index(word)) is quoted
