"""What the encoder is told of words: their sort, never whom or when they name."""

import numpy as np
import pytest

from detente.model.claim import Kind
from detente.reading.analysis import Prepared, prepare
from detente.reading.encoder import chunks_of, trained_encoder
from detente.reading.parse import Parser
from detente.reading.sorts import SORTS, sorts_of
from tests.building import document

# Written for testing.
_TEXT = "{} said on Monday that it would impose tariffs of 15 percent on salmon from {}."


def _prepared(*words: str) -> Prepared:
    return prepare([document("a", text=_TEXT.format(*words))], Parser())[0]


def _named(prepared: Prepared) -> list[tuple[str, str]]:
    whole = prepared.analysis.document.whole
    return [(whole[span.start : span.end], SORTS[column]) for span, column in sorts_of(prepared.analysis, prepared.candidates)]


@pytest.mark.parametrize(
    ("words", "sort"), [("Norway", "actor.name"), ("Monday", "date"), ("15 percent", "rate"), ("tariffs", f"trigger.{Kind.MEASURE}")]
)
def test_words_are_told_by_their_sort(words, sort):
    assert (words, sort) in _named(_prepared("Norway", "Chile"))


def test_another_name_has_the_same_marks():
    one, other = (_named(_prepared(name, "Chile")) for name in ("Norway", "Kenya"))
    assert [sort for _, sort in one] == [sort for _, sort in other]


def test_a_piece_has_the_sorts_of_the_words_it_stands_in():
    prepared = _prepared("Norway", "Chile")
    sorts = sorts_of(prepared.analysis, prepared.candidates)
    vocabulary = trained_encoder().tokenizer
    (chunk,) = chunks_of(prepared.analysis.sentences, sorts, vocabulary)
    start = prepared.analysis.document.whole.index("Norway")
    (row,) = np.flatnonzero(chunk.starts == start)
    assert [SORTS[column] for column in np.flatnonzero(chunk.sorts[row])] == sorted(
        {SORTS[column] for span, column in sorts if span.start <= start < span.end}, key=SORTS.index
    )
    assert not chunk.sorts[0].any()
    assert not chunk.sorts[-1].any()
