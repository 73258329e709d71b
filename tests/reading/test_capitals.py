"""Lines in capitals are read as sentences, and every offset stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.capitals import in_sentence_case


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("BRAZIL TO TAX EU WINE FROM MAY 2, SAYS USTR", "Brazil to tax EU wine from May 2, says USTR"),
        ("U.S. AND JAPAN MAY MEET IN HANOI ON MONDAY", "U.S. and Japan may meet in Hanoi on Monday"),
        ("MACRON IMPOSES EXPORT BAN, MODI WAITS", "Macron imposes export ban, Modi waits"),
        ("WHO WILL PAY FOR THE TARIFFS", "Who will pay for the tariffs"),
    ],
)
def test_names_keep_their_capitals(line: str, read: str) -> None:
    assert in_sentence_case(f"Before.\n{line}\nAfter.") == f"Before.\n{read}\nAfter."


@pytest.mark.parametrize(
    "line", ["The EU and the WTO met.", "MR. SMITH: Yes.", "USTR, EU, WTO", "Q AND A", "THE MINISTER SAID no to every one of them."]
)
def test_other_lines_stay(line: str) -> None:
    assert in_sentence_case(line) == line


@given(st.text(alphabet="AÉİßΣŒŸ .-\n'’12abUS"))
def test_the_text_keeps_its_length_and_lines(text: str) -> None:
    read = in_sentence_case(text)
    assert len(read) == len(text)
    assert [i for i, letter in enumerate(text) if letter == "\n"] == [i for i, letter in enumerate(read) if letter == "\n"]
