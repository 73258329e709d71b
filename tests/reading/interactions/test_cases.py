"""Passages of `tests/cases/interactions.txt`: what each sentence tells, and that it tells no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.model.document import Document
from detente.model.interaction import Interaction, Party
from detente.reading.interactions import interactions_in, prepare_for_interactions
from detente.reading.parse import Parser

_CASES = Path(__file__).parents[2] / "cases" / "interactions.txt"
_DAY = "2026-03-10"


def _cases() -> Iterator[tuple[str, str]]:
    for line in _CASES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            sentence, _, expected = line.partition(" | ")
            yield sentence.strip(), expected.strip()


def _party(party: Party | None) -> str:
    return "?" if party is None else str(party)


def _row(interaction: Interaction) -> str:
    mode = f"/{interaction.mode}" if interaction.mode else ""
    contexts = f" ({', '.join(interaction.contexts)})" if interaction.contexts else ""
    return f"{_party(interaction.source)} > {_party(interaction.target)} {interaction.code}{mode}{contexts}"


def rows_of(sentence: str, parser: Parser) -> set[str]:
    document = Document(id="d", url=None, publisher=None, published=_DAY, title="", text=sentence)
    prepared = prepare_for_interactions([document], parser)[0]
    return {_row(interaction) for interaction in interactions_in(prepared, ())}


@pytest.mark.parametrize(("sentence", "expected"), list(_cases()))
def test_a_sentence_tells_exactly_the_acts_that_its_case_lists(sentence: str, expected: str, parser: Parser) -> None:
    assert rows_of(sentence, parser) == (set() if expected == "-" else set(expected.split("; ")))
