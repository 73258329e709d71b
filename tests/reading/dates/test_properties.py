from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.model.span import Span
from detente.reading.dates import TimeExpression, dates, expressions_in

_PIECES = st.sampled_from(
    """on by from until since within in at the a of and to between , . - : / ' \n $ % 3 12 26 30th 31 60 99 737 1,500 1990s 2019 2025 0800
    10:57 12.5 3/22 10/30/2025 30.10.2025
    2025-10-10 T19:40 May March Oct. October Sun Friday Monday Tuesday's Mondays first second third
    last next this following previous same early mid late end start half quarter day days week weeks month months year years decade
    century hour hours ago later earlier before after today yesterday tomorrow now recently tonight morning night noon midnight p.m. GMT
    Christmas Eve New Year's Easter summer winter fall spring every each twice daily two twenty five hundred several few
    will met said signed
    visit fiscal FY26 Q3 BC AD 0 9999 1000 29 February""".split(" ")
)
_NEARLY_DATES = st.lists(_PIECES, max_size=25).map(" ".join)
_TEXTS = st.one_of(st.text(max_size=200), _NEARLY_DATES)
_DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]))


def _all(found: tuple[TimeExpression, ...]) -> list[TimeExpression]:
    return [*found, *(part for expression in found for part in expression.parts)]


@given(_TEXTS, _DAYS)
def test_every_span_lies_in_the_text_and_holds_words(text: str, day: date | None) -> None:
    for found in _all(expressions_in(text, day)):
        assert found.span.end <= len(text)
        assert text[found.span.start : found.span.end].strip() == text[found.span.start : found.span.end]


@given(_TEXTS, _DAYS)
def test_expressions_stand_in_order_and_do_not_overlap(text: str, day: date | None) -> None:
    for found in (expressions_in(text, day), dates(text, day)):
        for left, right in pairwise(found):
            assert left.span.end <= right.span.start


@given(_TEXTS, _DAYS)
def test_parts_lie_inside_their_expression(text: str, day: date | None) -> None:
    for found in expressions_in(text, day):
        assert all(found.span.contains(part.span) for part in found.parts)


@given(_TEXTS, _DAYS)
def test_the_same_text_and_day_give_the_same_expressions(text: str, day: date | None) -> None:
    assert expressions_in(text, day) == expressions_in(text, day)


@given(_NEARLY_DATES)
def test_what_is_counted_from_publication_has_no_date_without_it(text: str) -> None:
    for found in _all(expressions_in(text, None)):
        assert found.edtf is None or found.anchor is None or found.anchor.value == "text"


@given(_NEARLY_DATES, _DAYS, st.integers(min_value=1, max_value=5))
def test_lines_in_front_only_move_the_spans(text: str, day: date | None, lines: int) -> None:
    head = "Nothing of note here.\n\n" * lines
    moved = [(found.span, found.value) for found in expressions_in(head + text, day)]
    assert moved == [(Span(found.span.start + len(head), found.span.end + len(head)), found.value) for found in expressions_in(text, day)]
